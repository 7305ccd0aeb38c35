import { type PDFDict, type PDFDocument, PDFHexString, PDFName, type PDFPage, PDFString, rgb } from 'pdf-lib';
import type { LeakClass } from './classes.ts';

/** The text that is planted; nobody bears it. */
export const CANARY = 'Xanthe Quorrington';

/** A fault to be planted on a blank page of a copy, and the class that must find it. */
export interface Plant {
  readonly name: LeakClass;
  readonly plant: (doc: PDFDocument, page: PDFPage) => void | Promise<void>;
}

const AREA = { x: 150, y: 236, width: 128, height: 16 };
const BOX_OPERATORS = `0 0 0 rg ${AREA.x} ${AREA.y} ${AREA.width} ${AREA.height} re f`;
const RECT = [AREA.x, AREA.y, AREA.x + AREA.width, AREA.y + AREA.height];

const box = (page: PDFPage): void => page.drawRectangle({ ...AREA, color: rgb(0, 0, 0) });
const write = (page: PDFPage, options: object = {}): void =>
  page.drawText(CANARY, { x: AREA.x + 2, y: AREA.y + 4, size: 12, ...options });

function stream(
  doc: PDFDocument,
  content: string | Uint8Array,
  entries: object,
): ReturnType<typeof doc.context.register> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
  return doc.context.register(doc.context.stream(bytes, entries as Parameters<typeof doc.context.stream>[1]));
}

function content(doc: PDFDocument, page: PDFPage, operators: string): void {
  page.node.addContentStream(stream(doc, operators, {}));
}

function font(doc: PDFDocument, page: PDFPage, entries: object = {}): void {
  const dict = doc.context.obj({ Type: 'Font', Subtype: 'Type1', BaseFont: 'Helvetica', ...entries });
  page.node.setFontDictionary(PDFName.of('Canary'), doc.context.register(dict));
}

function annotate(doc: PDFDocument, page: PDFPage, entries: object): void {
  const dict = doc.context.obj({ Type: 'Annot', Rect: RECT, F: 4, ...entries }) as PDFDict;
  page.node.set(PDFName.of('Annots'), doc.context.obj([doc.context.register(dict)]));
}

/** A grey picture of 400 by 280 pixels over the whole page, with `paint` deciding every pixel of the box. */
function picture(doc: PDFDocument, page: PDFPage, paint: (x: number, y: number) => number, channels: 1 | 3 = 1): void {
  const [wide, tall] = [400, 280];
  const data = new Uint8Array(wide * tall * channels).fill(255);
  for (let y = 0; y < tall; y++)
    for (let x = 0; x < wide; x++)
      for (let c = 0; c < channels; c++) data[(y * wide + x) * channels + c] = paint(x, y + 1000 * c);
  const image = stream(doc, data, {
    Type: 'XObject',
    Subtype: 'Image',
    Width: wide,
    Height: tall,
    ColorSpace: channels === 1 ? 'DeviceGray' : 'DeviceRGB',
    BitsPerComponent: 8,
  });
  page.node.setXObject(PDFName.of('Scan'), image);
  content(doc, page, 'q 420 0 0 300 0 0 cm /Scan Do Q');
}

/** Where the box lies on that picture. */
const inBox = (x: number, y: number): boolean => x >= 144 && x < 264 && y >= 45 && y < 60;
const strokes = (x: number, y: number): number => ((x * 7) % 11 < 4 && y % 5 > 0 ? 0 : 255);

