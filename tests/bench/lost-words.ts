/** What is known of a page beside its words. */
export interface Removal {
  /** Words of each term, folded. */
  readonly terms: readonly (readonly string[])[];
  /** Words and ends of words that nobody can see, which are left out on purpose. */
  readonly hidden: ReadonlySet<string>;
}

/**
 * Words of `before` that `after` lacks, each as often as it is lacking, but for those that were to go: words of terms,
 * neighbours that spell one when joined, and what nobody can see. A word that is only cut in other places, or glued to
 * one that went, is not lost.
 */
export function lostWords(before: readonly string[], after: readonly string[], removal: Removal): readonly string[] {
  const gone = new Set(removal.terms.flat());
  const spelt = indicesSpelling(before, removal.terms);
  const kept = before.filter((_, i) => !spelt.has(i));
  // A code may stand so close to a word that readers take both for one.
  const gained = lacking(after, before).flatMap((word) => [word, word.replace(/^redacted|redacted$/, '')]);
  const pieces = new Set([...gained, ...gone, ...removal.hidden]);
  const missing = lacking(kept, after).filter((word) => !gone.has(word) && !isMadeOf(word, pieces));
  // Where what stood between them went, neighbours may be read as one.
  const glued = indicesSpelling(
    missing,
    gained.map((word) => [word]),
  );
  return missing.filter((_, i) => !glued.has(i));
}

/** Words of one list, each as often as it stands more often in it than in the other. */
function lacking(here: readonly string[], there: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const word of there) left.set(word, (left.get(word) ?? 0) + 1);
  return here.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count <= 0;
  });
}

/** Indices of words that spell a term when what stands between them is left out. */
function indicesSpelling(words: readonly string[], terms: readonly (readonly string[])[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (const term of terms.map((parts) => parts.join('')).filter((letters) => letters !== '')) {
    for (let from = 0; from < words.length; from++) {
      let rest = term;
      let to = from;
      while (rest !== '' && words[to] !== undefined && rest.startsWith(words[to] ?? ''))
        rest = rest.slice(words[to++]?.length);
      if (rest === '') for (let i = from; i < to; i++) found.add(i);
    }
  }
  return found;
}

/** Whether a word is one piece after the other. */
function isMadeOf(word: string, pieces: ReadonlySet<string>): boolean {
  const ends = [true];
  for (let end = 1; end <= word.length; end++)
    ends.push(ends.some((is, from) => is && from < end && pieces.has(word.slice(from, end))));
  return ends[word.length] === true;
}
