import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { PDFDocument, PDFName, type PDFPage, rgb, StandardFonts } from 'pdf-lib';
import { afterAll, describe, expect, test } from 'vitest';
import type { OcrEngine, OcrLayout } from '../../src/model/ocr.ts';
import { openTesseract } from '../../src/tools/tesseract.ts';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';

const SECRET = 'Margaret Whitfield';
const TEXT = 'The witness gave a letter to her mother on June 14 and walked back home by way of the quay.';

async function page(spoil: (doc: PDFDocument, page: PDFPage) => void | Promise<void>): Promise<Uint8Array> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  const sheet = doc.addPage([500, 300]);
  sheet.drawText(TEXT, { x: 20, y: 240, size: 10, font: await doc.embedFont(StandardFonts.Helvetica) });
  sheet.drawRectangle({ x: 40, y: 196, width: 100, height: 14, color: rgb(0, 0, 0) });
  await spoil(doc, sheet);
  return doc.save({ useObjectStreams: false });
}

/** A font whose codes 1, 2 ... draw the letters of `drawn`, and which says that they are those of `told`. */
function lyingFont(doc: PDFDocument, drawn: string, told: string): Uint8Array {
  const letters = [...new Set(drawn)];
  const says = letters.map((letter) => told[drawn.indexOf(letter)] ?? letter);
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
  const map = [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def',
    '1 begincodespacerange <00> <ff> endcodespacerange',
    `${letters.length} beginbfchar`,
    ...says.map((letter, i) => `<${hex(i + 33, 2)}> <${hex(letter.charCodeAt(0), 4)}>`),
    'endbfchar endcmap end end',
  ].join('\n');
  const names = letters.map((letter) => PDFName.of(letter === ' ' ? 'space' : letter));
  const font = doc.context.obj({
    Type: 'Font',
    Subtype: 'Type1',
    BaseFont: 'Helvetica',
    Encoding: doc.context.obj({ Type: 'Encoding', Differences: doc.context.obj([33, ...names]) }),
    ToUnicode: doc.context.register(doc.context.stream(map)),
  });
  doc.getPage(0).node.setFontDictionary(PDFName.of('Liar'), doc.context.register(font));
  return Uint8Array.from([...drawn].map((letter) => letters.indexOf(letter) + 33));
}

