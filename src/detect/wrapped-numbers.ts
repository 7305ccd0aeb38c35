import type { Hit } from '../model/detecting.ts';
import type { PageText } from '../model/page.ts';
import { type Chunk, chunksOf } from './chunks.ts';

/** Lines of one cell begin this near to each other, in points, and follow within this many heights. */
const EDGE = 3;
const NEXT = 1.8;

const KINDS = [
  {
    label: 'PHONE',
    basis: 'third_party',
    aspect: 'contact',
    regex: /^(?:\+?1[-. ]?)?\(?[2-9]\d\d\)?[-. ]?[2-9]\d\d[-. ]?\d{4}$/,
  },
  { label: 'SSN', basis: 'identifier', aspect: 'identifier', regex: /^(?!000|666|9)\d{3}-\d\d-\d{4}$/ },
] as const;

/**
 * Telephone and Social Security numbers that a narrow cell broke in two, where the reading order of the table put
 * other cells between their halves: a hit for each half, both with the key of the whole number.
 */
export function wrappedNumbers(page: PageText, found: readonly Hit[]): Hit[] {
  const chunks = chunksOf(page);
  return chunks.flatMap((upper) => {
    if (!/\d\)?[-.]?$/.test(upper.words.at(-1)?.text ?? '')) return [];
    const under = chunks.find((one) => isUnder(one, upper));
    return under === undefined ? [] : halves(upper, under, found);
  });
}

function halves(upper: Chunk, under: Chunk, found: readonly Hit[]): Hit[] {
  const last = under.words[0];
  if (last === undefined || !/^\d/.test(last.text)) return [];
  const tail = last.text.replace(/[^\d]+$/, '');
  for (const count of [1, 2]) {
    const words = upper.words.slice(-count);
    const [first] = words;
    if (first === undefined || words.length < count) break;
    const whole = `${words.map((w) => w.text).join(' ')}${tail}`;
    const kind = KINDS.find(({ regex }) => regex.test(whole));
    const start = first.start;
    const end = Math.max(...words.map((w) => w.start + w.text.length));
    const tailEnd = last.start + tail.length;
    if (kind === undefined) continue;
    const isKnown = found.some((h) => h.label === kind.label && h.start <= start && tailEnd <= h.end);
    if (isKnown) return [];
    const { label, basis, aspect } = kind;
    const half = (from: number, to: number): Hit => ({
      start: from,
      end: to,
      label,
      basis,
      aspect,
      tier: 'auto',
      score: 0.8,
      rules: ['cells/wrapped-number'],
      why: 'Half of a number that its cell broke into two lines.',
      key: `${label}:${whole.replace(/\D/g, '')}`,
    });
    return [half(start, end), half(last.start, tailEnd)];
  }
  return [];
}

function isUnder(one: Chunk, upper: Chunk): boolean {
  const drop = one.top - upper.top;
  return Math.abs(one.left - upper.left) <= EDGE && drop > 0.5 * upper.height && drop <= NEXT * upper.height;
}
