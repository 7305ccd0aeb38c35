import type { LeakClass, Sighting } from './classes.ts';
import type { PdfjsView } from './pdfjs-view.ts';
import type { RawPdf } from './raw-pdf.ts';

interface Channel {
  readonly name: LeakClass;
  readonly key: RegExp;
  readonly what: string;
}

/** Keys whose mere presence is a channel; none may stand in a produced file. */
const CHANNELS: readonly Channel[] = [
  { name: 'annotation', key: /\/Annots\b(?!\s*\[\s*\])/, what: 'the file has annotations' },
  {
    name: 'form-field',
    key: /\/AcroForm\b|\/XFA\b/,
    what: 'the file has a form',
  },
  { name: 'outline', key: /\/Outlines\b/, what: 'the file has bookmarks' },
  {
    name: 'named-strings',
    key: /\/Dests\b|\/PageLabels\b|\/Threads\b|\/IDS\b|\/URLS\b/,
    what: 'the file has named places',
  },
  {
    name: 'metadata',
    key: /\/Metadata\b|\/PieceInfo\b/,
    what: 'the file has metadata',
  },
  {
    name: 'attachment',
    key: /\/EmbeddedFiles\b|\/EmbeddedFile\b|\/AF\b|\/Collection\b/,
    what: 'the file has attachments',
  },
  {
    name: 'script-or-action',
    key: /\/JavaScript\b|\/JS\b|\/OpenAction\b|\/AA\b/,
    what: 'the file has scripts or actions',
  },
  { name: 'thumbnail', key: /\/Thumb\b/, what: 'a page has a thumbnail' },
  {
    name: 'optional-content',
    key: /\/OCProperties\b/,
    what: 'the file has layers',
  },
];

/** Metadata that says something: two words, or the path of a file. */
const TELLING = /\p{L}{2,}\s+\p{L}{2,}|[\\/]\S+\.\w{2,4}$/u;

/** What the structure of the file is: a leak in a production, a risk in anybody's file. */
export function structureSightings(raw: RawPdf, view: PdfjsView, strict: boolean): readonly Sighting[] {
  const level = strict ? 'leak' : 'risk';
  const heads = raw.objects
    .flatMap((object) => [object.head, ...(object.inside ?? []).map((inner) => inner.head)])
    .map(withoutStrings);
  const found: Sighting[] = CHANNELS.filter(({ key }) => heads.some((head) => key.test(head))).map(
    ({ name, what }) => ({
      name,
      level,
      seenBy: ['raw'],
      what,
    }),
  );
  if (saysOfItself(raw) || view.channels.some(({ channel, text }) => channel === 'metadata' && TELLING.test(text))) {
    found.push({
      name: 'metadata',
      level,
      seenBy: ['pdfjs'],
      what: 'the file has a title, an author or other words about itself',
    });
  }
  if (view.hasHiddenLayers)
    found.push({
      name: 'optional-content',
      level,
      seenBy: ['pdfjs'],
      what: 'a layer of the file is switched off',
    });
  if (raw.ends > 1 || raw.startxrefs > 1) {
    found.push({
      name: 'earlier-revision-or-orphan',
      level,
      seenBy: ['raw'],
      what: 'the file holds more than one revision',
    });
  }
  if (strict && raw.text.trimEnd().endsWith('%%EOF') === false) {
    found.push({
      name: 'earlier-revision-or-orphan',
      level,
      seenBy: ['raw'],
      what: 'bytes follow the end of the file',
    });
  }
  return found;
}

/** An entry of the information dictionary beside what programs write there of their own accord. */
function saysOfItself(raw: RawPdf): boolean {
  const numbers = new Set([...raw.text.matchAll(/\/Info\s+(\d+)\s+\d+\s+R\b/g)].map(([, number]) => Number(number)));
  return raw.objects
    .flatMap((object) => [object, ...(object.inside ?? [])])
    .filter(({ number }) => numbers.has(number))
    .some(({ head }) =>
      [...head.matchAll(/\/([A-Za-z]\w*)\s*(?:\((?=[^)]*[A-Za-z]{3})|<(?=[0-9A-Fa-f]{6}))/g)].some(
        ([, key = '']) => !/^(?:Producer|Creator|CreationDate|ModDate|Trapped)$|^PTEX/.test(key),
      ),
    );
}

function withoutStrings(head: string): string {
  return head.replace(/\((?:[^()\\]|\\[\s\S])*\)/g, '()');
}
