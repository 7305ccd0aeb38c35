import { describe, expect, test } from 'vitest';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';
import { type RawFile, rawFile, stream } from './raw-file.ts';

const NAME = 'Marla Quillfeather';
const TEXT = `BT /F1 12 Tf 200 640 Td (${NAME}) Tj ET`;
const BOX = 'q 0 g 198 636 106 15 re f Q';
const FONTS = '/Resources << /Font << /F1 5 0 R >> >>';

const leaks = async (file: RawFile): Promise<readonly string[]> => {
  const found = await verifyPdf({ file: 'a.pdf', bytes: rawFile(file), terms: [], strict: false });
  expect(JSON.stringify(found).toLowerCase()).not.toContain('quillf');
  return [...new Set(found.flatMap(({ level, name }) => (level === 'leak' ? [name] : [])))];
};

/** Lines of ink and paper as a scan has them, over the whole page. */
const scan = (): string => {
  const [wide, tall] = [612, 792];
  const rows = Array.from({ length: tall }, (_, y) =>
    Array.from({ length: wide }, (_, x) =>
      y % 16 < 9 && x > 60 && (x * 7 + (y % 16) * 3) % 11 < 4 ? '\x00' : '\xff',
    ).join(''),
  );
  const entries = `/Subtype /Image /Width ${wide} /Height ${tall} /BitsPerComponent 8 /ColorSpace /DeviceGray`;
  return stream(rows.join(''), entries);
};
const scanned = (over: string): RawFile => ({
  content: `q 612 0 0 792 0 0 cm /I Do Q ${over}`,
  resources: '/XObject << /I 10 0 R >>',
  objects: [scan()],
});

/** A word as outlines: letters of straight lines, each of its own shape. */
const outlines = Array.from({ length: 9 }, (_, i) => {
  const [x, w, h] = [202 + i * 10, 4 + (i % 3), 8 + (i % 4)];
  const corner = i % 2 === 0 ? `${x + w} ${640 + h / 2} l ` : '';
  return `${x} 640 m ${x + w} 640 l ${corner}${x + 2} ${640 + h} l ${x} ${642 + h / 2} l h`;
}).join(' ');

const pattern = (content: string): string =>
  stream(content, `/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 612 792] /XStep 612 /YStep 792 ${FONTS}`);
const spot = (name: string): string =>
  `/ColorSpace << /S [/Separation /${name} /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>] >>`;

