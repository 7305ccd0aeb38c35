import { cuesMet } from '../model/cues.ts';
import { findDates } from '../model/date-text.ts';
import type { CaseDocument } from '../model/document.ts';
import { nameWords } from '../model/fold-text.ts';
import { sentencesOf } from '../model/paragraphs.ts';
import type { CarryRules } from '../model/passage-rules.ts';
import { namesIt } from './categories-source.ts';
import type { PassageInput } from './passage-input.ts';
import type { DocumentPassages, PassageFound } from './passages.ts';
import { tierOf } from './passages-score.ts';

/** A protected document as it may be repeated elsewhere. */
interface Origin {
  readonly document: CaseDocument;
  readonly basis: string;
  readonly names: readonly string[];
  readonly words: ReadonlySet<string>;
  readonly pairs: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  readonly dates: ReadonlySet<string>;
}

interface Shared {
  readonly score: number;
  readonly says: readonly string[];
  readonly rules: readonly string[];
}

/**
 * Sentences that repeat what a protected document says ("protection follows content", domain 1.5): linked by
 * the name of its source, its date, numbers, rare words and pairs of words that no open document has, with
 * words of the category and an attribution. By document id.
 */
export function findCarried(
  documents: readonly DocumentPassages[],
  input: PassageInput,
): ReadonlyMap<string, readonly PassageFound[]> {
  const rules = input.rules.passages.carry;
  const stop = new Set([...rules.stopWords, ...caseWords(input)]);
  const origins = documents.flatMap((one) => originOf(one, input, stop));
  const found = new Map<string, readonly PassageFound[]>();
  for (const one of documents) {
    const sources = origins.filter((o) => o.document.id !== one.document.id && !one.whole.has(o.basis));
    if (sources.length === 0 || rules.bases.some((b) => one.whole.has(b))) continue;
    const open = openWords(
      documents.filter((d) => d !== one),
      rules,
      stop,
    );
    found.set(one.document.id, carriedInto(one, sources, open, rules, stop));
  }
  return found;
}

/** Names of the case say nothing of a source: everybody's papers have them. */
function caseWords(input: PassageInput): readonly string[] {
  const { people, agency, request } = input.matter;
  return [...people.map((p) => p.name), agency.name, ...request.subjects].flatMap((n) => nameWords(n));
}

function originOf(one: DocumentPassages, input: PassageInput, stop: ReadonlySet<string>): readonly Origin[] {
  const basis = input.rules.passages.carry.bases.find((b) => one.whole.has(b));
  if (basis === undefined) return [];
  const text = one.passages.map((p) => p.text).join('  ');
  const author = one.document.author ?? one.document.from;
  const organizations = input.matter.organizations.filter(
    (o) =>
      PROTECTED.has(o.kind) &&
      [o.name, ...o.aliases].some((n) => namesIt(text, n) || namesIt(author?.organization ?? '', n)),
  );
  const names = [
    ...organizations.flatMap((o) => [o.name, ...o.aliases]),
    ...(author === undefined || author.name === '' ? [] : [author.name]),
  ];
  const words = contentWords(text, stop);
  const date = one.document.date;
  return [
    {
      document: one.document,
      basis,
      names,
      words: new Set(words),
      pairs: new Set(pairsOf(words)),
      numbers: new Set(numbersOf(text)),
      dates: new Set([
        ...findDates(text)
          .filter((d) => d.day)
          .map((d) => d.iso),
        ...[date.from, date.to].filter((d) => d !== undefined),
      ]),
    },
  ];
}

const PROTECTED = new Set(['part2_program', 'victim_services', 'therapy_practice', 'clinic']);

interface Open {
  readonly words: ReadonlyMap<string, number>;
  readonly dates: ReadonlySet<string>;
}

/** What documents say that carry no such protection: shared with them, a word or date proves nothing. */
function openWords(documents: readonly DocumentPassages[], rules: CarryRules, stop: ReadonlySet<string>): Open {
  const words = new Map<string, number>();
  const dates = new Set<string>();
  for (const one of documents.filter((d) => !rules.bases.some((b) => d.whole.has(b)))) {
    const text = one.passages.map((p) => p.text).join('  ');
    for (const word of new Set(contentWords(text, stop))) words.set(word, (words.get(word) ?? 0) + 1);
    for (const date of findDates(text)) dates.add(date.iso);
  }
  return { words, dates };
}

