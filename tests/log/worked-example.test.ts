import { parseString } from 'fast-csv';
import { describe, expect, test } from 'vitest';
import { toCsv } from '../../src/log/csv.ts';
import { foldTerms, lintTable } from '../../src/log/leak-lint.ts';
import { lintLog } from '../../src/log/lint.ts';
import { makeLogs } from '../../src/log/make-logs.ts';
import { PRIVILEGE_COLUMNS } from '../../src/log/privilege-log.ts';
import { REDACTION_COLUMNS } from '../../src/log/redaction-log.ts';
import { designation, logInput, texts } from './example.ts';

const logs = makeLogs(logInput());

/** The five rows of domain 7, without DESCRIPTION. */
const PRIVILEGE = `LOG_NO,FAMILY_ID,PARENT_ATTACH,BEGBATES,ENDBATES,DOC_DATE,DOC_TYPE,AUTHOR,TO,CC,PRIVILEGE,LAW,TREATMENT,PAGES,PAGES_AFFECTED,HOLDER,ASSERTED_BY,LITIGATION,STATUS
PRIV-0001,PRIV-0001,Standalone,CHC-FS-000004,CHC-FS-000011,2024-03-18,Case narrative,"Exemplar, Cass (caseworker)",,,Attorney-Client,demo AC,Redacted,8,1,Agency,Agency,,asserted
PRIV-0002,PRIV-0002,Parent,CHC-FS-000014,CHC-FS-000015,2024-03-07,E-mail,"Exemplar, Cass (caseworker)","Dummond, Lex* (agency counsel)","Pervisor, Sue (supervisor)",Attorney-Client,demo AC,Withheld in full,2,2,Agency,Agency,,asserted
PRIV-0003,PRIV-0002,Attachment 1 of 1,CHC-FS-000016,CHC-FS-000018,2024-03-07,Chronology,"Exemplar, Cass (caseworker)","Dummond, Lex* (agency counsel)",,Attorney-Client; Work Product,demo AC/WP,Withheld in full,3,3,Agency,Agency,Dependency petition,asserted
PRIV-0004,PRIV-0004,Standalone,CHC-FS-000025,CHC-FS-000028,2024-04-09 to 2024-06-04,Clinical notes,"Notareal, Quill, PsyD (licensed psychologist)",,,Psychotherapist-Patient,demo PSY,Withheld in full,4,4,Patient,Agency on patient's behalf,,asserted
PRIV-0005,PRIV-0005,Standalone,CHC-FS-000029,CHC-FS-000030,2024-06-10,Clinical summary,"Notareal, Quill, PsyD (licensed psychologist)",Agency caseworker (limited release),,Psychotherapist-Patient,demo PSY,Withheld in full,2,2,Patient,Agency on patient's behalf,,asserted
`;

async function parse(csv: string): Promise<Record<string, string>[]> {
  return new Promise((resolve, reject) => {
    const rows: Record<string, string>[] = [];
    parseString(csv, { headers: true })
      .on('error', reject)
      .on('data', (row) => rows.push(row))
      .on('end', () => resolve(rows));
  });
}

