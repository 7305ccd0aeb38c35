import { attachedText } from './attached-text.ts';
import type { Sighting } from './classes.ts';
import { type PdfjsView, viewWithPdfjs } from './pdfjs-view.ts';
import type { RawPdf } from './raw-pdf.ts';
import { type SecretIndex, wordsOf } from './secrets.ts';
import type { Survey } from './survey.ts';
import { tells } from './telling.ts';

/** Bookmarks and names that tell what a file with boxes does not show. */
export function titleSightings(view: PdfjsView, survey: Survey): readonly Sighting[] {
  if (survey.boxes.length === 0) return [];
  return (['outline', 'named-strings'] as const).flatMap((channel): readonly Sighting[] => {
    const titles = view.channels.filter((one) => one.channel === channel && /\p{L}{3}/u.test(one.text));
    const telling = titles.filter(({ text }) => tells(text, survey.seen)).length;
    // Where most titles are not on the pages they are somebody's own words for them.
    if (telling === 0 || telling > Math.max(2, titles.length / 2)) return [];
    const what =
      channel === 'outline'
        ? 'a bookmark holds words that no page shows'
        : 'a named place holds words that no page shows';
    return [{ name: channel, level: 'leak', seenBy: ['pdfjs'], what }];
  });
}

/** Attached files that hold a secret, or what the pages show and more: the source is inside. */
export async function attachmentSightings(
  raw: RawPdf,
  survey: Survey,
  secrets: SecretIndex,
): Promise<readonly Sighting[]> {
  const found: Sighting[] = [];
  const files = attachedNumbers(raw);
  for (const { number, head, stream } of raw.objects) {
    if (stream === undefined || !(files.has(number) || /\/Type\s*\/EmbeddedFile\b/.test(head))) continue;
    const text = await attachedText(stream);
    if (secrets.find(text).length > 0) {
      const what = 'text that must be gone stands in an attached file';
      found.push({ name: 'attachment', level: 'leak', seenBy: ['raw'], what });
    }
    const words = wordsOf(text);
    const known = words.filter((word) => survey.seen.has(word));
    const fresh = words.filter((word) => /^\p{L}{3,}$/u.test(word) && !survey.seen.has(word));
    const isSource = new Set(known).size >= Math.max(3, 0.5 * survey.seen.size);
    if (fresh.length === 0 || survey.boxes.length === 0 || !isSource) continue;
    found.push({
      name: 'attachment',
      level: 'leak',
      seenBy: ['raw'],
      what: 'an attached file holds the text of the pages and more',
    });
  }
  return found;
}

/** Streams that file specifications name, ISO 32000-1 7.11.4: their own /Type is optional. */
function attachedNumbers(raw: RawPdf): ReadonlySet<number> {
  const heads = raw.objects.flatMap(({ head, inside }) => [head, ...(inside ?? []).map((inner) => inner.head)]);
  return new Set(
    heads.flatMap((head) =>
      [...head.matchAll(/\/EF\s*<<([^<>]*)>>/g)].flatMap(([, list = '']) =>
        [...list.matchAll(/(\d+)\s+\d+\s+R\b/g)].map(([, number]) => Number(number)),
      ),
    ),
  );
}

const MOST_REVISIONS = 4;
const MOST_BYTES = 20 * 1024 * 1024;

/** Text of earlier revisions that the last one does not have (ISO 32000-1, 7.5.6). */
export async function revisionSightings(
  bytes: Uint8Array,
  raw: RawPdf,
  last: PdfjsView,
  survey: Survey,
): Promise<readonly Sighting[]> {
  if (raw.ends < 2 || bytes.length > MOST_BYTES) return [];
  const ends = [...raw.text.matchAll(/startxref\s+(\d+)\s+%%EOF/g)]
    .filter((match) => Number(match[1]) > 0)
    .map((match) => match.index + match[0].length);
  const shown = wordsIn(last);
  const known = new Set(shown);
  for (const end of ends.slice(0, -1).slice(-MOST_REVISIONS)) {
    const view = await viewWithPdfjs(bytes.subarray(0, end)).catch(() => undefined);
    const before = view === undefined ? [] : wordsIn(view);
    const lost = before.filter((word) => /^\p{L}{3,}$/u.test(word) && !known.has(word));
    // Revisions that replace text are somebody's edits; those that only take away hide something.
    if (lost.length === 0 || shown.length === 0 || (survey.boxes.length === 0 && shown.length >= before.length))
      continue;
    return [
      {
        name: 'earlier-revision-or-orphan',
        level: 'leak',
        seenBy: ['pdfjs', 'raw'],
        what: 'an earlier revision in the file holds text that the last one does not show',
      },
    ];
  }
  return [];
}

function wordsIn(view: PdfjsView): readonly string[] {
  return wordsOf(view.pages.map((page) => page.text).join('\n'));
}
