import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';
import { verifyVolume } from '../../src/verify/verify-volume.ts';

const folder = fileURLToPath(new URL('../../fixtures/bad-redactions/', import.meta.url));
const CLAIM = 'Margery Quillfeather';

const check = (name: string, terms: readonly string[]): Promise<readonly Finding[]> =>
  verifyPdf({ file: name, bytes: new Uint8Array(readFileSync(join(folder, name))), terms, strict: false });

/** What a reader without the claim can only call a channel. */
const ONLY_A_RISK = new Set([14, 16, 20, 21, 22, 23, 25, 34]);
/** What hides in the way a thing is painted may be an honest crop or a spare: in anybody's file a channel. */
const ALSO_A_RISK = /^05-(?:clip|mask|other|scan-reaches)-|^07-nested-form-that/;
/** Where the claim itself stands in the file in letters. */
const IN_LETTERS = new Set([1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19]);

const files = readdirSync(folder).filter((name) => name.endsWith('.pdf'));

describe('bad redactions of one file', () => {
  test('there is one for every class that shows in one file', () => {
    const classes = new Set(files.map((name) => Number(name.slice(0, 2))));
    const single = [...Array.from({ length: 26 }, (_, i) => i + 1), 32, 34];
    expect([...classes].sort((a, b) => a - b)).toEqual(single);
  });

  test.each(files)('%s is found with its class, without knowing the claim', async (name) => {
    const number = Number(name.slice(0, 2));
    const found = (await check(name, [])).filter((finding) => finding.class === number);
    const level = ONLY_A_RISK.has(number) || ALSO_A_RISK.test(name) ? 'risk' : 'leak';
    expect(found.map((finding) => finding.level)).toContain(level);
    expect(JSON.stringify(found).toLowerCase()).not.toContain('quillfeather');
  });

  test.each(files.filter((name) => IN_LETTERS.has(Number(name.slice(0, 2)))))('%s leaks the claim', async (name) => {
    const claim = name.startsWith('03-hidden-text-not') ? 'Otto Placeholder' : CLAIM;
    const found = await check(name, [claim]);
    expect(found.some((finding) => finding.level === 'leak')).toBe(true);
    expect(JSON.stringify(found).toLowerCase()).not.toContain('quillfeather');
  });
});

describe('bad redactions of a folder', () => {
  test('are found with their classes', async () => {
    const root = join(folder, 'volume');
    const paths = readdirSync(root, { recursive: true }).map(String).sort();
    const volume = paths
      .filter((path) => statSync(join(root, path)).isFile())
      .map((path) => ({ path, bytes: new Uint8Array(readFileSync(join(root, path))) }));
    const nothing = { secrets: [], forbidden: [], standing: [], hidden: [], open: [], burnt: [] };
    const found = await verifyVolume({ files: volume, ...nothing }, () => {});
    const classes = new Set(found.map((finding) => `${finding.class} ${finding.level}`));
    for (const expected of ['27 risk', '28 leak', '29 risk', '30 leak', '31 leak', '33 leak', '35 risk'])
      expect(classes).toContain(expected);
    const withTerm = await verifyVolume({ files: volume, ...nothing, secrets: [CLAIM] }, () => {});
    const leaks = new Set(withTerm.filter(({ level }) => level === 'leak').map((finding) => finding.class));
    expect([...leaks]).toEqual(expect.arrayContaining([27, 30, 31, 33]));
    expect(JSON.stringify(withTerm.map(({ what }) => what)).toLowerCase()).not.toContain('quillfeather');
  });

  test('somebody’s folder of PDFs is no production: each file is judged by itself', async () => {
    const names = ['12-bookmark-names-the-name.pdf', '14-metadata-holds-the-name.pdf'];
    const files = names.map((path) => ({ path, bytes: new Uint8Array(readFileSync(join(folder, path))) }));
    const [bookmark, metadata] = files;
    if (bookmark === undefined || metadata === undefined) throw new Error('the fixtures are gone');
    const nothing = { secrets: [], forbidden: [], standing: [], hidden: [], open: [], burnt: [], foreign: true };
    const inFolder = await verifyVolume({ files: [{ ...bookmark, path: 'A.PDF' }, metadata], ...nothing }, () => {});
    const leaks = inFolder.filter(({ level }) => level === 'leak');
    expect(leaks.map(({ file, name }) => `${file} ${name}`)).toEqual(['A.PDF outline']);
    const asProduction = [...files, { path: 'DATA/VOL.dat', bytes: new Uint8Array() }];
    const strict = await verifyVolume({ files: asProduction, ...nothing }, () => {});
    expect(strict.filter(({ level }) => level === 'leak').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['metadata', 'outline', 'twin-output']),
    );
  });
});
