import type { PersonCue } from '../model/detecting.ts';
import type { Lexicon } from './lexicon.ts';
import type { PageWork } from './people.ts';
import { contextTokens } from './text-view.ts';
import type { NameWord } from './words.ts';

/** A label and its value on a form, and whom it belongs to. Offsets are those of the page's text. */
export interface Field {
  readonly label: string;
  readonly labelStart: number;
  readonly start: number;
  readonly end: number;
  /** The person the label, or the label above it, speaks of. */
  readonly owner?: PersonCue;
  /** The label names a person itself: its value is a name. */
  readonly names: boolean;
  /** The label itself says whose it is: "Donor SSN". */
  readonly saysOwner: boolean;
  /** The value is a particular of the owner: number, address, employer. */
  readonly owned: boolean;
}

interface Line {
  readonly start: number;
  readonly end: number;
}

/** The lines of a text, in order, empty ones left out. */
export function linesOf(text: string): Line[] {
  return [...text.matchAll(/[^\n]+/g)].map((m) => ({ start: m.index, end: m.index + m[0].length }));
}

/** Lines of a form: a short block of two lines, the second in lower case, is one: a label that its cell wrapped. */
function rowsOf(text: string): Line[] {
  return [...text.matchAll(/(?:[^\n]|\n(?!\n))+/g)].flatMap((block) => {
    const own = linesOf(block[0]).map((l) => ({ start: l.start + block.index, end: l.end + block.index }));
    const short =
      own.length === 2 && block[0].trim().length <= 48 && !block[0].includes(':') && /\n\p{Ll}/u.test(block[0]);
    return short ? [{ start: own[0]?.start ?? 0, end: own[1]?.end ?? 0 }] : own;
  });
}

/** Label and value pairs of a page, in reading order: "Label: value", a label that opens a line, a label above its value. */
export function fieldsOf(work: PageWork, lexicon: Lexicon): Field[] {
  const text = work.page.text;
  const fields: Field[] = [];
  let owner: PersonCue | undefined;
  const lines = rowsOf(text);
  for (const [index, line] of lines.entries()) {
    const words = work.words.filter((w) => w.start >= line.start && w.start < line.end);
    const labels = labelsOn(words, text, line, lexicon);
    if (labels.length === 0) {
      owner = headingOwner(words, text.slice(line.start, line.end), lexicon, owner);
      continue;
    }
    for (const [n, label] of labels.entries()) {
      if (label.cue !== undefined) owner = label.cue;
      else if (!label.owned) owner = undefined;
      const end = labels[n + 1]?.start ?? line.end;
      const value = trimmed(text, label.valueStart, end) ?? nextLine(text, lines[index + 1], work.words, lexicon);
      if (value === undefined) continue;
      fields.push({
        label: label.label,
        labelStart: label.start,
        ...value,
        names: label.cue !== undefined && !label.owned,
        owned: label.owned,
        saysOwner: label.cue !== undefined && label.owned,
        ...(owner === undefined ? {} : { owner }),
      });
    }
  }
  return fields;
}

interface Label {
  readonly label: string;
  readonly start: number;
  readonly valueStart: number;
  readonly cue?: PersonCue;
  readonly owned: boolean;
}