describe('the privilege log of the worked example', () => {
  test('has the 25 columns of the contract', () => {
    expect(PRIVILEGE_COLUMNS.join(',')).toBe(
      'LOG_NO,FAMILY_ID,PARENT_ATTACH,BEGBATES,ENDBATES,DOC_DATE,DOC_TYPE,AUTHOR,FROM,TO,CC,TITLE_SUBJECT,PRIVILEGE,LAW,DESCRIPTION,TREATMENT,PAGES,PAGES_AFFECTED,HOLDER,ASSERTED_BY,LITIGATION,CUSTODIAN,CONF_DESIGNATION,STATUS,STATUS_DATE',
    );
  });

  test('has the five rows, every column but DESCRIPTION', async () => {
    const expected = await parse(PRIVILEGE);
    const made = await parse(await toCsv(logs.privilege));
    expect(made).toHaveLength(5);
    expect(
      made.map((row, i) => Object.fromEntries(Object.keys(expected[i] ?? {}).map((key) => [key, row[key]]))),
    ).toEqual(expected);
    for (const row of made) {
      expect(row['FROM']).toBe(row['DOC_TYPE'] === 'E-mail' ? row['AUTHOR'] : '');
      expect(row['CUSTODIAN']).toBe('Wanda Recordbook');
      expect(row['CONF_DESIGNATION']).toBe(designation);
      expect(row['TITLE_SUBJECT']).toBe('[withheld]');
      expect(row['STATUS_DATE']).toBe('2025-08-20');
    }
  });

  test('describes by roles, nature and element', () => {
    expect(logs.privileges.map((entry) => entry.row.DESCRIPTION)).toEqual([
      'One passage of case narrative by caseworker reflecting legal advice of agency counsel Dummond* to caseworker regarding a court filing; remainder produced',
      'E-mail from caseworker to agency counsel Dummond* requesting legal advice regarding procedural options in a child-protection matter; according to its header, sent only to counsel and supervisor',
      "Chronology prepared by caseworker at direction of agency counsel Dummond* in anticipation of dependency petition filed 2024-03-15; contains a selection made for counsel's use",
      'Separately maintained notes of licensed psychologist recording communications with a patient in psychotherapy; the agency has received no waiver',
      'Clinical summary by licensed psychologist reflecting communications with a patient in psychotherapy, furnished to the agency under a limited release',
    ]);
  });

  test('names no petition that is not filed', () => {
    const input = logInput();
    const unfiled = makeLogs({
      ...input,
      matter: { ...input.matter, proceedings: [{ kind: 'Dependency petition', anticipated_from: '2024-03-05' }] },
    });
    const row = unfiled.privileges[2]?.row;
    expect(row?.LITIGATION).toBe('anticipated proceeding under the child-protection statute');
    expect(row?.DESCRIPTION).not.toMatch(/petition/i);
  });
});

describe('the redaction log of the worked example', () => {
  const rows = logs.redaction.rows;

  test('has 16 rows, a boxed page each and one for the school record', () => {
    expect(logs.redaction.columns).toEqual(REDACTION_COLUMNS);
    expect(rows.map((row) => `${row['PAGE_BATES']?.replaceAll('CHC-FS-', '')} ${row['BOX_CODE']}`)).toEqual([
      '000001 RPT',
      '000002 RPT',
      '000003 RPT',
      '000006 3P',
      '000007 MIN/ID',
      '000009 AC',
      '000010 ID',
      '000012 3P',
      '000013 LAW',
      '000019 ID',
      '000022 3P',
      '000031 ID',
      '000032-000036 LAW',
      '000037 ID',
      '000040 LAW',
      '000042 3P',
    ]);
  });

  test('says the same on every LAW row', () => {
    const law = rows.filter((row) => row['BOX_CODE'] === 'LAW');
    expect(law).toHaveLength(3);
    for (const row of law) {
      expect(row['BASIS_LABEL']).toBe('confidential by law');
      expect(row['CITATION']).toBe('state and federal confidentiality law');
      expect(row['KIND']).toBe('confidentiality');
      expect(row['SUBJECT_RELATION']).toBe('');
    }
  });

  test('names the log number on a privilege row and holds the school record', () => {
    const ac = rows.find((row) => row['BOX_CODE'] === 'AC');
    expect(ac).toMatchObject({
      DESCRIPTION: 'communication with counsel; see PRIV-0001',
      KIND: 'privilege',
      BOX_ID: '1;2;3;4',
      CITATION: 'demo AC',
    });
    const school = rows.find((row) => row['TREATMENT'] === 'document');
    const noOrder = makeLogs({ ...logInput(), underOrder: false }).redaction.rows;
    expect(noOrder.find((row) => row['TREATMENT'] === 'document')?.['DESCRIPTION']).toBe(
      'document withheld as confidential by law',
    );
    expect(school).toMatchObject({
      BEGBATES: 'CHC-FS-000032',
      PAGE_BATES: 'CHC-FS-000032-CHC-FS-000036',
      DESCRIPTION: 'document held pending clarification of the order',
      AREA: '100.0%',
    });
  });

  test('helps no adversary', () => {
    for (const row of rows) {
      expect(row['AUTHORITY_THAT_WOULD_RELEASE']).toBe('Court order or authorization as the cited law provides');
      expect(row['SUBJECT_RELATION']).not.toMatch(/reporter|client/);
      expect(row['AREA']).toMatch(/^\d+\.\d%$/);
    }
    expect(rows[0]).toMatchObject({
      RED_NO: 'RED-0001',
      BOX_ID: '1;2;3',
      AREA: '0.7%',
      SUBJECT_RELATION: 'third party',
    });
  });

  test('gives a privilege code a row of its own on a page with other boxes', () => {
    const input = logInput();
    const narrative = input.documents[1];
    if (narrative === undefined) throw new RangeError('no narrative');
    const sixth = narrative.pages[5];
    const other = narrative.pages[6]?.boxes[0];
    if (sixth === undefined || other === undefined) throw new RangeError('no page');
    const pages = narrative.pages.map((page) => (page === sixth ? { ...page, boxes: [other, ...page.boxes] } : page));
    const documents = input.documents.map((one) => (one === narrative ? { ...one, pages } : one));
    const made = makeLogs({ ...input, documents }).redaction.rows.filter(
      (row) => row['PAGE_BATES'] === 'CHC-FS-000009',
    );
    expect(made.map((row) => `${row['BOX_CODE']} ${row['BOX_ID']}`)).toEqual(['AC 2;3;4;5', 'ID 1']);
  });
});

