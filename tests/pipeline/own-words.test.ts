import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fontkit from '@cantoo/fontkit';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { expect, test } from 'vitest';
import { redactFile } from '../../src/pipeline/redact-file.ts';

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

test('a term that the boxes themselves say is refused with its reason', async () => {
  const bytes = await withLines(['It was redacted for Mrs Law.']);
  const asked = { file: 'a.pdf', bytes, relay: 'never' } as const;
  await expect(redactFile({ ...asked, terms: ['came', 'Redacted'] })).rejects.toThrow(/^term 2 .* boxes/);
  await expect(redactFile({ ...asked, terms: ['Law'], code: 'LAW' })).rejects.toThrow(/--code/);
});
