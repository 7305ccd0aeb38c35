import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clawbackFolder } from '../../src/pipeline/clawback.ts';
import { exportDecisions, importDecisions } from '../../src/pipeline/decide-folder.ts';
import { produceFolder, releaseFolder } from '../../src/pipeline/produce.ts';
import { silent } from '../../src/pipeline/progress.ts';
import { disclosuresOf } from '../../src/pipeline/records.ts';
import { statusOf } from '../../src/pipeline/status.ts';
import { layOut, ordered, papers } from '../cli/run.ts';
import { filesOf, log } from '../support/volume-files.ts';

const at = mkdtempSync(join(tmpdir(), 'withhold-requesters-'));
afterAll(() => rmSync(at, { recursive: true, force: true }));

/** A guardian ad litem asks for the same file: as much is open to her, the neighbor is not. */
const gal = `requests_besides:
  - id: gal
    request:
      type: subpoena_attorney
      court: Mill Family Court
      docket: FAM-7
      caption: A v. B
      served_on: 2025-07-10
      return_date: 2025-07-27
      requester: { name: Gail Guard, role: gal }
      subjects: [Jane Doe]
      items: [{ id: "1", text: "Safety plans", document_types: [] }]
    authorities:
      - id: B1
        type: court_order
        received_on: 2025-08-12
        docket: FAM-7
        covers: [cps_record]
        findings: [in_camera, cps_necessity]
        excludes: [reporter_identity, privilege, other_federal]
        recipients: [counsel]
        checks: { judge_signed: true, binds_agency: true, current: true, scope_stated: true, recipients_limited: true }
        confirmed_by: { name: Ada Counsel, on: 2025-08-13 }
    production: { volume: GAL001, prefix: MC-G-, date: 2025-08-21 }
`;

/** Every item answered as `answer` says, by each of the named. */
async function settle(
  dir: string,
  forId: string | undefined,
  answer: (line: string) => string = () => 'accept',
): Promise<void> {
  const list = join(at, 'list.csv');
  await exportDecisions(dir, list, silent, forId);
  const [heading = '', ...lines] = readFileSync(list, 'utf8').trim().split(/\r?\n/);
  const filled = lines.map((line) => {
    const verdict = line.includes(',document,') ? 'produce' : answer(line);
    return line.replace(/,[^,]*,[^,]*,[^,]*$/, `,${verdict},,`);
  });
  writeFileSync(list, [heading, ...filled, ''].join('\r\n'));
  for (const by of ['Ruth Keeper', 'Ada Counsel'])
    await importDecisions(dir, { csv: list, by, ...(forId === undefined ? {} : { forId }) }, silent);
}

