import { findHits } from '../../src/detect/find-hits.ts';
import type { DetectRules } from '../../src/model/detecting.ts';
import { predict, saidBesides } from './predict.ts';
import { inputOf, type Row } from './rows.ts';

/** A line of the table: one label of one set. */
export interface Line {
  readonly label: string;
  readonly gold: number;
  /** Share of gold spans whose every token lies under an auto prediction of any label. */
  readonly masked: number;
  /** The same with review predictions. */
  readonly maskedReview: number;
  /** Share of auto predictions of the label that overlap a gold span of it; undefined where none was made. */
  readonly precision?: number;
}

export interface SetScore {
  readonly lines: readonly Line[];
  readonly words: number;
  /** Distinct review strings that overlap no gold span, for each 1,000 words. */
  readonly falseReview: number;
  /** Milliseconds of processor time for 1,000 words. */
  readonly msPerThousand: number;
}

interface Count {
  gold: number;
  auto: number;
  both: number;
  predicted: number;
  right: number;
}

const HONORIFIC = /^(?:Mr|Mrs|Ms|Dr|Miss|Hon|Judge)$/;

/** Masked recall, overlap precision, review burden and speed of the detectors on a set with gold spans. */
export function scoreSet(rows: readonly Row[], rules: DetectRules): SetScore {
  const counts = new Map<string, Count>();
  let words = 0;
  let review = 0;
  let time = 0;
  for (const row of rows) {
    words += row.text.split(/\s+/).length;
    const input = inputOf(row, rules);
    const from = process.cpuUsage();
    const found = findHits(input).pages.flatMap((page) => page.hits);
    const used = process.cpuUsage(from);
    time += (used.user + used.system) / 1000;
    const hits = [...found, ...saidBesides(row, found)];
    const auto = new Uint8Array(row.text.length);
    const both = new Uint8Array(row.text.length);
    for (const hit of hits) {
      both.fill(1, hit.start, hit.end);
      if (hit.tier !== 'review') auto.fill(1, hit.start, hit.end);
    }
    const spans = row.spans ?? [];
    for (const span of spans) {
      const count = countOf(counts, labelOf(span));
      count.gold++;
      if (masked(row.text, span, auto)) count.auto++;
      if (masked(row.text, span, both)) count.both++;
    }
    const loose = new Set<string>();
    for (const hit of hits) {
      const label = hit.label === 'DOB' ? 'DATE' : hit.label;
      const touching = spans.filter((s) => s.start < hit.end && hit.start < s.end);
      if (hit.tier === 'review') {
        if (touching.length === 0) loose.add(row.text.slice(hit.start, hit.end));
        continue;
      }
      const count = countOf(counts, label);
      count.predicted++;
      if (touching.some((s) => s.label === label)) count.right++;
    }
    review += loose.size;
  }
  return { lines: linesOf(counts), words, falseReview: (review / words) * 1000, msPerThousand: (time / words) * 1000 };
}

function labelOf(span: { readonly label: string; readonly onRoster?: boolean }): string {
  if (span.label !== 'PERSON' || span.onRoster === undefined) return span.label === 'DOB' ? 'DATE' : span.label;
  return span.onRoster ? 'PERSON on roster' : 'PERSON off roster';
}

function countOf(counts: Map<string, Count>, label: string): Count {
  const count = counts.get(label) ?? { gold: 0, auto: 0, both: 0, predicted: 0, right: 0 };
  counts.set(label, count);
  return count;
}

function masked(text: string, span: { readonly start: number; readonly end: number }, cover: Uint8Array): boolean {
  const value = text.slice(span.start, span.end);
  for (const match of value.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (HONORIFIC.test(match[0]) || (match[0] === 's' && /['’]$/.test(value.slice(0, match.index)))) continue;
    const from = span.start + match.index;
    for (let i = from; i < from + match[0].length; i++) if (cover[i] !== 1) return false;
  }
  return true;
}

function linesOf(counts: ReadonlyMap<string, Count>): Line[] {
  return [...counts]
    .filter(([, c]) => c.gold > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, c]) => {
      const own = counts.get(label.split(' ')[0] ?? '') ?? c;
      const precision = own.predicted > 0 ? { precision: own.right / own.predicted } : {};
      return { label, gold: c.gold, masked: c.auto / c.gold, maskedReview: c.both / c.gold, ...precision };
    });
}

/** Birth dates told apart: shares of birth dates marked as such, and of other dates marked as birth dates. */
export interface BirthScore {
  readonly births: number;
  readonly told: number;
  readonly dates: number;
  readonly mistaken: number;
}

/** Rows whose spans are DOB or DATE, by the detectors' DOB label. */
export function scoreBirths(rows: readonly Row[], rules: DetectRules): BirthScore {
  const count = { births: 0, told: 0, dates: 0, mistaken: 0 };
  for (const row of rows) {
    const births = findHits(inputOf(row, rules)).pages.flatMap((p) => p.hits.filter((h) => h.label === 'DOB'));
    for (const span of row.spans ?? []) {
      const marked = births.some((h) => h.start < span.end && span.start < h.end);
      if (span.label === 'DOB') {
        count.births++;
        if (marked) count.told++;
      } else {
        count.dates++;
        if (marked) count.mistaken++;
      }
    }
  }
  return count;
}

/** Flagged passages of a class: recall in any tier, share of flagged ones that are of the class, gold count. */
export interface PassageLine {
  readonly cls: string;
  readonly gold: number;
  readonly recall: number;
  readonly precision?: number;
}

/** Passage classes of a set: rows with `passages`, or loose sentences with `cls`. */
export function scorePassages(rows: readonly Row[], rules: DetectRules): PassageLine[] {
  const counts = new Map<string, { gold: number; found: number; flagged: number; right: number }>();
  const of = (cls: string) => {
    const count = counts.get(cls) ?? { gold: 0, found: 0, flagged: 0, right: 0 };
    counts.set(cls, count);
    return count;
  };
  for (const [index, row] of rows.entries()) {
    const gold = row.passages ?? (row.cls === undefined ? [] : [{ start: 0, end: row.text.length, cls: row.cls }]);
    const found = predict(row, index + 1, rules).passages;
    for (const g of gold) {
      if (g.cls === 'NONE') continue;
      of(g.cls).gold++;
      if (found.some((f) => f.cls === g.cls && f.start < g.end && g.start < f.end)) of(g.cls).found++;
    }
    for (const f of found) {
      of(f.cls).flagged++;
      if (gold.some((g) => g.cls === f.cls && f.start < g.end && g.start < f.end)) of(f.cls).right++;
    }
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([cls, c]) => ({
      cls,
      gold: c.gold,
      recall: c.gold === 0 ? 0 : c.found / c.gold,
      ...(c.flagged === 0 ? {} : { precision: c.right / c.flagged }),
    }));
}
