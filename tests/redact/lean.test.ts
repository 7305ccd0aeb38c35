import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { type Box, unionBox } from '../../src/model/geometry.ts';
import type { PageText, Word } from '../../src/model/page.ts';
import { partsOf } from '../../src/model/redacting.ts';
import { openRenderer } from '../../src/pdf/render.ts';
import { imagesToPdf } from '../../src/pdf/wrap-image.ts';
import { leanOf } from '../../src/redact/lean.ts';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { names } from './live-text.ts';
import { burnPhrase, extract, planOf } from './pages.ts';

const DPI = 150;
const SCALE = DPI / 72;
const LINES = [
  'On the second day of the hearing the court went on with the evidence of the county,',
  'and the worker was asked about the visit in the spring, of which she had made a note.',
  'The neighbor, Margaret Whitfield, had called twice, she said, and nobody had come',
  'before the third of April, when the door was opened and the two boys were let in by',
  'their aunt. Nothing had been said to her about it, and she did not ask anyone there.',
  'The court rose at noon.',
];

interface Scan {
  readonly source: Uint8Array;
  readonly text: PageText;
  /** Letters of a line on the page. */
  readonly letters: readonly (readonly Box[])[];
}

/** A page put into the scanner at an angle (degrees clockwise), with the words an engine reads from it. */
function scanAt(degrees: number): Scan {
  const [width, height] = [Math.round(612 * SCALE), Math.round(400 * SCALE)];
  const canvas = createCanvas(width, height);
  const c = canvas.getContext('2d');
  c.fillStyle = 'white';
  c.fillRect(0, 0, width, height);
  const angle = (degrees * Math.PI) / 180;
  c.rotate(angle);
  c.fillStyle = 'black';
  c.font = `${11 * SCALE}px Helvetica, Arial, sans-serif`;
  const turned = (x: number, y: number, w: number, h: number): Box => {
    const corners = [
      [x, y],
      [x + w, y],
      [x, y + h],
      [x + w, y + h],
    ].map(([px = 0, py = 0]) => [
      (px * Math.cos(angle) - py * Math.sin(angle)) / SCALE,
      (px * Math.sin(angle) + py * Math.cos(angle)) / SCALE,
    ]);
    return unionBox(corners.map(([px = 0, py = 0]) => ({ x: px, y: py, w: 0, h: 0 })));
  };
  const words: Word[] = [];
  const letters: Box[][] = [];
  let text = '';
  for (const [row, line] of LINES.entries()) {
    const [x, y] = [72 * SCALE, (120 + row * 14) * SCALE];
    c.fillText(line, x, y);
    if (row > 0) text += '\n';
    const start = text.length;
    letters.push([]);
    for (const match of line.matchAll(/\S+/g)) {
      // As an engine does: every letter as high as the ink of its word.
      const high = /[A-Zbdfhiklt]/.test(match[0]) ? 8.4 : 6;
      const low = /[gjpqy,]/.test(match[0]) ? 2.4 : 0.2;
      const boxes = [...match[0]].map((char, i) =>
        turned(
          x + c.measureText(line.slice(0, match.index + i)).width,
          y - high * SCALE,
          c.measureText(char).width,
          (high + low) * SCALE,
        ),
      );
      letters.at(-1)?.push(...boxes);
      const glyphs = boxes.flatMap((b) => [b.x, b.y, b.w, b.h]);
      words.push({
        text: match[0],
        start: start + match.index,
        box: unionBox(boxes),
        glyphs,
        confidence: 0.9,
        line: row,
      });
    }
    text += line;
  }
  const page: PageText = {
    ref: { file: 'scan.pdf', page: 1 },
    width: (width * 72) / DPI,
    height: (height * 72) / DPI,
    text,
    words,
    readBy: 'ocr',
    turn: 0,
    treat: 'surgery',
    zones: [],
    notes: [],
  };
  c.resetTransform();
  const pixels = c.getImageData(0, 0, width, height).data;
  const data = new Uint8Array(width * height).map((_, i) => pixels[4 * i] ?? 0);
  return {
    source: imagesToPdf([{ kind: 'grey', width, height, data, dpi: DPI }]),
    text: page,
    letters,
  };
}

