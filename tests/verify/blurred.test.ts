import { describe, expect, it } from 'vitest';
import { blurIn } from '../../src/verify/blurred.ts';

const [WIDE, TALL] = [480, 480];

/** A page of sharp letters above, and something in a strip of it below. */
function page(strip: (x: number, y: number) => number): Parameters<typeof blurIn>[0] {
  const data = new Uint8Array(WIDE * TALL).fill(255);
  for (let y = 0; y < TALL; y++) {
    for (let x = 0; x < WIDE; x++) {
      if (y >= 24 && y < 36 && x < 240) data[y * WIDE + x] = x % 6 < 2 ? 0 : 255;
      if (y >= 240 && y < 264 && x >= 48 && x < 240) data[y * WIDE + x] = strip(x, y - 240);
    }
  }
  return { width: WIDE, height: TALL, channels: 1, data };
}

const soft = (x: number, y: number): number => Math.round(140 + 50 * Math.sin(x / 5) * Math.sin(y / 5));

describe('blurIn', () => {
  it('sees smeared writing on a page of sharp letters', () => {
    expect(blurIn(page(soft))).toBeDefined();
  });

  it.each<readonly [string, (x: number, y: number) => number]>([
    ['paper', () => 255],
    ['the rules of a form, two rows of cells one below the other', (_, y) => (y === 4 || y === 18 ? 0 : 255)],
    ['rules that a scan set askew', (x, y) => Math.min(255, 255 * Math.abs((y % 14) - 4 - Math.floor(x / 96)))],
    ['the rules of a page that was drawn with soft edges', (_, y) => [255, 120, 0, 130, 255][(y % 14) - 3] ?? 255],
    ['grey bars with soft edges', (_, y) => [255, 245, 225, 208, 204, 204, 208, 225, 245][y % 12] ?? 255],
  ])('leaves %s', (_, strip) => {
    expect(blurIn(page(strip))).toBeUndefined();
  });
});
