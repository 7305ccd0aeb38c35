import { attachedText } from './attached-text.ts';
import type { Sighting } from './classes.ts';
import { picturesIn } from './gallery.ts';
import { type PdfiumView, viewWithPdfium } from './pdfium-view.ts';
import { type PdfjsView, viewWithPdfjs } from './pdfjs-view.ts';
import type { RawPdf } from './raw-pdf.ts';
import { type SecretIndex, wordsOf } from './secrets.ts';
import type { Survey } from './survey.ts';
import { tells } from './telling.ts';
import { uncovered } from './uncovered.ts';

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

/** A file as both readers see it. */
export interface Views {
  readonly pdfjs: PdfjsView;
  readonly pdfium: PdfiumView;
}

/** What earlier revisions show and the last one does not (ISO 32000-1, 7.5.6): text, comments, pictures under boxes. */
export async function revisionSightings(
  bytes: Uint8Array,
  raw: RawPdf,
  last: Views,
  survey: Survey,
): Promise<readonly Sighting[]> {
  if (raw.ends < 2 || bytes.length > MOST_BYTES) return [];
  const ends = [...raw.text.matchAll(/startxref\s+(\d+)\s+%%EOF/g)]
    .filter((match) => Number(match[1]) > 0)
    .map((match) => match.index + match[0].length);
  for (const end of ends.slice(0, -1).slice(-MOST_REVISIONS)) {
    const part = bytes.subarray(0, end);
    const view = await viewWithPdfjs(part).catch(() => undefined);
    if (view === undefined) continue;
    const hasNewPictures = picturesIn(raw).some(({ object }) => object.offset >= end);
    const what =
      lostText(view, last.pdfjs, survey) ??
      lostNote(view, last.pdfjs, survey) ??
      (hasNewPictures ? await boxedSince(part, last) : undefined);
    if (what !== undefined)
      return [{ name: 'earlier-revision-or-orphan', level: 'leak', seenBy: ['pdfjs', 'raw'], what }];
  }
  return [];
}

function lostText(earlier: PdfjsView, last: PdfjsView, survey: Survey): string | undefined {
  const [before, shown] = [wordsIn(earlier), wordsIn(last)];
  const known = new Set(shown);
  const lost = before.filter((word) => /^\p{L}{3,}$/u.test(word) && !known.has(word));
  // Revisions that replace text are somebody's edits; those that only take away hide something.
  if (lost.length === 0 || shown.length === 0 || (survey.boxes.length === 0 && shown.length >= before.length))
    return undefined;
  return 'an earlier revision in the file holds text that the last one does not show';
}

function lostNote(earlier: PdfjsView, last: PdfjsView, survey: Survey): string | undefined {
  if (survey.boxes.length === 0) return undefined;
  const kept = new Set(last.channels.map(({ text }) => text));
  const isLost = earlier.channels.some(
    ({ channel, text }) => channel === 'annotation' && !kept.has(text) && tells(text, survey.extracted),
  );
  return isLost ? 'an earlier revision in the file holds a comment that the last one has no more' : undefined;
}

const REVISION_DPI = 60;
const MOST_PAGES = 20;

/** Whether an earlier revision shows something where the last one has a box: a picture that was replaced. */
async function boxedSince(bytes: Uint8Array, { pdfium }: Views): Promise<string | undefined> {
  const before = await viewWithPdfium(bytes).catch(() => undefined);
  if (before === undefined) return undefined;
  try {
    if (before.pageCount !== pdfium.pageCount) return undefined;
    for (let page = 1; page <= Math.min(MOST_PAGES, before.pageCount); page++)
      if (uncovered(pdfium.draw(page, REVISION_DPI), before.draw(page, REVISION_DPI)) !== undefined)
        return 'an earlier revision in the file shows what the last one has under a box';
    return undefined;
  } finally {
    before.close();
  }
}

function wordsIn(view: PdfjsView): readonly string[] {
  return wordsOf(view.pages.map((page) => page.text).join('\n'));
}
