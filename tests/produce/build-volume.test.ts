import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { VolumeFile } from '../../src/model/production.ts';
import { buildVolume } from '../../src/produce/build-volume.ts';
import { finishVolume, hasLeak } from '../../src/produce/finish-volume.ts';
import { matter, papers } from '../log/example.ts';
import { stageOne, volumeInput } from './example-volume.ts';
import { readDat } from './read-dat.ts';

const text = (files: readonly VolumeFile[], path: string): string => {
  const found = files.find((file) => file.path === path);
  if (found === undefined) throw new RangeError(`no ${path}`);
  return Buffer.from(found.bytes).toString('utf8');
};
const under = (files: readonly VolumeFile[], folder: string): readonly string[] =>
  files.map((file) => file.path).filter((path) => path.startsWith(folder));

describe('stage 2 of the worked example', async () => {
  const built = await buildVolume(volumeInput());

  test('numbers 44 pages in twelve files', () => {
    expect(under(built.outgoing, 'PDF/')).toHaveLength(12);
    expect(under(built.outgoing, 'TEXT/')).toHaveLength(12);
    expect(JSON.parse(text(built.internal, 'reconciliation.json'))).toMatchObject({
      reviewed: false,
      pages: { received: 49, produced: 28, redacted: 15, withheld: 16, not_responsive: 0, unacknowledged: 5 },
      unreadable_files: 0,
      bates: { begin: 'CHC-FS-000001', end: 'CHC-FS-000044', gaps: 0 },
      over_production: 0,
    });
  });

  test('has the letters of an unreleased production', () => {
    expect(under(built.outgoing, 'LETTERS/')).toEqual([
      'LETTERS/box-code-legend.pdf',
      'LETTERS/objection-and-notice-of-withholding.pdf',
      'LETTERS/redisclosure-notice.pdf',
      'LETTERS/transmittal.pdf',
    ]);
  });

  test('leaks nothing and lints clean', () => {
    expect(built.findings).toEqual([]);
    expect(built.lint.filter((one) => one.level === 'error')).toEqual([]);
    expect(built.lint.map((one) => one.rule)).toEqual(['L14']);
  });

  test('puts the designation on produced pages and the range on slip sheets', () => {
    expect(text(built.outgoing, 'PDF/CHC-FS-000001.pdf')).toContain(
      'CHC-FS-000003 | CONFIDENTIAL - SUBJECT TO PROTECTIVE ORDER | UNREVIEWED - NOT FOR SERVICE',
    );
    expect(text(built.outgoing, 'TEXT/CHC-FS-000014.txt')).toBe(
      'CHC-FS-000014–CHC-FS-000015 | 2 PAGE(S) WITHHELD | SEE LOG PRIV-0002\n',
    );
    expect(text(built.outgoing, 'TEXT/CHC-FS-000032.txt')).toBe(
      'CHC-FS-000032–CHC-FS-000036 | 5 PAGE(S) WITHHELD | SEE LOG RED-0013\n',
    );
  });

  test('tells no source, hash or unacknowledged document outside', () => {
    const all = built.outgoing.map((file) => `${file.path}\n${Buffer.from(file.bytes).toString('latin1')}`).join('\n');
    expect(all).not.toMatch(/-paper\.pdf|04-email|w9p1n1|w11p1n1|part2|psychotherapy_notes/);
    expect(built.internal.map((file) => file.path)).toEqual([
      'disclosures.csv',
      'internal-log.csv',
      'reconciliation.json',
      'sources.csv',
    ]);
  });

  test('sources.csv has a row a page', () => {
    const rows = text(built.internal, 'sources.csv').trim().split('\r\n');
    expect(rows).toHaveLength(50);
    expect(rows).toContain('CHC-FS-000016,04-email.pdf#attachment-1,1,CHC-FS-000016,Withheld in full');
    expect(rows).toContain(',09-paper.pdf,1,,Unacknowledged');
  });

  test('the manifest holds every other file', () => {
    const lines = text(built.outgoing, 'MANIFEST.sha256').trim().split('\n');
    expect(lines).toHaveLength(built.outgoing.length - 1);
    for (const line of lines) {
      const [digest, path] = line.split('  ');
      const file = built.outgoing.find((one) => one.path === path);
      expect(
        createHash('sha256')
          .update(file?.bytes ?? '')
          .digest('hex'),
      ).toBe(digest);
    }
  });

  test('the load file holds served values alone', () => {
    const rows = readDat(built.outgoing.find((file) => file.path === 'DATA/VOL001.dat')?.bytes ?? new Uint8Array());
    expect(rows).toHaveLength(12);
    const email = rows.find((row) => row['DOCTYPE'] === 'E-mail');
    expect(email).toMatchObject({
      BEGBATES: 'CHC-FS-000014',
      BEGATTACH: 'CHC-FS-000014',
      ENDATTACH: 'CHC-FS-000018',
      AUTHOR: 'Exemplar, Cass (caseworker)',
      TO: 'Dummond, Lex* (agency counsel)',
      SUBJECT: '[withheld]',
      FILENAME: 'CHC-FS-000014.pdf',
      PRIVLOGID: 'PRIV-0002',
      DATESENT: '2024-03-07',
    });
    expect(rows.find((row) => row['BEGBATES'] === 'CHC-FS-000004')).toMatchObject({
      REDACTED: 'Y',
      REDACTREASON: '3P;AC;ID;MIN',
    });
    expect(rows.find((row) => row['DOCTYPE'] === 'School record')).toMatchObject({ AUTHOR: '', CONFIDENTIALITY: '' });
  });

  test('text files show what pages show', () => {
    const narrative = text(built.outgoing, 'TEXT/CHC-FS-000004.txt').split('\f');
    expect(narrative).toHaveLength(8);
    expect(narrative[0]).toContain('w2p1n0 w2p1n1');
    expect(narrative[5]).toContain('[AC]');
    expect(narrative[5]).not.toMatch(/w2p6n3|w2p6n4/);
    expect(narrative[5]?.trim().endsWith('CHC-FS-000009')).toBe(true);
  });

  test('law: the same input gives the same bytes, and a ◆ document changes none that go out', async () => {
    const again = await buildVolume(volumeInput());
    const without = await buildVolume(volumeInput(papers.filter((paper) => paper.treatment !== 'unacknowledged')));
    expect(again.outgoing).toEqual(built.outgoing);
    expect(again.internal).toEqual(built.internal);
    expect(without.outgoing).toEqual(built.outgoing);
  });
});

