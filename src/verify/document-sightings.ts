import type { Sighting } from './classes.ts';
import { type PdfjsView, viewWithPdfjs } from './pdfjs-view.ts';
import type { RawPdf } from './raw-pdf.ts';
import { wordsOf } from './secrets.ts';
import type { Survey } from './survey.ts';

/** What programs call pages and parts of their own accord, capitals and all: nobody's name. */
const OF_PROGRAMS =
  /^(?:Blank|Page|Untitled|Document|Slide|Sheet|Section|Chapter|Part|Figure|Table|Title|Cover|Front|Back|Matter|Contents|Index|Appendix|Exhibit|Attachment|Annex|Schedule|Bookmark|Layout|Default|New|Copy|Draft|Final)$/;

/** Bookmarks and names that tell what a file with boxes does not show. */
export function titleSightings(view: PdfjsView, survey: Survey): readonly Sighting[] {
  if (survey.boxes.length === 0) return [];
  // One capitalised word may be a heading's; two in a row that no page shows are somebody.
  const isNew = (word: string | undefined): boolean => wordsOf(word ?? '').every((one) => !survey.seen.has(one));
  const tells = (text: string): boolean =>
    [...text.matchAll(/(?=(\p{Lu}\p{Ll}+)[ ._-](\p{Lu}\p{Ll}+))/gu)].some(
      ([, first = '', last = '']) =>
        isNew(first) && isNew(last) && !(OF_PROGRAMS.test(first) && OF_PROGRAMS.test(last)),
    );
  return (['outline', 'named-strings'] as const).flatMap((channel): readonly Sighting[] => {
    const titles = view.channels.filter((one) => one.channel === channel && /\p{L}{3}/u.test(one.text));
    const telling = titles.filter(({ text }) => tells(text)).length;
    // Where most titles are not on the pages they are somebody's own words for them.
    if (telling === 0 || telling > Math.max(2, titles.length / 2)) return [];
    const what =
      channel === 'outline'
        ? 'a bookmark holds words that no page shows'
        : 'a named place holds words that no page shows';
    return [{ name: channel, level: 'leak', seenBy: ['pdfjs'], what }];
  });
}

/** Attached files that hold what the pages show and more: the source is inside. */
export async function attachmentSightings(raw: RawPdf, survey: Survey): Promise<readonly Sighting[]> {
  const found: Sighting[] = [];
  for (const { head, stream } of raw.objects) {
    if (stream === undefined || !/\/Type\s*\/EmbeddedFile\b/.test(head)) continue;
    const words = await wordsInFile(stream);
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

async function wordsInFile(bytes: Uint8Array): Promise<readonly string[]> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (!text.startsWith('%PDF-')) return wordsOf(text.slice(0, 2_000_000));
  const view = await viewWithPdfjs(bytes).catch(() => undefined);
  return wordsOf(view?.pages.map((page) => page.text).join('\n') ?? '');
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
