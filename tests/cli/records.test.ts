import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decrypter } from 'age-encryption';
import { parseString } from 'fast-csv';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { json, layOut, ordered, papers, type Run, scratch, withhold } from './run.ts';

const at = scratch();
const M = 'case';
const yaml = join(at, M, 'matter.yaml');
const kept = (name: string): string => join(at, M, '.withhold', name);
const lines = (name: string): string[] => readFileSync(kept(name), 'utf8').trimEnd().split('\n');
const disclosures = (...args: readonly string[]) => json(['disclosures', M, ...args], at).it.disclosures;

const change = (from: string, to: string): void => {
  const text = readFileSync(yaml, 'utf8');
  expect(text).toContain(from);
  writeFileSync(yaml, text.replace(from, to));
};

function rows(csv: string): Promise<readonly Record<string, string>[]> {
  return new Promise((resolve, reject) => {
    const read: Record<string, string>[] = [];
    parseString(csv, { headers: true })
      .on('error', reject)
      .on('data', (row) => read.push(row))
      .on('end', () => resolve(read));
  });
}

/** Accepts every item of the exported list as this person. */
function accept(by: string, role: string): Run {
  const [heading = '', ...items] = readFileSync(join(at, 'marks.csv'), 'utf8').trim().split(/\r?\n/);
  const filled = items.map((line) => line.replace(/,[^,]*,[^,]*,[^,]*$/, ',accept,,seen'));
  writeFileSync(join(at, 'yes.csv'), [heading, ...filled, ''].join('\r\n'));
  return withhold(['decide', M, '--import', 'yes.csv', '--by', by, '--role', role], at);
}

const recorded = `
hold: { by: Ada Counsel, on: 2025-06-10, reason: the subpoena }
retention: { closed_on: 2026-03-01, case_ended_on: 2026-02-01 }
consultations:
  - { with: Ada Counsel, role: counsel, on: 2025-06-20, about: case notes, outcome: produce, by: Ruth Keeper }
facts:
  - { fact: served_on_all_parties, document: 02-plan.pdf, evidence: proof of service, by: Ada Counsel, on: 2025-08-13 }
`;

beforeAll(async () => {
  layOut(join(at, M), ordered.replace('hipaa: none', 'hipaa: covered') + recorded, await papers());
  expect(withhold(['respond', M, '--accept-proposals', '--by', 'Ruth Keeper'], at).err).toContain('Draft');
});

