import type { PageText } from '../model/page.ts';

/** What opens a name of two parts that is one word: MacDonald, FitzGerald, DiMarco, LaToya, JoAnn. */
const OPENS_NAME = /^(?:Mac|Mc|Van|Von|Fitz|van|von|de|la|le|di|du|mc|\p{Lu}\p{Ll})$/u;

/** Letters of a part at least that stands by itself beside another without a blank. */
const LEAST = 3;

/** Letters of a lone word from which it is known in a word that little else parts: "Ann" is not known in MaryAnn. */
const KNOWN_ALONE = 5;

/** The places of a page's text at which the file begins another piece of text inside a word. */
export interface Seams {
  /** Where something tells the pieces apart. */
  readonly sure: ReadonlySet<number>;
  /** Where nothing does: producers set words in pieces too. */
  readonly joints: ReadonlySet<number>;
}

/** The seams of a page, as offsets in its text. */
export function seamsOf({ words }: PageText): Seams {
  return {
    sure: new Set(words.flatMap(({ start, seams = [] }) => seams.map((at) => start + at))),
    joints: new Set(words.flatMap(({ start, joints = [] }) => joints.map((at) => start + at))),
  };
}

/**
 * May the words of a term, [start, end) of a text, begin or end at `at`, right beside another letter or digit? They may
 * at a seam, between letters and digits, and where a capital letter begins another word.
 */
export function isParted(text: string, start: number, end: number, at: number, seams: Seams): boolean {
  const [one = '', other = ''] = [text.charAt(at - 1), text.charAt(at)];
  const isOtherWord = /\p{Ll}/u.test(one) && /\p{Lu}/u.test(other);
  const inside = text.slice(start, end);
  const own = (at === start ? /^\p{L}+/u : /\p{L}+$/u).exec(inside)?.[0] ?? '';
  if (seams.sure.has(at) && (isOtherWord || standsAlone(text, at, own))) return true;
  const isKnown = own !== inside || own.length >= KNOWN_ALONE;
  if (seams.joints.has(at) && isKnown && standsAlone(text, at, own)) return true;
  if (own.length < LEAST) return false;
  if (/\d/.test(at === start ? one : other)) return true;
  if (!isOtherWord || !isKnown) return false;
  const beside = at === start ? (/\p{Lu}?\p{Ll}+$/u.exec(text.slice(0, at))?.[0] ?? '') : text.slice(at);
  return at === start ? beside.length >= LEAST && !OPENS_NAME.test(beside) : /^\p{Lu}\p{Ll}{2,}/u.test(beside);
}

/** Are the parts on both sides long enough to be words? Producers of tight lines set words in pieces: "Bo" "rdelon". */
function standsAlone(text: string, at: number, own: string): boolean {
  const before = /[\p{L}\p{N}]+$/u.exec(text.slice(Math.max(0, at - LEAST), at))?.[0] ?? '';
  const behind = /^[\p{L}\p{N}]+/u.exec(text.slice(at, at + LEAST))?.[0] ?? '';
  return [own, before, behind].every(({ length }) => length >= LEAST);
}

/** Where the pieces of a page's words are known, and which of them are names of the matter. */
export interface Pieces {
  readonly seams: Seams;
  readonly isName: (word: string) => boolean;
}

/**
 * Of a word of a page, the part before the first place where another begins without a blank: "TravisBlack" is "Travis".
 * Pieces that the file sets by themselves are words where one of them is a name.
 */
export function unglued(raw: string, text: string, start: number, pieces: Pieces | undefined): string {
  const capital = /^(?:\p{Ll}{2,}(?=\p{Lu})|(?:\p{Lu}\p{Ll}?')?\p{Lu}\p{Ll}{2,}(?=\p{Lu}\p{Ll}+))/u.exec(raw)?.[0];
  const ends = [capital?.length ?? raw.length, ...(pieces === undefined ? [] : piecesOf(raw, text, start, pieces))];
  const first = raw.slice(0, Math.min(...ends.filter((end) => end > 0 && !OPENS_NAME.test(raw.slice(0, end)))));
  return first === '' ? raw : first;
}

/** Where pieces of a word end: at seams, and between a name and a number as the page itself has it. */
function piecesOf(raw: string, text: string, start: number, { seams, isName }: Pieces): readonly number[] {
  const cuts: number[] = [0];
  for (let i = 1; i < raw.length; i++) if (seams.sure.has(start + i)) cuts.push(i);
  const ends = cuts.filter((at, i) => {
    const before = raw.slice(cuts[i - 1] ?? 0, at);
    return at > 0 && [before, raw.slice(at, cuts[i + 1])].some((one) => one.length >= LEAST && isName(one));
  });
  const own = text.slice(start, start + raw.length);
  const number = /^(?:\d{2,}(?=\p{Lu}\p{Ll}{2,})|\p{Lu}\p{Ll}{2,}(?=\d{2,}$))/u.exec(own)?.[0];
  return number === undefined ? ends : [...ends, number.length];
}
