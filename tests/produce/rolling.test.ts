import { describe, expect, test } from 'vitest';
import { buildVolume } from '../../src/produce/build-volume.ts';
import { replacementNumber } from '../../src/produce/difference.ts';
import type { BuiltVolume, Earlier, VolumeInput } from '../../src/produce/volume-input.ts';
import { dispositionOf, matter, type Paper, papers } from '../log/example.ts';
import { volumeInput } from './example-volume.ts';
import { readDat } from './read-dat.ts';

const text = (built: BuiltVolume, path: string): string => {
  const found = [...built.outgoing, ...built.internal].find((file) => file.path === path);
  if (found === undefined) throw new RangeError(`no ${path}`);
  return Buffer.from(found.bytes).toString('utf8');
};
const rows = (built: BuiltVolume, path: string): readonly string[] => text(built, path).trim().split('\r\n').slice(1);
const given = (built: BuiltVolume, volume: string): readonly (string | undefined)[] =>
  readDat(built.outgoing.find((file) => file.path === `DATA/${volume}.dat`)?.bytes ?? new Uint8Array()).map(
    (row) => row['BEGBATES'],
  );

/** The matter with some papers treated otherwise, and those that came later. */
function second(before: BuiltVolume, changed: readonly Paper[], more: Partial<Earlier> = {}): VolumeInput {
  const { ledger } = before;
  const of = [...papers.filter((one) => !changed.some((other) => other.no === one.no)), ...changed].sort(
    (a, b) => a.no - b.no,
  );
  return volumeInput(of, {
    matter: { ...matter, production: { ...matter.production, volume: 'VOL002' } },
    date: '2025-10-01',
    served: before.served,
    earlier: {
      ...(ledger === undefined ? {} : { ledger }),
      next: (ledger?.last ?? 0) + 1,
      onlyReplaces: false,
      recalled: new Set(),
      recalls: [],
      ...more,
    },
  });
}

const paper = (no: number): Paper => {
  const found = papers.find((one) => one.no === no);
  if (found === undefined) throw new RangeError(`no paper ${no}`);
  return found;
};

