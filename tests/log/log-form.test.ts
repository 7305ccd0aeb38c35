import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import type { LogInput } from '../../src/log/facts.ts';
import { checkChanges, formOf } from '../../src/log/log-form.ts';
import { makeLogs } from '../../src/log/make-logs.ts';
import { PRIVILEGE_COLUMNS } from '../../src/log/privilege-log.ts';
import { toXlsx } from '../../src/log/xlsx.ts';
import type { LogForm, ServedRow } from '../../src/model/records.ts';
import { logInput, matter } from './example.ts';

const first = makeLogs(logInput());
const served: readonly ServedRow[] = first.items.map(({ key, row }) => ({ key, row }));
const agreement = { evidence: 'the stipulation of June 20, 2025', by: 'Lex Dummond', on: '2025-06-20' };
const rowsOf = (input: LogInput) => makeLogs(input).privilege.rows;
const column = (input: LogInput, name: string) => rowsOf(input).map((row) => row[name]);
const inForm = (form: LogForm): LogInput => ({
  ...logInput(),
  form,
  matter: { ...matter, policy: { log_form: form, log_agreement: agreement } },
});
const without = (input: LogInput, id: string): LogInput => ({
  ...input,
  documents: input.documents.filter(({ document }) => document.id !== id),
});

describe('numbers of the log', () => {
  test('stay from volume to volume, whatever comes before them', () => {
    const [head, ...rest] = first.items;
    const kept = served.filter(({ key }) => key !== head?.key);
    // The first claim is new: it gets the next number, and no other moves.
    const numbers = makeLogs({ ...logInput(), served: kept }).items.map(({ logNo }) => logNo);
    expect(numbers.slice(1)).toEqual(rest.map(({ logNo }) => logNo));
    expect(numbers[0]).toBe(`PRIV-${String(first.items.length + 1).padStart(4, '0')}`);
  });

  test('are never given twice, also after a claim is dropped', () => {
    const last = served.at(-1)?.key ?? '';
    const input = without({ ...logInput(), served }, last);
    expect(column(input, 'LOG_NO')).not.toContain(served.at(-1)?.row['LOG_NO']);
  });

  test('bring their first day along; a later volume is dated by what is new in it', () => {
    const later = { ...logInput(), served, date: '2026-01-15' };
    expect(new Set(column(later, 'STATUS_DATE'))).toEqual(new Set(['2025-08-20']));
  });
});

describe('the status of a row', () => {
  const email = '04-email.pdf#p1-2';

  test('is withdrawn where the claim is dropped and the paper is produced', () => {
    const base = logInput();
    const documents = base.documents.map((one) =>
      one.document.id === email ? { ...one, treatment: 'produce' as const } : one,
    );
    const row = rowsOf({ ...base, documents, served, date: '2026-01-15' }).find((one) => one['LOG_NO'] === 'PRIV-0002');
    expect(row).toMatchObject({ STATUS: 'withdrawn', STATUS_DATE: '2026-01-15', BEGBATES: 'CHC-FS-000014' });
  });

  test('says nothing of a paper that may no longer be acknowledged', () => {
    const rows = rowsOf(without({ ...logInput(), served, date: '2026-01-15' }, email));
    expect(rows.map((row) => row['LOG_NO'])).not.toContain('PRIV-0002');
  });

  test('is downgraded where less is withheld than was', () => {
    const before = served.map((one) =>
      one.row['LOG_NO'] === 'PRIV-0001' ? { ...one, row: { ...one.row, TREATMENT: 'Withheld in full' } } : one,
    );
    const [row] = rowsOf({ ...logInput(), served: before, date: '2026-01-15' });
    expect(row).toMatchObject({ LOG_NO: 'PRIV-0001', STATUS: 'downgraded', STATUS_DATE: '2026-01-15' });
  });

  test('is the latest that a person recorded by the volume’s day', () => {
    const change = { log_no: 'PRIV-0002', reason: 'hearing', by: 'Lex Dummond' };
    const log_changes = [
      { ...change, status: 'overruled' as const, on: '2025-12-01' },
      { ...change, status: 'sustained' as const, on: '2025-10-01' },
      { ...change, status: 'clawed back' as const, on: '2027-01-01' },
    ];
    const input = { ...logInput(), served, date: '2026-01-15', matter: { ...matter, log_changes } };
    expect(rowsOf(input)[1]).toMatchObject({ STATUS: 'overruled', STATUS_DATE: '2025-12-01' });
    checkChanges(input, makeLogs(input));
    const wrong = { ...input, matter: { ...matter, log_changes: [{ ...log_changes[0], log_no: 'PRIV-0099' }] } };
    expect(() => checkChanges(wrong as LogInput, makeLogs(input))).toThrow(UsageError);
  });
});