function labelsOn(words: readonly NameWord[], text: string, line: Line, lexicon: Lexicon): Label[] {
  const labels: Label[] = [];
  let colon = -1;
  for (const [i, word] of words.entries()) {
    const after = /^(?:'s)?\.?\)? ?[:#]/.exec(text.slice(word.end, word.end + 6).replace(/’/g, "'"));
    if (after === null) continue;
    const room = colon < 0 ? 5 : Math.max(1, i - colon - 1);
    colon = i;
    labels.push({ ...phraseAt(words, i, room, lexicon), valueStart: word.end + after[0].length });
  }
  if (labels.length > 0 && labels[0]?.start === line.start) return labels;
  const opening = openingLabel(words, text, line, lexicon);
  return opening === undefined ? labels : [opening, ...labels.filter((l) => l.start > opening.valueStart)];
}

const tokensOf = (word: NameWord): string[] => contextTokens(word.possessive ? `${word.text}'s` : word.text);

/** The label that ends at word `i`: the longest phrase of `room` words that is known, else the one word. */
function phraseAt(words: readonly NameWord[], i: number, room: number, lexicon: Lexicon): Omit<Label, 'valueStart'> {
  for (let length = Math.min(5, room); length >= 1; length--) {
    const first = words[i - length + 1];
    if (first === undefined) continue;
    const known = readLabel(words.slice(i - length + 1, i + 1).flatMap(tokensOf), lexicon);
    if (known !== undefined) return { ...known, start: first.start };
  }
  return { label: words[i]?.lower ?? '', start: words[i]?.start ?? 0, owned: false };
}

/** A label of a table whose cell divider is only room: it opens the line and a capital, a digit or a bracket follows. */
function openingLabel(words: readonly NameWord[], text: string, line: Line, lexicon: Lexicon): Label | undefined {
  if (words[0] === undefined || words[0].shape === 'lower') return undefined;
  for (let length = Math.min(5, words.length); length >= 1; length--) {
    const last = words[length - 1];
    if (last === undefined) continue;
    const known = readLabel(words.slice(0, length).flatMap(tokensOf), lexicon);
    if (known === undefined) continue;
    const rest = text.slice(last.end, line.end);
    const apart =
      /^ {1,3}(?=[\p{Lu}\d(+])/u.test(rest) && line.end - line.start < 120 && !/\p{Ll}{2,}[.] *$/u.test(rest);
    if (rest.trim() === '' || apart) return { ...known, start: words[0].start, valueStart: last.end };
    return undefined;
  }
  return undefined;
}

/** "reporter's home phone" is an owned label with a cue; "reporter" a cue; "home phone" an owned label. */
function readLabel(
  tokens: readonly string[],
  lexicon: Lexicon,
): { label: string; cue?: PersonCue; owned: boolean } | undefined {
  const phrase = tokens.join(' ');
  const cue = lexicon.labels.get(phrase);
  if (cue !== undefined) return { label: phrase, cue, owned: false };
  if (lexicon.owned.has(phrase)) return { label: phrase, owned: true };
  for (let cut = 1; cut < tokens.length; cut++) {
    const head = tokens.slice(0, cut).join(' ').replace(/ s$/, '');
    const owner = lexicon.labels.get(head) ?? lexicon.labels.get(head.replace(/s$/, ''));
    const tail = tokens
      .slice(cut)
      .filter((t) => t !== 's')
      .join(' ');
    if (owner !== undefined && lexicon.owned.has(tail)) return { label: phrase, cue: owner, owned: true };
  }
  return undefined;
}

/** A heading such as "REPORTER INFORMATION" gives the fields under it an owner; other headings and sentences end one. */
function headingOwner(
  words: readonly NameWord[],
  line: string,
  lexicon: Lexicon,
  owner: PersonCue | undefined,
): PersonCue | undefined {
  if (words.length > 8) return undefined;
  const tokens = contextTokens(line);
  const heads = lexicon.headings.some((h) => holdsPhrase(tokens, h));
  if (!heads) return words.length > 5 || /^\d+\.|:$/.test(line) ? undefined : owner;
  for (let length = 5; length >= 1; length--) {
    for (let i = 0; i + length <= tokens.length; i++) {
      const cue = lexicon.labels.get(tokens.slice(i, i + length).join(' '));
      if (cue !== undefined) return cue;
    }
  }
  return undefined;
}

function trimmed(text: string, from: number, to: number): { start: number; end: number } | undefined {
  let start = from;
  let end = to;
  while (start < end && /[\s:#.–-]/.test(text[start] ?? '')) start++;
  while (end > start && /[\s,;|]/.test(text[end - 1] ?? '')) end--;
  return end > start ? { start, end } : undefined;
}

/** A label alone on its line: the next line is its value, unless that is a label too. */
function nextLine(
  text: string,
  line: Line | undefined,
  words: readonly NameWord[],
  lexicon: Lexicon,
): { start: number; end: number } | undefined {
  if (line === undefined || line.end - line.start > 80) return undefined;
  const own = words.filter((w) => w.start >= line.start && w.start < line.end);
  return labelsOn(own, text, line, lexicon).length > 0 ? undefined : trimmed(text, line.start, line.end);
}

/** Whether the words of `phrase` stand one after another among `tokens`. */
export function holdsPhrase(tokens: readonly string[], phrase: readonly string[]): boolean {
  return tokens.some((_, i) => phrase.every((word, j) => tokens[i + j] === word));
}
