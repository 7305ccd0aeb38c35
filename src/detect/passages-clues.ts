import { cuesMet, placesOf, weigh } from '../model/cues.ts';
import type { Run } from '../model/paragraphs.ts';
import { sentencesOf } from '../model/paragraphs.ts';
import type { Cue } from '../model/passage-rules.ts';
import type { PassageInput } from './passage-input.ts';
import type { DocumentPassages, PassageFound } from './passages.ts';
import type { Passage } from './passages-footers.ts';
import { tierOf } from './passages-score.ts';

/**
 * Clauses of a report that show where the caller stood, worked or lived: proposed for review, surer where
 * several cues meet. Only in papers in which a caller speaks.
 */
export function findClues(one: DocumentPassages, input: PassageInput): readonly PassageFound[] {
  const rules = input.rules.passages.clues;
  if (!rules.reportTypes.includes(one.document.type) || one.whole.has(rules.basis)) return [];
  return one.passages
    .filter((p) => !p.footer)
    .flatMap((p) => sentencesOf(p.page.text, p).flatMap((s) => cluesIn(p, s, input)));
}

function cluesIn(passage: Passage, sentence: Run, input: PassageInput): readonly PassageFound[] {
  const rules = input.rules.passages.clues;
  const offset = sentence.start - passage.start;
  const text = passage.text.slice(offset, sentence.end - passage.start);
  const met = cuesMet(text, rules.cues);
  if (met.length === 0) return [];
  const against = cuesMet(text, rules.negatives);
  const total = weigh(met) + weigh(against);
  const tier = tierOf(total, { auto: rules.auto, review: rules.review, hint: rules.review });
  if (tier === undefined) return [];
  return clauses(text, met).map(({ run, cue }) => ({
    page: passage.page,
    run: { start: sentence.start + run.start, end: sentence.start + run.end },
    basis: rules.basis,
    tier,
    score: Math.min(0.95, total),
    rules: [`clue/${cue.id}`],
    why: `p. ${passage.page.ref.page} \u00b6${passage.place}, reporter identity, ${Math.min(0.95, total).toFixed(2)}: ${rules.why}; ${cue.says} +${cue.weight.toFixed(2)}.`,
    relation: 'reporter' as const,
    aspect: 'clue' as const,
  }));
}

/** The clauses that hold a cue, those that overlap made one. */
function clauses(text: string, cues: readonly Cue[]): readonly { readonly run: Run; readonly cue: Cue }[] {
  const out: { run: Run; cue: Cue }[] = [];
  const places = cues.flatMap((cue) => placesOf(text, cue).map((run) => ({ run: clauseAround(text, run), cue })));
  for (const place of places.sort((a, b) => a.run.start - b.run.start)) {
    const last = out.at(-1);
    if (last !== undefined && place.run.start < last.run.end) {
      out[out.length - 1] = {
        run: { start: last.run.start, end: Math.max(last.run.end, place.run.end) },
        cue: last.cue,
      };
    } else out.push(place);
  }
  return out;
}

const OPENS = /[,;:("]|\b(?:that|but|and|or)\b/giu;
const CLOSES = /[,;:)".!?]|\b(?:that|but)\b/giu;
const CONNECTIVE =
  /^(?:as|while|when|whilst|because|since|in|from|at|on|during|outside|near|behind|through|to|across|next|below|above|each|every|whenever|after|before)$/iu;

/** From the mark that opens the clause to the one that closes it; a clause that a connective opens begins there. */
function clauseAround(text: string, cue: Run): Run {
  const first = text.slice(cue.start, cue.end).split(' ')[0] ?? '';
  let start = cue.start;
  if (!CONNECTIVE.test(first)) {
    const before = [...text.slice(0, cue.start).matchAll(OPENS)].at(-1);
    start = before === undefined ? 0 : before.index + before[0].length;
  }
  const after = [...text.slice(cue.end).matchAll(CLOSES)][0];
  const end = after === undefined ? text.length : cue.end + after.index;
  const piece = text.slice(start, end);
  return { start: start + (piece.length - piece.trimStart().length), end: start + piece.trimEnd().length };
}
