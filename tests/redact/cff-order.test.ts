import { PDFHexString, PDFName, PDFRawStream, StandardFonts } from 'pdf-lib';
import { expect, it } from 'vitest';
import { decodeStream, loadDocument } from '../../src/pdf/objects.ts';
import { readCff } from '../../src/redact/blank-cff.ts';
import { plainCidGlyphs } from '../../src/redact/cff-order.ts';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { viewWithPdfium } from '../../src/verify/pdfium-view.ts';
import { index, int } from './cff-parts.ts';
import { burnPhrase, extract, newDocument, planOf, saved } from './pages.ts';

const TEXT = 'Jordan Applewhite was seen by the worker';
/** Letters as they come in the text, which is how many programs number them. */
const LETTERS = [...new Set(TEXT)];

const short = (n: number): number[] => [28, (n >> 8) & 255, n & 255];

/** A box whose size tells the glyph. */
const outline = (glyph: number): number[] => {
  const [wide, high] = [short(100 + 10 * glyph), short(60 + 17 * ((glyph * 7) % 40))];
  return [...short(20), ...short(10), 21, ...wide, 6, ...high, 7, ...short(-100 - 10 * glyph), 6, 14];
};

/** A CID-keyed program whose CIDs are its glyphs. */
function program(): Uint8Array {
  const count = LETTERS.length + 1;
  const outlines = index([[14], ...LETTERS.map((_, i) => outline(i + 1))]);
  const name = index([[...Buffer.from('Test')]]);
  const strings = index([[...Buffer.from('Adobe')], [...Buffer.from('Identity')]]);
  const charset = [2, 0, 1, 0, count - 2];
  const select = [3, 0, 1, 0, 0, 0, 0, count];
  const top = (at: readonly number[]): number[] => {
    const [charsetAt = 0, outlinesAt = 0, dictsAt = 0, selectAt = 0] = at;
    const ros = [...int(391), ...int(392), ...int(0), 12, 30];
    return index([
      [...ros, ...int(charsetAt), 15, ...int(outlinesAt), 17, ...int(dictsAt), 12, 36, ...int(selectAt), 12, 37],
    ]);
  };
  const first = 4 + name.length + top([]).length + strings.length + 2;
  const outlinesAt = first + charset.length + select.length;
  const dictsAt = outlinesAt + outlines.length;
  const dicts = (at: number): number[] => index([[...int(0), ...int(at), 18]]);
  const made = top([first, outlinesAt, dictsAt, first + charset.length]);
  const all = [1, 0, 4, 2, ...name, ...made, ...strings, 0, 0, ...charset, ...select, ...outlines];
  return Uint8Array.from([...all, ...dicts(dictsAt + dicts(0).length)]);
}

const codeOf = (letter: string): string => (LETTERS.indexOf(letter) + 1).toString(16).padStart(4, '0');

