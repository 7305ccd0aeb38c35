import type { PersonCue } from '../model/detecting.ts';
import type { Lexicon } from './lexicon.ts';

/** What a label says: whose it is, and whether its value is a particular of that person. */
export interface LabelRead {
  readonly label: string;
  readonly cue?: PersonCue;
  readonly owned: boolean;
}

/** "reporter's home phone" is an owned label with a cue; "reporter" a cue; "home phone" an owned label. */
export function readLabel(tokens: readonly string[], lexicon: Lexicon): LabelRead | undefined {
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
