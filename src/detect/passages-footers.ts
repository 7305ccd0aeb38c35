import { cuesMet, weigh } from '../model/cues.ts';
import { foldText } from '../model/fold-text.ts';
import type { PageText } from '../model/page.ts';
import type { Run } from '../model/paragraphs.ts';
import { paragraphsOf, sentencesOf } from '../model/paragraphs.ts';
import type { Cue } from '../model/passage-rules.ts';

const FOOTER = 1;

/** A paragraph of a page, with what is left of it for scoring when boiler-plate is cut out. */
export interface Passage extends Run {
  readonly page: PageText;
  /** Place on the page, from 1. */
  readonly place: number;
  /** Folded text, same offsets as the run; sentences of boiler-plate are blanked. */
  readonly text: string;
  readonly footer: boolean;
}

/** The paragraphs of a page with footers blanked before anything is scored (detection 5). */
export function passagesOn(page: PageText, footers: readonly Cue[]): readonly Passage[] {
  return paragraphsOf(page).map((run, i) => {
    const text = blankFooters(page.text, run, footers);
    return { ...run, page, place: i + 1, text, footer: text.trim() === '' };
  });
}

/** The text of pages on one line without footers, folded. */
export function textWithoutFooters(pages: readonly PageText[], footers: readonly Cue[]): string {
  return pages.flatMap((p) => passagesOn(p, footers).map((q) => q.text)).join('  ');
}

/**
 * The folded text of a run, same length, with each sentence of boiler-plate blanked; a sentence that
 * only smells of it goes where it stands beside one that is. Advice in the same paragraph stays.
 */
export function blankFooters(text: string, run: Run, footers: readonly Cue[]): string {
  const folded = foldText(text.slice(run.start, run.end));
  const sentences = sentencesOf(text, run).map((s) => {
    const from = s.start - run.start;
    const to = s.end - run.start;
    return { from, to, weight: weigh(cuesMet(folded.slice(from, to), footers)) };
  });
  let out = folded;
  sentences.forEach(({ from, to, weight }, i) => {
    const beside = [sentences[i - 1], sentences[i + 1]].some((s) => s !== undefined && s.weight >= FOOTER);
    if (weight >= FOOTER || (weight >= FOOTER / 2 && beside))
      out = out.slice(0, from) + ' '.repeat(to - from) + out.slice(to);
  });
  return out;
}