async function page(): Promise<Uint8Array> {
  const { doc } = await newDocument([[600, 200]]);
  const { context } = doc;
  // The words of the page are placed by its widths.
  const helvetica = await doc.embedFont(StandardFonts.Helvetica);
  const maps = LETTERS.map((letter) => `<${codeOf(letter)}> <${letter.charCodeAt(0).toString(16).padStart(4, '0')}>`);
  const cmap =
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <0000> <FFFF> ' +
    `endcodespacerange ${maps.length} beginbfchar ${maps.join(' ')} endbfchar endcmap end end`;
  const descriptor = context.obj({ Type: 'FontDescriptor', FontName: 'AAAAAA+Test', Flags: 4 });
  const metrics = {
    FontBBox: [0, -200, 1000, 800],
    ItalicAngle: 0,
    Ascent: 800,
    Descent: -200,
    CapHeight: 700,
    StemV: 80,
  };
  for (const [key, value] of Object.entries(metrics)) descriptor.set(PDFName.of(key), context.obj(value as number));
  const file = context.register(context.flateStream(program(), { Subtype: 'CIDFontType0C' }));
  descriptor.set(PDFName.of('FontFile3'), file);
  const cid = context.obj({ Type: 'Font', Subtype: 'CIDFontType0', BaseFont: 'AAAAAA+Test', DW: 500 });
  const system = context.obj({ Supplement: 0 });
  system.set(PDFName.of('Registry'), PDFHexString.fromText('Adobe'));
  system.set(PDFName.of('Ordering'), PDFHexString.fromText('Identity'));
  cid.set(PDFName.of('CIDSystemInfo'), system);
  cid.set(PDFName.of('W'), context.obj([1, LETTERS.map((letter) => helvetica.widthOfTextAtSize(letter, 1000))]));
  cid.set(PDFName.of('FontDescriptor'), context.register(descriptor));
  const font = context.obj({ Type: 'Font', Subtype: 'Type0', BaseFont: 'AAAAAA+Test', Encoding: 'Identity-H' });
  font.set(PDFName.of('DescendantFonts'), context.obj([context.register(cid)]));
  font.set(PDFName.of('ToUnicode'), context.register(context.flateStream(cmap)));
  const node = doc.getPages()[0]!.node;
  node.setFontDictionary(PDFName.of('F9'), context.register(font));
  const shown = [...TEXT].map(codeOf).join('');
  node.addContentStream(context.register(context.flateStream(`BT /F9 20 Tf 40 100 Td <${shown}> Tj ET`)));
  return saved(doc);
}

it('CFF subsets are numbered anew: nothing spells the removed words, and all else looks and reads as it did', async () => {
  const source = await page();
  const { builders } = await newDocument([[600, 200]]);
  const text = builders[0]!.line(TEXT, 40, 100, 20, false).pageText(1);
  const burn = burnPhrase(text, 'Jordan Applewhite');
  const { box } = burn[0]!;
  const plan = { ...planOf(text, burn), stamps: [] };
  const out = await redactPdf(source, [plan]);
  expect(out.pages[0]).toMatchObject({ mode: 'surgery', glyphsRemoved: 17 });
  expect((await extract(out.bytes))[0]).toContain('was seen by the worker');

  const doc = await loadDocument(out.bytes);
  const files = doc.context
    .enumerateIndirectObjects()
    .flatMap(([, object]) => (object instanceof PDFRawStream ? [object] : []))
    .filter(({ dict }) => dict.get(PDFName.of('Subtype'))?.toString() === '/CIDFontType0C');
  expect(files).toHaveLength(1);
  const made = decodeStream(files[0]!);
  const cff = readCff(made)!;
  expect(plainCidGlyphs(made)).toBe(LETTERS.length + 1);
  const order = LETTERS.flatMap((_, i) => {
    const outlineAt = Buffer.from(made.subarray(cff.charStrings.at[i + 1], cff.charStrings.at[i + 2]));
    return LETTERS.filter((__, old) => outlineAt.equals(Buffer.from(outline(old + 1))));
  });
  const kept = LETTERS.filter((letter) => 'was seen by the worker'.includes(letter));
  expect([...order].sort()).toEqual([...kept].sort());
  expect(order).not.toEqual(kept);

  const views = await Promise.all([viewWithPdfium(source), viewWithPdfium(out.bytes)]);
  const [before, after] = views.map((view) => view.draw(1, 100));
  for (const view of views) view.close();
  let changed = 0;
  for (let i = 0; i < before!.data.length; i++) {
    const [x, y] = [0.72 * ((i >> 2) % before!.width), 0.72 * Math.floor((i >> 2) / before!.width)];
    const isBoxed = x > box.x - 2 && x < box.x + box.w + 2 && y > box.y - 2 && y < box.y + box.h + 2;
    if (!isBoxed && before!.data[i] !== after!.data[i]) changed++;
  }
  expect(changed).toBe(0);
});
