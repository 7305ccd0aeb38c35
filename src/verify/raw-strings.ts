import { decodeUtf16 } from './utf16.ts';

/** Text of a string object: UTF-16 with its mark, UTF-8 with its mark, else PDFDocEncoding (nearly Latin-1). */
export function decodePdfString(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(bytes.subarray(2), true);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(bytes.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return buffer.subarray(3).toString('utf8');
  return buffer.toString('latin1');
}

const STRING = /\((?:[^()\\]|\\[\s\S])*\)|\(|\)|<<|>>|<([0-9A-Fa-f\s]*)>|\[|\]|%[^\r\n]*|\/[^\s()<>[\]{}/%]+/g;

const TOKEN = new RegExp(`${STRING.source}|[^\\s()<>[\\]{}/%]+`, 'g');

/** The strings of a piece of PDF syntax, in order, each as it stands: literals, hexadecimal strings, names and comments. */
export function piecesOf(syntax: string): readonly string[] {
  return tokensOf(syntax).flatMap((token) => textOfToken(token) || []);
}

/**
 * The same for reading words: strings of one array are joined into one as well, so that `[(N)4(am)3(e)] TJ` is one.
 * What stands in a row there need not stand so on a page.
 */
export function stringsOf(syntax: string): readonly string[] {
  const found: string[] = [];
  let array: string[] | undefined;
  const take = (text: string): void => {
    if (text === '') return;
    found.push(text);
    array?.push(text);
  };
  for (const token of tokensOf(syntax)) {
    if (token === '[') array = [];
    else if (token === ']') {
      if (array !== undefined && array.length > 1) found.push(array.join(''));
      array = undefined;
    } else if (token.startsWith('/') || token.startsWith('%')) found.push(textOfToken(token) ?? '');
    else take(textOfToken(token) ?? '');
  }
  return found;
}

/** The comments of a piece of PDF syntax, without their mark. */
export function commentsOf(syntax: string): readonly string[] {
  return tokensOf(syntax).flatMap((token) => (token.startsWith('%') ? [token.slice(1)] : []));
}

/** What a token says: string, name or comment; undefined for any other. */
export function textOfToken(token: string): string | undefined {
  if (token.startsWith('(')) return decodePdfString(unescapeLiteral(token.slice(1, -1)));
  if (token.startsWith('<') && token !== '<<') return decodePdfString(Buffer.from(padHex(token), 'hex'));
  if (token.startsWith('/')) return decodeName(token.slice(1));
  return token.startsWith('%') ? token.slice(1) : undefined;
}

/** Tokens that hold or join strings, with `bare` words and numbers too; literals with nested brackets come whole. */
export function tokensOf(syntax: string, bare = false): readonly string[] {
  const tokens: string[] = [];
  const kind = bare ? TOKEN : STRING;
  kind.lastIndex = 0;
  for (let match = kind.exec(syntax); match !== null; match = kind.exec(syntax)) {
    if (match[0] !== '(') {
      tokens.push(match[0]);
      continue;
    }
    const end = literalEnd(syntax, match.index);
    tokens.push(syntax.slice(match.index, end));
    kind.lastIndex = end;
  }
  return tokens;
}

/** Where a literal string that begins at `from` ends, brackets inside it counted. */
export function literalEnd(syntax: string, from: number): number {
  let depth = 0;
  for (let i = from; i < syntax.length; i++) {
    const character = syntax[i];
    if (character === '\\') i += 1;
    else if (character === '(') depth += 1;
    else if (character === ')' && --depth === 0) return i + 1;
  }
  return syntax.length;
}

const ESCAPES: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  b: 8,
  f: 12,
};

/** Bytes of a literal string without its brackets. */
export function unescapeLiteral(text: string): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '\\') {
      out.push(text.charCodeAt(i));
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(text.slice(i + 1, i + 4))?.[0];
    const next = text[i + 1] ?? '';
    if (octal !== undefined) {
      out.push(Number.parseInt(octal, 8) & 255);
      i += octal.length;
    } else {
      if (next === '\r' && text[i + 2] === '\n') i += 1;
      if (next !== '\r' && next !== '\n') out.push(ESCAPES[next] ?? next.charCodeAt(0));
      i += 1;
    }
  }
  return Uint8Array.from(out);
}

/** Digits of a hexadecimal string, an even number of them. */
export function padHex(token: string): string {
  const digits = token.replace(/[^0-9A-Fa-f]/g, '');
  return digits.length % 2 === 0 ? digits : `${digits}0`;
}

/** A name without its slash, `#xx` undone. */
export function decodeName(name: string): string {
  return name.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
