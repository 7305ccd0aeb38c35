import { describe, expect, it } from 'vitest';
import { regionsToRead } from '../../src/verify/regions-to-read.ts';

const sheet = { width: 600, height: 800 };
const word = (x: number, y: number, more = {}) => ({ box: { x, y, w: 40, h: 10 }, size: 10, level: true, ...more });

describe('what of a page is read from its picture', () => {
  it('is nothing where letters and ink are explained', () => {
    expect(regionsToRead(sheet, [], [])).toEqual({ patches: [], strips: [] });
  });

  it('is the line of a word in doubt with its neighbours, across the page', () => {
    expect(regionsToRead(sheet, [word(300, 400)], []).strips).toEqual([{ x: 0, y: 380, w: 600, h: 50 }]);
  });

  it('is one strip for words near each other, and more of the page where text runs down it', () => {
    const near = [word(300, 400), word(50, 430), word(10, 600, { level: false, size: 5 })];
    expect(regionsToRead(sheet, near, []).strips).toEqual([
      { x: 0, y: 380, w: 600, h: 80 },
      { x: 0, y: 530, w: 600, h: 150 },
    ]);
  });

  it('is the unexplained ink, which need not be read twice for the words on it', () => {
    const ink = [
      { x: 100, y: 700, w: 100, h: 90 },
      { x: 10, y: 20, w: 30, h: 30 },
    ];
    expect(regionsToRead(sheet, [word(120, 720)], ink)).toEqual({ patches: ink, strips: [] });
  });

  it('is the page where that is most of it', () => {
    const rows = Array.from({ length: 20 }, (_, i) => word(50, 40 * i));
    const whole = { patches: [], strips: [{ x: 0, y: 0, w: 600, h: 800 }] };
    expect(regionsToRead(sheet, rows, [])).toEqual(whole);
    expect(regionsToRead(sheet, [], [{ x: 0, y: 0, w: 600, h: 700 }])).toEqual(whole);
  });
});
