import type { LeakClass, Sighting } from './classes.ts';
import type { RawObject, RawPdf } from './raw-pdf.ts';
import { stringsOf } from './raw-strings.ts';
import type { Survey } from './survey.ts';
import { tells } from './telling.ts';

/** What the objects of a file hold beside what its pages draw: other versions of pictures, unused contents, spoken words, keys of somebody's own. */
export function sideSightings(raw: RawPdf, survey: Survey, strict: boolean): readonly Sighting[] {
  const heads = raw.objects.flatMap((object) => [
    { number: object.number, head: object.head },
    ...(object.inside ?? []),
  ]);
  const found: Sighting[] = [];
  const add = (name: LeakClass, isLeak: boolean, what: string): void => {
    found.push({ name, level: isLeak ? 'leak' : 'risk', seenBy: ['raw'], what });
  };
  if (heads.some(({ head }) => /\/Alternates\b/.test(head)))
    add('image-pixels', strict, 'a picture has another version beside the one that is shown');
  const unused = unusedContents(raw, heads);
  if (unused.some(({ head }) => /\/Subtype\s*\/Image\b/.test(head)))
    add('image-pixels', strict, 'the file holds a picture that no page paints');
  if (unused.some(({ head }) => /\/Subtype\s*\/Form\b/.test(head)))
    add('nested-content', strict, 'the file holds contents that no page paints');
  // Faces of fields are forms too, and readers draw them anew: elsewhere only what no content calls is sure to be hidden.
  const spare = survey.boxes.length > 0 ? raw.objects : unused;
  if (spare.some((object) => namesSomebody(object, survey)))
    add('nested-content', true, 'contents that no page paints name somebody');
  if (heads.some(({ head }) => ONE_SHADE.test(head) && /\/Subtype\s*\/Image\b/.test(head)))
    add('image-pixels', true, 'a picture is decoded to one shade: its samples are still there');
  if (
    paintsWithNone(
      raw,
      heads.map(({ head }) => head),
    )
  )
    add('hidden-text', true, 'text is painted with an ink that leaves no mark');
  if (glyphsWithText(raw, heads)) add('nested-content', false, 'the glyphs of a font are made of other text');
  const spoken = heads.filter(({ head }) => SPOKEN.test(head)).flatMap(({ head }) => wordsSpoken(head));
  if (spoken.length > 0)
    add(
      'actual-text',
      survey.boxes.length > 0 && spoken.some((text) => tells(text, survey.extracted)),
      'words for a screen reader stand beside the text',
    );
  if (heads.some(({ head }) => ownKeys(head)))
    add('metadata', strict, 'the file has keys of somebody’s own with words in them');
  if (LETTERS.test(raw.text.slice(raw.text.lastIndexOf('%%EOF') + 5)))
    add('earlier-revision-or-orphan', strict, 'text follows the end of the file');
  return found;
}

const LETTERS = /[A-Za-z]{4}/;

/** A Decode array that maps every sample to one shade (ISO 32000-1, table 89). */
const ONE_SHADE = /\/Decode\s*\[\s*([\d.]+)\s+\1(?:\s+\1)*\s*\]/;

/** The contents of forms and patterns that are longer are drawings. */
const MOST_CONTENT = 2 ** 18;

/** A form or a pattern with a name in it that can be extracted from no page: no page paints it. */
function namesSomebody({ head, stream, codec }: RawObject, survey: Survey): boolean {
  if (stream === undefined || codec !== undefined || stream.length > MOST_CONTENT) return false;
  if (!/\/Subtype\s*\/Form\b|\/PatternType\s+1\b/.test(head)) return false;
  const content = latin(stream);
  return /\bT[jJ]\b/.test(content) && tells(stringsOf(content).join('\n'), survey.extracted);
}

