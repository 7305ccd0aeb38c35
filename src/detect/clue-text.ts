import { cueRegExp, meetsAny, placesOf } from '../model/cues.ts';
import type { Run } from '../model/paragraphs.ts';
import type { ClueRules, ReporterWord } from '../model/passage-rules.ts';

/** The sign that stands for a word or name of the reporter. */
const SIGN = '\u00a4';

/**
 * Folded sentences of one passage, the same lengths, every word for the reporter, every name (`names`: runs of
 * the text the sentences are cut from) and every "she" that stands for one written as signs.
 */
export function signed(
  text: string,
  sentences: readonly Run[],
  names: readonly Run[],
  words: readonly ReporterWord[],
  rules: ClueRules,
): readonly string[] {
  let goesOn = false;
  return sentences.map(({ start, end }) => {
    const own = names.map((n) => ({ start: n.start - start, end: n.end - start }));
    let out = withSigns(text.slice(start, end), own);
    const others = placesIn(out, rules.notWho);
    const who = placesIn(
      out,
      words.map((w) => w.regex),
    );
    out = withSigns(
      out,
      who.filter((w) => !others.some((o) => o.start < w.end && w.start < o.end)),
    );
    const opener = goesOn ? lastWord(out, rules.opens) : [];
    out = withSigns(out, opener);
    for (const carry of rules.carries) out = withSigns(out, lastWord(out, carry));
    const first = out.indexOf(SIGN);
    goesOn = first >= 0 && first < 25;
    return out;
  });
}

/** The words for a reporter that mean one in this document. */
export function wordsFor(text: string, rules: ClueRules): readonly ReporterWord[] {
  return rules.who.filter((w) => w.unless === undefined || !meetsAny(text, [w.unless]));
}

/** Where signs stand. */
export function signsIn(text: string): readonly Run[] {
  return [...text.matchAll(/\u00a4{1,80}/gu)].map((m) => ({ start: m.index, end: m.index + m[0].length }));
}

function placesIn(text: string, sources: readonly string[]): readonly Run[] {
  return sources.flatMap((regex) => placesOf(text, { id: '', weight: 0, says: '', regex }));
}

function lastWord(text: string, source: string): readonly Run[] {
  return [...text.matchAll(cueRegExp(source))].flatMap((m) => {
    const end = m.index + m[0].length;
    return end === m.index ? [] : [{ start: end - (/[\p{L}/]+$/u.exec(m[0])?.[0].length ?? 0), end }];
  });
}

function withSigns(text: string, runs: readonly Run[]): string {
  let out = text;
  for (const run of runs) {
    const start = Math.max(0, run.start);
    const end = Math.min(out.length, run.end);
    if (end > start) out = out.slice(0, start) + SIGN.repeat(end - start) + out.slice(end);
  }
  return out;
}
