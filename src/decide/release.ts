import type { Decision, Item } from '../model/decision.ts';
import type { Decided } from '../model/disposition.ts';
import type { Matter } from '../model/matter.ts';
import type { Base, Pack } from '../model/pack.ts';
import { responseBlockers } from './agenda.ts';
import { agencyCounsel } from './authorities.ts';
import { isAbsentItem } from './item-ids.ts';
import { type Settled, settle } from './settled.ts';

/** A reason why a volume may not be made or released, and the item it is about. */
export interface Blocker {
  readonly item?: string;
  readonly why: string;
}

/** What was missed among the sampled pages, with the one-sided 95 % upper bound (Clopper-Pearson). */
export interface MissRate {
  readonly read: number;
  readonly missed: number;
  readonly rate: number;
  readonly upper: number;
}

export interface ReleaseInput {
  readonly matter: Matter;
  readonly pack: Pack;
  readonly bases: readonly Base[];
  readonly decided: Decided;
  /** All items of the matter, samples too. */
  readonly items: readonly Item[];
  readonly decisions: readonly Decision[];
  /** Who releases. */
  readonly by: string;
  /** ISO; the day that clocks are read against. */
  readonly actingOn: string;
  /** Who ran the acceptance; undefined where nothing was accepted by machine. */
  readonly runBy?: string;
}

/** Why even an unreleased volume may not be made (contract 3.3): pack, unconfirmed order, copies or people that disagree. */
export function acceptanceBlockers(matter: Matter, pack: Pack, decided: Decided): readonly Blocker[] {
  const unconfirmed = matter.authorities.filter(
    (a) => pack.authorities[a.type]?.opens === 'order' && a.confirmed_by === undefined,
  );
  return [
    ...(decided.advisory
      ? [
          {
            why: `advisory run, every protected category is withheld and no volume is written: ${decided.advisoryWhy ?? `the pack ${pack.id} is not approved`}`,
          },
        ]
      : []),
    ...unconfirmed.map((a) => ({ why: `order ${a.id} lacks confirmed_by: counsel must confirm what it says` })),
    ...decided.dispositions.flatMap((d): Blocker[] => {
      const copies = d.gates.filter((g) => g.kind === 'copies' && g.asked !== true);
      if (copies.length > 0) return copies.map((g) => ({ item: g.id, why: `copies are treated apart: ${d.document}` }));
      return d.undecided ? [{ why: `undecided: ${d.document}` }] : [];
    }),
  ];
}

/**
 * Why a volume may not be released (contract 3.3); [] = it may. Two named people must have
 * settled every reporter, existence-sensitive, protected-place and privilege item, every gate,
 * copy and zone; a sample must have been read and found clean; counsel who did not run it releases.
 */
export function releaseBlockers(input: ReleaseInput): readonly Blocker[] {
  const settled = settle(input.decisions, agencyCounsel(input.matter));
  const twice = input.items.filter((item) => !isAbsentItem(item.id) && needsTwo(item, input));
  const samples = input.items.filter((item) => item.kind === 'sample');
  return [
    ...acceptanceBlockers(input.matter, input.pack, input.decided),
    ...personBlockers(input),
    ...responseBlockers(input.matter, input.actingOn),
    ...absentBlockers(input.items, settled, true),
    ...twice.flatMap((item): Blocker[] => {
      const said = settled.get(item.id);
      if (said?.disagreement === true) return [{ item: item.id, why: `${item.kind}: two people differ` }];
      if (said === undefined) return [{ item: item.id, why: `${item.kind}: nobody settled it, two named people must` }];
      return said.second === undefined
        ? [{ item: item.id, why: `${item.kind}: a second named person must read it` }]
        : [];
    }),
    ...(samples.length === 0 && goesOut(input.decided) ? [{ why: 'no sample of unmarked pages was drawn' }] : []),
    ...samples.flatMap((item): Blocker[] => {
      const said = settled.get(item.id);
      if (said === undefined) return [{ item: item.id, why: 'sample: the page was not read' }];
      return said.verdict === 'accept' && !said.disagreement
        ? []
        : [
            {
              item: item.id,
              why: 'sample: something was missed; mend the rules or the list of people and prepare again',
            },
          ];
    }),
  ];
}

/**
 * Files that were received and are gone, until named people (two, for a release) say that they do not belong: a
 * record that lost a paper unseen must not go out as whole.
 */
export function absentBlockers(
  items: readonly Item[],
  settled: ReadonlyMap<string, Settled>,
  two: boolean,
): readonly Blocker[] {
  return items.flatMap((item): Blocker[] => {
    if (!isAbsentItem(item.id)) return [];
    const said = settled.get(item.id);
    const agreed = said?.verdict === 'accept' && !said.disagreement;
    if (agreed && (!two || said.second !== undefined)) return [];
    if (agreed) return [{ item: item.id, why: `${item.file}: a second named person must say so; ${item.why}` }];
    return [{ item: item.id, why: `${item.file}: ${item.why}` }];
  });
}

/** Whether any page goes out: letters alone hold nothing that a reader could find missed. */
function goesOut({ dispositions, fileMayBeDisclosed }: Decided): boolean {
  return fileMayBeDisclosed && dispositions.some(({ treatment }) => treatment === 'produce' || treatment === 'redact');
}

/** The miss rate of the sample as far as it was read; one page counts once. */
export function missRateOf(items: readonly Item[], decisions: readonly Decision[]): MissRate {
  const settled = settle(decisions, []);
  const read = items.flatMap((item) => (item.kind === 'sample' ? (settled.get(item.id) ?? []) : []));
  const missed = read.filter((s) => s.verdict !== 'accept' || s.disagreement).length;
  return {
    read: read.length,
    missed,
    rate: read.length === 0 ? 0 : missed / read.length,
    upper: upperBound(read.length, missed),
  };
}

/** One-sided 95 % Clopper-Pearson upper bound of `hits` of `n`; 1 where nothing was read. */
export function upperBound(n: number, hits: number): number {
  if (n === 0 || hits >= n) return 1;
  let low = hits / n;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const p = (low + high) / 2;
    if (atMost(n, hits, p) > 0.05) low = p;
    else high = p;
  }
  return high;
}

/** Probability of at most `hits` of `n` at rate `p`. */
function atMost(n: number, hits: number, p: number): number {
  let log = n * Math.log1p(-p);
  let sum = Math.exp(log);
  for (let k = 1; k <= hits; k++) {
    log += Math.log((n - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(log);
  }
  return sum;
}

function needsTwo(item: Item, input: ReleaseInput): boolean {
  if (item.kind === 'gate' || item.kind === 'zone' || item.kind === 'copy') return true;
  if (item.kind === 'sample' || item.tier === 'hint') return false;
  const base = input.bases.find((b) => b.id === item.basis);
  return (
    input.pack.second_review.includes(item.basis) ||
    base?.kind === 'privilege' ||
    base?.existence_sensitive === true ||
    item.basis === 'reporter_identity'
  );
}

function counselBlockers(matter: Matter, by: string): readonly Blocker[] {
  const counsel = agencyCounsel(matter);
  if (counsel.includes(by)) return [];
  if (counsel.length === 0)
    return [{ why: 'matter.yaml names no attorney with represents: agency; only such a person releases' }];
  return [{ why: `${by} is no attorney of matter.yaml with represents: agency; only such a person releases` }];
}

function personBlockers({ matter, by, runBy }: ReleaseInput): readonly Blocker[] {
  return [
    ...counselBlockers(matter, by),
    ...(by === runBy ? [{ why: `${by} ran the acceptance; another attorney of the agency must release` }] : []),
  ];
}