/** The faults of one page. */
export const PAGE_PLANTS: readonly Plant[] = [
  {
    name: 'overlay',
    plant: (_, page) => {
      write(page);
      box(page);
    },
  },
  {
    name: 'unapplied-redact-annotation',
    plant: (doc, page) => {
      write(page);
      annotate(doc, page, { Subtype: 'Redact' });
    },
  },
  { name: 'hidden-text', plant: (_, page) => write(page, { color: rgb(1, 1, 1) }) },
  {
    name: 'ocr-layer',
    plant: (doc, page) => {
      picture(doc, page, (x, y) => (inBox(x, y) ? 0 : 255));
      font(doc, page);
      content(doc, page, `BT /Canary 12 Tf 3 Tr ${AREA.x + 4} ${AREA.y + 4} Td (${CANARY}) Tj ET`);
    },
  },
  {
    name: 'image-pixels',
    plant: (doc, page) => {
      picture(doc, page, (x, y) => (inBox(x, y) ? strokes(x, y) : 255));
      content(doc, page, BOX_OPERATORS);
    },
  },
  {
    name: 'vector-outlines',
    plant: (doc, page) => {
      const letter = (x: number): string =>
        `${x} 238 m ${x + 8} 238 l ${x + 8} 240 l ${x + 2} 240 l ${x + 2} 248 l ${x} 248 l f`;
      content(doc, page, `0 g ${[160, 175, 190, 205].map(letter).join(' ')} ${BOX_OPERATORS}`);
    },
  },
  {
    name: 'nested-content',
    plant: (doc, page) => {
      const face = doc.context.register(doc.context.obj({ Type: 'Font', Subtype: 'Type1', BaseFont: 'Helvetica' }));
      const form = stream(doc, `BT /F1 12 Tf ${AREA.x + 2} ${AREA.y + 4} Td (${CANARY}) Tj ET`, {
        Type: 'XObject',
        Subtype: 'Form',
        BBox: [0, 0, 420, 300],
        Resources: { Font: { F1: face } },
      });
      page.node.setXObject(PDFName.of('Form'), form);
      content(doc, page, `q /Form Do Q ${BOX_OPERATORS}`);
    },
  },
  {
    name: 'optional-content',
    plant: (doc, page) => {
      const layer = doc.context.register(doc.context.obj({ Type: 'OCG', Name: PDFString.of('Layer') }));
      doc.catalog.set(PDFName.of('OCProperties'), doc.context.obj({ OCGs: [layer], D: { OFF: [layer] } }));
      font(doc, page);
      page.node.Resources()?.set(PDFName.of('Properties'), doc.context.obj({ L1: layer }));
      content(doc, page, `/OC /L1 BDC BT /Canary 12 Tf 40 150 Td (${CANARY}) Tj ET EMC`);
    },
  },
  {
    name: 'actual-text',
    plant: (doc, page) =>
      content(
        doc,
        page,
        `/Span << /ActualText ${PDFHexString.fromText(CANARY).toString()} >> BDC ${BOX_OPERATORS} EMC`,
      ),
  },
  {
    name: 'annotation',
    plant: (doc, page) => annotate(doc, page, { Subtype: 'Text', Contents: PDFString.of(CANARY) }),
  },
  {
    name: 'font-residue',
    plant: (doc, page) => {
      const map =
        'begincmap 1 beginbfrange <41> <5a> <0041> endbfrange 1 beginbfrange <0100> <0140> <0400> endbfrange endcmap';
      font(doc, page, { BaseFont: 'ABCDEF+Helvetica', ToUnicode: stream(doc, map, {}) });
      content(doc, page, 'BT /Canary 12 Tf 40 150 Td (N) Tj ET');
    },
  },
  { name: 'gap-width', plant: (doc, page) => sentence(doc, page, 0) },
  { name: 'glyph-shift', plant: (doc, page) => sentence(doc, page, 2) },
  {
    name: 'box-edge',
    plant: (doc, page) =>
      picture(doc, page, (x, y) => (inBox(x, y) || (y >= 40 && y < 45 && x > 150 && x < 250 && x % 20 < 4) ? 0 : 255)),
  },
  { name: 'not-solid', plant: (doc, page) => picture(doc, page, (x, y) => (inBox(x, y) ? strokes(x, y) / 12 : 255)) },
  {
    name: 'mosaic-or-blur',
    plant: (doc, page) =>
      picture(doc, page, (x, y) =>
        x > 96 && x < 288 && y > 42 && y < 126 ? 60 + (((x >> 3) * 37 + (y >> 3) * 53) % 8) * 20 : 255,
      ),
  },
  { name: 'same-string-elsewhere', plant: (_, page) => write(page) },
  {
    name: 'source-tracing',
    plant: (doc, page) => picture(doc, page, (x, y) => (x % 40 < 2 && (y % 1000) % 30 < 2 && y >= 2000 ? 90 : 255), 3),
  },
];

