/** Letters of a page's text, in UTF-16 units, end exclusive, and whether they are somebody's name in full. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly isName: boolean;
}

/** Runs that share letters made one, from the first: a full name and the surname in it would else be two boxes, which no line is set around. */
export function united(runs: readonly Run[]): readonly Run[] {
  const out: Run[] = [];
  for (const run of runs.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = out.at(-1);
    if (last === undefined || run.start >= last.end) out.push(run);
    else out.splice(-1, 1, { ...last, end: Math.max(last.end, run.end), isName: last.isName || run.isName });
  }
  return out;
}
