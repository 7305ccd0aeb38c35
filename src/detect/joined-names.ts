import type { Lexicon } from './lexicon.ts';
import type { Candidate } from './name-score.ts';
import type { NameWord } from './words.ts';

/** "VARGAS, HECTOR L" is one name: a family name, a comma, a first name or one with its initial. */
export function turnedJoined(
  found: readonly Candidate[],
  words: readonly NameWord[],
  text: string,
  lexicon: Lexicon,
): Candidate[] {
  const out: Candidate[] = [];
  for (const c of found) {
    const last = out.at(-1);
    const head = words[last?.from ?? 0];
    const first = words[c.from];
    if (
      last === undefined ||
      head === undefined ||
      first === undefined ||
      last.to + 1 !== c.from ||
      !/^, ?$/.test(text.slice(last.end, c.start))
    ) {
      out.push(c);
      continue;
    }
    const kind = lexicon.classOf(first.lower);
    const given = kind === 'first' || kind === 'both' || (c.full && words[c.to]?.shape === 'initial');
    const family = !/^(?:first)$/.test(lexicon.classOf(head.lower)) && last.to - last.from < 2;
    const short = c.to - c.from < 3 && first.shape === head.shape;
    if (!given || !family || !short || last.score < 0.3 || areTwo(last, c, words, lexicon)) {
      out.push(c);
      continue;
    }
    const stop = words[c.to]?.shape === 'initial' && text[c.end] === '.' ? 1 : 0;
    const cue = last.cue ?? c.cue;
    out[out.length - 1] = {
      from: last.from,
      to: c.to,
      start: last.start,
      end: c.end + stop,
      score: Math.max(last.score, c.score),
      rules: [...new Set([...last.rules, ...c.rules])],
      full: true,
      ...(cue === undefined ? {} : { cue }),
    };
  }
  return out;
}

/** "James Perin, Ola Perin": each has a first name and a family name of its own. */
function areTwo(one: Candidate, other: Candidate, words: readonly NameWord[], lexicon: Lexicon): boolean {
  const isFirst = (word: NameWord | undefined): boolean =>
    word !== undefined && /^(?:first|both)$/.test(lexicon.classOf(word.lower));
  const [tail, end] = [words[one.to], words[other.to]];
  if (one.to === one.from || other.to === other.from || end?.shape === 'initial' || !isFirst(words[one.from]))
    return false;
  return end?.lower === tail?.lower || !/^first$/.test(lexicon.classOf(end?.lower ?? ''));
}

/** What opens and closes another name of somebody inside a name. */
const OPENS = /^ ?[("\u201c\u2018'\u201e]$/;
const CLOSES = /^[)"\u201d\u2019'] $/;

/** Classes of words that may be part of a name. */
const NAMES = /^(?:first|last|both|unknown|ambiguous)$/;

/**
 * The names; a first name in brackets or quotes is one with the word before it and the family name behind it: "Maggie
 * (Margaret) Whitfield". `isTaken`: words that belong to a person of the matter.
 */
export function withOtherNames(
  found: readonly Candidate[],
  words: readonly NameWord[],
  text: string,
  lexicon: Lexicon,
  isTaken: (at: number) => boolean,
): readonly Candidate[] {
  const isName = (at: number): boolean => {
    const word = words[at];
    const isCapital = word?.shape === 'cap' || word?.shape === 'upper';
    return isCapital && !isTaken(at) && NAMES.test(lexicon.classOf(word.lower));
  };
  const joined = found.flatMap((other): Candidate[] => {
    const parts = [
      found.find(({ to }) => to === other.from - 1),
      other,
      found.find(({ from }) => from === other.to + 1),
    ].filter((one) => one !== undefined);
    const [from, to] = [parts[0] === other ? other.from - 1 : (parts[0]?.from ?? 0), other.to + 1];
    const [before, head, tail] = [words[other.from - 1], words[from], words[to]];
    if (before === undefined || head === undefined || tail === undefined || !isName(other.from - 1) || !isName(to))
      return [];
    if (!OPENS.test(text.slice(before.end, other.start)) || !CLOSES.test(text.slice(other.end, tail.start))) return [];
    const last = parts.at(-1) ?? other;
    const cue = parts.find((one) => one.cue !== undefined)?.cue;
    return [
      {
        from,
        to: Math.max(to, last.to),
        start: Math.min(head.start, ...parts.map((one) => one.start)),
        end: Math.max(tail.end, last.end),
        score: Math.max(...parts.map((one) => one.score)),
        rules: [...new Set(parts.flatMap((one) => one.rules))],
        full: true,
        ...(cue === undefined ? {} : { cue }),
      },
    ];
  });
  const isInside = ({ from, to }: Candidate): boolean => joined.some((one) => one.from <= from && to <= one.to);
  return [...found.filter((one) => !isInside(one)), ...joined].sort((a, b) => a.from - b.from);
}