describe('the form of the log', () => {
  test.each(['document', 'metadata_plus_topic', 'categorical', 'hybrid'] as const)('%s has the one header', (form) => {
    expect(makeLogs(inForm(form)).privilege.columns).toEqual([...PRIVILEGE_COLUMNS]);
  });

  test('is a row a document where nobody agreed to categories', () => {
    expect(formOf({ log_form: 'categorical' }, undefined)).toBe('document');
    expect(formOf({}, 'hybrid')).toBe('document');
    expect(formOf({ log_agreement: agreement }, 'hybrid')).toBe('hybrid');
    expect(formOf({ log_form: 'metadata_plus_topic' }, 'hybrid')).toBe('metadata_plus_topic');
    expect(formOf({}, undefined)).toBe('document');
  });

  test('metadata plus topic names the topic of the closed list alone', () => {
    expect(column(inForm('metadata_plus_topic'), 'DESCRIPTION')[1]).toBe(
      'Attorney-Client - procedural options in a child-protection matter',
    );
  });

  test('categorical counts what is alike, and boxes and slip sheets point to the category', () => {
    const logs = makeLogs(inForm('categorical'));
    expect(logs.privilege.rows.every((row) => /^CAT-\d\d$/.test(row['LOG_NO'] ?? ''))).toBe(true);
    const pages = logs.privilege.rows.reduce((sum, row) => sum + Number(row['PAGES']), 0);
    expect(pages).toBe(first.items.reduce((sum, { row }) => sum + Number(row.PAGES), 0));
    for (const { logNo } of logs.privileges) expect(logNo).toMatch(/^CAT-/);
    expect(logs.privilege.rows[1]?.['DESCRIPTION']).toMatch(
      /^1 document, 2 pages, logged as one category under the stip/,
    );
    expect(logs.redaction.rows.some((row) => (row['DESCRIPTION'] ?? '').includes('CAT-01'))).toBe(true);
    // Each claim keeps its own number for the next volume.
    expect(logs.items.map(({ logNo }) => logNo)).toEqual(first.items.map(({ logNo }) => logNo));
  });

  test('hybrid makes a category only of three or more', () => {
    expect(column(inForm('hybrid'), 'LOG_NO')).toEqual(first.items.map(({ logNo }) => logNo));
    const base = inForm('hybrid');
    const email = base.documents.find(({ document }) => document.id === '04-email.pdf#p1-2');
    const more = [1, 2].map((n) => ({
      ...email,
      document: { ...email?.document, id: `mail-${n}` },
      range: { begin: `B-00000${n}`, end: `B-00000${n}` },
      hasAttachment: false,
    }));
    const rows = rowsOf({ ...base, documents: [...base.documents, ...more] as LogInput['documents'] });
    expect(rows.map((row) => row['LOG_NO'])).toEqual(['CAT-01', 'PRIV-0001', 'PRIV-0003', 'PRIV-0004', 'PRIV-0005']);
    expect(rows[0]).toMatchObject({
      PAGES: '6',
      PARENT_ATTACH: 'Category',
      BEGBATES: 'CHC-FS-000014; B-000001; B-000002',
      TO: 'Dummond, Lex* (agency counsel)',
    });
    // The attachment's family is found under the category.
    expect(rows.find((row) => row['LOG_NO'] === 'PRIV-0003')?.['FAMILY_ID']).toBe('CAT-01');
  });
});

describe('a description that a person wrote', () => {
  test('stands in place of the formula’s', () => {
    const key = first.items[1]?.key ?? '';
    const input = { ...logInput(), descriptions: new Map([[key, 'E-mail, as edited']]) };
    expect(column(input, 'DESCRIPTION').slice(0, 3)).toEqual([
      first.items[0]?.row.DESCRIPTION,
      'E-mail, as edited',
      first.items[2]?.row.DESCRIPTION,
    ]);
  });
});

describe('a log as a spreadsheet', () => {
  test('holds the cells of the CSV as text, no formula and no date, the same every time', async () => {
    const table = { columns: ['A', 'B'], rows: [{ A: '=1+1', B: '2025-06-10' }] };
    const made = await toXlsx(table);
    expect(Buffer.from(made).equals(Buffer.from(await toXlsx(table)))).toBe(true);
    const parts = Object.entries(unzipSync(made)).map(([name, part]) => [name, Buffer.from(part).toString()] as const);
    const all = parts.map(([, text]) => text).join('\n');
    for (const cell of ["<t>'=1+1</t>", '<t>2025-06-10</t>', '<t>A</t>']) expect(all).toContain(cell);
    expect(all).not.toMatch(/<f[ >]|<dc:|docProps|creator/);
    expect(all).not.toMatch(/20\d\d-\d\d-\d\dT/);
  });
});