describe('hidden in the way a page is painted', () => {
  test.each<readonly [string, string, RawFile]>([
    ['overlay', 'ornaments over text', { content: `${TEXT} BT /Z 16 Tf 198 638 Td (nnnnnnnn) Tj ET` }],
    ['overlay', 'letters typed over text', { content: `${TEXT} BT /F1 12 Tf 198 640 Td (XXXXXXXXXXXXX) Tj ET` }],
    ['overlay', 'a thick line with corners', { content: `${TEXT} q 0 G 14 w 198 643 m 240 644 l 298 643 l S Q` }],
    [
      'overlay',
      'a scribble',
      {
        content: `${TEXT} q 0 G 4 w 198 637 m ${Array.from({ length: 26 }, (_, i) => `${198 + i * 4} ${i % 2 ? 637 : 650} l`).join(' ')} S Q`,
      },
    ],
    ['hidden-text', 'letters squeezed to nothing', { content: `q 0.1 Tz ${TEXT} Q` }],
    [
      'nested-content',
      'text of a pattern under a box',
      {
        content: `q /Pattern cs /P scn 190 630 120 30 re f Q ${BOX}`,
        resources: '/Pattern << /P 10 0 R >>',
        objects: [pattern(TEXT)],
      },
    ],
    [
      'nested-content',
      'text of a pattern beside what it fills',
      {
        content: 'q /Pattern cs /P scn 10 10 5 5 re f Q',
        resources: '/Pattern << /P 10 0 R >>',
        objects: [pattern(TEXT)],
      },
    ],
    [
      'nested-content',
      'text of a form beside its box',
      {
        content: '/X Do',
        resources: '/XObject << /X 10 0 R >>',
        objects: [stream(TEXT, `/Subtype /Form /BBox [0 0 90 90] ${FONTS}`)],
      },
    ],
    [
      'nested-content',
      'text in the glyph of a font under a box',
      {
        content: `BT /T 12 Tf 200 640 Td (a) Tj ET ${BOX}`,
        resources: '/Font << /F1 5 0 R /T 10 0 R >>',
        objects: [
          `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 100 15] /FontMatrix [0.01 0 0 0.01 0 0] /CharProcs << /a 11 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1200] ${FONTS} >>`,
          stream(`1200 0 d0 BT /F1 100 Tf (${NAME}) Tj ET`),
        ],
      },
    ],
    ['vector-outlines', 'white outlines', { content: `q 1 g ${outlines} f Q` }],
    ['vector-outlines', 'black outlines in a black box', { content: `${BOX} q 0 g ${outlines} f Q` }],
    ['vector-outlines', 'outlines under a white box', { content: `q 0 g ${outlines} f Q q 1 g 198 636 106 18 re f Q` }],
    [
      'vector-outlines',
      'outlines under a thick line',
      { content: `q 0 g ${outlines} f Q q 0 G 20 w 195 645 m 300 645 l S Q` },
    ],
    ['image-pixels', 'a thick line over a scan', scanned('q 0 G 18 w 198 645 m 304 645 l S Q')],
    ['image-pixels', 'a line with corners over a scan', scanned('q 0 G 1 J 18 w 206 645 m 240 646 l 296 645 l S Q')],
    [
      'image-pixels',
      'a blot over a scan',
      scanned('q 0 g 196 636 m 220 632 l 305 633 l 306 658 l 250 660 l 197 657 l h f Q'),
    ],
    [
      'image-pixels',
      'slivers over a scan',
      scanned(`q 0 g ${Array.from({ length: 18 }, (_, i) => `198 ${636 + i} 106 1 re`).join(' ')} f Q`),
    ],
    ['image-pixels', 'ornaments over a scan', scanned('BT /Z 20 Tf 198 636 Td (nnnnnnn) Tj ET')],
  ])('%s: %s', async (name, _, file) => {
    expect(await leaks(file)).toContain(name);
  });

  test.each<readonly [string, RawFile]>([
    ['a frame around the page', { content: `${TEXT} q 0 G 6 w 50 50 512 692 re S Q` }],
    ['a frame around a word', { content: `${TEXT} q 1 0 0 RG 2 w 195 634 110 18 re S Q` }],
    [
      'a ring around a word',
      { content: `${TEXT} q 1 0 0 RG 2 w 195 643 m 195 655 305 655 305 643 c 305 631 195 631 195 643 c S Q` },
    ],
    ['a struck word', { content: `${TEXT} q 0 G 1 w 198 644 m 302 644 l S 198 642 m 302 642 l S Q` }],
    ['a word set twice for weight', { content: `${TEXT} BT /F1 12 Tf 200.3 640 Td (${NAME}) Tj ET` }],
    [
      'an accent set over its letter',
      { content: 'BT /F1 12 Tf 100 560 Td (Jose) Tj ET BT /F1 12 Tf 121 562 Td (\xb4) Tj ET' },
    ],
    ['squares before the points of a list', { content: 'BT /Z 10 Tf 60 560 Td (n) Tj 0 -15 Td (nnn) Tj ET' }],
    ['white outlines on a coloured plate', { content: `q 0 0 0.5 rg 200 632 106 26 re f 1 g ${outlines} f Q` }],
    [
      'a pattern of dots',
      {
        content: 'q /Pattern cs /P scn 72 500 100 20 re f Q',
        resources: '/Pattern << /P 10 0 R >>',
        objects: [
          stream(
            '0 g 0 0 1 1 re f',
            '/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 4 4] /XStep 4 /YStep 4 /Resources << >>',
          ),
        ],
      },
    ],
    [
      'a pattern of words that shows',
      {
        content: 'q /Pattern cs /P scn 72 400 300 100 re f Q',
        resources: '/Pattern << /P 10 0 R >>',
        objects: [
          stream(
            'BT /F1 8 Tf 2 4 Td (Sample Copy) Tj ET',
            `/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 60 14] /XStep 60 /YStep 14 ${FONTS}`,
          ),
        ],
      },
    ],
    ['a scan', scanned('')],
    ['letters drawn over a scan', scanned('q 0 0 0.8 rg 200 640 m 216 640 l 216 652 l 208 646 l 200 652 l h f Q')],
    ['ink named for all plates', { content: `q /S cs 1 scn ${TEXT} Q`, resources: spot('All') }],
  ])('no alarm: %s', async (_, file) => {
    expect(await leaks(file)).toEqual([]);
  });
});