/** Share of the ink of letters that is as it was, and of what the page shows under boxes that is black. */
async function inkKept(source: Uint8Array, made: Uint8Array, letters: readonly Box[]): Promise<number> {
  const [before, after] = await Promise.all([source, made].map((bytes) => openRenderer(bytes)));
  const [a, b] = [before!.render(1, DPI), after!.render(1, DPI)];
  before!.close();
  after!.close();
  let [ink, same] = [0, 0];
  for (const box of letters) {
    for (let y = Math.ceil(box.y * SCALE); y < (box.y + box.h) * SCALE; y++) {
      for (let x = Math.ceil(box.x * SCALE); x < (box.x + box.w) * SCALE; x++) {
        const at = 4 * (y * a.width + x);
        // White between the letters that went black is lost as well.
        ink++;
        if (Math.abs(a.data[at]! - b.data[at]!) < 64) same++;
      }
    }
  }
  return same / ink;
}

const words = { respaced_mark: '‡', respaced_note: '‡ altered' };
const relay = { when: 'auto', threshold: 100, rosterLeast: 5, names, words } as const;
const options = { scope: 'production', terms: [], relay } as const;

describe.each([0.5, 1, 2, -1.5])('a scan put in askew by %d degrees', (degrees) => {
  const { source, text, letters } = scanAt(degrees);

  it('is seen to lean', () => {
    const [a, b] = [
      leanOf(text)!.there({ x: 100, y: 100, w: 1, h: 1 }),
      leanOf(text)!.there({ x: 300, y: 100, w: 1, h: 1 }),
    ];
    expect((a.y - b.y) / 200).toBeCloseTo(Math.tan((degrees * Math.PI) / 180), 2);
  });

  it('has a grown box that follows its line, and the lines above and below stay whole', async () => {
    const burn = burnPhrase(text, 'Margaret Whitfield').map((box) => ({ ...box, hidesIdentity: true }));
    const out = await redactPdf(source, [planOf(text, burn)], options);
    const [page] = out.pages;
    expect(page).toMatchObject({ mode: 'surgery' });
    expect(page!.painted).toHaveLength(1);
    const [box] = page!.painted!;
    expect(box!.box.w).toBeGreaterThan(300);
    expect(partsOf(box!).length).toBeGreaterThan(1);
    expect(
      await inkKept(source, out.bytes, [...letters[0]!, ...letters[1]!, ...letters[3]!, ...letters[4]!]),
    ).toBeGreaterThan(0.97);
    const [shown] = await extract(out.bytes);
    const kept = [LINES[0], LINES[1], 'The neighbor, ', LINES[3], LINES[4], LINES[5]].join(' ');
    for (const word of kept.split(' ')) expect(shown).toContain(word);
    const rest = letters[2]!.filter((letter) => letter.x > burn[0]!.box.x + 2);
    expect(await inkKept(source, out.bytes, rest)).toBeLessThan(0.35);
  });

  it('loses whole lines and no part of their neighbors', async () => {
    const start = text.text.indexOf('and the worker');
    const burn = [1, 2, 3].flatMap((line) => burnPhrase(text, LINES[line]!, 'AC', 'attorney-client privilege'));
    expect(start).toBeGreaterThan(0);
    const out = await redactPdf(source, [planOf(text, burn)], options);
    const [shown] = await extract(out.bytes);
    expect(shown).toContain(`${LINES[0]} ${LINES[4]}`);
    expect(shown).not.toMatch(/worker|Margaret|nobody|aprons/);
    expect(await inkKept(source, out.bytes, [...letters[0]!, ...letters[4]!])).toBeGreaterThan(0.97);
    expect(await inkKept(source, out.bytes, [...letters[1]!, ...letters[2]!, ...letters[3]!])).toBeLessThan(0.35);
  });
});

it('a level scan, and a page of few words, lean not', () => {
  expect(leanOf(scanAt(0).text)).toBeUndefined();
  expect(leanOf(scanAt(0.1).text)).toBeUndefined();
  const { text } = scanAt(1);
  expect(leanOf({ ...text, words: text.words.slice(0, 2) })).toBeUndefined();
});
