import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { SourceError } from '../../src/errors.ts';
import { normalisePdf } from '../../src/pdf/normalise.ts';
import { refuseBombs } from '../../src/pdf/refuse-bombs.ts';
import { judge } from '../../src/pipeline/judge.ts';
import { type MadeVolume, makeVolume } from '../../src/pipeline/make-volume.ts';
import { openMatterFolder } from '../../src/pipeline/matter-folder.ts';
import { prepareMatter } from '../../src/pipeline/prepare.ts';
import { silent } from '../../src/pipeline/progress.ts';
import { loadRules } from '../../src/pipeline/rules.ts';
import { openThreads, type Threads } from '../../src/pipeline/threads.ts';
import { layOut, ordered, papers, scratch, typed } from '../cli/run.ts';
import { endlessPdf } from '../support/endless.ts';

const at = scratch();

/** A PDF of one page with these contents behind these filters. */
function pdfOf(contents: Uint8Array, filters: string): Uint8Array {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<>>>>',
    Buffer.concat([
      Buffer.from(`<</Length ${contents.length}${filters}>>\nstream\n`),
      contents,
      Buffer.from('\nendstream'),
    ]),
  ];
  for (const [index, object] of objects.entries())
    parts.push(Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n'));
  parts.push(Buffer.from('trailer\n<</Size 99/Root 1 0 R>>\nstartxref\n0\n%%EOF\n'));
  return Buffer.concat(parts);
}

describe('a decompression bomb', () => {
  const bomb = deflateSync(Buffer.alloc(100 * 2 ** 20, ' '), { level: 9 });
  test.each([
    ['packed once', pdfOf(bomb, '/Filter/FlateDecode')],
    ['packed twice', pdfOf(deflateSync(bomb, { level: 9 }), '/Filter[/FlateDecode/FlateDecode]')],
    ['under another name', pdfOf(bomb, '/Filter/Fl#61teDecode')],
  ])('%s is refused before it goes off', async (_, bytes) => {
    await expect(normalisePdf(bytes, [])).rejects.toMatchObject({ code: 'too-large', exitCode: 3 });
  });

  test('is no damaged stream', async () => {
    const packed = deflateSync(Buffer.from('BT (text) Tj ET '.repeat(9000)));
    for (const damaged of [packed.subarray(0, 60), Buffer.concat([packed.subarray(0, 40), Buffer.alloc(90, 7)])])
      await expect(refuseBombs(pdfOf(damaged, '/Filter/FlateDecode'))).resolves.toBe(undefined);
    // A preset dictionary (RFC 1950, FDICT) that nobody gives.
    await expect(refuseBombs(pdfOf(Buffer.from([0x78, 0x20, 1, 2, 3, 4, 5]), ''))).resolves.toBe(undefined);
  });

  test('is no honest stream, however well it packs', async () => {
    const page = Buffer.from('0 0 m 10 10 l S\n'.repeat(100_000));
    await expect(refuseBombs(pdfOf(deflateSync(page, { level: 9 }), '/Filter/FlateDecode'))).resolves.toBe(undefined);
    const scan = deflateSync(Buffer.alloc(120 * 2 ** 20, 255));
    const picture = `/Type/XObject/Subtype/Image/Width 10240/Height 12288/BitsPerComponent 8/Filter/FlateDecode`;
    await expect(refuseBombs(pdfOf(scan, picture))).resolves.toBe(undefined);
  });
});

test('a file that hangs the redactor or the verifier is ended', async () => {
  const threads = openThreads(1, { silence: 8_000, step: 60_000 });
  const late = { code: 'timed-out', exitCode: 3 };
  const bytes = new Uint8Array(endlessPdf());
  try {
    const request = { file: 'endless.pdf', bytes, terms: ['Jane Doe'] };
    await expect(threads.run({ kind: 'redact', file: 'endless.pdf', request })).rejects.toMatchObject(late);
    await expect(threads.run({ kind: 'verify', file: 'endless.pdf', request })).rejects.toMatchObject(late);
    const fine = { file: 'fine.pdf', bytes: await typed(['A letter about Jane Doe.']), terms: ['Jane Doe'] };
    const answer = await threads.run({ kind: 'redact', file: 'fine.pdf', request: fine });
    expect(answer).toMatchObject({ removed: 1 });
  } finally {
    await threads.close();
  }
}, 120_000);

describe('a document that cannot be redacted', () => {
  let made: MadeVolume;
  const dir = join(at, 'case');

  beforeAll(async () => {
    layOut(dir, ordered, await papers());
    const folder = await openMatterFolder(dir);
    const prepared = await prepareMatter(folder, loadRules(), silent);
    const judged = judge(folder, prepared, { acceptProposals: true, actingOn: '2025-08-20' });
    const real = openThreads(1);
    const threads: Threads = {
      ...real,
      run: (job, ...rest) =>
        job.kind === 'cut' && job.file === '01-notes.pdf'
          ? Promise.reject(new SourceError('timed-out', 'reading it took too long'))
          : real.run(job, ...rest),
    };
    const run = { folder, prepared, judged, date: '2025-08-20', released: false, runBy: 'Ruth Keeper' };
    made = await makeVolume(run, silent, threads);
  }, 300_000);

  test('is withheld in full and named with the next step; the others go out', () => {
    expect(made.leaks).toEqual([]);
    expect(made.held).toMatchObject([{ file: '01-notes.pdf', code: 'timed-out' }]);
    expect(made.held[0]?.problem).toMatch(/^Pages? \d.* cannot be redacted safely and .* withheld in full: /);
    const { pages } = made.reconciliation;
    expect(pages.withheld).toBeGreaterThan(0);
    expect(pages.produced).toBeGreaterThan(0);
    expect(pages.received).toBe(pages.produced + pages.withheld + pages.not_responsive + pages.unacknowledged);
  });

  test('has a slip sheet and a row that says that nobody could read it', () => {
    const log = readFileSync(join(dir, 'productions', 'VOL001', 'LOGS', 'redaction-log.csv'), 'utf8');
    const [row] = log.split('\r\n').filter((line) => line.includes(',UNR,') && line.includes(',document,'));
    expect(row).toBeDefined();
    const internal = readFileSync(join(dir, 'productions', 'VOL001.internal', 'internal-log.csv'), 'utf8');
    expect(internal).toContain('fail-closed/cannot-redact');
  });
});
