import type { Finding } from '../model/finding.ts';
import type { PageOutcome } from '../model/redacting.ts';

/** A risk for each gap that fewer than `threshold` names of the dictionary still fit (leaks.md 21). */
export function gapRisks(file: string, pages: readonly PageOutcome[], threshold: number): readonly Finding[] {
  return pages.flatMap(({ gaps = [], painted = [] }, index) =>
    gaps
      .filter((gap) => gap.left < threshold)
      .map(
        (gap): Finding => ({
          file,
          class: 21,
          name: 'gap-width',
          level: 'risk',
          page: index + 1,
          box: painted[gap.box]?.box ?? null,
          seenBy: ['metrics'],
          what: `Fewer than ${threshold} of 10,000 names fit the width of a box: it may tell who is meant.`,
        }),
      ),
  );
}
