import { describe, expect, it } from 'vitest';
import { viewOf } from '../../src/read/view.ts';
import { findZones } from '../../src/read/zones.ts';

const [width, height, dpi] = [850, 1100, 100];

/** A letter page at 100 dpi, drawn by `ink`, which is told pixels and a pen. */
function page(draw: (dot: (x: number, y: number, shade?: number) => void) => void) {
  const data = new Uint8Array(width * height * 4).fill(255);
  draw((x, y, shade = 0) => {
    const at = (Math.round(y) * width + Math.round(x)) * 4;
    data.fill(shade, at, at + 3);
  });
  return viewOf({ width, height, data, dpi }, { width: 612, height: 792 });
}

type Dot = (x: number, y: number, shade?: number) => void;

function rectangle(dot: Dot, x: number, y: number, w: number, h: number, fill = false): void {
  for (let dy = 0; dy < h; dy++) {
    for (let dx = 0; dx < w; dx++) if (fill || dx < 2 || dy < 2 || dx >= w - 2 || dy >= h - 2) dot(x + dx, y + dy);
  }
}

/** Loops of a pen, as of a signature. */
function scribble(dot: Dot, x: number, y: number): void {
  for (let t = 0; t < 4000; t++) {
    const [px, py] = [x + t / 25 + 8 * Math.cos(t / 60), y + 14 * Math.sin(t / 60) + 5 * Math.sin(t / 170)];
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, 1],
    ] as const)
      dot(px + dx, py + dy);
  }
}

function photograph(dot: Dot): void {
  for (let y = 0; y < 200; y++) {
    for (let x = 0; x < 150; x++)
      dot(300 + x, 300 + y, 90 + 70 * Math.sin(x / 9) * Math.cos(y / 13) + ((x * 7 + y * 13) % 40));
  }
}

describe('silent', () => {
  it.each<[string, (dot: Dot) => void]>([
    ['an empty page', () => undefined],
    [
      'a table',
      (dot) => {
        for (let row = 0; row < 8; row++) rectangle(dot, 100, 100 + row * 40, 600, 42);
        rectangle(dot, 300, 100, 2, 320, true);
      },
    ],
    [
      'a table a little askew',
      (dot) => {
        for (let row = 0; row < 5; row++)
          for (let x = 100; x < 700; x++) for (const d of [0, 1]) dot(x, 100 + row * 40 + x * 0.012 + d);
        for (const x of [100, 400, 699])
          for (let y = 102; y < 265; y++) for (const d of [0, 1]) dot(x - y * 0.012 + d, y + x * 0.012);
      },
    ],
    [
      'check boxes and bullets',
      (dot) => {
        for (let row = 0; row < 6; row++) rectangle(dot, 100, 100 + row * 30, 14, 14);
        for (let row = 0; row < 6; row++) rectangle(dot, 200, 100 + row * 30, 6, 6, true);
      },
    ],
    [
      'specks',
      (dot) => {
        for (let i = 0; i < 900; i++) dot((i * 7919) % 840, (i * 104729) % 1090);
      },
    ],
    [
      'punch holes',
      (dot) => {
        for (const top of [200, 550, 900]) {
          for (let y = -14; y < 14; y++) for (let x = -14; x < 14; x++) if (x * x + y * y < 196) dot(40 + x, top + y);
        }
      },
    ],
    [
      'the rim of a scan',
      (dot) => {
        for (let y = 0; y < height; y++) for (let x = 0; x < 12 + (y % 3); x++) dot(x, y);
      },
    ],
    ['a filled bar', (dot) => rectangle(dot, 100, 100, 500, 30, true)],
  ])('about %s', (_, draw) => {
    expect(findZones(page(draw), [])).toEqual([]);
  });
});

describe('speaks up', () => {
  it('about a signature, in a tight box', () => {
    const zones = findZones(
      page((dot) => scribble(dot, 200, 600)),
      [],
    );
    expect(zones.map((zone) => zone.kind)).toEqual(['handwriting']);
    const box = zones[0]!.box;
    expect(box.x).toBeGreaterThan(130);
    expect(box.x + box.w).toBeLessThan(280);
    expect(box.y).toBeLessThan((590 * 72) / 100);
    expect(box.y + box.h).toBeGreaterThan((610 * 72) / 100);
  });

  it('about a signature on the line of a form', () => {
    const draw = (dot: Dot): void => {
      scribble(dot, 200, 600);
      rectangle(dot, 150, 612, 400, 2, true);
    };
    expect(findZones(page(draw), []).map((zone) => zone.kind)).toEqual(['handwriting']);
  });

  it('about a photograph', () => {
    const zones = findZones(page(photograph), []);
    expect(zones.map((zone) => zone.kind)).toEqual(['photograph']);
    expect(zones[0]!.box.w).toBeGreaterThan(100);
    expect(zones[0]!.box.h).toBeGreaterThan(135);
  });

  it('not where a word explains the ink, but where a doubtful or impossible one claims to', () => {
    const view = page((dot) => scribble(dot, 200, 600));
    const box = { x: 138, y: 418, w: 126, h: 28 };
    const word = { text: 'letters that fit', box, upright: box, glyphs: [], confidence: 0.9 };
    expect(findZones(view, [word])).toEqual([]);
    expect(findZones(view, [{ ...word, confidence: 0.1 }])).not.toEqual([]);
    expect(findZones(view, [{ ...word, text: 'W' }])).not.toEqual([]);
  });

  it('about small print that nobody read', () => {
    const draw = (dot: Dot): void => {
      for (let i = 0; i < 8; i++) rectangle(dot, 200 + i * 9, 300, 6, 9);
    };
    expect(findZones(page(draw), [])).toHaveLength(1);
  });

  it('only within the areas asked for', () => {
    const view = page((dot) => scribble(dot, 200, 600));
    expect(findZones(view, [], { within: [{ x: 0, y: 0, w: 600, h: 100 }] })).toEqual([]);
    expect(findZones(view, [], { within: [{ x: 0, y: 400, w: 600, h: 100 }] })).toHaveLength(1);
  });
});