describe('two who ask for the same file', () => {
  const dir = join(at, 'case');
  const yaml = join(dir, 'matter.yaml');
  let first: ReadonlyMap<string, string>;

  beforeAll(async () => {
    layOut(dir, ordered, await papers());
    await produceFolder(dir, { acceptProposals: true, by: 'Ruth Keeper' }, silent);
    // What a person opens for the first who asks is not opened for the next.
    const open = (line: string): string => (line.includes(',string,') ? 'reject' : 'accept');
    await settle(dir, undefined, open);
    // Pages without a box are drawn for the sample anew.
    await settle(dir, undefined, open);
    const sealed = await releaseFolder(dir, 'Ada Counsel', silent);
    expect(sealed.lines.join('\n')).toContain('Sealed');
    first = filesOf(join(dir, 'productions', 'VOL001'));
    writeFileSync(yaml, `${ordered}${gal}`);
  }, 300_000);

  test('an id that nobody has is refused by name', async () => {
    await expect(produceFolder(dir, { acceptProposals: false, forId: 'nobody' }, silent)).rejects.toThrow(
      /--for nobody: .* there are: gal/,
    );
  });

  test('another request in matter.yaml does not touch the sealed volume', async () => {
    expect(await produceFolder(dir, { acceptProposals: false }, silent)).toMatchObject({
      result: { volume: 'VOL001', unchanged: true },
    });
  });

  test('the second has a volume, numbers and letters of her own, and nothing that was opened for the first', async () => {
    const draft = await produceFolder(dir, { acceptProposals: true, by: 'Ruth Keeper', forId: 'gal' }, silent);
    expect(draft).toMatchObject({
      exitCode: 0,
      result: { volume: 'GAL001', bates: { begin: 'MC-G-000001', end: 'MC-G-000003' } },
    });
    expect(log(dir, 'VOL001', 'redaction-log.csv')).not.toContain('3P');
    expect(log(dir, 'GAL001', 'redaction-log.csv')).toContain('3P');
    const refused = await releaseFolder(dir, 'Ada Counsel', silent, undefined, 'gal');
    expect(refused.exitCode).toBe(7);
    await settle(dir, 'gal');
    const sealed = await releaseFolder(dir, 'Ada Counsel', silent, undefined, 'gal');
    expect(sealed).toMatchObject({ exitCode: 0, result: { volume: 'GAL001', reviewed: true } });
    const { disclosures } = await disclosuresOf(dir, { all: true });
    expect(disclosures.map(({ volume, recipient }) => [volume, /Gail Guard/.test(recipient)])).toEqual([
      ['VOL001', false],
      ['GAL001', true],
    ]);
  });

  test('neither volume changes the other', async () => {
    expect(filesOf(join(dir, 'productions', 'VOL001'))).toEqual(first);
    for (const [forId, volume] of [
      [undefined, 'VOL001'],
      ['gal', 'GAL001'],
    ] as const)
      expect(
        await produceFolder(dir, { acceptProposals: false, ...(forId === undefined ? {} : { forId }) }, silent),
      ).toMatchObject({ result: { volume, unchanged: true } });
    const status = await statusOf(dir, 'gal');
    expect(status.volume).toEqual({ name: 'GAL001', state: 'sealed' });
    expect(status.lines).toContain('  Carl Doe (the first request): VOL001, sealed');
  });

  test('what one was shown and the other not is flagged both ways, by page and code', async () => {
    const neighbor = { page: '01-notes.pdf#p1', codes: ['3P'], waiver: false };
    const own = await statusOf(dir, 'gal');
    expect(own.prior).toEqual([
      expect.objectContaining({ ...neighbor, to: 'Carl Doe', volume: 'VOL001', before: 'shown', change: 'closed' }),
    ]);
    expect(own.lines.join('\n')).toContain('01-notes.pdf#p1: shown to Carl Doe (VOL001, 2025-08-20), boxed now (3P)');
    expect((await statusOf(dir)).prior).toEqual([
      expect.objectContaining({ ...neighbor, to: 'Gail Guard', volume: 'GAL001', before: 'boxed', change: 'opened' }),
    ]);
    const report = readFileSync(join(dir, 'productions/GAL001.internal/report.html'), 'utf8');
    expect(report).toContain('01-notes.pdf#p1: shown to Carl Doe');
    for (const text of filesOf(join(dir, 'productions/GAL001')).values())
      expect(text).not.toContain('Carl Doe (VOL001');
  });

  test('so is what went out elsewhere, without touching a sealed volume', async () => {
    writeFileSync(
      yaml,
      `${ordered}${gal}prior: [{ to: The county court, on: 2024-11-30, documents: ["01-notes.pdf"], withheld: ["02-plan.pdf", "03-gone.pdf#p2"] }]\n`,
    );
    const { prior, prior_unmatched } = await statusOf(dir, 'gal');
    expect(prior.filter(({ volume }) => volume === null)).toEqual([
      expect.objectContaining({ page: '01-notes.pdf#p1', to: 'The county court', change: 'closed', now: 'boxed' }),
      expect.objectContaining({ page: '02-plan.pdf#p1', change: 'opened', before: 'withheld', codes: [] }),
    ]);
    expect(prior_unmatched).toEqual(['03-gone.pdf#p2']);
    expect(await produceFolder(dir, { acceptProposals: false, forId: 'gal' }, silent)).toMatchObject({
      result: { volume: 'GAL001', unchanged: true },
    });
    writeFileSync(yaml, `${ordered}${gal}`);
  });

  test('a volume of one cannot be called back or written over by the other', async () => {
    await expect(clawbackFolder(dir, { bates: 'MC-G-000001', basis: 'attorney_client' }, silent)).rejects.toThrow(
      /is no range of MC-/,
    );
    writeFileSync(
      yaml,
      `${ordered.replace('prefix: MC-,', 'prefix: MC-, volume: GAL001,')}${gal.replace('GAL001', 'GAL002')}`,
    );
    await expect(produceFolder(dir, { acceptProposals: false }, silent)).rejects.toThrow(
      /GAL001 was made for the request gal: name another volume/,
    );
    writeFileSync(yaml, `${ordered}${gal}`);
  });
});
