import { describe, expect, test } from 'vitest';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';
import { type RawFile, rawFile, stream } from './raw-file.ts';

const line = (text: string, x: number, y: number): string => `BT /F1 12 Tf ${x} ${y} Td (${text}) Tj ET`;
const SOURCE = [line('A boy came home and the boy', 72, 560), line('was well', 300, 560)].join('\n');

const lost = async (file: RawFile, source: RawFile): Promise<readonly string[]> => {
  const asked = { file: 'a.pdf', terms: [], strict: false, against: rawFile(source) };
  const found = await verifyPdf({ ...asked, bytes: rawFile(file) });
  return found.filter(({ what }) => /source/.test(what)).map(({ what, box }) => `${what} ${Math.round(box?.x ?? 0)}`);
};

/** A page that is a picture: rows of print, some words of which are left out. */
const scan = (isGone: (x: number, y: number) => boolean): RawFile => {
  const [wide, tall] = [306, 396];
  const rows = Array.from({ length: tall }, (_, y) =>
    Array.from({ length: wide }, (_, x) => {
      const ink = y % 20 < 8 && x > 30 && x < 280 && (x + (y % 20)) % 6 < 3;
      return ink && !isGone(x, y) ? '\x00' : '\xff';
    }).join(''),
  );
  const entries = `/Subtype /Image /Width ${wide} /Height ${tall} /BitsPerComponent 8 /ColorSpace /DeviceGray`;
  return {
    content: 'q 612 0 0 792 0 0 cm /I Do Q',
    resources: '/XObject << /I 10 0 R >>',
    objects: [stream(rows.join(''), entries)],
    bare: true,
  };
};

describe('what is gone from a file and no box covers', () => {
  test('a word', async () => {
    const file = { content: SOURCE.replace('was well', 'well') };
    expect(await lost(file, { content: SOURCE })).toEqual(['a word of the source is gone that no box covers 300']);
  });

  test('a word that stands elsewhere too, boxed in its first place', async () => {
    const boxed = [line('A', 72, 560), line('came home and the boy', 102, 560), line('was well', 300, 560)];
    const box = 'q 0 g 83 556 18 14 re f Q';
    expect(await lost({ content: [...boxed, box].join('\n') }, { content: SOURCE })).toEqual([]);
  });

  test.each(['1 g', '0.5 g', '0 0 1 rg'])('not what a box of any colour covers: %s', async (colour) => {
    const file = { content: `${line('A boy came home and the boy', 72, 560)} q ${colour} 298 556 60 14 re f Q` };
    expect(await lost(file, { content: SOURCE })).toEqual([]);
  });

  test('words of a picture', async () => {
    const isGone = (x: number, y: number): boolean => x > 100 && x < 150 && y >= 80 && y < 90;
    const found = await lost(
      scan(isGone),
      scan(() => false),
    );
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toMatch(/^ink of the source is gone that no box covers (?:19|20|21)\d$/);
    expect(
      await lost(
        scan(() => false),
        scan(() => false),
      ),
    ).toEqual([]);
    const boxed = scan(isGone);
    const box = 'q 0 g 196 606 110 30 re f Q';
    expect(
      await lost(
        { ...boxed, content: `${boxed.content} ${box}` },
        scan(() => false),
      ),
    ).toEqual([]);
  });
});
