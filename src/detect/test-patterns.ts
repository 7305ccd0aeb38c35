import type { IdentifierPattern, PatternPack } from '../model/detecting.ts';
import { findIdentifiers } from './identifiers.ts';
import { viewsOf } from './text-view.ts';

/** One example of a pack that does not come out as written. */
export interface PatternFault {
  readonly pack: string;
  readonly pattern: string;
  readonly example: string;
  /** A sentence: what was to be found and what was. */
  readonly problem: string;
}

/** Runs every example of every pattern, each pattern by itself; [] = all packs are right. */
export function testPatterns(packs: readonly PatternPack[]): PatternFault[] {
  return packs.flatMap((pack) => pack.patterns.flatMap((pattern) => faultsOf(pack, pattern)));
}

function faultsOf(pack: PatternPack, pattern: IdentifierPattern): PatternFault[] {
  const alone: PatternPack = { ...pack, patterns: [pattern] };
  const found = (text: string): string[] =>
    findIdentifiers(viewsOf(text), [alone]).map((h) => text.slice(h.start, h.end));
  const faults: PatternFault[] = [];
  for (const { text, spans } of pattern.examples.match) {
    const got = found(text);
    if (JSON.stringify(got) !== JSON.stringify(spans)) {
      faults.push({
        pack: pack.id,
        pattern: pattern.id,
        example: text,
        problem: `expected ${JSON.stringify(spans)}, found ${JSON.stringify(got)}`,
      });
    }
  }
  for (const text of pattern.examples.noMatch) {
    const got = found(text);
    if (got.length > 0) {
      faults.push({
        pack: pack.id,
        pattern: pattern.id,
        example: text,
        problem: `expected nothing, found ${JSON.stringify(got)}`,
      });
    }
  }
  return faults;
}