function carriedInto(
  one: DocumentPassages,
  sources: readonly Origin[],
  open: Open,
  rules: CarryRules,
  stop: ReadonlySet<string>,
): readonly PassageFound[] {
  return one.passages.flatMap((passage) =>
    sentencesOf(passage.page.text, passage).flatMap((run) => {
      const text = passage.text.slice(run.start - passage.start, run.end - passage.start);
      const best = sources
        .map((origin) => ({ origin, shared: sharedWith(text, origin, open, rules, stop) }))
        .sort((a, b) => b.shared.score - a.shared.score || (a.origin.document.id < b.origin.document.id ? -1 : 1))[0];
      const tier =
        best === undefined
          ? undefined
          : tierOf(best.shared.score, { auto: rules.auto, review: rules.review, hint: rules.review });
      if (best === undefined || tier === undefined) return [];
      return [
        {
          page: passage.page,
          run,
          basis: best.origin.basis,
          tier,
          score: Math.min(0.99, best.shared.score),
          rules: best.shared.rules,
          why: `p. ${passage.page.ref.page} \u00b6${passage.place}, ${best.origin.basis.replaceAll('_', ' ')}, ${Math.min(0.99, best.shared.score).toFixed(2)}: ${rules.why}; ${best.shared.says.join('; ')}.`,
          aspect: 'summary' as const,
          carriedFrom: best.origin.document.id,
        },
      ];
    }),
  );
}

/** What a sentence shares with an origin. Without the source's name it needs words of the category and an attribution or date. */
function sharedWith(text: string, origin: Origin, open: Open, rules: CarryRules, stop: ReadonlySet<string>): Shared {
  const w = rules.weights;
  const content = cuesMet(text, rules.content[origin.basis] ?? []);
  const attribution = cuesMet(text, rules.attribution);
  const against = cuesMet(text, rules.negatives).reduce((sum, c) => sum + c.weight, 0);
  const name = origin.names.some((n) => namesIt(text, n));
  const dates = findDates(text).filter((d) => d.day && origin.dates.has(d.iso) && !open.dates.has(d.iso)).length;
  const words = contentWords(text, stop);
  const rare = new Set(words.filter((x) => origin.words.has(x) && (open.words.get(x) ?? 0) <= 1)).size;
  const pairs = new Set(pairsOf(words).filter((p) => origin.pairs.has(p))).size;
  const numbers = new Set(numbersOf(text).filter((n) => origin.numbers.has(n))).size;
  if (!name && content.length === 0) return NOTHING;
  if (!name && attribution.length === 0 && dates === 0) return NOTHING;
  const parts: readonly (readonly [number, string, string])[] = [
    [name ? w.sourceName : 0, 'it names the source of a protected document', 'carry/source-name'],
    [
      Math.min(2, content.length) * w.content,
      `words of the category (${content.map((c) => c.says).join(', ')})`,
      'carry/content',
    ],
    [Math.min(1, attribution.length) * w.attribution, 'it is told as what another reported', 'carry/attribution'],
    [Math.min(2, dates) * w.sharedDate, 'it shares a date with that document and no open one has it', 'carry/date'],
    [Math.min(3, numbers) * w.sharedNumber, 'it shares numbers with that document', 'carry/number'],
    [Math.min(5, rare) * w.rareWord, 'it shares words that are rare in the matter', 'carry/words'],
    [Math.min(3, pairs) * w.phrase, 'it shares turns of phrase', 'carry/phrase'],
  ];
  const met = parts.filter(([weight]) => weight > 0);
  const linked = name || dates > 0 || numbers > 0 || rare + pairs >= 2;
  const score = met.reduce((sum, [weight]) => sum + weight, 0) + against;
  return linked ? { score, says: met.map(([, says]) => says), rules: met.map(([, , rule]) => rule) } : NOTHING;
}

const NOTHING: Shared = { score: 0, says: [], rules: [] };

function contentWords(text: string, stop: ReadonlySet<string>): readonly string[] {
  return nameWords(text)
    .filter((w) => w.length > 3 && !/\d/.test(w) && !stop.has(w))
    .map(stem);
}

/** Cuts the endings that part "attended" from "attends": enough to compare words within one matter. */
function stem(word: string): string {
  return word.length > 5 ? word.replace(/(?:ing|ed|es|s|ly|ment|ance)$/u, '') : word.replace(/s$/u, '');
}

function pairsOf(words: readonly string[]): readonly string[] {
  return words.slice(1).map((w, i) => `${words[i]} ${w}`);
}

const NUMBER_WORDS = [
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
  'twenty',
  'thirty',
  'forty',
  'fifty',
  'sixty',
  'ninety',
];
const NUMBER_VALUES = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 30, 40, 50, 60, 90];

/** Numbers from four up, in words or figures, that are no part of a date: "eleven" and 11 are one. */
function numbersOf(text: string): readonly string[] {
  let bare = text;
  for (const d of findDates(text)) bare = bare.slice(0, d.start) + ' '.repeat(d.end - d.start) + bare.slice(d.end);
  return nameWords(bare).flatMap((w) => {
    if (/^\d{1,6}$/.test(w)) return Number(w) >= 4 ? [String(Number(w))] : [];
    const at = NUMBER_WORDS.indexOf(w);
    return at < 0 ? [] : [String(NUMBER_VALUES[at])];
  });
}
