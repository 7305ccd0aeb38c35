import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { produceFolder } from '../../src/pipeline/produce.ts';
import { silent } from '../../src/pipeline/progress.ts';

const fixture = fileURLToPath(new URL('../../fixtures/adult-protection/', import.meta.url));
const golden = (name: string): string => fileURLToPath(new URL(`golden/adult-protection/${name}.txt`, import.meta.url));
const expected: Expected = JSON.parse(readFileSync(join(fixture, 'expected.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'withhold-adult-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Expected {
  readonly documents: readonly {
    readonly file: string;
    readonly treatment: string;
    readonly bates?: readonly [string, string];
    readonly codes?: readonly string[];
    readonly basis?: string;
  }[];
  readonly removed: readonly string[];
  readonly kept: readonly string[];
  readonly pages: Readonly<Record<string, number>>;
}

const hidden = expected.documents.filter((d) => d.treatment === 'Unacknowledged');
const made = (name: string, ...parts: string[]): string => join(folder, name, 'productions', ...parts);
const below = (dir: string): readonly string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .sort();

beforeAll(async () => {
  for (const [name, leaveOut] of [
    ['with', []],
    ['without', hidden.map((d) => d.file)],
  ] as const) {
    const dir = join(folder, name);
    cpSync(join(fixture, 'files'), join(dir, 'files'), { recursive: true });
    cpSync(join(fixture, 'matter.yaml'), join(dir, 'matter.yaml'));
    for (const file of leaveOut) rmSync(join(dir, 'files', file));
    const answer = await produceFolder(dir, { acceptProposals: true, by: 'Bea Filekeeper' }, silent);
    expect([name, answer.exitCode]).toEqual([name, 0]);
  }
}, 300_000);

describe('an adult-protection file under an order with limits', () => {
  test('every paper is treated as the order and the law say', () => {
    const rows = readFileSync(made('with', 'VOL001.internal', 'sources.csv'), 'utf8')
      .trim()
      .split('\r\n')
      .slice(1);
    const cells = rows.map((row) => row.split(','));
    for (const one of expected.documents) {
      const of = cells.filter(([, file]) => file === one.file);
      expect([one.file, of[0]?.[0] ?? '', of.at(-1)?.[0] ?? '', of[0]?.[4]]).toEqual([
        one.file,
        one.bates?.[0] ?? '',
        one.bates?.[1] ?? '',
        one.treatment,
      ]);
    }
    const reconciliation = JSON.parse(readFileSync(made('with', 'VOL001.internal', 'reconciliation.json'), 'utf8'));
    expect(reconciliation).toMatchObject({ pages: expected.pages, over_production: 0, over_production_pages: [] });
    expect(reconciliation.items).toEqual([
      { id: '1', pages: 5 },
      { id: '2', pages: 0 },
    ]);
    const trace: readonly { answers: string[]; type: string; subjects: string[]; rule: string }[] =
      reconciliation.trace;
    for (const page of trace)
      expect(page).toMatchObject({
        answers: ['1'],
        subjects: ['Olive Sampleton'],
        rule: expect.stringMatching(/10\/KEY/),
      });
  });

  test('what must go is gone, what may stand stands', () => {
    const dir = made('with', 'VOL001', 'TEXT');
    const text = readdirSync(dir)
      .map((file) => readFileSync(join(dir, file), 'utf8'))
      .join('\n')
      .replace(/\s+/g, ' ');
    for (const [i, secret] of expected.removed.entries()) expect(text.includes(secret), `removed ${i}`).toBe(false);
    for (const phrase of expected.kept) expect(text).toContain(phrase);
  });

  test('the internal log names the true grounds of the papers that leave no trace', () => {
    const log = readFileSync(made('with', 'VOL001.internal', 'internal-log.csv'), 'utf8');
    for (const { file, basis } of hidden)
      expect(
        log
          .split('\r\n')
          .some((row) => row.includes(file) && row.includes('unacknowledged') && row.includes(basis ?? '?')),
        file,
      ).toBe(true);
  });

  test('what goes out is the same, byte for byte, without those papers', () => {
    expect(hidden.map((d) => d.basis).sort()).toEqual(
      ['hiv_info', 'ltc_ombudsman', 'part2_sud', 'sa_counselor', 'sealed_adoption', 'vsp_victim_info'].sort(),
    );
    const [whole, less] = [made('with', 'VOL001'), made('without', 'VOL001')];
    expect(below(whole)).toEqual(below(less));
    const differing = below(whole).filter(
      (file) => !readFileSync(join(whole, file)).equals(readFileSync(join(less, file))),
    );
    expect(differing).toEqual([]);
  });

  test.each(['privilege-log.csv', 'redaction-log.csv', 'index.csv', 'players.csv'])('%s, row by row', async (log) => {
    const text = readFileSync(made('with', 'VOL001', 'LOGS', log), 'utf8').replaceAll('\r\n', '\n');
    await expect(text).toMatchFileSnapshot(golden(log));
  });

  test('reconciliation.json, page by page', async () => {
    const text = readFileSync(made('with', 'VOL001.internal', 'reconciliation.json'), 'utf8');
    await expect(text).toMatchFileSnapshot(golden('reconciliation.json'));
  });
});