/** The faults of a file around its pages. */
export const FILE_PLANTS: readonly Plant[] = [
  {
    name: 'form-field',
    plant: (doc, page) => {
      annotate(doc, page, { Subtype: 'Widget', FT: 'Tx', T: PDFString.of('f'), V: PDFString.of(CANARY) });
      doc.catalog.set(PDFName.of('AcroForm'), doc.context.obj({ Fields: [page.node.Annots()?.get(0)] }));
    },
  },
  {
    name: 'outline',
    plant: (doc, page) => {
      const item = doc.context.nextRef();
      const root = doc.context.register(doc.context.obj({ Type: 'Outlines', First: item, Last: item, Count: 1 }));
      doc.context.assign(item, doc.context.obj({ Title: PDFString.of(CANARY), Parent: root, Dest: [page.ref, 'Fit'] }));
      doc.catalog.set(PDFName.of('Outlines'), root);
    },
  },
  {
    name: 'named-strings',
    plant: (doc, page) =>
      doc.catalog.set(
        PDFName.of('Names'),
        doc.context.obj({ Dests: { Names: [PDFString.of(CANARY), [page.ref, 'Fit']] } }),
      ),
  },
  { name: 'metadata', plant: (doc) => doc.setTitle(`Letter of ${CANARY}`) },
  { name: 'attachment', plant: (doc) => doc.attach(Buffer.from(CANARY), 'note.txt') },
  { name: 'script-or-action', plant: (doc) => doc.addJavaScript('x', `app.alert("${CANARY}")`) },
  {
    name: 'thumbnail',
    plant: (doc, page) =>
      page.node.set(
        PDFName.of('Thumb'),
        stream(doc, new Uint8Array(64), { Width: 8, Height: 8, ColorSpace: 'DeviceGray', BitsPerComponent: 8 }),
      ),
  },
  {
    name: 'earlier-revision-or-orphan',
    plant: (doc) => {
      stream(doc, `BT (${CANARY}) Tj ET`, {});
    },
  },
  {
    name: 'carved-object',
    plant: (doc) => {
      doc.context.register(PDFString.of(CANARY));
    },
  },
  {
    name: 'embedded-image-metadata',
    plant: (doc, page) => {
      const exif = Buffer.from(
        'Exif\0\0II*\0\x08\0\0\0\x01\0\x3b\x01\x02\0\x05\0\0\0\x1a\0\0\0\0\0\0\0Ann\0',
        'latin1',
      );
      const jpeg = Buffer.concat([
        Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2]),
        exif,
        Buffer.from([0xff, 0xd9]),
      ]);
      const entries = {
        Type: 'XObject',
        Subtype: 'Image',
        Width: 1,
        Height: 1,
        ColorSpace: 'DeviceGray',
        BitsPerComponent: 8,
        Filter: 'DCTDecode',
      };
      page.node.setXObject(PDFName.of('Photo'), stream(doc, jpeg, entries));
    },
  },
];

/** A line with a box in a gap as wide as a name; `stretch`: what justification added to each blank. */
function sentence(doc: PDFDocument, page: PDFPage, stretch: number): void {
  font(doc, page);
  const before = 68.05 + 3 * stretch;
  content(
    doc,
    page,
    `BT /Canary 12 Tf ${stretch} Tw 40 150 Td (We saw that ) Tj ${before + 112} 0 Td ( came in late and went home.) Tj ET ` +
      `BT /Canary 12 Tf 0 Tw 40 130 Td (Nothing else was said about it.) Tj ET 0 0 0 rg ${40 + before} 147 112 13 re f`,
  );
}
