import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseString } from 'fast-csv';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ProduceAnswer, produceFolder } from '../../src/pipeline/produce.ts';
import { silent } from '../../src/pipeline/progress.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const expected: Expected = JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8'));
const BY = 'Wanda Recordbook';
/** What came out when it was last read by eye; `vitest -u` writes it anew. */
const golden = (name: string): string => fileURLToPath(new URL(`golden/worked-example/${name}.txt`, import.meta.url));

interface Expected {
  readonly pages: Record<'stage1' | 'stage2', Record<string, number>>;
  readonly forbidden: readonly string[];
  readonly documents: readonly ExpectedDocument[];
  readonly privilegeLog: readonly Row[];
  readonly redactionLog: readonly { readonly page: string; readonly code: string; readonly see?: string }[];
}

interface ExpectedDocument {
  readonly id: string;
  readonly stage1: { readonly treatment: string };
  readonly stage2: { readonly treatment: string; readonly bates: readonly [string, string] | null };
  readonly pages: readonly {
    readonly bates: string | null;
    readonly boxed: readonly { readonly code: string; readonly text: string }[];
    readonly open: readonly string[];
  }[];
}

type Row = Readonly<Record<string, string>>;

const folder = mkdtempSync(join(tmpdir(), 'withhold-case-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lays a stage out; the second takes over what the first read, as a custodian's folder would. */
function layOut(stage: string, from?: string): string {
  const dir = join(folder, stage);
  cpSync(join(fixtures, 'matter', 'files'), join(dir, 'files'), { recursive: true });
  cpSync(join(fixtures, 'matter', stage, 'matter.yaml'), join(dir, 'matter.yaml'));
  if (from !== undefined)
    cpSync(join(folder, from, '.withhold', 'derived'), join(dir, '.withhold', 'derived'), { recursive: true });
  return dir;
}

function rowsOf(path: string): Promise<readonly Row[]> {
  return new Promise((resolve, reject) => {
    const rows: Row[] = [];
    parseString<Row, Row>(readFileSync(path, 'utf8'), { headers: true })
      .on('error', reject)
      .on('data', (row: Row) => rows.push(row))
      .on('end', () => resolve(rows));
  });
}

const filesBelow = (dir: string): readonly string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

async function textOf(pdf: string): Promise<readonly string[]> {
  const doc = await getDocument({ data: new Uint8Array(readFileSync(pdf)), verbosity: VerbosityLevel.ERRORS }).promise;
  const pages: string[] = [];
  for (let page = 1; page <= doc.numPages; page++) {
    const { items } = await (await doc.getPage(page)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join(''));
  }
  await doc.loadingTask.destroy();
  return pages;
}

/** As a reader matches: case, blanks and hyphens make no difference. */
const folded = (text: string): string => text.toLowerCase().replace(/[\s\u00AD-]+/g, '');

const hasTool = (tool: string): boolean => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;

let one: ProduceAnswer;
let two: ProduceAnswer;
const volume = (stage: string, ...parts: string[]): string => join(folder, stage, 'productions', 'VOL001', ...parts);
const internal = (stage: string, ...parts: string[]): string =>
  join(folder, stage, 'productions', 'VOL001.internal', ...parts);

beforeAll(async () => {
  one = await produceFolder(layOut('stage-1'), { acceptProposals: true, by: BY }, silent);
  two = await produceFolder(layOut('stage-2', 'stage-1'), { acceptProposals: true, by: BY }, silent);
}, 900_000);

describe('stage 1, the bare subpoena', () => {
  test('is a draft without a numbered page', () => {
    expect(one.lines.join('\n')).toContain('UNREVIEWED');
    expect(one.exitCode).toBe(0);
    const trace = JSON.parse(readFileSync(internal('stage-1', 'reconciliation.json'), 'utf8'));
    expect(trace).toMatchObject({
      reviewed: false,
      pages: expected.pages.stage1,
      bates: { begin: null, end: null, gaps: 0 },
    });
  });

  test('holds letters, logs of headers only, and the manifest', async () => {
    const names = readdirSync(volume('stage-1')).sort();
    expect(names).toEqual(['LETTERS', 'LOGS', 'MANIFEST.sha256']);
    for (const log of readdirSync(volume('stage-1', 'LOGS'))) {
      expect(await rowsOf(volume('stage-1', 'LOGS', log)), log).toEqual([]);
    }
    expect(readdirSync(volume('stage-1', 'LETTERS')).join(' ')).toMatch(/objection/);
    expect(readdirSync(volume('stage-1', 'LETTERS')).join(' ')).not.toMatch(/certification/);
    expect(readdirSync(internal('stage-1', 'LETTERS')).join(' ')).toMatch(/notice/);
    expect((await rowsOf(internal('stage-1', 'LOGS', 'privilege-log.csv'))).length).toBeGreaterThan(0);
  });
});

describe('stage 2, after the order', () => {
  test('counts every page and numbers without a gap', () => {
    expect(two.lines.join('\n')).toContain('UNREVIEWED');
    expect(two.exitCode).toBe(0);
    const trace = JSON.parse(readFileSync(internal('stage-2', 'reconciliation.json'), 'utf8'));
    expect(trace).toMatchObject({
      reviewed: false,
      pages: expected.pages.stage2,
      bates: { begin: 'CHC-FS-000001', end: 'CHC-FS-000044', gaps: 0 },
    });
  });

  test('treats every document as it must be', async () => {
    const index = new Map((await rowsOf(volume('stage-2', 'LOGS', 'index.csv'))).map((row) => [row['BEGBATES'], row]));
    for (const { id, stage2 } of expected.documents) {
      if (stage2.bates === null) continue;
      const row = index.get(stage2.bates[0]);
      expect([id, row?.['ENDBATES'], row?.['TREATMENT']]).toEqual([id, stage2.bates[1], stage2.treatment]);
    }
    expect(index.size).toBe(expected.documents.filter(({ stage2 }) => stage2.bates !== null).length);
  });

  test('boxes exactly the pages and codes of the example', async () => {
    const rows = await rowsOf(volume('stage-2', 'LOGS', 'redaction-log.csv'));
    expect(rows.map((row) => [row['PAGE_BATES'], row['BOX_CODE']])).toEqual(
      expected.redactionLog.map(({ page, code }) => [page, code]),
    );
    for (const [index, { see }] of expected.redactionLog.entries()) {
      if (see !== undefined) expect(rows[index]?.['DESCRIPTION']).toContain(see);
    }
    for (const row of rows.filter((of) => of['BOX_CODE'] === 'LAW')) {
      expect([row['BASIS_LABEL'], row['CITATION'], row['SUBJECT_RELATION']]).toEqual([
        'confidential by law',
        'state and federal confidentiality law',
        '',
      ]);
    }
    expect(new Set(rows.map((row) => row['AUTHORITY_THAT_WOULD_RELEASE'])).size).toBe(1);
  });

  test('claims five privileges, each column as it must be', async () => {
    const rows = await rowsOf(volume('stage-2', 'LOGS', 'privilege-log.csv'));
    const plain = rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'DESCRIPTION')),
    );
    expect(plain).toEqual(expected.privilegeLog.map((row) => expect.objectContaining(row)));
    for (const row of rows) expect((row['DESCRIPTION'] ?? '').split(/\s+/).length).toBeGreaterThan(7);
    const { log_lint } = JSON.parse(readFileSync(internal('stage-2', 'verification.json'), 'utf8'));
    expect(log_lint.filter((finding: { level: string }) => finding.level === 'error')).toEqual([]);
  });

  test.each(['privilege-log.csv', 'redaction-log.csv', 'index.csv', 'players.csv'])('%s, row by row', async (log) => {
    const text = readFileSync(volume('stage-2', 'LOGS', log), 'utf8').replaceAll('\r\n', '\n');
    await expect(text).toMatchFileSnapshot(golden(log));
  });

  test('reconciliation.json, page by page', async () => {
    const text = readFileSync(internal('stage-2', 'reconciliation.json'), 'utf8');
    await expect(text).toMatchFileSnapshot(golden('reconciliation.json'));
  });

  test.each(['stage-1', 'stage-2'])('the letters of %s, word by word', async (stage) => {
    const folders = [volume(stage, 'LETTERS'), internal(stage, 'LETTERS')].filter((path) => existsSync(path));
    const letters = folders.flatMap((path) => readdirSync(path).map((name) => ({ name, path: join(path, name) })));
    const texts = await Promise.all(
      letters.map(async ({ name, path }) => `${name}\n\n${(await textOf(path)).join('\n')}`),
    );
    await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot(golden(`letters-of-${stage}`));
  });

  test('removes every boxed passage and leaves what stands beside it', async () => {
    for (const { id, pages, stage2 } of expected.documents) {
      if (stage2.bates === null || stage2.treatment === 'Withheld in full') continue;
      const texts = await textOf(volume('stage-2', 'PDF', `${stage2.bates[0]}.pdf`));
      for (const [index, { boxed, open }] of pages.entries()) {
        const text = folded(texts[index] ?? '');
        for (const box of boxed)
          expect(text.includes(folded(box.text)), `${id} page ${index + 1}: ${box.code}`).toBe(false);
        for (const near of open) expect(text, `${id} page ${index + 1} keeps ${near}`).toContain(folded(near));
      }
    }
  });

  test('says nothing of what may not be told, in any file or name', async () => {
    for (const path of filesBelow(volume('stage-2'))) {
      const text = path.endsWith('.pdf') ? (await textOf(path)).join('\n') : readFileSync(path, 'utf8');
      for (const secret of expected.forbidden) {
        const word = new RegExp(
          `(?<![\\p{L}\\p{N}])${secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '[\\s-]+')}(?![\\p{L}\\p{N}])`,
          'iu',
        );
        expect(word.test(text), `${path} holds forbidden string ${expected.forbidden.indexOf(secret)}`).toBe(false);
      }
      for (const file of readdirSync(join(fixtures, 'matter', 'files')))
        expect(text.includes(file), `${path} names a source`).toBe(false);
    }
  });

  test('marks every page as unreviewed, numbers it and bears the order’s legend', async () => {
    const numbers: string[] = [];
    for (const path of filesBelow(volume('stage-2', 'PDF'))) {
      for (const page of await textOf(path)) {
        expect(page, path).toContain('UNREVIEWED - NOT FOR SERVICE');
        numbers.push(...(page.match(/CHC-FS-\d{6}/g) ?? []));
      }
    }
    expect(new Set(numbers).size).toBeGreaterThanOrEqual(33);
    for (const path of filesBelow(volume('stage-2', 'LETTERS'))) {
      for (const page of await textOf(path)) expect(page, path).toContain('UNREVIEWED - NOT FOR SERVICE');
    }
  });

  test('traces every received page to what became of it', async () => {
    const rows = await rowsOf(internal('stage-2', 'sources.csv'));
    expect(rows.length).toBe(49);
    const hidden = rows.filter((row) => row['TREATMENT'] === 'Unacknowledged');
    expect(hidden.map((row) => [row['BATES'], row['DOCUMENT']])).toEqual(Array(5).fill(['', '']));
    expect(rows.filter((row) => row['BATES'] !== '').length).toBe(44);
  });

  test('writes the same bytes when run again', async () => {
    const before = filesBelow(join(folder, 'stage-2', 'productions')).map((path) => [
      path,
      readFileSync(path).toString('base64'),
    ]);
    const again = await produceFolder(join(folder, 'stage-2'), { acceptProposals: true, by: BY }, silent);
    expect(again.exitCode).toBe(0);
    const after = filesBelow(join(folder, 'stage-2', 'productions')).map((path) => [
      path,
      readFileSync(path).toString('base64'),
    ]);
    expect(after.map(([path]) => path)).toEqual(before.map(([path]) => path));
    expect(after.filter(([, bytes], index) => bytes !== before[index]?.[1]).map(([path]) => path)).toEqual([]);
  }, 300_000);
});

