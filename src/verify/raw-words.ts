import { holdsNames, isFontName, isOwnKey, isOwnName, isOwnString, nameOfFont, OPERATORS } from './own-words.ts';
import { textOfToken, tokensOf } from './raw-strings.ts';

/** A dictionary or array that is open, or the top of a piece of syntax. */
interface Level {
  readonly kind: 'dict' | 'array' | 'top';
  /** The key it stands under. */
  readonly key: string | undefined;
  /** The key whose value comes next. */
  pending: string | undefined;
  /** It says what it is, so that a key of the language means what that says. */
  isTyped: boolean;
  /** It has keys that are not of the language: it may be one of names. */
  isForeign: boolean;
}

interface Word {
  readonly text: string;
  /** The dictionary whose key it is, where it may be one of the language. */
  readonly keyOf?: Level;
}

const TYPING = new Set(['Type', 'Subtype', 'Filter', 'Length', 'FT', 'Rect', 'Title']);

/** What every file begins and ends with. */
const FRAME = /^PDF-\d\.\d\s*$|^%EOF\s*$/;

/**
 * The strings and names of a piece of PDF syntax that somebody may have put there, one a line: those of piecesOf less
 * the words of the language in their places. With `own`, bare words too, less those in it.
 */
export function foreignWords(syntax: string, own?: ReadonlySet<string>): string {
  const words: Word[] = [];
  const around: Level[] = [];
  let level = levelOf('top', undefined);
  for (const token of tokensOf(syntax, true)) {
    if (token === '<<' || token === '[') {
      const key = keyOf(level);
      if (level.kind !== 'array') level.pending = undefined;
      around.push(level);
      level = levelOf(token === '[' ? 'array' : 'dict', key);
    } else if (token === '>>' || token === ']') {
      level = around.pop() ?? levelOf('top', undefined);
    } else {
      const word = wordOf(token, level, around.at(-1)?.key, own);
      if (word !== undefined) words.push(word);
    }
  }
  return words.flatMap(({ text, keyOf }) => (keyOf === undefined || isOfNames(keyOf) ? [text] : [])).join('\n');
}

function levelOf(kind: Level['kind'], key: string | undefined): Level {
  return { kind, key, pending: undefined, isTyped: false, isForeign: false };
}

function isOfNames({ key, isTyped, isForeign }: Level): boolean {
  return holdsNames(key) || (isForeign && !isTyped);
}

/** The key whose value stands next. */
function keyOf(level: Level): string | undefined {
  return level.kind === 'array' ? level.key : level.pending;
}

function wordOf(
  token: string,
  level: Level,
  outer: string | undefined,
  own: ReadonlySet<string> | undefined,
): Word | undefined {
  const text = textOfToken(token);
  const key = keyOf(level);
  if (level.kind !== 'array') level.pending = undefined;
  if (text === undefined) return own === undefined || own.has(token) ? undefined : { text: token };
  if (token.startsWith('%')) return FRAME.test(text) ? undefined : { text };
  if (token.startsWith('/')) {
    if (level.kind === 'dict' && key === undefined) return keyWord(text, level);
    if (level.kind === 'top') level.pending = text;
    const isNamed = level.kind === 'array' ? holdsNames(outer) : holdsNames(level.key);
    if (isOwnName(text, level.kind === 'top' ? undefined : key, isNamed)) return undefined;
    if (isFontName(key)) return { text: nameOfFont(text) };
  } else if (isOwnString(text, key)) return undefined;
  return { text };
}

function keyWord(text: string, level: Level): Word {
  level.pending = text;
  if (TYPING.has(text)) level.isTyped = true;
  if (!isOwnKey(text)) level.isForeign = true;
  return isOwnKey(text) ? { text, keyOf: level } : { text };
}

/** The strings of page content, one a line, without names and comments. */
export function shownStrings(content: string): string {
  return tokensOf(content)
    .flatMap((token) => (token.startsWith('(') || /^<[^<]/.test(token) ? [textOfToken(token) ?? ''] : []))
    .join('\n');
}

/** Names and comments of page content, one a line, but for words of the language. */
export function contentNames(content: string): string {
  return tokensOf(content)
    .flatMap((token) => (token.startsWith('/') || token.startsWith('%') ? [textOfToken(token) ?? ''] : []))
    .filter((name) => !isOwnName(name, undefined, false) && !isOwnKey(name))
    .join('\n');
}

const NO_WORDS = /\((?:[^()\\]|\\[\s\S])*\)|<[0-9A-Fa-f\s]*>|\/[^\s()<>[\]{}/%]+|%[^\r\n]*/g;

/** Bare words of what looks like page content and holds more than operators and numbers, one a line; else ''. */
export function bareWords(content: string): string {
  if (!/[A-Za-z\x80-\xff]{4}/.test(content.replace(NO_WORDS, ' '))) return '';
  return tokensOf(content, true)
    .filter((token) => textOfToken(token) === undefined && !OPERATORS.has(token) && !/^[-+.\d[\]()<>]+$/.test(token))
    .join('\n');
}
