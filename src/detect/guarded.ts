import type { DetectInput, Guard, Hit, PatternPack } from '../model/detecting.ts';
import type { PageText, Zone } from '../model/page.ts';
import { findIdentifiers, strongest } from './identifiers.ts';
import type { TextViews } from './text-view.ts';

/** What the patterns found on a page, and which of them were broken off there. */
export interface Searched {
  readonly hits: readonly Hit[];
  /** Ids of patterns that did not come to an end. */
  readonly brokenOff: readonly string[];
}

const free: Guard = (work) => ({ value: work() });

/** All patterns at once under the guard; where that does not end, each alone, so that one bad pattern costs only itself. */
export function searchGuarded(views: TextViews, input: DetectInput): Searched {
  const guard = input.guard ?? free;
  const packs = input.rules.identifiers;
  const whole = guard(() => findIdentifiers(views, packs));
  if (whole !== undefined) return { hits: whole.value, brokenOff: [] };
  const hits: Hit[] = [];
  const brokenOff: string[] = [];
  for (const pack of packs.flatMap(alone)) {
    const part = guard(() => findIdentifiers(views, [pack]));
    if (part === undefined) brokenOff.push(...pack.patterns.map((p) => p.id));
    else hits.push(...part.value);
  }
  return { hits: strongest(hits), brokenOff };
}

const singles = new WeakMap<PatternPack, readonly PatternPack[]>();

function alone(pack: PatternPack): readonly PatternPack[] {
  const known = singles.get(pack);
  if (known !== undefined) return known;
  const made = pack.patterns.map((pattern) => ({ ...pack, patterns: [pattern] }));
  singles.set(pack, made);
  return made;
}

/** The page as an area nobody has searched: a person looks before anything of it goes out. */
export function unsearchedZone(page: PageText, brokenOff: readonly string[]): Zone {
  return {
    box: { x: 0, y: 0, w: page.width, h: page.height },
    kind: 'unreadable',
    why: `Not searched in full: ${brokenOff.join(', ')} took too long on this page.`,
  };
}
