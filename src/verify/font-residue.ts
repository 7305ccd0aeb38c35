import type { Sighting } from './classes.ts';
import type { RawPdf } from './raw-pdf.ts';
import type { Survey } from './survey.ts';

/** Letters that a subset font lists, in its ToUnicode map or its descriptor, and that no page draws: they may have been the secret's. */
export function fontSightings(raw: RawPdf, survey: Survey): readonly Sighting[] {
  const heads = raw.objects.flatMap((object) => [object, ...(object.inside ?? [])]);
  const streams = new Map(raw.objects.map((object) => [object.number, object.stream]));
  const left = heads.some(({ head }) => {
    if (namedLetters(head).some((letter) => !survey.drawn.has(letter))) return true;
    const map = /\/ToUnicode\s+(\d+)\s+\d+\s+R/.exec(head)?.[1];
    const stream = map === undefined ? undefined : streams.get(Number(map));
    if (stream === undefined || !/\/BaseFont\s*\/[A-Z]{6}\+/.test(head)) return false;
    return lettersOf(Buffer.from(stream).toString('latin1')).some((letter) => !survey.drawn.has(letter));
  });
  return left
    ? [{ name: 'font-residue', level: 'risk', seenBy: ['raw'], what: 'a font lists letters that no page draws' }]
    : [];
}

/** Letters of ASCII that the CharSet of a subset's descriptor names (ISO 32000-1, table 122): `/A/B/quoteright`. */
function namedLetters(head: string): readonly string[] {
  if (!/\/FontName\s*\/[A-Z]{6}\+/.test(head)) return [];
  const [, names = '', hex = ''] = /\/CharSet\s*(?:\(([^)]*)\)|<([0-9A-Fa-f\s]*)>)/.exec(head) ?? [];
  const read = `${names}${Buffer.from(hex.replace(/\s/g, ''), 'hex').toString('latin1')}`;
  return read.split('/').flatMap((name) => /^([A-Za-z])\s*$/.exec(name)?.[1] ?? []);
}

/** Letters that a ToUnicode map names one by one or in short ranges (ISO 32000-1, 9.10.3). */
function lettersOf(map: string): readonly string[] {
  const letters: string[] = [];
  for (const [, body] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, to] of (body ?? '').matchAll(/<[0-9A-Fa-f\s]+>\s*<([0-9A-Fa-f\s]+)>/g))
      letters.push(textOf(to ?? ''));
  for (const [, body] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from, to, first] of (body ?? '').matchAll(
      /<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]{4})>/g,
    )) {
      const count = Math.min(256, Number.parseInt(to ?? '0', 16) - Number.parseInt(from ?? '0', 16) + 1);
      for (let i = 0; i < count; i++) letters.push(String.fromCharCode(Number.parseInt(first ?? '0', 16) + i));
    }
  }
  return letters.filter((letter) => /^\p{L}$/u.test(letter));
}

function textOf(hex: string): string {
  const digits = hex.replace(/\s/g, '');
  return (digits.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join('');
}