describe('foreign tools', () => {
  const pdfs = (): readonly string[] =>
    ['stage-1', 'stage-2'].flatMap((stage) => filesBelow(volume(stage)).filter((path) => path.endsWith('.pdf')));

  test.skipIf(!hasTool('qpdf'))('qpdf finds every produced PDF sound', () => {
    for (const path of pdfs()) expect(spawnSync('qpdf', ['--check', path]).status, path).toBe(0);
  });

  test.skipIf(!hasTool('sha256sum'))('sha256sum agrees with the manifest', () => {
    execFileSync('sha256sum', ['-c', '--quiet', 'MANIFEST.sha256'], { cwd: volume('stage-2') });
  });

  test.skipIf(!hasTool('pdftotext'))('pdftotext finds no redacted string', () => {
    for (const path of pdfs()) expectNone(path, execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' }));
  });

  test.skipIf(!hasTool('mutool'))('mutool finds no redacted string', () => {
    for (const path of pdfs())
      expectNone(path, execFileSync('mutool', ['draw', '-q', '-F', 'text', path], { encoding: 'utf8' }));
  });

  test.skipIf(!hasTool('qpdf'))('no redacted string stands in an uncompressed stream', () => {
    const plain = join(folder, 'plain.pdf');
    for (const path of pdfs()) {
      spawnSync('qpdf', ['--qdf', '--object-streams=disable', path, plain]);
      expectNone(path, readFileSync(plain, 'latin1'));
    }
  });

  function expectNone(path: string, text: string): void {
    const seen = folded(text);
    const boxed = expected.documents.flatMap(({ pages }) => pages.flatMap((page) => page.boxed.map((box) => box.text)));
    for (const [index, secret] of boxed.entries())
      expect(seen.includes(folded(secret)), `${path} holds boxed string ${index}`).toBe(false);
  }
});

test('a crash half-way leaves nothing that a second run does not mend', async () => {
  const dir = join(folder, 'stage-2');
  const half = join(dir, 'productions', 'VOL001.partial', 'PDF');
  cpSync(volume('stage-2', 'PDF'), half, { recursive: true });
  writeFileSync(join(dir, '.withhold', 'lock'), '999999999');
  const again = await produceFolder(dir, { acceptProposals: true, by: BY }, silent);
  expect(again.exitCode).toBe(0);
  expect(readdirSync(join(dir, 'productions')).sort()).toEqual(['VOL001', 'VOL001.internal']);
}, 300_000);
