import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fontkit from '@cantoo/fontkit';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { expect, test } from 'vitest';
import { redactFile } from '../../src/pipeline/redact-file.ts';
import { rawText } from '../redact/pages.ts';
import { rawFile, stream } from '../verify/raw-file.ts';

/** Words that stand in every PDF, as keys, names, operators or frame, and in what boxes say. */
const WORDS =
  'page parent kids contents content text first last title font image length width height root size times bold adobe identity range begin form link document index private black indexed decode filter function type name encoding language count next resources normal stream object pdf eof xref trailer catalog info section question space at one';

const DOT =
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==';

async function withLines(lines: readonly string[]): Promise<Uint8Array> {
  const doc = await PDFDocument.create();
  const page = doc.addPage([612, 792]);
  const font = await doc.embedFont(StandardFonts.TimesRomanBold);
  for (const [i, line] of lines.entries()) page.drawText(line, { x: 72, y: 740 - 12 * i, size: 9, font });
  page.drawImage(await doc.embedPng(Buffer.from(DOT, 'base64')), { x: 500, y: 700, width: 20, height: 20 });
  return doc.save();
}

test('terms that are words of the PDF language too are taken out all the same', async () => {
  const terms = WORDS.split(' ');
  const bytes = await withLines(terms.map((term, i) => `Mrs ${term} came up ${i}.`));
  const { removed, notFound } = await redactFile({ file: 'a.pdf', bytes, terms, relay: 'never' });
  expect(notFound).toEqual([]);
  expect(removed).toBe(terms.length);
}, 60_000);

test('a term that is a word of the name of an embedded font is taken out of it', async () => {
  const doc = await PDFDocument.create();
  doc.registerFontkit(fontkit);
  const file = createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf');
  const font = await doc.embedFont(readFileSync(file), { subset: true, customName: 'Georgia-Bold' });
  doc.addPage([400, 200]).drawText('Mrs Georgia Quill came, and nobody else.', { x: 40, y: 100, size: 12, font });
  const made = await redactFile({ file: 'a.pdf', bytes: await doc.save(), terms: ['georgia'], relay: 'never' });
  expect(made.removed).toBe(1);
  expect(Buffer.from(made.bytes).includes('Georgia')).toBe(false);
}, 60_000);

const CHAR = '600 0 0 0 500 700 d1 0 0 500 700 re f';
const MATRIX = '/FontBBox [0 0 600 700] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 /LastChar 98 /Widths [600 600]';
const UNKNOWN =
  '/Type /Font /Subtype /TrueType /FirstChar 97 /LastChar 98 /Widths [600 600] /Encoding /WinAnsiEncoding';
const descriptor = (name: string): string =>
  `/FontDescriptor << /Type /FontDescriptor /FontName /${name} /FontFamily (Quill) /Flags 32 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>`;

test.each([
  [
    'a Type 3 glyph',
    `<< /Type /Font /Subtype /Type3 ${MATRIX} /CharProcs << /Quill 10 0 R /b 10 0 R >> /Encoding << /Differences [97 /Quill /b] >> /Resources << >> >>`,
  ],
  ['a font that is not embedded', `<< ${UNKNOWN} /BaseFont /Quill-Bold ${descriptor('Quill-Bold')} >>`],
  ['one that nothing describes', `<< ${UNKNOWN} /BaseFont /Quill >>`],
  [
    'an encoded glyph',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [97 /Quill] >> >>',
  ],
])(
  'a term that is the name of %s is taken out of it',
  async (_, font) => {
    const content = 'BT /F1 12 Tf 72 700 Td (Mrs Quill came on Monday) Tj /F9 12 Tf 0 -40 Td (abab) Tj ET';
    const objects = [stream(CHAR)];
    const bytes = rawFile({ content, objects, fonts: `/F9 ${font}` });
    const made = await redactFile({ file: 'a.pdf', bytes, terms: ['quill'], relay: 'never' });
    expect(made.removed).toBe(1);
    expect(rawText(made.bytes)).not.toMatch(/quill/i);
  },
  60_000,
);

test('a term that the boxes themselves say is refused with its reason', async () => {
  const bytes = await withLines(['It was redacted for Mrs Law.']);
  const asked = { file: 'a.pdf', bytes, relay: 'never' } as const;
  await expect(redactFile({ ...asked, terms: ['came', 'Redacted'] })).rejects.toThrow(/^term 2 .* boxes/);
  await expect(redactFile({ ...asked, terms: ['Law'], code: 'LAW' })).rejects.toThrow(/--code/);
});
