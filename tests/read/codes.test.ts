import { PDFDocument, type PDFPage, rgb, StandardFonts } from 'pdf-lib';
import { describe, expect, it, test, vi } from 'vitest';
import type { OcrEngine } from '../../src/model/ocr.ts';
import type { PageText } from '../../src/model/page.ts';
import { openReader } from '../../src/pipeline/read-pdf.ts';
import { barsIn } from '../../src/read/bars.ts';
import { findCodes } from '../../src/read/codes.ts';
import { viewOf } from '../../src/read/view.ts';
import { loadBarcodeProgram } from '../../src/store/load-barcodes.ts';
import { openBarcodeReader } from '../../src/tools/barcodes.ts';
import { codeOf } from '../support/codes.ts';

/** Reads no letters: what is not read by another is ink. */
const blind: OcrEngine = { name: 'blind', recognise: async () => [] };
const barcodes = openBarcodeReader(loadBarcodeProgram);

type Modules = readonly (readonly boolean[])[];

/** Draws a code as filled rectangles, as office programs and label printers do. */
function drawCode(page: PDFPage, code: Modules, x: number, y: number, size: number, tall = size): void {
  const [black, rows] = [rgb(0, 0, 0), code.length];
  for (const [row, modules] of code.entries())
    for (const [column, dark] of modules.entries())
      if (dark)
        page.drawRectangle({
          x: x + column * size,
          y: y + (rows - 1 - row) * tall,
          width: size,
          height: tall,
          color: black,
        });
}

async function read(
  draw: (page: PDFPage) => void,
  lines: readonly string[],
  options: { reader?: boolean } = {},
): Promise<PageText> {
  const doc = await PDFDocument.create();
  const font = await doc.embedFont(StandardFonts.Helvetica);
  const page = doc.addPage([612, 792]);
  for (const [i, line] of lines.entries()) page.drawText(line, { x: 72, y: 700 - 20 * i, size: 12, font });
  draw(page);
  const bytes = await doc.save();
  const reader = await openReader({
    file: 'a.pdf',
    bytes,
    pixels: 'auto',
    ocr: blind,
    ...(options.reader === false ? {} : { barcodes }),
  });
  try {
    return await reader.read(1);
  } finally {
    await reader.close();
  }
}

vi.setConfig({ testTimeout: 60_000 });

const LINES = ['Specimen label', 'Sent to the laboratory on March 4, 2024'];
const qr = await codeOf('MRN 00412345 DOE JANE', 'QRCode');
const bars = (await codeOf('ABC-00412345', 'Code128')).slice(0, 1);
const license = await codeOf('DAQD1234567\nDCSSAMPLEWOOD\nDBB02031991', 'PDF417');

describe('a code on a printed page', () => {
  test.each([
    ['a QR code', qr, 2.5, 2.5, 'MRN 00412345 DOE JANE'],
    ['bars', bars, 1.2, 40, 'ABC-00412345'],
    ['the stripes of a licence', license, 1.4, 4, 'DAQD1234567\nDCSSAMPLEWOOD\nDBB02031991'],
  ] as const)('is read, stands in the text, and is an item: %s', async (_, code, size, tall, says) => {
    const page = await read((on) => drawCode(on, code, 200, 300, size, tall), LINES);
    expect(page.text).toBe(`${LINES.join('\n')}\n\n${says}`);
    const words = page.words.filter((word) => word.code === true);
    const [box] = words.map((word) => word.box);
    expect(box!.x).toBeLessThan(205);
    expect(box!.x + box!.w).toBeGreaterThan(195 + code[0]!.length * size);
    expect(box!.y).toBeLessThan(792 - 295 - code.length * tall);
    expect(box!.y + box!.h).toBeGreaterThan(792 - 305);
    expect(page.zones).toMatchObject([{ kind: 'barcode', box }]);
    expect(page.zones[0]?.why).not.toContain('00412345');
  });

  test('is none for a person where it says what is printed beside it', async () => {
    const page = await read((on) => drawCode(on, bars, 200, 300, 1.2, 40), [...LINES, 'Label ABC 00412345']);
    expect(page.zones).toEqual([]);
    expect(page.words.filter((word) => word.code === true).map(({ text }) => text)).toEqual(['ABC-00412345']);
  });

  test('is a zone where nobody reads it', async () => {
    const torn = qr.map((row, y) => row.map((dark, x) => (x > 12 && y > 8 ? (x * y) % 3 === 0 : dark)));
    for (const page of [
      await read((on) => drawCode(on, bars, 200, 300, 1.2, 40), LINES, { reader: false }),
      await read((on) => drawCode(on, torn, 200, 300, 2.5), []),
    ]) {
      expect(page.words.filter((word) => word.code === true)).toEqual([]);
      expect(page.zones.length).toBeGreaterThan(0);
    }
  });

  test('is no table, and a table is no code', async () => {
    const page = await read((on) => {
      for (let i = 0; i < 30; i++)
        on.drawRectangle({ x: 72 + i * 15, y: 200, width: 0.7, height: 300, color: rgb(0, 0, 0) });
    }, LINES);
    expect(page.zones).toEqual([]);
    expect(page.text).toBe(LINES.join('\n'));
  });
});

describe('bars', () => {
  const [width, height, dpi] = [850, 1100, 150];
  const view = (draw: (x: number, y: number) => boolean) => {
    const data = new Uint8Array(width * height * 4).fill(255);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) if (draw(x, y)) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    return viewOf({ width, height, data, dpi }, { width: 408, height: 528 });
  };
  const stripe = (i: number): boolean => bars[0]![Math.floor(i / 2)] === true;
  it('are found upright and lying', () => {
    const [up] = barsIn(view((x, y) => y > 200 && y < 260 && x > 300 && stripe(x - 300)));
    expect(up!.y0).toBeGreaterThan(190);
    expect(up!.x1).toBeLessThan(620);
    const [lying] = barsIn(view((x, y) => x > 200 && x < 260 && y > 300 && stripe(y - 300)));
    expect(lying!.x0).toBeGreaterThan(190);
    expect(lying!.x1).toBeLessThan(290);
    expect(lying!.y0).toBeGreaterThan(250);
  });
  it('are none in rules, tables and print', () => {
    expect(barsIn(view((x, y) => x % 40 < 2 || y % 30 < 2))).toEqual([]);
    expect(barsIn(view((x, y) => (x * 7 + y * 13) % 11 < 3))).toEqual([]);
  });
});

test.each([
  ['a table that looks like a square code', 'DataMatrix', 400, 0],
  ['a square code', 'DataMatrix', 60, 1],
  ['a long linear code', 'Code128', 400, 1],
])('%s that says nothing: %s, %i points', async (_, format, size, zones) => {
  const [width, height] = [1224, 1584];
  const pixels = { width, height, dpi: 144, data: new Uint8Array(width * height * 4).fill(255) };
  const view = viewOf(pixels, { width: 612, height: 792 });
  const box = { x0: 100, y0: 100, x1: 100 + 2 * size, y1: 160 };
  expect(await findCodes(view, { close: () => undefined, read: async () => [{ format, box }] })).toHaveLength(zones);
});
