import { createCanvas } from '@napi-rs/canvas';
import {
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFString,
  rgb,
  StandardFonts,
  setTextRenderingMode,
  TextRenderingMode,
} from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';

const SECRET = 'Margaret Whitfield';

/** A page with an open sentence, made hostile by `spoil`. */
async function planted(spoil: (doc: PDFDocument) => void | Promise<void>): Promise<Uint8Array> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  const page = doc.addPage([400, 300]);
  page.drawText('The witness stated that it rained.', { x: 40, y: 240, size: 12 });
  await spoil(doc);
  return doc.save({ useObjectStreams: false });
}

const check = (bytes: Uint8Array, strict = false): Promise<readonly Finding[]> =>
  verifyPdf({ file: 'a.pdf', bytes, terms: [SECRET], strict });

const write = (doc: PDFDocument, text: string, options: object = {}): void =>
  doc.getPage(0).drawText(text, { x: 40, y: 200, size: 12, ...options });

/** A scan of a line of 400 by 220 points, with or without a box over one word. */
function scan(isBoxed: boolean): Uint8Array {
  const context = createCanvas(800, 440).getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, 800, 440);
  context.fillStyle = 'black';
  for (let x = 80; x < 520; x += 7) context.fillRect(x, 220, 3, 20);
  if (isBoxed) context.fillRect(234, 214, 114, 34);
  return context.canvas.toBuffer('image/png');
}

const hidden: readonly [string, (doc: PDFDocument) => void | Promise<void>][] = [
  [
    'text under a box',
    (doc) => {
      write(doc, SECRET);
      doc.getPage(0).drawRectangle({ x: 38, y: 196, width: 140, height: 16, color: rgb(0, 0, 0) });
    },
  ],
  ['white text', (doc) => write(doc, SECRET, { color: rgb(1, 1, 1) })],
  ['text off the page', (doc) => write(doc, SECRET, { x: -900 })],
  [
    'text in another case, broken at a hyphen',
    (doc) => {
      write(doc, 'MARGARET WHIT-');
      write(doc, 'FIELD', { y: 184 });
    },
  ],
  ['a title', (doc) => doc.setTitle(`Letter of ${SECRET}`)],
  ['a custom key in UTF-16', (doc) => doc.catalog.set(PDFName.of('Remark'), PDFHexString.fromText(SECRET))],
  ['a name', (doc) => doc.catalog.set(PDFName.of('Remark'), PDFName.of('MargaretWhitfield'))],
  ['an attachment', (doc) => doc.attach(new TextEncoder().encode(`To ${SECRET}`), 'note.txt')],
  ['an attachment in UTF-16', (doc) => doc.attach(new Uint8Array(Buffer.from(`To ${SECRET}`, 'utf16le')), 'note.txt')],
  ["an attachment's name", (doc) => doc.attach(new Uint8Array([1]), 'margaret-whitfield.bin')],
  ['a script', (doc) => doc.addJavaScript('main', `app.alert("${SECRET}")`)],
  [
    'a field',
    async (doc) => {
      const field = doc.getForm().createTextField('who');
      field.setText(SECRET);
      field.addToPage(doc.getPage(0), { x: 40, y: 100, font: await doc.embedFont(StandardFonts.Helvetica) });
    },
  ],
  [
    'a comment',
    (doc) => {
      const note = doc.context.obj({
        Type: 'Annot',
        Subtype: 'Text',
        Rect: [10, 10, 30, 30],
        Contents: PDFString.of(SECRET),
      });
      doc.getPage(0).node.set(PDFName.of('Annots'), doc.context.obj([doc.context.register(note)]));
    },
  ],
  [
    'an object nothing reaches',
    (doc) => {
      doc.context.register(doc.context.obj({ Left: PDFString.of(SECRET) }));
    },
  ],
  [
    'a stream nothing reaches',
    (doc) => {
      doc.context.register(doc.context.flateStream(`BT (${SECRET}) Tj ET`));
    },
  ],
];

describe('verifyPdf', () => {
  test.each(hidden)('sees %s', async (_, spoil) => {
    const findings = await check(await planted(spoil));
    expect(findings.filter((finding) => finding.level === 'leak')).not.toEqual([]);
    expect(JSON.stringify(findings).toLowerCase()).not.toContain('whitfield');
  });

  test('sees an earlier revision, and what follows the end', async () => {
    const clean = await planted(() => {});
    const tail = Buffer.from(`\n99 0 obj\n(${SECRET})\nendobj\n%%EOF\n`);
    const findings = await check(Buffer.concat([clean, tail]));
    expect(findings.map((finding) => finding.name)).toContain('carved-object');
    expect(findings.map((finding) => finding.name)).toContain('earlier-revision-or-orphan');
  });

  test.each([
    ['one word of a line that the scan has black', true, ['leak', 'risk']],
    ['a line that the scan shows', false, ['risk']],
  ])('reads the hidden text of %s', async (_, isBoxed, levels) => {
    const bytes = await planted(async (doc) => {
      doc.getPage(0).drawImage(await doc.embedPng(scan(isBoxed)), { x: 0, y: 0, width: 400, height: 220 });
      doc.getPage(0).pushOperators(setTextRenderingMode(TextRenderingMode.Invisible));
      write(doc, 'The mother of Quillbrook came on time', { y: 100 });
    });
    const layer = (await check(bytes)).filter(({ name }) => name === 'ocr-layer');
    expect([...new Set(layer.map(({ level }) => level))].sort()).toEqual(levels);
  });

  test.each([
    ['solid', 12, 0],
    ['that is not there', 0, 1],
  ])('finds a box %s where it is displayed, UserUnit and all', async (_, size, leaks) => {
    const bytes = await planted((doc) => {
      doc.getPage(0).node.set(PDFName.of('UserUnit'), doc.context.obj(2.5));
      if (size > 0) doc.getPage(0).drawRectangle({ x: 40, y: 196, width: 120, height: size, color: rgb(0, 0, 0) });
    });
    const box = { x: 100, y: 230, w: 300, h: 30 };
    const findings = await verifyPdf({
      file: 'a.pdf',
      bytes,
      terms: [SECRET],
      burnt: [{ page: 1, box, code: '' }],
      strict: false,
    });
    expect(findings.filter(({ level }) => level === 'leak')).toHaveLength(leaks);
  });

  test('is silent on a clean file, also where names only resemble the secret', async () => {
    const bytes = await planted((doc) => write(doc, 'Margaretta Whitfields and Mar Garet'));
    expect(await check(bytes)).toEqual([]);
  });

  test('calls a channel a risk in a foreign file and a leak in a production', async () => {
    const bytes = await planted((doc) => {
      doc.attach(new Uint8Array([1, 2, 3]), 'harmless.bin');
    });
    expect((await check(bytes)).map(({ name, level }) => [name, level])).toEqual([['attachment', 'risk']]);
    expect((await check(bytes, true)).some(({ name, level }) => name === 'attachment' && level === 'leak')).toBe(true);
  });
});

test('a name whose ligature old Ghostscript wrote with its bytes the wrong way round is found', async () => {
  const bytes = await planted((doc) => doc.setSubject('Margaret Whit\u6600\u6900eld'));
  expect((await check(bytes)).filter(({ level }) => level === 'leak')).not.toEqual([]);
});
