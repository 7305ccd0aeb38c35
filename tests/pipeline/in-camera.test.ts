import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPdf } from '../../src/pdf/open.ts';
import { inCameraFolder } from '../../src/pipeline/in-camera.ts';
import { produceFolder } from '../../src/pipeline/produce.ts';
import { silent } from '../../src/pipeline/progress.ts';
import { sha256Hex } from '../../src/produce/manifest.ts';
import { layOut, ordered, typed } from '../cli/run.ts';

const at = mkdtempSync(join(tmpdir(), 'withhold-chambers-'));
afterAll(() => rmSync(at, { recursive: true, force: true }));
const dir = join(at, 'case');
const draft = { acceptProposals: true, by: 'Ruth Keeper' };
const chambers = `authorities:
  - id: A3
    type: order_in_camera
    received_on: 2025-07-12
    covers: [cps_record]
    checks: { judge_signed: true, binds_agency: true, current: true, scope_stated: true }
    confirmed_by: { name: Ada Counsel, on: 2025-07-13 }
`;

/** The small matter before any order but those given. */
const bare = (authorities: string): string => {
  const [head = '', rest = ''] = ordered.split(/^authorities:\n/m);
  return `${head}${authorities}${rest.replace(/^(?: .*\n)+/, '')}`;
};

const tree = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), sha256Hex(readFileSync(path))]),
  );
const places = (): readonly string[] => readdirSync(join(dir, 'productions')).sort();

async function wordsOf(path: string): Promise<string> {
  const file = await openPdf(readFileSync(path));
  const page = await file.page(1);
  await file.close();
  return page.glyphs
    .map(({ text }) => text)
    .join('')
    .replace(/\s+/g, '');
}

beforeAll(async () => {
  layOut(dir, bare('authorities: []\n'), {
    '01-report.pdf': await typed([
      'Mill County Family Services',
      'Case note, May 6, 2024',
      'Reporter: Nora Witness, 555-0142',
      'Jane Doe came to the office and asked for help with the heating.',
    ]),
    '02-program.pdf': await typed([
      'Fresh Start Recovery Program',
      'June 2, 2024',
      '42 CFR part 2 prohibits unauthorized use or disclosure of these records.',
      'Substance use disorder treatment record of Jane Doe',
    ]),
  });
  await produceFolder(dir, draft, silent);
}, 300_000);

test('without an order nothing is written for chambers, and the answer says what is wanted', async () => {
  await expect(inCameraFolder(dir, draft, silent)).rejects.toThrow(/order_in_camera/);
  expect(places()).toEqual(['VOL001', 'VOL001.internal']);
});

test('an order brings the file to chambers, legible, and leaves the volume as it is', async () => {
  writeFileSync(join(dir, 'matter.yaml'), bare(chambers));
  const remade = await produceFolder(dir, draft, silent);
  expect(remade.exitCode).toBe(0);
  const before = [tree(join(dir, 'productions/VOL001')), tree(join(dir, 'productions/VOL001.internal'))];
  const answer = await inCameraFolder(dir, draft, silent);
  expect(answer).toMatchObject({ exitCode: 0, result: { documents: 1, pages: 1, left_out_documents: 1 } });
  expect([tree(join(dir, 'productions/VOL001')), tree(join(dir, 'productions/VOL001.internal'))]).toEqual(before);

  const set = join(dir, 'productions/VOL001.in-camera');
  const first = tree(set);
  expect(Object.keys(first)).toEqual([
    'LETTERS/cover-letter.pdf',
    'LOGS/sealed-log.csv',
    'MANIFEST.sha256',
    'PDF/IC-000001.pdf',
  ]);
  const words = await wordsOf(join(set, 'PDF/IC-000001.pdf'));
  for (const shown of ['NoraWitness', 'heating', 'FILEDUNDERSEAL', 'UNREVIEWED', 'IC-000001', 'WITHHELDINFULL'])
    expect(words).toContain(shown);
  const log = readFileSync(join(set, 'LOGS/sealed-log.csv'), 'utf8');
  expect(log).toContain('IC-000001');
  expect(log).toMatch(/reporter/i);
  expect(log).not.toMatch(/Part 2|Fresh Start|substance/i);
  const sources = readFileSync(`${set}.internal/sources.csv`, 'utf8');
  expect(sources).toMatch(/02-program\.pdf,1,no,"part2_sud/);

  await inCameraFolder(dir, draft, silent);
  expect(tree(set)).toEqual(first);
});

test('it is no more released than a volume: people have to settle everything first', async () => {
  const byHand = await inCameraFolder(dir, { acceptProposals: false }, silent);
  expect(byHand.exitCode).toBe(7);
  const released = await inCameraFolder(dir, { acceptProposals: false, releasedBy: 'Ada Counsel' }, silent);
  expect(released.exitCode).toBe(7);
  await expect(inCameraFolder(dir, { acceptProposals: true }, silent)).rejects.toThrow(/--by NAME/);
});