describe('stage 1 of the worked example', async () => {
  const built = await buildVolume(stageOne());

  test('is letters, headers and manifest', () => {
    expect(built.outgoing.map((file) => file.path)).toEqual([
      'LETTERS/call-to-the-courts-attention.pdf',
      'LETTERS/objection-and-notice-of-withholding.pdf',
      'LOGS/index.csv',
      'LOGS/players.csv',
      'LOGS/privilege-log.csv',
      'LOGS/redaction-log.csv',
      'MANIFEST.sha256',
    ]);
    for (const path of under(built.outgoing, 'LOGS/'))
      expect(text(built.outgoing, path).trim().split('\r\n')).toHaveLength(1);
  });

  test('keeps full logs and the notice inside, with control numbers', () => {
    expect(under(built.internal, 'L')).toEqual([
      'LETTERS/notice-to-individual.pdf',
      'LOGS/index.csv',
      'LOGS/players.csv',
      'LOGS/privilege-log.csv',
      'LOGS/redaction-log.csv',
    ]);
    expect(text(built.internal, 'LOGS/privilege-log.csv')).toContain('CTRL-000014');
    expect(text(built.internal, 'LOGS/index.csv').trim().split('\r\n')).toHaveLength(13);
  });

  test('reconciles 49 = 0 + 44 + 5 and numbers nothing', () => {
    expect(JSON.parse(text(built.internal, 'reconciliation.json'))).toMatchObject({
      pages: { received: 49, produced: 0, redacted: 0, withheld: 44, unacknowledged: 5 },
      bates: { begin: null, end: null },
    });
    const rows = text(built.internal, 'sources.csv').trim().split('\r\n').slice(1);
    expect(rows.every((row) => row.startsWith(',') && row.split(',')[3] === '')).toBe(true);
    expect(built.findings).toEqual([]);
  });
});

