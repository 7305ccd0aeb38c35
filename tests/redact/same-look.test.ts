import { describe, expect, test } from 'vitest';
import type { Bitmap } from '../../src/pdf/bitmap.ts';
import type { ImageUse } from '../../src/pdf/page-model.ts';
import { looksSame, rimsOf } from '../../src/redact/same-look.ts';

const DPI = 72;

/** A white page of 100 by 100 points with black rows, from one to before another. */
function page(from: number, to: number): Bitmap {
  const data = new Uint8Array(100 * 100 * 4).fill(255);
  for (let row = from; row < to; row++) data.fill(0, row * 400, row * 400 + 400);
  return { width: 100, height: 100, data, dpi: DPI };
}

const letter = { x: 20, y: 30, w: 6, h: 12 };
const painted = [{ x: 10, y: 50, w: 60, h: 12 }];
const scan = { box: { x: 0, y: 0, w: 100, h: 100 }, width: 320, height: 320 } as unknown as ImageUse;

describe('looksSame', () => {
  test('lets a box grow to whole blocks of the picture it is cut from', () => {
    const rims = rimsOf(painted, [scan]);
    expect(looksSame(page(50, 62), page(40, 70), [letter], painted, rims)).toBe(true);
  });

  test.each([
    ['no picture lies there', rimsOf(painted, []), 40],
    ['it is farther than a block', rimsOf(painted, [scan]), 35],
  ])('misses what changed where %s', (_, rims, from) => {
    expect(looksSame(page(50, 62), page(from, 70), [letter], painted, rims)).toBe(false);
  });
});