describe('index and players', () => {
  test('the index tells twelve documents by role', () => {
    expect(logs.index.rows).toHaveLength(12);
    expect(logs.index.rows.map((row) => row['TREATMENT'])).toEqual([
      'Redacted',
      'Redacted',
      'Redacted',
      'Withheld in full',
      'Withheld in full',
      'Redacted',
      'Withheld in full',
      'Withheld in full',
      'Redacted',
      'Withheld in full',
      'Redacted',
      'Produced',
    ]);
    expect(JSON.stringify(logs.index.rows)).not.toMatch(/Exemplar|Notareal/);
  });

  test('the players are those a row names', () => {
    expect(logs.players.rows.map((row) => `${row['NAME']}${row['ATTORNEY_FLAG']} ${row['PRIVILEGE_ROLE']}`)).toEqual([
      'Dummond, Lex* atty',
      'Exemplar, Cass client',
      'Notareal, Quill MHP',
      'Pervisor, Sue client',
      'Recordbook, Wanda client',
    ]);
  });

  test('no documents give headers alone', async () => {
    const empty = makeLogs(logInput([]));
    expect(await toCsv(empty.privilege)).toBe(`${PRIVILEGE_COLUMNS.join(',')}\r\n`);
    expect(await toCsv(empty.redaction)).toBe(`${REDACTION_COLUMNS.join(',')}\r\n`);
    expect(empty.players.rows).toEqual([]);
  });
});

describe('the logs of the worked example', () => {
  test('pass lint and tell nothing of the two unacknowledged documents', () => {
    const terms = foldTerms({
      redacted: ['Tilda Pretendson', 'as I was tutoring him', '219-09-9999'],
      names: ['Juno Whimsey'],
      safety: ['Haven of Nowhere', 'Haven'],
      existence: [...texts.existence_words],
      files: ['04-email.pdf'],
    });
    const leaks = (['privilege', 'redaction', 'index', 'players'] as const).flatMap((name) =>
      lintTable(name, logs[name], terms),
    );
    expect(leaks).toEqual([]);
    const findings = lintLog({
      log: logInput(),
      entries: logs.privileges,
      players: logs.players.rows.map((row) => row['NAME'] ?? ''),
      leaks,
      decided: { fileMayBeDisclosed: true, advisory: false, authorities: [], dispositions: [] },
      numbers: { given: 44, produced: 28, withheld: 16 },
      duplicates: [],
    });
    expect(findings).toEqual([]);
  });
});