/** One matter before and after the seal; each test goes on where the one before stopped. */
describe('the records of a matter', () => {
  test('a draft discloses nothing, and keeps its working copies', () => {
    expect(disclosures('--all')).toEqual([]);
    const { code, out, err } = withhold(['disclosures', M], at);
    expect([code, out.trim().split('\r\n').length]).toEqual([0, 1]);
    expect(err).toContain('0 disclosures');
    const held = withhold(['retention', M, '--purge', '--by', 'Ruth Keeper'], at);
    expect([held.code, held.err]).toEqual([2, expect.stringContaining('a hold stands')]);
    expect(existsSync(kept('derived'))).toBe(true);
  });

  test('a sealed volume is on record with what 45 CFR 164.528 asks, authority and decider', async () => {
    expect(withhold(['decide', M, '--export', 'marks.csv'], at).code).toBe(0);
    expect(accept('Ruth Keeper', 'custodian').code).toBe(0);
    expect(accept('Ada Counsel', 'counsel').code).toBe(0);
    expect(withhold(['release', M, '--by', 'Ada Counsel'], at)).toMatchObject({ code: 0 });
    const { out } = withhold(['disclosures', M], at);
    expect(await rows(out)).toMatchObject([
      {
        DATE: '2025-08-20',
        RECIPIENT: 'Sol Asker',
        PURPOSE: 'Answer to the request in A v. B, FAM-7, Mill Family Court',
        AUTHORITY_ID: 'A1',
        DECIDED_BY: 'Ada Counsel',
        VOLUME: 'VOL001',
        BATES: expect.stringContaining('MC-000001'),
        ACCOUNTED: 'yes',
        SEQ: '1',
        PREVIOUS_HASH: '',
        HASH: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    // Sealed and unchanged: nothing new went out.
    expect(json(['release', M, '--by', 'Ada Counsel'], at).it.unchanged).toBe(true);
    expect(disclosures()).toHaveLength(1);
    expect(withhold(['disclosures', M, '--out', 'accounting.csv'], at)).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(join(at, 'accounting.csv'), 'utf8')).toBe(out);
  });

  test('a hold, closure and suspension written down later reach no sealed volume', () => {
    change('\nretention:', '\naccounting_suspended: { by: Officer, until: 2999-01-01, evidence: letter }\nretention:');
    expect(json(['produce', M], at).it.unchanged).toBe(true);
    const { it } = json(['disclosures', M], at);
    expect([it.disclosures.length, Object.keys(it.left_out)]).toEqual([0, [expect.stringContaining('164.528(a)(2)')]]);
    expect(disclosures('--all')).toHaveLength(1);
    change('\naccounting_suspended: { by: Officer, until: 2999-01-01, evidence: letter }', '');
  });

  test('the audit names who, when, what and why, and what people recorded', () => {
    const { code, it } = json(['audit', M], at);
    expect(code).toBe(0);
    expect(it.chain).toEqual({
      state: 'unbroken',
      decisions: lines('decisions.jsonl').length,
      head: expect.any(String),
    });
    expect(it.decisions[0]).toMatchObject({ seq: 1, by: 'Ruth Keeper', role: 'custodian', reason: 'seen' });
    expect(it.consultations).toMatchObject([{ with: 'Ada Counsel', about: 'case notes' }]);
    expect(it.facts).toMatchObject([{ fact: 'served_on_all_parties' }]);
    expect(it.confirmations.map(({ what }: { what: string }) => what)).toEqual(['pack demo-us', 'authority A1']);
    expect(it.disclosures).toMatchObject([{ volume: 'VOL001' }]);
    const { err } = withhold(['audit', M], at);
    for (const said of ['Ada Counsel', 'accept', 'case notes', 'proof of service', 'unbroken'])
      expect(err).toContain(said);
    expect(err).not.toMatch(/Nora|555-201|kitchen/);
  });

  test('an edited line, a lost one and a cut-off end are named with exit 5', () => {
    const path = kept('decisions.jsonl');
    const good = readFileSync(path, 'utf8');
    const whole = good.trimEnd().split('\n');
    const broken = (text: string): Run => {
      writeFileSync(path, text);
      const run = withhold(['audit', M], at);
      writeFileSync(path, good);
      return run;
    };
    expect(broken(good.replace('"by":"Ruth Keeper"', '"by":"Ruth Weeper"'))).toMatchObject({
      code: 5,
      err: expect.stringContaining('line 1'),
    });
    expect(broken(`${[whole[0], ...whole.slice(2)].join('\n')}\n`)).toMatchObject({
      code: 5,
      err: expect.stringContaining('line 2'),
    });
    const cut = broken(`${whole.slice(0, -1).join('\n')}\n`);
    expect([cut.code, cut.err]).toEqual([5, expect.stringContaining(`line ${whole.length}`)]);
    expect(withhold(['audit', M], at).code).toBe(0);
  });

  test('a disclosure cannot be taken off the record', () => {
    const path = kept('disclosures.jsonl');
    const good = readFileSync(path, 'utf8');
    for (const bad of ['', good.replace('Sol Asker', 'Some Other')]) {
      writeFileSync(path, bad);
      expect(withhold(['disclosures', M], at)).toMatchObject({ code: 5, err: expect.stringContaining('disclosures') });
    }
    writeFileSync(path, good);
    expect(withhold(['disclosures', M], at).code).toBe(0);
  });

  test('the sealed volume is packed for the road under a passphrase, and stays as it is', async () => {
    writeFileSync(join(at, 'pass.txt'), 'correct horse battery staple\n');
    const volume = join(at, M, 'productions', 'VOL001');
    const manifest = readFileSync(join(volume, 'MANIFEST.sha256'), 'utf8');
    const { code, it } = json(['produce', M, '--passphrase-file', 'pass.txt', '--pdf-password-file', 'pass.txt'], at);
    expect([code, it.encrypted]).toEqual([0, { archive: 'VOL001.zip.age', pdfs: 'VOL001.protected' }]);
    expect(readFileSync(join(volume, 'MANIFEST.sha256'), 'utf8')).toBe(manifest);
    const decrypter = new Decrypter();
    decrypter.addPassphrase('correct horse battery staple');
    const zip = unzipSync(await decrypter.decrypt(readFileSync(`${volume}.zip.age`)));
    expect(Buffer.from(zip['VOL001/MANIFEST.sha256'] ?? []).toString()).toBe(manifest);
    const bad = withhold(['produce', M, '--encrypt-to', 'bob@example.org'], at);
    expect([bad.code, bad.err]).toEqual([2, expect.stringContaining('no age recipient')]);
    const both = ['produce', M, '--encrypt-to', 'age1x', '--passphrase-file', 'pass.txt'];
    expect(withhold(both, at).code).toBe(2);
  });

  test('a hold stops the purge and the date until counsel releases it', () => {
    expect(json(['retention', M], at).it).toMatchObject({ due: null, held: true, purged: null });
    expect(withhold(['retention', M, '--purge', '--by', 'Ruth Keeper'], at).code).toBe(2);
    change('reason: the subpoena }', 'reason: the subpoena, released_by: Ruth Keeper, released_on: 2026-03-02 }');
    expect(json(['retention', M], at).it.held).toBe(true);
    change('released_by: Ruth Keeper', 'released_by: Ada Counsel');
    const { it } = json(['retention', M], at);
    expect(it).toMatchObject({ held: false, due: '2033-03-01', why: [] });
    expect(it.rules.map(({ id, date }: { id: string; date: string }) => [id, date])).toEqual([
      ['hipaa_documentation', '2031-08-20'],
      ['agency_schedule', '2033-03-01'],
      ['end_of_case', '2029-02-01'],
    ]);
  });

  test('a purge destroys the working copies, says so, and leaves the records', async () => {
    expect(withhold(['retention', M, '--purge'], at)).toMatchObject({ code: 2, err: expect.stringContaining('--by') });
    const originals = readdirSync(join(at, M, 'files'));
    const { code, it } = json(['retention', M, '--purge', '--by', 'Ruth Keeper', '--witness', 'Ada Counsel'], at);
    expect(code).toBe(0);
    expect(it.purged).toMatchObject({ certificate: 'DR-0001', by: 'Ruth Keeper' });
    expect(readdirSync(join(at, M, '.withhold')).sort()).toEqual([
      'decisions.jsonl',
      'destructions.jsonl',
      'disclosures.jsonl',
      'logs.json',
      'volumes.json',
    ]);
    expect(readdirSync(join(at, M, 'files'))).toEqual(originals);
    const record = readFileSync(join(at, M, 'records', 'DR-0001.csv'), 'utf8');
    expect((await rows(record))[0]).toMatchObject({
      OPERATOR: 'Ruth Keeper',
      WITNESS: 'Ada Counsel',
      CERTIFICATE_NO: 'DR-0001',
      HOLD_CHECK: expect.stringContaining('no hold'),
    });
    // No hash of anything that was not produced: the manifest's alone.
    expect(new Set(record.match(/[0-9a-f]{64}/g))).toHaveProperty('size', 1);
    expect(record).not.toMatch(/01-notes|Nora/);
  });

  test('what stays works: status, audit, disclosures, a second purge', () => {
    const status = json(['status', M], at);
    expect([status.code, status.it.lines[0]]).toEqual([0, expect.stringContaining('Purged')]);
    expect(json(['audit', M], at)).toMatchObject({
      code: 0,
      it: { destructions: [{ state: 'begun' }, { state: 'done' }] },
    });
    expect(disclosures()).toHaveLength(1);
    expect(withhold(['retention', M, '--purge', '--by', 'R'], at)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no working copies'),
    });
    expect(json(['produce', M], at).it.unchanged).toBe(true);
    expect(json(['retention', M], at).it.purged).toBe(null);
  });
});
