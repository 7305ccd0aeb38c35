import { describe, expect, test } from 'vitest';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';
import { type RawFile, rawFile, stream } from './raw-file.ts';

const NAME = 'Marla Quillfeather';
const BOX = 'q 0 g 198 636 100 15 re f Q';
const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const names = async (bytes: Uint8Array): Promise<readonly string[]> => {
  const found = await verifyPdf({ file: 'a.pdf', bytes, terms: [], strict: false });
  expect(JSON.stringify(found).toLowerCase()).not.toContain('quillf');
  return found.filter(({ level }) => level === 'leak').map(({ name }) => name);
};
const leaks = (file: RawFile): Promise<readonly string[]> => names(rawFile({ content: BOX, ...file }));

describe('what earlier objects keep', () => {
  const bytesOf = (file: RawFile): string => latin(rawFile({ content: BOX, ...file }));
  const later = (first: string, number: number, object: string): Uint8Array => {
    const start = Number(/startxref\s+(\d+)/.exec(first)?.[1]);
    const table = first.length + `${number} 0 obj\n${object}\nendobj\n`.length;
    return new Uint8Array(
      Buffer.from(
        `${first}${number} 0 obj\n${object}\nendobj\nxref\n${number} 1\n${String(first.length).padStart(10, '0')} 00000 n \ntrailer << /Size 20 /Root 1 0 R /Prev ${start} >>\nstartxref\n${table}\n%%EOF\n`,
        'latin1',
      ),
    );
  };
  const picture = (isOpen: boolean): string => {
    const rows = Array.from({ length: 66 }, (_, y) =>
      Array.from({ length: 51 }, (_, x) => (!isOpen && y > 20 && y < 30 && x > 10 && x < 40 ? '\x00' : '\xff')).join(
        '',
      ),
    );
    return stream(rows.join(''), '/Subtype /Image /Width 51 /Height 66 /BitsPerComponent 8 /ColorSpace /DeviceGray');
  };
  const scanned = { content: 'q 612 0 0 792 0 0 cm /I Do Q', resources: '/XObject << /I 10 0 R >>' };

  test('a picture that was replaced by one with a box', async () => {
    const first = bytesOf({ ...scanned, objects: [picture(true)] });
    expect(await names(later(first, 10, picture(false)))).toContain('earlier-revision-or-orphan');
    expect(await names(later(first, 10, picture(true)))).not.toContain('earlier-revision-or-orphan');
  });

  test('a comment that was taken out', async () => {
    const first = bytesOf({
      page: '/Annots [10 0 R]',
      objects: [`<< /Type /Annot /Subtype /Text /Rect [9 9 29 29] /Contents (Reporter is ${NAME}) >>`],
    });
    const page = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>`;
    expect(await names(later(first, 3, page))).toContain('earlier-revision-or-orphan');
  });

  test.each<readonly [string, string, string]>([
    ['a string out of reach', `(Reporter is ${NAME})`, 'earlier-revision-or-orphan'],
    [
      'an object stream out of reach',
      stream(`70 0 << /Who (${NAME}) >>`, '/Type /ObjStm /N 1 /First 5'),
      'earlier-revision-or-orphan',
    ],
  ])('%s', async (_, object, name) => {
    expect(await leaks({ objects: [object] })).toContain(name);
  });

  test.each(['grey', 'of a palette'])('a thumbnail of the page before it had its box: %s', async (kind) => {
    const [wide, tall] = [102, 132];
    const data = '\xff'.repeat(wide * tall);
    const space = kind === 'grey' ? '/DeviceGray' : `[/Indexed /DeviceRGB 255 <${'00'.repeat(765)}ffffff>]`;
    const entries = `/Width ${wide} /Height ${tall} /BitsPerComponent 8 /ColorSpace ${space}`;
    expect(await leaks({ page: '/Thumb 10 0 R', objects: [stream(data, entries)] })).toContain('thumbnail');
  });
});
