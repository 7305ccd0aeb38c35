import { describe, expect, it } from 'vitest';
import { paperAround } from '../../src/redact/paper-shade.ts';

const SIZE = { width: 12, height: 12 };
const BLOCKS = [{ left: 0, top: 0, right: 8, bottom: 8 }];
const EXACT = [{ left: 2, top: 2, right: 6, bottom: 6 }];

/** An RGB picture of one shade, but for `changed` samples of another. */
function picture(shade: number, other: number, changed: readonly (readonly [number, number])[]): Uint8Array {
  const rgb = new Uint8Array(3 * SIZE.width * SIZE.height).fill(shade);
  for (const [x, y] of changed) rgb.fill(other, 3 * (y * SIZE.width + x), 3 * (y * SIZE.width + x) + 3);
  return rgb;
}

const row = (y: number): readonly (readonly [number, number])[] => Array.from({ length: 8 }, (_, x) => [x, y]);

describe('the shade that whole blocks around a box are filled with', () => {
  it.each([
    ['is that of the paper', picture(240, 0, []), false, 240],
    ['does not hang on what the box hides', picture(240, 0, row(3).slice(2, 6)), false, 240],
    ['takes grain for paper', picture(240, 215, row(1)), false, 240],
    ['is none where there is ink beside the box', picture(240, 0, row(1)), false, undefined],
    ['is none where ink surrounds the box', picture(240, 0, [...row(0), ...row(7)]), false, undefined],
    ['is the ink of a picture that colours a mask', picture(10, 255, row(1)), true, 10],
    ['is none where that ink could not be seen', picture(255, 10, row(1)), true, undefined],
  ])('%s', (_, rgb, masked, shade) => {
    const want = shade === undefined ? undefined : [shade, shade, shade];
    expect(paperAround(rgb, SIZE, BLOCKS, EXACT, masked)).toEqual(want);
  });

  it('is none where blocks take all of the picture', () => {
    const all = [{ left: 0, top: 0, right: 12, bottom: 12 }];
    expect(paperAround(picture(240, 0, []), SIZE, all, EXACT, false)).toBeUndefined();
  });
});
