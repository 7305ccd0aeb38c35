import { cuesMet, meets, placesOf, weigh } from '../model/cues.ts';
import { pageKey } from '../model/page.ts';
import type { Run } from '../model/paragraphs.ts';
import { sentencesOf } from '../model/paragraphs.ts';
import type { ClueCue, ClueRules } from '../model/passage-rules.ts';
import { signed, signsIn, wordsFor } from './clue-text.ts';
import type { PassageInput } from './passage-input.ts';
import type { DocumentPassages, PassageFound } from './passages.ts';
import type { Passage } from './passages-footers.ts';
import { tierOf } from './passages-score.ts';

/**
 * Clauses that tell who reported, in any paper: proposed for review, surer where several cues meet. "I" counts only
 * where the one who says it is the reporter.
 */
export function findClues(one: DocumentPassages, input: PassageInput): readonly PassageFound[] {
  const rules = input.rules.passages.clues;
  const type = one.document.type;
  if (rules.exceptTypes.includes(type) || one.whole.has(rules.basis)) return [];
  const passages = one.passages.filter((p) => !p.footer);
  const own = rules.reportTypes.includes(type) || one.reporters;
  const words = wordsFor(passages.map((p) => p.text).join('  '), rules);
  return passages.flatMap((p) => {
    const names = (input.reporters?.get(pageKey(p.page.ref)) ?? []).map((n) => within(n, p));
    const sentences = sentencesOf(p.page.text, p).map((s) => within(s, p));
    const texts = signed(p.text, sentences, names, words, rules);
    return sentences.flatMap((s, i) => cluesIn(p, s, texts[i] ?? '', own, input));
  });
}

const within = (run: Run, passage: Run): Run => ({ start: run.start - passage.start, end: run.end - passage.start });

function cluesIn(
  passage: Passage,
  sentence: Run,
  text: string,
  own: boolean,
  input: PassageInput,
): readonly PassageFound[] {
  const rules = input.rules.passages.clues;
  const met = cluesMet(text, own, rules);
  if (met.length === 0) return [];
  const against = cuesMet(text, rules.negatives);
  const total = weigh(met.map((m) => m.cue)) + weigh(against);
  const tier = tierOf(total, { auto: rules.auto, review: rules.review, hint: rules.review });
  if (tier === undefined) return [];
  const start = passage.start + sentence.start;
  return clauses(text, met).map(({ run, cue }) => ({
    page: passage.page,
    run: { start: start + run.start, end: start + run.end },
    basis: rules.basis,
    tier,
    score: Math.min(0.95, total),
    rules: [`clue/${cue.id}`],
    why: `p. ${passage.page.ref.page} \u00b6${passage.place}, reporter identity, ${Math.min(0.95, total).toFixed(2)}: ${rules.why}; ${cue.says} +${cue.weight.toFixed(2)}.`,
    relation: 'reporter' as const,
    aspect: 'clue' as const,
  }));
}

/** A cue and where it is met. */
export interface ClueMet {
  readonly cue: ClueCue;
  readonly places: readonly Run[];
}

/** The cues that a sentence with signs for the reporter meets; `own`: the reporter is the one who says "I". */
export function cluesMet(text: string, own: boolean, rules: ClueRules): readonly ClueMet[] {
  const who = signsIn(text);
  if (who.length === 0 && !own) return [];
  return [...rules.cues, ...(own ? rules.tells : [])].flatMap((cue: ClueCue) => {
    const places = placesOf(text, cue).filter((place) => counts(text, place, cue, who, own, rules));
    return places.length === 0 ? [] : [{ cue, places }];
  });
}

function counts(text: string, place: Run, cue: ClueCue, who: readonly Run[], own: boolean, rules: ClueRules): boolean {
  const before = who.filter((w) => w.end <= place.start);
  if (cue.voice === 'own') return own || before.some((w) => text.slice(w.end, place.start).includes('"'));
  if (cue.behind === undefined) return true;
  const sees = { id: 'sees', weight: 0, says: '', regex: rules.sees };
  const behind = before.some((w) => cue.behind === 'who' || meets(text.slice(w.end, place.start), sees));
  // "While cutting her hair, RP noticed ..."
  const next = place.start > 2 ? undefined : who.find((w) => w.start > place.end && w.start - place.end < 100);
  const ahead = next !== undefined && !/[.;:]/.test(text.slice(place.end, next.start));
  return behind || (ahead && (cue.behind === 'who' || meets(text.slice(next.end), sees)));
}

/** The clauses that hold a cue, those that overlap made one. */
function clauses(text: string, met: readonly ClueMet[]): readonly { readonly run: Run; readonly cue: ClueCue }[] {
  const out: { run: Run; cue: ClueCue }[] = [];
  const places = met.flatMap(({ cue, places: all }) => all.map((run) => ({ run: clauseAround(text, run), cue })));
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
const CLOSES = /[,:](?!\d)|[;)"!?]|\.(?=["')\]]{0,3}$)|\b(?:that|but)\b|\band (?=\u00a4|(?:she|he|they)\b)/giu;
const CONNECTIVE =
  /^(?:as|while|when|whilst|because|since|in|from|at|on|into|by|during|outside|near|behind|through|to|across|over|next|below|above|each|every|whenever|after|before)$/iu;

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