describe('a volume after a sealed one', async () => {
  const first = await buildVolume(volumeInput());
  const { ledger } = first;
  const fresh: Paper = { ...paper(14), no: 15, treatment: 'produce' };

  test('the ledger knows every number that was given', () => {
    expect(ledger?.last).toBe(44);
    const numbers = ledger?.documents.flatMap((one) => one.numbers) ?? [];
    expect([...numbers].sort()).toEqual(
      Array.from({ length: 44 }, (_, i) => `CHC-FS-${String(i + 1).padStart(6, '0')}`),
    );
  });

  test('unchanged: nothing is given again, the logs still cover everything', async () => {
    const again = await buildVolume(second(first, []));
    expect(given(again, 'VOL002')).toEqual([]);
    expect(rows(again, 'LOGS/privilege-log.csv')).toEqual(rows(first, 'LOGS/privilege-log.csv'));
    expect(rows(again, 'LOGS/redaction-log.csv')).toEqual(rows(first, 'LOGS/redaction-log.csv'));
    expect(rows(again, 'LOGS/players.csv')).toEqual(rows(first, 'LOGS/players.csv'));
    expect(JSON.parse(text(again, 'reconciliation.json'))).toMatchObject({
      pages: { received: 49, produced: 28, redacted: 15, withheld: 16 },
      bates: { begin: null, end: null },
    });
  });

  test('a new paper goes on with the next number, wherever it lies in the file', async () => {
    const built = await buildVolume(second(first, [fresh]));
    expect(given(built, 'VOL002')).toEqual(['CHC-FS-000045']);
    expect(rows(built, 'sources.csv').filter((row) => row.startsWith('CHC-FS-0000'))).toHaveLength(45);
  });

  test('what is treated otherwise is replaced whole, under its numbers with .R1', async () => {
    const opened: Paper = { ...paper(8), treatment: 'produce', counselGate: false };
    const shut: Paper = { ...paper(14), treatment: 'withhold', bases: ['attorney_client'] };
    const built = await buildVolume(second(first, [opened, shut, fresh]));
    expect(given(built, 'VOL002')).toEqual(['CHC-FS-000029.R1', 'CHC-FS-000044.R1', 'CHC-FS-000045']);
    expect(text(built, 'PDF/CHC-FS-000029.R1.pdf')).toContain('CHC-FS-000030.R1');
    const log = rows(built, 'LOGS/privilege-log.csv');
    expect(log.map((row) => [row.split(',')[0], row.split(',').slice(-2).join()])).toEqual([
      ['PRIV-0001', 'asserted,2025-08-20'],
      ['PRIV-0002', 'asserted,2025-08-20'],
      ['PRIV-0003', 'asserted,2025-08-20'],
      ['PRIV-0004', 'asserted,2025-08-20'],
      ['PRIV-0005', 'withdrawn,2025-10-01'],
      ['PRIV-0006', 'asserted,2025-10-01'],
    ]);
    expect(log[4]).toContain('CHC-FS-000029,');
    expect(built.ledger?.documents.find((one) => one.document.startsWith('14'))).toMatchObject({
      numbers: ['CHC-FS-000044.R1'],
      revision: 1,
      treatment: 'withhold',
    });
    expect(built.findings).toEqual([]);
  });

  test('a claim that is narrowed is downgraded, and a second replacement is .R2', async () => {
    const narrowed: Paper = {
      ...paper(4),
      treatment: 'redact',
      boxes: [[1, 'attorney_client', 'AC', 'staff', 1]],
    };
    const two = await buildVolume(second(first, [narrowed]));
    expect(rows(two, 'LOGS/privilege-log.csv')[1]).toMatch(/^PRIV-0002,.*Redacted.*downgraded,2025-10-01$/);
    const three = await buildVolume(second(two, []));
    expect(given(three, 'VOL002')).toEqual(['CHC-FS-000014.R2']);
  });

  test('a paper that may no longer be acknowledged keeps a slip sheet that tells no more than any other', async () => {
    const gone: Paper = { ...paper(14), treatment: 'unacknowledged', bases: ['part2_sud'] };
    const built = await buildVolume(second(first, [gone]));
    expect(given(built, 'VOL002')).toEqual(['CHC-FS-000044.R1']);
    const row = rows(built, 'LOGS/redaction-log.csv').find((one) => one.includes('000044.R1'));
    expect(row).toContain('LAW,confidential by law,state and federal confidentiality law');
    expect(built.outgoing.map((file) => Buffer.from(file.bytes).toString('latin1')).join()).not.toMatch(/part2|SUD/);
  });

  test('a recall replaces, says so, and leaves the rest for later', async () => {
    const recall = {
      volume: 'VOL002',
      date: '2025-10-01',
      by: 'Lex Dummond',
      basis: 'attorney_client',
      numbers: ['CHC-FS-000044'],
      pages: [],
      produced: '2025-08-20',
    };
    const shut: Paper = { ...paper(14), treatment: 'withhold', bases: ['attorney_client'] };
    const built = await buildVolume(
      second(first, [shut, fresh], {
        onlyReplaces: true,
        recalls: [recall],
        recalled: new Set([dispositionOf(shut).document]),
      }),
    );
    expect(given(built, 'VOL002')).toEqual(['CHC-FS-000044.R1']);
    expect(rows(built, 'LOGS/privilege-log.csv').at(-1)).toMatch(/^PRIV-0006.*clawed back,2025-10-01$/);
    expect(built.outgoing.map((file) => file.path)).toContain('LETTERS/clawback.pdf');
    expect(JSON.parse(text(built, 'reconciliation.json')).pages.received).toBe(49);
  });

  test('on a ground that may not be named, the letter names none', async () => {
    const recall = {
      volume: 'VOL002',
      date: '2025-10-01',
      by: 'Lex Dummond',
      basis: 'dv_advocate',
      numbers: ['CHC-FS-000044'],
      pages: [],
      produced: '2025-08-20',
    };
    const shut: Paper = { ...paper(14), treatment: 'withhold', bases: ['dv_advocate'] };
    const built = await buildVolume(second(first, [shut], { recalls: [recall] }));
    const files = built.outgoing.map((file) => file.path);
    expect(files).toContain('LETTERS/replacement-of-pages.pdf');
    expect(files).not.toContain('LETTERS/clawback.pdf');
    expect(built.findings).toEqual([]);
  });
});

test.each([
  ['A-000004', 1, 'A-000004.R1'],
  ['A-000004.R1', 2, 'A-000004.R2'],
  ['A-000004.R9', 10, 'A-000004.R10'],
])('%s replaced as %i', (number, revision, expected) => {
  expect(replacementNumber(number, revision)).toBe(expected);
});
