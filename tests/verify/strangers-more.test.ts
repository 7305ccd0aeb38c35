import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';
import { verifyVolume } from '../../src/verify/verify-volume.ts';
import { type RawFile, rawFile, stream } from './raw-file.ts';

const NAME = 'Marla Quillfeather';

const check = (file: RawFile): Promise<readonly Finding[]> =>
  verifyPdf({ file: 'a.pdf', bytes: rawFile(file), terms: [], strict: false });
const found = async (file: RawFile, level: Finding['level']): Promise<readonly string[]> =>
  (await check(file)).flatMap((finding) => (finding.level === level ? [finding.name] : []));

describe('the face of a field over text', () => {
  const widget = (grey: number): RawFile => ({
    content: `BT /F1 12 Tf 200 640 Td (${NAME}) Tj ET`,
    page: '/Annots [10 0 R]',
    catalog: '/AcroForm << /Fields [10 0 R] >>',
    objects: [
      '<< /Type /Annot /Subtype /Widget /FT /Tx /T (f) /F 4 /Rect [196 634 310 654] /AP << /N 11 0 R >> >>',
      stream(`${grey} g 0 0 114 20 re f`, '/Subtype /Form /BBox [0 0 114 20]'),
    ],
  });

  test('is a leak where it is black', async () => {
    expect(await found(widget(0), 'leak')).toContain('overlay');
  });

  test('is none where it is one to be filled in', async () => {
    expect(await found(widget(1), 'leak')).not.toContain('overlay');
  });
});

describe('what an abbreviation stands for', () => {
  const spoken = (key: string, words: string): RawFile => ({
    content: `/Span << /${key} (${words}) >> BDC BT /F1 12 Tf 200 640 Td (M. Q.) Tj ET EMC`,
  });

  test.each(['E', 'Alt', 'ActualText'])('is a leak where /%s tells somebody’s name', async (key) => {
    expect(await found(spoken(key, NAME), 'leak')).toContain('actual-text');
  });

  test('is none where it is no name', async () => {
    expect(await found(spoken('E', 'medical question'), 'leak')).toEqual([]);
  });
});

describe('a descriptor that lists letters', () => {
  const subset = (letters: string): RawFile => ({
    content: 'BT /F1 12 Tf 200 640 Td (abc) Tj ET',
    catalog: '/Spare 10 0 R',
    objects: [`<< /Type /FontDescriptor /FontName /ABCDEF+Serif /Flags 4 /CharSet (${letters}) >>`],
  });

  test('of which no page draws one is a risk', async () => {
    expect(await found(subset('/a/b/c/Z'), 'risk')).toContain('font-residue');
  });

  test('which pages draw, with signs that have names, is none', async () => {
    expect(await found(subset('/a/b/c/quoteright/space'), 'risk')).not.toContain('font-residue');
  });
});

describe('a name with the last one first in a production', () => {
  const nothing = { forbidden: [], standing: [], hidden: [], open: [], burnt: [], foreign: true };
  const look = async (path: string, text: string, secrets: readonly string[]): Promise<readonly string[]> => {
    const files = [{ path, bytes: new TextEncoder().encode(text) }];
    const all = await verifyVolume({ files, secrets, ...nothing }, () => {});
    return all.filter(({ level }) => level === 'leak').map(({ name }) => name);
  };
  const row = (cell: string): string => `BEGBATES,AUTHOR\r\nA-1,${cell}\r\n`;

  test.each<readonly [string, string, string]>([
    ['log-text', 'LOGS/privilege-log.csv', row('"Quillfeather, Marla"')],
    ['log-text', 'LOGS/privilege-log.csv', row('QUILLFEATHER,MARLA')],
    ['log-text', 'DATA/VOL001.dat', '\u00feA-1\u00fe\u0014\u00feQuillfeather, Marla\u00fe\r\n'],
    ['log-text', 'DATA/VOL001.dat', '\u00feA-1\u00fe\u0014\u00feMarla Quillfeather\u00fe\r\n'],
    ['twin-output', 'TEXT/A-1.txt', 'Seen: Quillfeather, Marla (mother)'],
    ['file-name', 'PDF/Quillfeather_Marla.txt', 'nothing'],
  ])('is found: %s in %s', async (name, path, text) => {
    expect(await look(path, text, [NAME])).toContain(name);
  });

  test('is a risk in our own logs, which name who wrote what goes out', async () => {
    const files = [{ path: 'LOGS/players.csv', bytes: new TextEncoder().encode(row('"Quillfeather, Marla"')) }];
    const all = await verifyVolume({ files, secrets: [NAME], ...nothing, foreign: false }, () => {});
    expect(all.filter(({ name }) => name === 'log-text').map(({ level }) => level)).toEqual(['risk']);
  });

  test.each<readonly [string, readonly string[]]>([
    [row('"Quillfeather, Otto"'), [NAME]],
    [row('Quillfeather\r\nMarla'), [NAME]],
    [row('the cane cutting'), ['cutting cane']],
    [row('"Quillfeather, Marlas"'), [NAME]],
  ])('and nothing else: %j', async (text, secrets) => {
    expect(await look('LOGS/privilege-log.csv', text, secrets)).not.toContain('log-text');
  });
});
