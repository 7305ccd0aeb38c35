import type { ModelManifest, Suggestion } from '../model/local-model.ts';

/** Turns words into ids; `before` and `after` are the special ids that stand around them. */
export interface WordEncoder {
  readonly before: readonly bigint[];
  readonly after: readonly bigint[];
  encode(word: string, isFirst: boolean): readonly bigint[];
}

/** A word of a text with its place. */
export interface TextWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Nothing stands between it and the word before. */
  readonly joined: boolean;
}

/** What the model says of a place. */
export interface WordScores {
  /** As the model calls it: `B-PER`, `O` ... */
  readonly label: string;
  readonly score: number;
}

/** Words and single signs, as the tokenizers of such models part them. */
export function wordsOfText(text: string): readonly TextWord[] {
  let end = -1;
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu)].map(({ 0: word, index }) => {
    const joined = index === end;
    end = index + word.length;
    return { text: word, start: index, end, joined };
  });
}

/** Sub-tokens that windows share, so that every word is read with context on both sides. */
const OVERLAP = 48;

/** Sub-tokens of one word that are looked at: longer ones are no words. */
const MOST_OF_A_WORD = 24;

/**
 * A label for each word, of its first sub-token. Texts longer than the model takes are read in windows that
 * overlap, and of two readings the one with more context counts; nothing is cut off.
 */
export async function labelWords(
  words: readonly TextWord[],
  encoder: WordEncoder,
  classify: (ids: readonly bigint[]) => Promise<readonly WordScores[]>,
  maxTokens: number,
): Promise<readonly WordScores[]> {
  const ids = words.map(({ text }, i) => encoder.encode(text, i === 0).slice(0, MOST_OF_A_WORD));
  const room = maxTokens - encoder.before.length - encoder.after.length;
  const best = words.map((): { readonly context: number; readonly said: WordScores } => ({
    context: -1,
    said: { label: 'O', score: 0 },
  }));
  for (const { from, to } of windowsOf(
    ids.map((own) => own.length),
    room,
  )) {
    const inside = ids.slice(from, to);
    const said = await classify([...encoder.before, ...inside.flat(), ...encoder.after]);
    const total = inside.reduce((sum, own) => sum + own.length, 0);
    let at = 0;
    for (const [i, own] of inside.entries()) {
      const context = Math.min(from === 0 ? total : at, to === words.length ? total : total - at);
      const here = said[encoder.before.length + at];
      const before = best[from + i];
      if (own.length > 0 && here !== undefined && before !== undefined && context > before.context)
        best[from + i] = { context, said: here };
      at += own.length;
    }
  }
  return best.map(({ said }) => said);
}

/** Stretches of words that fit into `room`, each begun about `OVERLAP` sub-tokens before the end of the one before. */
export function windowsOf(
  lengths: readonly number[],
  room: number,
): readonly { readonly from: number; readonly to: number }[] {
  const windows: { from: number; to: number }[] = [];
  for (let from = 0; from < lengths.length; ) {
    let [to, used] = [from, 0];
    while (to < lengths.length && used + (lengths[to] ?? 0) <= room) used += lengths[to++] ?? 0;
    // A word longer than the window is read alone, as far as it fits.
    if (to === from) to = from + 1;
    windows.push({ from, to });
    if (to === lengths.length) break;
    let [next, shared] = [to, 0];
    while (next > from + 1 && shared + (lengths[next - 1] ?? 0) <= Math.min(OVERLAP, room / 3))
      shared += lengths[--next] ?? 0;
    from = next;
  }
  return windows;
}

/** Words of one label that follow one another, as one stretch with its lowest score; labels without a mapping are left out. */
export function suggestionsOf(
  words: readonly TextWord[],
  labels: readonly WordScores[],
  manifest: ModelManifest,
): readonly Suggestion[] {
  const found: { name: string; start: number; end: number; score: number }[] = [];
  let open: string | undefined;
  for (const [i, word] of words.entries()) {
    const said = labels[i]?.label ?? 'O';
    const name = said.replace(/^[BIESLU]-/, '');
    const score = labels[i]?.score ?? 0;
    const last = found.at(-1);
    const starts = /^[BSU]-/.test(said);
    if (manifest.labels[name] === undefined) open = undefined;
    else if (last !== undefined && open === name && (!starts || word.joined)) {
      last.end = word.end;
      last.score = Math.min(last.score, score);
    } else {
      found.push({ name, start: word.start, end: word.end, score });
      open = name;
    }
    if (/^[ESL]-/.test(said)) open = undefined;
  }
  return found.flatMap(({ name, start, end, score }): readonly Suggestion[] => {
    const meant = manifest.labels[name];
    if (meant === undefined || score < meant.least_score) return [];
    return [
      { start, end, label: meant.label, tier: meant.tier, score: Math.round(score * 100) / 100, model: manifest.name },
    ];
  });
}
