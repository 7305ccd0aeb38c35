import { expect, test } from 'vitest';
import { veiled } from '../../src/pdf/crop.ts';

test('a veiled picture shows nothing of what stands in the box, and all the rest', () => {
  const data = Uint8Array.from({ length: 20 * 20 * 4 }, (_, i) => i % 199);
  const picture = { width: 20, height: 20, dpi: 72, data };
  const { data: shown } = veiled(picture, [{ x: 5, y: 5, w: 10, h: 10 }]);
  for (let y = 0; y < 20; y++)
    for (let x = 0; x < 20; x++) {
      const at = (y * 20 + x) * 4;
      const inside = x >= 5 && x < 15 && y >= 5 && y < 15;
      expect([...shown.subarray(at, at + 4)]).toEqual(inside ? [200, 200, 200, 200] : [...data.subarray(at, at + 4)]);
    }
  expect(veiled(picture, [])).toBe(picture);
});
