import type { PersonCue } from '../model/detecting.ts';
import type { Cell } from './grid.ts';
import { readLabel } from './labels.ts';
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
  /** In a table: the cells of the row the value stands in. */
  readonly row?: readonly Cell[];
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
  let unnamed = false;
  const lines = rowsOf(text);
  for (const [index, line] of lines.entries()) {
    const words = work.words.filter((w) => w.start >= line.start && w.start < line.end);
    const labels = labelsOn(words, text, line, lexicon, owner?.relation === 'reporter');
    if (labels.length === 0) {
      if (fields.at(-1)?.start === line.start) continue;
      const before: PersonCue | undefined = owner;
      owner = headingOwner(words, text.slice(line.start, line.end), lexicon, owner);
      unnamed = owner !== undefined && (unnamed || owner !== before);
      continue;
    }
    for (const [n, read] of labels.entries()) {
      const label = owner === undefined ? read : particular(read, lexicon);
      // "Alternate contact", then "Name: ...": the name is that person's.
      const named = unnamed && owner !== undefined && lexicon.nameLabels.has(label.label);
      if (label.cue !== undefined && !named) owner = label.cue;
      else if (!label.owned && !named) owner = undefined;
      const end = labels[n + 1]?.start ?? line.end;
      const value = trimmed(text, label.valueStart, end) ?? nextLine(text, lines[index + 1], work.words, lexicon);
      const names = named || (label.cue !== undefined && !label.owned);
      if (names) unnamed = value === undefined;
      if (value === undefined) continue;
      fields.push({
        label: label.label,
        labelStart: label.start,
        ...value,
        names,
        owned: label.owned && !named,
        saysOwner: label.cue !== undefined && label.owned && !named,
        ...(owner === undefined ? {} : { owner }),
      });
    }
  }
  return fields;
}

/** "Employer" under somebody's name is a particular of that person, no new one. */
function particular(label: Label, lexicon: Lexicon): Label {
  const { cue, ...rest } = label;
  return cue === undefined || !lexicon.owned.has(label.label) || lexicon.nameLabels.has(label.label)
    ? label
    : { ...rest, owned: true };
}

interface Label {
  readonly label: string;
  readonly start: number;
  readonly valueStart: number;
  readonly cue?: PersonCue;
  readonly owned: boolean;
}

function labelsOn(words: readonly NameWord[], text: string, line: Line, lexicon: Lexicon, reporter: boolean): Label[] {
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
  const opening = openingLabel(words, text, line, lexicon, reporter);
  return opening === undefined ? labels : [opening, ...labels.filter((l) => l.start > opening.valueStart)];
}

/** A value in small letters, and no sentence that goes on after the words of a label. */
const SMALL_VALUE =
  /^ {1,40}(?!(?:is|was|are|were|has|had|not|and|or|of|to|that|which|will|may|must|if|in)\b)\p{Ll}[^.!?]*$/u;

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

/**
 * A label of a table whose cell divider is only room: it opens the line and a capital, a digit or a bracket follows.
 * Under the name of whoever reported, small letters do too ("Relationship to child   school bus aide").
 */
function openingLabel(
  words: readonly NameWord[],
  text: string,
  line: Line,
  lexicon: Lexicon,
  reporter: boolean,
): Label | undefined {
  if (words[0] === undefined || words[0].shape === 'lower') return undefined;
  let small: Label | undefined;
  for (let length = Math.min(8, words.length); length >= 1; length--) {
    const last = words[length - 1];
    if (last === undefined) continue;
    const known = readLabel(words.slice(0, length).flatMap(tokensOf), lexicon);
    if (known === undefined) continue;
    const rest = text.slice(last.end, line.end);
    if (lexicon.headings.some((h) => h.join(' ') === contextTokens(rest).join(' '))) return undefined;
    const apart =
      /^ {1,40}(?=[\p{Lu}\d(+])/u.test(rest) && line.end - line.start < 120 && !/\p{Ll}{2,}[.] *$/u.test(rest);
    const told = reporter && known.owned && length > 1 && SMALL_VALUE.test(rest) && line.end - line.start < 80;
    const label = { ...known, start: words[0].start, valueStart: last.end };
    if (/^[?.\s]*$/.test(rest) || apart) return label;
    if (told) small ??= label;
  }
  return small;
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
  while (start < end && /[\s:#.?–-]/.test(text[start] ?? '')) start++;
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
  return labelsOn(own, text, line, lexicon, false).length > 0 ? undefined : trimmed(text, line.start, line.end);
}

/** Whether the words of `phrase` stand one after another among `tokens`. */
export function holdsPhrase(tokens: readonly string[], phrase: readonly string[]): boolean {
  return tokens.some((_, i) => phrase.every((word, j) => tokens[i + j] === word));
}
