/**
 * Makes patterns/people/tagger.json: `node tests/eval/train-tagger.ts`. A linear model (logistic loss, averaged
 * weights) over sentences of our own (own/sentences.txt) filled from the lists of patterns/people; nothing of
 * ../shared/eval is read. Half of the names are hidden from the lists, so that letters and company must tell.
 */
import { writeFileSync } from 'node:fs';
import { findUnknown } from '../../src/detect/find-unknown.ts';
import { type Lexicon, lexiconOf } from '../../src/detect/lexicon.ts';
import { nameFeatures } from '../../src/detect/name-tagger.ts';
import { viewsOf } from '../../src/detect/text-view.ts';
import { plainLetters, wordsOf } from '../../src/detect/words.ts';
import { patternsFolder } from '../../src/store/files.ts';
import { loadPatterns } from '../../src/store/load-patterns.ts';
import { chanceOf, samplesOf } from './sentences.ts';

const SAMPLES = 24_000;
const EPOCHS = 4;
const RATE = 0.12;
const RARE = 3;

interface Example {
  readonly features: readonly string[];
  readonly person: boolean;
}

const { people } = loadPatterns();
const { tagger: _, ...lists } = people;
const examples = examplesOf(7, SAMPLES);
const held = examplesOf(8, 2000);
const weights = train(examples);
const right = held.filter((e) => sumOf(e.features, weights) > 0 === e.person).length;
process.stdout.write(
  `${examples.length} examples, ${Object.keys(weights).length} weights, ${((100 * right) / held.length).toFixed(1)} % of held examples right\n`,
);
writeFileSync(
  `${patternsFolder}people/tagger.json`,
  `${JSON.stringify({ schema: 1, kind: 'tagger', license: 'Apache-2.0', weights }, null, 2)}\n`,
);

function examplesOf(seed: number, count: number): Example[] {
  const chance = chanceOf(seed * 1000);
  const hidden = new Map<string, boolean>();
  const names = new Set([...lists.firstNames, ...lists.lastNames].map(plainLetters));
  const full = lexiconOf(lists);
  const partly: Lexicon = {
    ...full,
    classOf(lower) {
      const kind = full.classOf(lower);
      if (!names.has(plainLetters(lower)) || kind === 'ambiguous') return kind;
      const known = hidden.get(lower) ?? chance() < 0.5;
      hidden.set(lower, known);
      return known ? 'unknown' : kind;
    },
  };
  const none: ReadonlySet<string> = new Set();
  return samplesOf(lists, count, seed).flatMap(({ text, persons }) => {
    const words = wordsOf(viewsOf(text).letters, text);
    const found: Example[] = [];
    findUnknown(words, text, partly, { lower: none, seen: none, explained: none }, (span) => {
      const [first, last] = [words[span.from], words[span.to]];
      if (first === undefined || last === undefined) return;
      found.push({
        features: nameFeatures(words, text, partly, span),
        person: persons.some((p) => p.start < last.end && first.start < p.end),
      });
    });
    return found;
  });
}

function sumOf(features: readonly string[], by: Readonly<Record<string, number>>): number {
  return features.reduce((sum, f) => sum + (by[f] ?? 0), by['bias'] ?? 0);
}

/** Weights in whole hundredths, averaged over all steps; features met fewer than RARE times are left out. */
function train(list: readonly Example[]): Record<string, number> {
  const met = new Map<string, number>();
  for (const { features } of list) for (const f of features) met.set(f, (met.get(f) ?? 0) + 1);
  const kept = [...met].filter(([, n]) => n >= RARE).map(([f]) => f);
  const index = new Map(['bias', ...kept.sort()].map((f, i) => [f, i]));
  const value = new Float64Array(index.size);
  const total = new Float64Array(index.size);
  const squares = new Float64Array(index.size).fill(1);
  const rows = list.map((e) => ({
    y: e.person ? 1 : 0,
    at: [0, ...e.features.flatMap((f) => index.get(f) ?? [])],
  }));
  const chance = chanceOf(3);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let step = 0; step < rows.length; step++) {
      const row = rows[Math.floor(chance() * rows.length)];
      if (row === undefined) continue;
      const sum = row.at.reduce((s, i) => s + (value[i] ?? 0), 0);
      const slope = 1 / (1 + Math.exp(-sum)) - row.y;
      for (const i of row.at) {
        const gradient = slope + 1e-5 * (value[i] ?? 0);
        squares[i] = (squares[i] ?? 1) + gradient * gradient;
        value[i] = (value[i] ?? 0) - (RATE / Math.sqrt(squares[i] ?? 1)) * gradient;
      }
    }
    for (let i = 0; i < value.length; i++) total[i] = (total[i] ?? 0) + (value[i] ?? 0);
  }
  const out: Record<string, number> = {};
  for (const [feature, i] of index) {
    const hundredths = Math.round((100 * (total[i] ?? 0)) / EPOCHS);
    if (Math.abs(hundredths) >= 3) out[feature] = hundredths;
  }
  return out;
}
