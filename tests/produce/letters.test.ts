import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { findTerms, foldTerms } from '../../src/log/leak-lint.ts';
import type { VolumeFile } from '../../src/model/production.ts';
import { buildVolume } from '../../src/produce/build-volume.ts';
import { letterPdf, slipSheetPdf } from '../../src/produce/letter-pdf.ts';
import { longDate } from '../../src/produce/letter-words.ts';
import { parseTexts } from '../../src/store/load-texts.ts';
import { matter, papers, texts } from '../log/example.ts';
import { fonts, stageOne, volumeInput } from './example-volume.ts';

async function pageTexts(bytes: Uint8Array): Promise<readonly string[]> {
  const task = getDocument({ data: new Uint8Array(bytes), useSystemFonts: false });
  const doc = await task.promise;
  const pages: string[] = [];
  for (let i = 1; i <= doc.numPages; i++) {
    const { items } = await (await doc.getPage(i)).getTextContent();
    pages.push(
      items
        .map((item) => ('str' in item ? item.str : ''))
        .join(' ')
        .replace(/\s+/g, ' '),
    );
  }
  await task.destroy();
  return pages;
}

const letters = (files: readonly VolumeFile[]): readonly VolumeFile[] =>
  files.filter((file) => file.path.startsWith('LETTERS/'));

describe('every letter', async () => {
  const built = await Promise.all([
    buildVolume(stageOne()),
    buildVolume(volumeInput()),
    buildVolume(volumeInput(papers, { released: true })),
  ]);
  const all = built.flatMap((one, i) =>
    [...letters(one.outgoing), ...letters(one.internal)].map((file) => ({ ...file, released: i === 2 })),
  );
  const read = await Promise.all(all.map(async (file) => ({ ...file, pages: await pageTexts(file.bytes) })));

  test('says the sentence of every letter, and no word of a category', () => {
    expect(read.length).toBe(3 + 4 + 5);
    const existence = foldTerms({
      redacted: [],
      names: [],
      safety: ['Haven'],
      existence: texts.existence_words,
      files: [],
    });
    for (const { path, pages } of read) {
      const text = pages
        .join(' ')
        .replace(/UNREVIEWED - NOT FOR SERVICE|[A-Z][\w' ]+ · page \d+ of \d+/g, '')
        .replace(/\s+/g, ' ');
      expect(text, path).toContain(texts.t_all);
      expect([...findTerms(text.replace(texts.t_all, ''), existence)], path).toEqual([]);
    }
  });

  test('bears the draft mark on every page unless released', () => {
    for (const { pages, released, path } of read) {
      for (const page of pages) expect(page.includes('UNREVIEWED - NOT FOR SERVICE'), path).toBe(!released);
    }
  });

  test('leaves signature and date open and claims no complete copy', () => {
    const certification = read.find((one) => one.path.endsWith('certification.pdf'))?.pages.join(' ') ?? '';
    expect(certification).toContain('I do not certify that the file is complete');
    expect(certification).not.toMatch(/true and complete|2025-08-20|August 20/);
    expect(certification).toContain('CHC-FS-000001 to CHC-FS-000013, CHC-FS-000019 to CHC-FS-000024');
    expect(certification).toMatch(/Schedule B.*Psychosocial evaluation/);
    expect(certification).not.toMatch(/withheld \d|\d+ pages? withheld/i);
  });

  test('of stage 1 names the statute and the date, of stage 2 the school', () => {
    const text = (i: number, path: string): string =>
      read.filter((one) => one.path.includes(path))[i]?.pages.join(' ') ?? '';
    expect(text(0, 'objection')).toContain('The objection is due on June 24, 2025.');
    expect(text(0, 'court')).toContain('42 U.S.C. 5106a(b)(2)(B)(viii)-(ix)');
    expect(text(1, 'objection')).toContain('A parent may ask the school for them directly.');
    expect(text(0, 'transmittal')).toMatch(/Pages produced 28 of these with redactions 15/);
  });
});

describe('a letter of any name', () => {
  const bare = {
    file: 'x.pdf',
    title: 'X',
    letterhead: ['Agency'],
    addressee: [],
    about: [],
    salutation: '',
    always: 'A.',
    signer: [],
    executed: false,
    copies: '',
    mark: '',
  };

  test.each(['Łukasz Żółw', 'Θεοδώρα Παπαδοπούλου', 'Любовь Орлова', 'Nguyễn Thị Hường', 'office affluent fjord'])(
    '%s reads back',
    async (name) => {
      const pages = await pageTexts(await letterPdf({ ...bare, parts: [{ kind: 'text', text: name }] }, fonts));
      expect(pages[0]).toContain(name.normalize('NFC'));
    },
  );

  test.each(['李小龙', '👩‍👧', '\uD800', 'a\u0000b', 'x'.repeat(900)])('%j does not stop it', async (name) => {
    const pages = await pageTexts(await letterPdf({ ...bare, parts: [{ kind: 'text', text: name }] }, fonts));
    expect(pages).toHaveLength(1);
  });

  test('in the matter goes through the whole volume', async () => {
    const odd = { ...matter, agency: { ...matter.agency, name: 'Agência 李 Żółw' }, custodian: { name: 'Θεοδώρα' } };
    expect((await buildVolume(volumeInput(papers, { matter: odd }))).findings).toEqual([]);
  });

  test('has no dates or producer, and the same bytes twice', async () => {
    const make = async (): Promise<Uint8Array> =>
      slipSheetPdf('A–B | 2 PAGE(S) WITHHELD | SEE LOG PRIV-0001', 'A–B', 'MARK', fonts);
    const bytes = await make();
    expect(await make()).toEqual(bytes);
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/CreationDate|Producer|\/Info/);
    expect((await pageTexts(bytes))[0]).toContain('A–B | 2 PAGE(S) WITHHELD | SEE LOG PRIV-0001');
  });
});

test('dates are written out', () => {
  expect(longDate('2025-06-10')).toBe('June 10, 2025');
  expect(longDate('2024-02')).toBe('2024-02');
});

test('a text that names an unknown fact is refused with its line', () => {
  expect(() => parseTexts('id: x', 'x.yaml')).toThrow(/x\.yaml, line/);
});