/** A scan in 8 bits of grey: `paint` tells the shade of the pixels of the box, all else is lines of print. */
const shaded = (paint: (x: number, y: number, ink: boolean) => number, over = ''): RawFile => {
  const [wide, tall] = [612, 396];
  const rows = Array.from({ length: tall }, (_, y) =>
    Array.from({ length: wide }, (_, x) => {
      const inLine = y % 24 < 12;
      const ink = inLine && x > 60 && x < 340 && (x + 2 * ((y % 24) >> 2)) % 9 < 3;
      const plain = ink ? 0 : 255;
      const inBox = x >= 200 && x < 320 && y >= 112 && y < 148;
      return String.fromCharCode(inBox ? paint(x, y, ink) : plain);
    }).join(''),
  );
  const entries = `/Subtype /Image /Width ${wide} /Height ${tall} /BitsPerComponent 8 /ColorSpace /DeviceGray`;
  return {
    content: `q 612 0 0 396 0 0 cm /I Do Q ${over}`,
    resources: '/XObject << /I 10 0 R >>',
    objects: [stream(rows.join(''), entries)],
  };
};
const noise = (x: number, y: number): number => ((x * 7919 + y * 104729 + x * y * 31) >>> 3) % 5;

describe('what pixels keep', () => {
  const patch = (size: number, cm: string): RawFile => {
    const shades = Array.from({ length: size * 4 }, (_, i) => String.fromCharCode(90 + ((i * 53) % 120))).join('');
    const entries = `/Subtype /Image /Width ${size} /Height 4 /BitsPerComponent 8 /ColorSpace /DeviceGray`;
    return { content: `q ${cm} cm /I Do Q`, resources: '/XObject << /I 10 0 R >>', objects: [stream(shades, entries)] };
  };
  test.each<readonly [string, string, RawFile]>([
    ['not-solid', 'ink that shows through a marker', shaded((_x, _y, ink) => (ink ? 6 : 20))],
    ['not-solid', 'white that is not white', shaded((_x, _y, ink) => (ink ? 252 : 255))],
    ['mosaic-or-blur', 'squares in place of a word', shaded((x, y) => 60 + (((x >> 3) * 47 + (y >> 3) * 89) % 150))],
    ['mosaic-or-blur', 'a patch of squares in a line', patch(26, '106 0 0 18 198 636')],
    [
      'overlay',
      'text under a patch of squares',
      { ...patch(26, '106 0 0 18 198 636'), content: `${TEXT} q 106 0 0 18 198 636 cm /I Do Q` },
    ],
    [
      'ocr-layer',
      'words of a layer where the scan is blank',
      shaded(
        () => 255,
        `q 3 Tr BT /F1 12 Tf 62 338 Td (Print that can be read in the scan) Tj 0 -24 Td (as far as this line and the next) Tj 0 -24 Td (and further down the page) Tj ET BT /F1 12 Tf 204 266 Td (${NAME}) Tj ET Q`,
      ),
    ],
  ])('%s: %s', async (name, _, file) => {
    expect(await leaks(file)).toContain(name);
  });

  test.each<readonly [string, RawFile]>([
    ['a solid box', shaded(() => 0)],
    ['a box with the noise of a codec', shaded(noise)],
    ['a white box', shaded(() => 255)],
    ['a picture of its own beside the print', patch(26, '106 0 0 18 198 300')],
  ])('no alarm: %s', async (_, file) => {
    expect(await leaks(file)).toEqual([]);
  });

  test('a picture is read where a term is given, whoever paints over it', async () => {
    const engine = {
      name: 'fake',
      recognise: async () => [
        {
          text: NAME,
          box: { x0: 0, y0: 0, x1: 1, y1: 1 },
          confidence: 1,
          symbols: [],
          line: 0,
          paragraph: 0,
          block: 0,
        },
      ],
    };
    const spare = { ...shaded(() => 0), content: '', resources: '/XObject << >>', catalog: '/Spare 10 0 R' };
    const black = '/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /SMask 11 0 R';
    const letters = { ...scanned(''), objects: [stream('\x00', black), scan()] };
    for (const file of [shaded(() => 0), spare, letters]) {
      const bytes = rawFile(file);
      const found = await verifyPdf({ file: 'a.pdf', bytes, terms: [NAME], strict: false, ocr: engine });
      expect(found.filter(({ level }) => level === 'leak').map(({ name }) => name)).toContain('image-pixels');
    }
  });
});
