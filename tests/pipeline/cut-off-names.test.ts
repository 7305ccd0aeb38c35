import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { produceFolder } from '../../src/pipeline/produce.ts';
import { silent } from '../../src/pipeline/progress.ts';
import { redactFile } from '../../src/pipeline/redact-file.ts';
import { layOut, ordered } from '../cli/run.ts';
import { extract } from '../redact/pages.ts';
import { type Cell, tableOf } from '../support/cells.ts';

const WIDE = 41.7; // Jane Doe in Helvetica 10

describe('redact', () => {
  const removing = async (bytes: Uint8Array, terms: readonly string[]) => {
    const made = await redactFile({ file: 'a.pdf', bytes, terms, relay: 'never' });
    const [text = ''] = await extract(made.bytes);
    return { ...made, text };
  };

  test('names that a cell cuts off, or that the next cell touches, are found and removed', async () => {
    const bytes = await tableOf([
      [
        ['Jane Doe', 60, 80, 140 - WIDE - 0.5],
        ['mother', 140, 80, 140.5],
      ],
      [
        ['Jane Doerfler', 60, 80, 62],
        ['aunt', 140, 80, 142],
      ],
      [
        ['Jane Doe', 60, 30, 62],
        ['sister', 90, 80, 92],
      ],
    ]);
    const { removed, text } = await removing(bytes, ['Jane Doe']);
    expect(removed).toBe(2);
    expect(text.match(/Jane/g)).toHaveLength(1);
    expect(text).toMatch(/Jane Doerfler/);
    expect(text).toMatch(/aunt/);
  }, 60_000);

  test('names cut off where the file does not say how they go on are removed as far as they show', async () => {
    const bytes = await tableOf([[['Jane Do', 60, 34, 62]], [['Janet Do', 60, 40, 62]]]);
    const { removed, text } = await removing(bytes, ['Jane Doe']);
    expect(removed).toBe(1);
    expect(text).toMatch(/Janet Do/);
    expect(text).not.toMatch(/Jane Do/);
  }, 60_000);

  test('what only stands where a cell cuts it off is gone and said to be hidden', async () => {
    const bytes = await tableOf([[['The worker saw Jane Doe', 60, 60, 62]]]);
    const { removed, notFound, foundHidden, text } = await removing(bytes, ['Jane Doe']);
    expect([removed, notFound, foundHidden.map(({ term }) => term)]).toEqual([0, [], [1]]);
    expect(text).toMatch(/^The worker/);
    expect(text).not.toMatch(/Jane|Doe/);
  }, 60_000);

  test('names that touch the next text are removed, and words that hold them are not', async () => {
    const side = (text: string): Cell => [text, 60, undefined, 60];
    const bytes = await tableOf([
      [side('Jane Doe'), ['mother', 0, undefined, 60 + WIDE + 0.3]],
      [side('03/12/2011'), ['Jane Doe', 0, undefined, 60 + 50.04]],
      [side('Jane Doerfler and Mary-Jane Doering')],
      [side('JANE DOESNT')],
    ]);
    const { removed, text } = await removing(bytes, ['Jane Doe']);
    expect(removed).toBe(2);
    expect(text.replace(/\s+/g, ' ')).toMatch(/^mother 03\/12\/2011 Jane Doerfler and Mary-Jane Doering JANE DOESNT/);
  }, 60_000);

  test('names that are set on a curve, or have another text drawn over them, are found and removed', async () => {
    const over: readonly Cell[] = [
      ['Jane Doe was at the office', 60, undefined, 60],
      ['called on Monday', 60, undefined, 66],
    ];
    const lines = ['The worker came to the house on Monday and left.'];
    const bytes = await tableOf([over], { lines, curve: 'OFFICE OF JANE DOE' });
    const { removed, foundHidden, text } = await removing(bytes, ['Jane Doe']);
    expect([removed, foundHidden]).toEqual([2, []]);
    expect(text).toMatch(/came to the house on Monday and left/);
    expect(text).not.toMatch(/J|N/);
  }, 60_000);
});

describe('a matter', () => {
  const at = mkdtempSync(join(tmpdir(), 'withhold-cut-off-'));
  const dir = join(at, 'case');
  afterAll(() => rmSync(at, { recursive: true, force: true }));
  const row = (name: string, wide: number | undefined, x: number, note: string): readonly Cell[] => [
    [name, 60, wide, x],
    [note, 260, undefined, 262],
  ];
  let shown: readonly (readonly [how: string, text: string])[];

  beforeAll(async () => {
    const rows = [
      row('Visitor', 60, 62, 'What happened'),
      row('Nora Nextdoor', 38, 62, 'row one'),
      row('Nora Nextdoor', 24, 62, 'row two'),
      row('Ms. Nora Nextdoor', 38, 20, 'row three'),
      row('Nora Nex', 41, 62, 'row four'),
      row('Nextdo', 30, 62, 'row five'),
      row('Nextel phone', 28, 62, 'row six'),
      row('North side', 20, 62, 'row seven'),
      [...row('Nora Nextdoor', undefined, 62, 'row eight'), ['mother', 0, undefined, 125.6]] as readonly Cell[],
      [...row('Zuleyma Okonkwo', 50, 62, 'row nine')],
    ];
    const lines = [
      'Mill County Family Services',
      'Case note, March 4, 2024',
      'Zuleyma Okonkwo, a teacher, came too.',
      'The heating works, and Jane Doe was at home.',
    ];
    layOut(dir, ordered, { '01-notes.pdf': await tableOf(rows, { lines, curve: 'OFFICE OF NORA NEXTDOOR' }) });
    const made = await produceFolder(dir, { acceptProposals: true, by: 'Ruth Keeper' }, silent);
    expect(made.exitCode).toBe(0);
    const volume = join(dir, 'productions', 'VOL001');
    const pdf = join(volume, 'PDF', 'MC-000001.pdf');
    const outside = spawnSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    shown = [
      ['pdfjs', (await extract(readFileSync(pdf))).join('\n')],
      ['TEXT', readFileSync(join(volume, 'TEXT', 'MC-000001.txt'), 'utf8')],
      ...(outside.status === 0 ? [['pdftotext', outside.stdout] as const] : []),
    ];
  }, 180_000);

  test('leaves no visible piece of a name on the produced page', () => {
    for (const [how, text] of shown) expect(text, how).not.toMatch(/Nor[a ]|Nextd|NORA|NEXT|Nex$|xtdoor|Zuleyma|Okon/m);
  });

  test('leaves what only looks like a piece of one', () => {
    for (const [how, text] of shown) {
      expect(text, how).toMatch(/Nexte/);
      expect(text, how).toMatch(/Nort/);
      for (const one of ['Visitor', 'What happened', 'Jane Doe was at home', 'row one', 'row seven', 'row nine'])
        expect(text, how).toContain(one);
    }
  });

  test('codes each piece as what it is', () => {
    const log = readFileSync(join(dir, 'productions', 'VOL001', 'LOGS', 'redaction-log.csv'), 'utf8');
    expect(
      log
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .every((line) => line.includes(',3P,')),
    ).toBe(true);
    expect(readdirSync(join(dir, 'productions', 'VOL001', 'PDF'))).toEqual(['MC-000001.pdf']);
  });
});