describe('a volume', () => {
  test('that is released bears no mark and has a certification', async () => {
    const built = await buildVolume(volumeInput(papers, { released: true, releasedBy: 'Lex Dummond' }));
    expect(under(built.outgoing, 'LETTERS/')).toContain('LETTERS/custodian-certification.pdf');
    expect(text(built.outgoing, 'PDF/CHC-FS-000001.pdf')).not.toContain('UNREVIEWED');
    expect(text(built.internal, 'disclosures.csv').trim().split('\r\n')).toHaveLength(1);
    expect(JSON.parse(text(built.internal, 'reconciliation.json')).reviewed).toBe(true);
  });

  test('of a covered holder is accounted for once released', async () => {
    const covered = {
      ...matter,
      agency: { ...matter.agency, profile: { ...matter.agency.profile, hipaa: 'covered' as const } },
    };
    const released = await buildVolume(volumeInput(papers, { matter: covered, released: true }));
    const draft = await buildVolume(volumeInput(papers, { matter: covered }));
    expect(text(released.internal, 'disclosures.csv').trim().split('\r\n')).toHaveLength(2);
    expect(text(draft.internal, 'disclosures.csv').trim().split('\r\n')).toHaveLength(1);
  });

  test.each(['on_request', 'never'] as const)(
    'does not serve the redaction log where the policy says %s',
    async (serve) => {
      const built = await buildVolume(
        volumeInput(papers, { matter: { ...matter, policy: { serve_redaction_log: serve } } }),
      );
      expect(under(built.outgoing, 'LOGS/')).not.toContain('LOGS/redaction-log.csv');
      expect(under(built.internal, 'LOGS/')).toContain('LOGS/redaction-log.csv');
    },
  );

  test('serves each log as a spreadsheet too where the policy asks for it, the same bytes every time', async () => {
    const of = () => buildVolume(volumeInput(papers, { matter: { ...matter, policy: { xlsx: true } } }));
    const [one, two] = [await of(), await of()];
    expect(under(one.outgoing, 'LOGS/').filter((path) => path.endsWith('.xlsx'))).toHaveLength(4);
    expect(text(one.outgoing, 'MANIFEST.sha256')).toBe(text(two.outgoing, 'MANIFEST.sha256'));
  });

  test('keeps the log item by item inside where another form is served', async () => {
    const log_agreement = { evidence: 'stipulation', by: 'Lex Dummond', on: '2025-06-20' };
    const policy = { log_form: 'categorical' as const, log_agreement };
    const built = await buildVolume(volumeInput(papers, { matter: { ...matter, policy } }));
    expect(text(built.outgoing, 'LOGS/privilege-log.csv')).toMatch(/CAT-01/);
    expect(text(built.internal, 'LOGS/privilege-log-items.csv')).toMatch(/PRIV-0001/);
    expect(built.served.map(({ row }) => row['LOG_NO'])).toContain('PRIV-0001');
  });

  test('of a forum without a known rule has no letters', async () => {
    const built = await buildVolume(volumeInput(papers, { matter: { ...matter, forum: 'state:XX' } }));
    expect(under(built.outgoing, 'LETTERS/')).toEqual([]);
  });

  test('refuses a redaction without a box, and a page that is not the document’s', async () => {
    const input = volumeInput();
    const change = (part: object) => ({
      ...input,
      decided: {
        ...input.decided,
        dispositions: input.decided.dispositions.map((one) => ({
          ...one,
          redactions: one.redactions.map((r) => ({ ...r, ...part })),
        })),
      },
    });
    await expect(buildVolume(change({ boxes: [] }))).rejects.toThrow(/has no box/);
    await expect(buildVolume(change({ page: { file: '01-paper.pdf', page: 9 } }))).rejects.toThrow(/redaction on/);
  });

  test('with a forbidden word in a log is a leak', async () => {
    const leaky = papers.map((paper) => (paper.no === 4 ? { ...paper, topic: 'the stay at Haven of Nowhere' } : paper));
    const built = await buildVolume(volumeInput(leaky));
    expect(built.findings.map((one) => one.what).join()).toMatch(/DESCRIPTION holds what may not be told \(safety\)/);
    expect(hasLeak(built, { findings: [] })).toBe(true);
    expect(built.lint.map((one) => one.rule)).toContain('L11');
  });

  test('is finished with verification and report', async () => {
    const built = await buildVolume(volumeInput());
    const done = finishVolume(built, { findings: [], readers: ['pdfjs', 'raw'], open: [], thumbnails: new Map() });
    expect(JSON.parse(text(done.internal, 'verification.json'))).toMatchObject({
      clean: true,
      findings: [],
      readers: ['pdfjs', 'raw'],
    });
    const report = text(done.internal, 'report.html');
    expect(report).toContain('49 received = 28 produced (15 with boxes) + 16 withheld');
    expect(report).toContain('Rule path');
    expect(report).not.toMatch(/<script|https?:/);
    expect(done.outgoing).toBe(built.outgoing);
  });
});

describe('the leak search', () => {
  test('knows what the process itself says', async () => {
    const named = {
      ...matter,
      agency: { ...matter.agency, name: 'Office of the Child Advocate' },
      request: { ...matter.request, caption: 'In re Juno Whimsey' },
      people: [
        ...matter.people,
        { name: 'Juno Whimsey', aliases: ['Junie'], role: 'child' as const, relation: 'minor' as const },
      ],
    };
    const built = await buildVolume(volumeInput(papers, { matter: named }));
    expect(built.findings).toEqual([]);
    expect(built.terms.names).toEqual(['Junie']);
    expect(built.terms.existence).not.toContain('advocate');
    expect(built.terms.existence).toContain('shelter');
  });

  test('lets the statement stand that goes with a record lawfully produced', async () => {
    const opened = papers.map((paper) => (paper.no === 14 ? { ...paper, bases: ['part2_sud'] } : paper));
    const built = await buildVolume(volumeInput(opened));
    expect(built.findings).toEqual([]);
  });

  test('knows what boxes hide', async () => {
    const built = await buildVolume(volumeInput());
    expect(built.terms.redacted).toContain('w10p1n1 w1');
    expect(built.terms.redacted.length).toBeGreaterThan(5);
  });
});
