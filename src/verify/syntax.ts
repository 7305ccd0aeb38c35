import { decodeName, decodePdfString, literalEnd, padHex, unescapeLiteral } from './raw-strings.ts';

/** A piece of PDF syntax, ISO 32000-1 7.3: what is neither string, name nor container is left out. */
export type Syntax =
  | { readonly kind: 'dict'; readonly entries: ReadonlyMap<string, Syntax> }
  | { readonly kind: 'array'; readonly items: readonly Syntax[] }
  | { readonly kind: 'string' | 'name' | 'other'; readonly text: string };

const TOKEN = /<<|>>|\[|\]|\(|<[0-9A-Fa-f\s]*>|%[^\r\n]*|\/[^\s()<>[\]{}/%]*|[^\s()<>[\]{}/%]+/g;

/** Containers deeper than this are no honest file's. */
const DEEPEST = 60;

/** The first object of a piece of syntax, and where it ends; comments are passed over. */
export function parseSyntax(text: string): { readonly value: Syntax; readonly end: number } {
  const reader = new Reader(text);
  const value = reader.value(0);
  return { value: value ?? { kind: 'other', text: '' }, end: reader.at };
}

class Reader {
  at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The next value; undefined at a closing bracket and at the end. */
  value(depth: number): Syntax | undefined {
    const token = this.next();
    if (token === undefined || token === '>>' || token === ']' || depth > DEEPEST) return undefined;
    if (token === '<<') return { kind: 'dict', entries: this.entries(depth) };
    if (token === '[') return { kind: 'array', items: this.items(depth) };
    if (token.startsWith('(')) return { kind: 'string', text: decodePdfString(unescapeLiteral(token.slice(1, -1))) };
    if (token.startsWith('<')) return { kind: 'string', text: decodePdfString(Buffer.from(padHex(token), 'hex')) };
    if (token.startsWith('/')) return { kind: 'name', text: decodeName(token.slice(1)) };
    return this.plain(token);
  }

  /** A number, a word, or a reference. */
  private plain(first: string): Syntax {
    const reference = /\s+(\d+)\s+R(?![A-Za-z])/y;
    reference.lastIndex = this.at;
    const rest = /^\d+$/.test(first) ? reference.exec(this.text) : null;
    if (rest === null) return { kind: 'other', text: first };
    this.at += rest[0].length;
    return { kind: 'other', text: `${first} ${rest[1]} R` };
  }

  private entries(depth: number): ReadonlyMap<string, Syntax> {
    const entries = new Map<string, Syntax>();
    for (let key = this.value(depth + 1); key !== undefined; key = this.value(depth + 1)) {
      if (key.kind !== 'name') continue;
      const value = this.value(depth + 1);
      if (value === undefined) break;
      entries.set(key.text, value);
    }
    return entries;
  }

  private items(depth: number): readonly Syntax[] {
    const items: Syntax[] = [];
    for (let item = this.value(depth + 1); item !== undefined; item = this.value(depth + 1)) items.push(item);
    return items;
  }

  private next(): string | undefined {
    for (;;) {
      TOKEN.lastIndex = this.at;
      const match = TOKEN.exec(this.text);
      if (match === null) return undefined;
      this.at = TOKEN.lastIndex;
      if (match[0].startsWith('%')) continue;
      if (match[0] !== '(') return match[0];
      this.at = literalEnd(this.text, match.index);
      return this.text.slice(match.index, this.at);
    }
  }
}

/** A string, and the dictionaries that hold it from the inside out, each with the key that leads to the string. */
export interface PlacedString {
  readonly text: string;
  readonly holders: readonly { readonly key: string; readonly dict: ReadonlyMap<string, Syntax> }[];
}

/** Every string and name of a value (keys of dictionaries too), with where it stands. */
export function stringsIn(value: Syntax, holders: PlacedString['holders'] = []): readonly PlacedString[] {
  if (value.kind === 'array') return value.items.flatMap((item) => stringsIn(item, holders));
  if (value.kind === 'dict')
    return [...value.entries].flatMap(([key, inner]) => {
      const within = [{ key, dict: value.entries }, ...holders];
      return [{ text: key, holders: within }, ...stringsIn(inner, within)];
    });
  return value.kind === 'other' ? [] : [{ text: value.text, holders }];
}

/** The name that a dictionary has under a key, else ''. */
export function nameIn(dict: ReadonlyMap<string, Syntax>, key: string): string {
  const value = dict.get(key);
  return value?.kind === 'name' ? value.text : '';
}