/** Text in a colour space whose only colorant is None (ISO 32000-1, 8.6.6.4): it makes no mark in print. */
function paintsWithNone(raw: RawPdf, heads: readonly string[]): boolean {
  if (!raw.text.includes('/None') && !heads.some((head) => head.includes('/None'))) return false;
  const SPACE = /\[\s*\/(?:Separation\s*\/None\b|DeviceN\s*\[\s*(?:\/None\s*)+\])/;
  const numbers = raw.objects
    .flatMap(({ number, head, inside }) => [{ number, head }, ...(inside ?? [])])
    .filter(({ head }) => SPACE.test(head.trimStart().slice(0, 60)) && head.trimStart().startsWith('['))
    .map(({ number }) => `${number}\\s+\\d+\\s+R\\b`);
  const named = new RegExp(`/([^\\s/<>\\[\\]()]+)\\s*(?:${[SPACE.source, ...numbers].join('|')})`, 'g');
  const names = new Set(heads.flatMap((head) => [...head.matchAll(named)].map(([, name = '']) => name)));
  return raw.objects.some(({ stream, codec }) => {
    if (stream === undefined || codec !== undefined || names.size === 0) return false;
    const content = latin(stream);
    return [
      ...content.matchAll(/\/([^\s/<>[\]()]+)\s+cs\b((?:(?!\b(?:cs|g|rg|k|Q)\b)[\s\S]){0,4000}?)\bT[jJ]\b/g),
    ].some(([, name = '']) => names.has(name));
  });
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Structure elements and property lists with words to be spoken (ISO 32000-1, 14.9). */
const SPOKEN = /\/(?:ActualText|Alt|E)\s*[(<](?!<)/;

/** What is to be spoken, but for the labels of boxes. */
function wordsSpoken(head: string): readonly string[] {
  return [...head.matchAll(/\/(?:ActualText|Alt|E)\s*(\((?:[^()\\]|\\[\s\S])*\)|<[0-9A-Fa-f\s]*>)/g)]
    .flatMap(([, string = '']) => stringsOf(string))
    .filter((text) => /\p{L}|\d{4}/u.test(text) && !LABEL.test(text));
}

const LABEL = /^\W*(?:redacted|withheld|sealed|privileged|deleted|omitted)\b/i;

/** Pictures and forms that resources name and no content of the file calls by any of their names. */
function unusedContents(
  raw: RawPdf,
  heads: readonly { readonly number: number; readonly head: string }[],
): readonly RawObject[] {
  const called = new Set<string>();
  for (const { stream, codec, head } of raw.objects) {
    if (stream === undefined || codec !== undefined || /\/Subtype\s*\/Image\b|\/Length1\b/.test(head)) continue;
    for (const match of latin(stream).matchAll(/\/([^\s()<>[\]{}/%]+)\s+Do\b/g)) called.add(match[1] ?? '');
  }
  const names = new Map<number, string[]>();
  for (const { head } of heads) {
    for (const [, list] of head.matchAll(/\/XObject\s*<<([^<>]*)>>/g)) enter(names, list ?? '');
    const indirect = Number(/\/XObject\s+(\d+)\s+\d+\s+R/.exec(head)?.[1] ?? -1);
    for (const other of heads) if (other.number === indirect) enter(names, other.head);
  }
  const rest = heads.map(({ head }) => head.replace(/\/XObject\s*<<[^<>]*>>/g, '')).join('\n');
  return raw.objects.filter(({ number, stream }) => {
    const own = names.get(number);
    if (stream === undefined || own === undefined || own.some((name) => called.has(name))) return false;
    return !new RegExp(`(?<!\\d)${number}\\s+\\d+\\s+R\\b`).test(rest);
  });
}

function enter(names: Map<number, string[]>, list: string): void {
  for (const [, name = '', number] of list.matchAll(/\/([^\s()<>[\]{}/%]+)\s+(\d+)\s+\d+\s+R/g))
    names.set(Number(number), [...(names.get(Number(number)) ?? []), name]);
}

function glyphsWithText(raw: RawPdf, heads: readonly { readonly number: number; readonly head: string }[]): boolean {
  const procs = new Set(
    heads.flatMap(({ head }) =>
      [...head.matchAll(/\/CharProcs\s*<<([^<>]*)>>/g)].flatMap(([, list]) =>
        [...(list ?? '').matchAll(/(\d+)\s+\d+\s+R/g)].map(([, number]) => Number(number)),
      ),
    ),
  );
  return raw.objects.some(
    ({ number, stream, codec }) =>
      procs.has(number) && stream !== undefined && codec === undefined && /\bT[jJ]\b/.test(latin(stream)),
  );
}

/** Keys of the catalog and of pages (ISO 32000-2, tables 29 and 31) that may hold strings, or none. */
const KNOWN =
  /^(?:Type|Version|Extensions|Pages|PageLabels|Names|Dests|ViewerPreferences|PageLayout|PageMode|Outlines|Threads|OpenAction|AA|URI|AcroForm|Metadata|StructTreeRoot|MarkInfo|Lang|SpiderInfo|OutputIntents|PieceInfo|OCProperties|Perms|Legal|Requirements|Collection|NeedsRendering|DSS|AF|DPartRoot|Parent|LastModified|Resources|MediaBox|CropBox|BleedBox|TrimBox|ArtBox|BoxColorInfo|Contents|Rotate|Group|Thumb|B|Dur|Trans|Annots|StructParents|ID|PZ|SeparationInfo|Tabs|TemplateInstantiated|PresSteps|UserUnit|VP)$/;

function ownKeys(head: string): boolean {
  if (!/\/Type\s*\/(?:Catalog|Page)\b/.test(head)) return false;
  return [...head.matchAll(/\/([A-Za-z][\w.]*)\s*\(((?:[^()\\]|\\[\s\S])*)\)/g)].some(
    ([, key = '', text = '']) => !KNOWN.test(key) && /\p{L}{2,}\s+\p{L}{2,}/u.test(text),
  );
}
