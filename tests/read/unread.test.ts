import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { viewOf } from '../../src/read/view.ts';
import { findZones } from '../../src/read/zones.ts';
import { random } from '../support/random.ts';

const [width, height, dpi] = [1275, 1650, 150];

/** A letter page at 150 dpi with the grain of a scanner, as `draw` paints it. */
function page(draw: (on: SKRSContext2D) => void, grain = 6) {
  const canvas = createCanvas(width, height);
  const on = canvas.getContext('2d');
  on.fillStyle = '#fcfcfa';
  on.fillRect(0, 0, width, height);
  draw(on);
  const { data } = on.getImageData(0, 0, width, height);
  const next = random(7);
  const noisy = Uint8Array.from(data, (value, i) =>
    i % 4 === 3 ? 255 : Math.max(0, Math.min(255, value + (next() - 0.5) * grain)),
  );
  return viewOf({ width, height, data: noisy, dpi }, { width: 612, height: 792 });
}

/** Letters as a hand writes them: loops and strokes of a pen. */
function write(on: SKRSContext2D, x: number, y: number, color: string, letters = 9, size = 26): void {
  on.strokeStyle = color;
  on.lineWidth = 2;
  on.beginPath();
  for (let i = 0; i < letters; i++) {
    const at = x + i * size * 0.8;
    on.moveTo(at, y);
    on.bezierCurveTo(
      at + size * 0.7,
      y - size,
      at - size * 0.3,
      y - size * (i % 3 === 0 ? 1.7 : 1),
      at + size * 0.5,
      y - 2,
    );
    if (i % 4 === 3) on.moveTo(at + size * 1.2, y);
  }
  on.stroke();
}

describe('what no reader read is a zone', () => {
  test.each<[string, (on: SKRSContext2D) => void]>([
    ['writing in ink', (on) => write(on, 300, 700, '#202060')],
    ['very light pencil', (on) => write(on, 300, 700, '#dadada')],
    [
      'white on a black bar',
      (on) => {
        on.fillStyle = '#101010';
        on.fillRect(200, 660, 600, 60);
        write(on, 300, 705, '#ffffff');
      },
    ],
    [
      'white on a black area with a rule beside it',
      (on) => {
        on.fillStyle = '#202020';
        on.fillRect(100, 640, 1000, 300);
        on.fillRect(100, 1000, 1000, 3);
        write(on, 300, 705, '#f0f0f0');
      },
    ],
    [
      'a note along the margin',
      (on) => {
        on.translate(120, 900);
        on.rotate(-Math.PI / 2);
        write(on, 0, 0, '#303030', 14);
      },
    ],
    [
      'writing under a marker',
      (on) => {
        on.fillStyle = '#f7f06a';
        on.fillRect(280, 650, 400, 60);
        write(on, 300, 700, '#404040');
      },
    ],
    [
      'a round stamp',
      (on) => {
        on.strokeStyle = '#b02020';
        on.lineWidth = 3;
        on.beginPath();
        on.arc(400, 690, 80, 0, 7);
        on.stroke();
        write(on, 340, 700, '#b02020', 6, 20);
      },
    ],
  ])('%s', (_, draw) => {
    const zones = findZones(page(draw), []);
    expect(zones.length).toBeGreaterThan(0);
    const [x0, x1] = [Math.min(...zones.map(({ box }) => box.x)), Math.max(...zones.map(({ box }) => box.x + box.w))];
    const [y0, y1] = [Math.min(...zones.map(({ box }) => box.y)), Math.max(...zones.map(({ box }) => box.y + box.h))];
    expect(x1 - x0).toBeLessThan(330);
    expect(y1 - y0).toBeLessThan(220);
    expect(zones.every(({ why }) => why.length > 20)).toBe(true);
  });

  test.each<[string, (on: SKRSContext2D) => void, number]>([
    ['a blank back', () => undefined, 6],
    ['a blank back of rough paper', () => undefined, 40],
    [
      'the shade of a fold, a marker and a grey field',
      (on) => {
        const shade = on.createLinearGradient(0, 800, 0, 860);
        shade.addColorStop(0, '#fcfcfa');
        shade.addColorStop(0.5, '#e4e4e2');
        shade.addColorStop(1, '#fcfcfa');
        on.fillStyle = shade;
        on.fillRect(0, 800, width, 60);
        on.fillStyle = '#f7f06a';
        on.fillRect(280, 300, 400, 40);
        on.fillStyle = '#e8e8e8';
        on.fillRect(280, 400, 400, 80);
      },
      6,
    ],
    [
      'a black bar and a pale table',
      (on) => {
        on.fillStyle = '#101010';
        on.fillRect(200, 660, 600, 60);
        on.strokeStyle = '#cccccc';
        for (let i = 0; i < 6; i++) on.strokeRect(200, 900 + 40 * i, 600, 40);
      },
      6,
    ],
  ])('and nothing else: %s', (_, draw, grain) => {
    expect(findZones(page(draw, grain), [])).toEqual([]);
  });
});
