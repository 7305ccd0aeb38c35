import type { Sighting } from './classes.ts';
import type { RawObject, RawPdf } from './raw-pdf.ts';
import { stringsOf } from './raw-strings.ts';
import { wordsOf } from './secrets.ts';
import type { Survey } from './survey.ts';
import { tells } from './telling.ts';

/** Objects that nothing reaches, and what lies behind the last object of an object stream, where they hold text. */
export function orphanSightings(raw: RawPdf, survey: Survey, strict: boolean): readonly Sighting[] {
  const found: Sighting[] = [];
  const reached = reachable(raw);
  const orphans = [...outOfReach(raw, reached), ...superseded(raw)];
  // Files that are encrypted or whose table of roots was not found cannot be judged.
  if (reached.size > 1 && orphans.length > 0 && !/\/Encrypt\b/.test(raw.text)) {
    const isRead = orphans.some((object) => reads(object, survey) || names(object, survey));
    const level = isRead && (strict || survey.boxes.length > 0) ? 'leak' : 'risk';
    found.push({
      name: 'earlier-revision-or-orphan',
      level: strict ? 'leak' : level,
      seenBy: ['raw'],
      what:
        level === 'leak'
          ? 'an object that nothing reaches holds text that no page shows'
          : 'the file has objects that nothing reaches',
    });
  }
  if (raw.objects.some((object) => hasSlack(object))) {
    found.push({
      name: 'carved-object',
      level: 'leak',
      seenBy: ['raw'],
      what: 'text lies in an object stream behind the objects that it lists',
    });
  }
  return found;
}

type Part = Pick<RawObject, 'number' | 'head'> & Partial<RawObject>;

/** Objects that no trailer leads to, those in object streams too. */
function outOfReach(raw: RawPdf, reached: ReadonlySet<number>): readonly Part[] {
  return raw.objects
    .flatMap((object): readonly Part[] => [object, ...(object.inside ?? [])])
    .filter(({ number, head }) => !reached.has(number) && !/\/Type\s*\/(?:XRef|ObjStm)\b|\/Linearized\b/.test(head));
}

/** Objects that a later one of the same number replaces without a revision between them. */
function superseded(raw: RawPdf): readonly Part[] {
  const later = new Map<number, RawObject>();
  return raw.objects.toReversed().filter((object) => {
    const next = later.get(object.number);
    later.set(object.number, object);
    return next !== undefined && !raw.text.slice(object.offset, next.offset).includes('%%EOF');
  });
}

/** A string that names somebody whom no page shows; not who made a file or a font. */
function names({ head }: Part, survey: Survey): boolean {
  if (!/[(]|<[0-9A-Fa-f]/.test(head) || /\/(?:Producer|Creator|FontName|BaseFont|Registry)\b/.test(head)) return false;
  return tells(stringsOf(head.replace(NAME, ' ')).join('\n'), survey.extracted);
}

const NAME = /\/[A-Za-z][^\s()<>[\]{}/%]*/g;

/** Page content that nothing reaches and that reads as words in plain letters. */
function reads({ stream, codec, head }: Part, survey: Survey): boolean {
  const isContent = stream !== undefined && codec === undefined && !/\/Subtype\s*\/Image\b/.test(head);
  const content = isContent ? Buffer.from(stream).toString('latin1') : '';
  if (!/\bBT\b/.test(content)) return false;
  const words = wordsOf(stringsOf(content.replace(NAME, ' ')).join('\n'));
  return words.some((word) => /^[a-z]{4,}$/.test(word) && !survey.extracted.has(word));
}

/** Numbers of objects that the trailers lead to. */
export function reachable(raw: RawPdf): ReadonlySet<number> {
  const links = new Map<number, Set<number>>();
  const roots: number[] = [];
  const add = (number: number, head: string): void => {
    const to = links.get(number) ?? new Set<number>();
    for (const match of head.matchAll(/(\d+)\s+\d+\s+R\b/g)) to.add(Number(match[1]));
    links.set(number, to);
  };
  for (const object of raw.objects) {
    add(object.number, object.head);
    for (const inner of object.inside ?? []) add(inner.number, inner.head);
    if (/\/Type\s*\/XRef\b/.test(object.head)) roots.push(...refsOf(object.head));
  }
  for (const match of raw.text.matchAll(/trailer\s*<<([\s\S]{0,4000}?)(?:startxref|%%EOF)/g))
    roots.push(...refsOf(match[1] ?? ''));
  const seen = new Set<number>(roots);
  const queue = [...seen];
  for (let number = queue.pop(); number !== undefined; number = queue.pop()) {
    for (const next of links.get(number) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return seen;
}

function refsOf(head: string): readonly number[] {
  return [...head.matchAll(/(\d+)\s+\d+\s+R\b/g)].map((match) => Number(match[1]));
}

/** Letters after the end of an object inside an object stream: no reader looks there. */
function hasSlack(object: RawObject): boolean {
  return (object.inside ?? []).some(({ head }) => {
    const text = head.trimStart();
    if (!text.startsWith('<<') && !text.startsWith('[') && !text.startsWith('(')) return false;
    return /[A-Za-z]{3}/.test(text.slice(endOf(text)));
  });
}

/** Where the first object of a piece of syntax ends. */
function endOf(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const two = text.slice(i, i + 2);
    if (text[i] === '(') i = literalEnd(text, i) - 1;
    else if (two === '<<' || two === '>>') {
      depth += two === '<<' ? 1 : -1;
      i += 1;
    } else if (text[i] === '[') depth += 1;
    else if (text[i] === ']') depth -= 1;
    if (depth === 0) return i + 1;
  }
  return text.length;
}

function literalEnd(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '(') depth += 1;
    else if (text[i] === ')' && --depth === 0) return i + 1;
  }
  return text.length;
}
