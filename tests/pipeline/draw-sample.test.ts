import { expect, test } from 'vitest';
import type { Decided } from '../../src/model/disposition.ts';
import { drawSample } from '../../src/pipeline/judge.ts';
import type { Prepared } from '../../src/pipeline/prepare.ts';

const page = (n: number) => ({ file: 'a.pdf', page: n });
const prepared = { documents: [{ id: 'd1', pages: [page(1), page(2)] }] } as unknown as Prepared;

function decided(treatment: string, boxed: readonly number[]): Decided {
  const redactions = boxed.map((n) => ({ page: page(n) }));
  return { dispositions: [{ document: 'd1', treatment, redactions }] } as unknown as Decided;
}

test.each([
  ['unmarked pages that go out', 'redact', [1], [2]],
  ['marked pages where every one bears a box, or nothing could ever be released', 'redact', [1, 2], [1, 2]],
  ['nothing where nothing goes out', 'withhold', [], []],
])('the sample is drawn of %s', (_, treatment, boxed, drawn) => {
  const sample = drawSample('M-1', prepared, decided(treatment, boxed));
  expect(sample.map((one) => one.page).sort()).toEqual(drawn);
});