describe('pages as printed', () => {
  const tesseract = openTesseract({ workers: 1 });
  afterAll(() => tesseract.close());

  async function check(bytes: Uint8Array): Promise<{ found: readonly string[]; layouts: readonly OcrLayout[] }> {
    const layouts: OcrLayout[] = [];
    const ocr: OcrEngine = {
      name: tesseract.name,
      recognise: (image, options) => {
        layouts.push(options.layout);
        return tesseract.recognise(image, options);
      },
    };
    const burnt = [{ page: 1, box: { x: 40, y: 90, w: 100, h: 14 }, code: 'REDACTED' }];
    const findings = await verifyPdf({ file: 'a.pdf', bytes, terms: [SECRET], strict: false, burnt, ocr });
    return { found: findings.filter(({ level }) => level === 'leak').map(({ name }) => name), layouts };
  }

  test('letters that look like what they are said to be need no second reading', async () => {
    expect(await check(await page(() => {}))).toEqual({ found: [], layouts: ['block'] });
  });

  test('a font that lies about one letter is found out', async () => {
    const bytes = await page((doc, sheet) => {
      const codes = lyingFont(doc, SECRET, SECRET.replace('M', 'Q'));
      const show = `q BT /Liar 12 Tf 1 0 0 1 40 150 Tm <${Buffer.from(codes).toString('hex')}> Tj ET Q`;
      sheet.node.addContentStream(doc.context.register(doc.context.stream(show)));
    });
    const { found, layouts } = await check(bytes);
    expect(layouts).toContain('page');
    expect(found).toContain('image-pixels');
  });

  test('also where two of its codes say that they are one letter', async () => {
    const bytes = await page((doc, sheet) => {
      const drawn = `Qhitfield ${SECRET}`;
      const codes = lyingFont(doc, drawn, `Qhitfield Qargaret Qhitfield`);
      const show = (from: number, to: number): string => Buffer.from(codes.slice(from, to)).toString('hex');
      const lines = `<${show(0, 9)}> Tj 0 -40 Td <${show(10, drawn.length)}> Tj`;
      const content = `q BT /Liar 12 Tf 1 0 0 1 40 150 Tm ${lines} ET Q`;
      sheet.node.addContentStream(doc.context.register(doc.context.stream(content)));
    });
    expect((await check(bytes)).found).toContain('image-pixels');
  });

  test('also where it lies about the second half of a name that goes on in the next line', async () => {
    const bytes = await page((doc, sheet) => {
      const hex = Buffer.from(lyingFont(doc, 'Whitfield', 'Qhitfield')).toString('hex');
      const lines = '(and then it was said by Margaret) Tj ET BT 1 0 0 1 40 136 Tm';
      const show = `q BT /Honest 12 Tf 1 0 0 1 250 150 Tm ${lines} /Liar 12 Tf <${hex}> Tj ET Q`;
      const honest = doc.context.obj({ Type: 'Font', Subtype: 'Type1', BaseFont: 'Helvetica' });
      sheet.node.setFontDictionary(PDFName.of('Honest'), doc.context.register(honest));
      sheet.node.addContentStream(doc.context.register(doc.context.stream(show)));
    });
    expect((await check(bytes)).found).toContain('image-pixels');
  });

  test('a word seen to be what it says is that, however it is read the second time', async () => {
    const bytes = await page((doc, sheet) => {
      const hex = Buffer.from(lyingFont(doc, 'zebra', 'Zobra')).toString('hex');
      const honest = doc.context.obj({ Type: 'Font', Subtype: 'Type1', BaseFont: 'Helvetica' });
      sheet.node.setFontDictionary(PDFName.of('Honest'), doc.context.register(honest));
      const show = `q BT /Honest 12 Tf 1 0 0 1 40 150 Tm (both Whitfields came) Tj /Liar 12 Tf 150 0 Td <${hex}> Tj ET Q`;
      sheet.node.addContentStream(doc.context.register(doc.context.stream(show)));
    });
    const cutting: OcrEngine = {
      name: 'cutting',
      recognise: async (image, options) => {
        const words = await tesseract.recognise(image, options);
        // An engine that takes the last letter for a word of its own.
        return words.map((word) => (word.text === 'Whitfields' ? { ...word, text: 'Whitfield s' } : word));
      },
    };
    const look = async (ocr: OcrEngine, terms: readonly string[]) => {
      const burnt = [{ page: 1, box: { x: 40, y: 90, w: 100, h: 14 }, code: 'REDACTED' }];
      const findings = await verifyPdf({ file: 'a.pdf', bytes, terms, strict: false, burnt, ocr });
      return findings.filter(({ level }) => level === 'leak').map(({ name }) => name);
    };
    expect(await look(cutting, ['Whitfield'])).toEqual([]);
    expect(await look(cutting, ['zebra'])).toContain('image-pixels');
  });

  test('a name in a picture or in outlines is read', async () => {
    expect(GlobalFonts.families.length).toBeGreaterThan(0);
    const canvas = createCanvas(800, 120);
    const context = canvas.getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, 800, 120);
    context.fillStyle = 'black';
    context.font = '64px sans-serif';
    context.fillText(SECRET, 20, 80);
    const png = await canvas.encode('png');
    const bytes = await page(async (doc, sheet) => {
      sheet.drawImage(await doc.embedPng(png), { x: 40, y: 120, width: 200, height: 30 });
    });
    expect((await check(bytes)).found).toContain('image-pixels');
  });
});
