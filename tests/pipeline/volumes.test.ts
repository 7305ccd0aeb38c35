import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clawbackFolder } from '../../src/pipeline/clawback.ts';
import { exportDecisions, importDecisions } from '../../src/pipeline/decide-folder.ts';
import { prepareFolder } from '../../src/pipeline/prepare-folder.ts';
import { produceFolder, releaseFolder } from '../../src/pipeline/produce.ts';
import { silent } from '../../src/pipeline/progress.ts';
import { statusOf } from '../../src/pipeline/status.ts';
import { layOut, ordered, papers, typed } from '../cli/run.ts';
import { filesOf, log } from '../support/volume-files.ts';

const at = mkdtempSync(join(tmpdir(), 'withhold-volumes-'));
afterAll(() => rmSync(at, { recursive: true, force: true }));

/** Every item answered as proposed, by each of the named. */
async function settle(dir: string, names: readonly string[]): Promise<void> {
  const list = join(at, 'list.csv');
  await exportDecisions(dir, list, silent);
  const [heading = '', ...lines] = readFileSync(list, 'utf8').trim().split(/\r?\n/);
  const filled = lines.map((line) => {
    const proposed = line.includes(',document,') ? 'produce' : 'accept';
    return line.replace(/,[^,]*,[^,]*,[^,]*$/, `,${proposed},,`);
  });
  writeFileSync(list, [heading, ...filled, ''].join('\r\n'));
  for (const by of names) await importDecisions(dir, { csv: list, by }, silent);
}

describe('one matter, volume after volume', () => {
  const dir = join(at, 'case');
  const yaml = join(dir, 'matter.yaml');
  let first: ReadonlyMap<string, string>;

  beforeAll(async () => {
    layOut(dir, ordered, await papers());
    await produceFolder(dir, { acceptProposals: true, by: 'Ruth Keeper' }, silent);
    await settle(dir, ['Ruth Keeper', 'Ada Counsel']);
    const sealed = await releaseFolder(dir, 'Ada Counsel', silent);
    expect(sealed.lines.join()).toContain('Sealed');
    first = filesOf(join(dir, 'productions', 'VOL001'));
  }, 300_000);

  test('a third person who reads the same changes nothing', async () => {
    await settle(dir, ['Ola Third']);
    for (const acceptProposals of [false, true])
      expect(await produceFolder(dir, { acceptProposals, by: 'Ruth Keeper' }, silent)).toMatchObject({
        exitCode: 0,
        result: { unchanged: true },
      });
  });

  test.each([
    ['MC-000009', 'attorney_client', /not all of it was ever produced/],
    ['MC-000002:MC-000009', 'attorney_client', /not all of it was ever produced/],
    ['MC-2', 'attorney_client', /is no range of MC-/],
    ['XX-000002', 'attorney_client', /is no range of MC-/],
    ['MC-000002', 'secret', /--basis secret is not an id/],
  ])('a recall of %s on %s is refused', async (bates, basis, why) => {
    await expect(clawbackFolder(dir, { bates, basis }, silent)).rejects.toThrow(why);
    expect(readdirSync(join(dir, 'productions')).filter((name) => name.startsWith('VOL002'))).toEqual([]);
  });

  test('a recall writes letter, log and replacement as a draft; release seals it', async () => {
    const answer = await clawbackFolder(
      dir,
      { bates: 'MC-000002', basis: 'attorney_client', by: 'Ruth Keeper' },
      silent,
    );
    expect(answer).toMatchObject({
      exitCode: 0,
      result: { volume: 'VOL002', reviewed: false, recalled: ['MC-000002'] },
    });
    const self = await releaseFolder(dir, 'Ruth Keeper', silent);
    expect(self.exitCode).toBe(7);
    const released = await releaseFolder(dir, 'Ada Counsel', silent);
    expect(released).toMatchObject({ exitCode: 0, result: { volume: 'VOL002', reviewed: true } });
    const files = [...filesOf(join(dir, 'productions', 'VOL002')).keys()];
    expect(files.filter((path) => path.startsWith('/PDF'))).toEqual(['/PDF/MC-000001.R1.pdf']);
    expect(files).toContain('/LETTERS/clawback.pdf');
    expect(log(dir, 'VOL002', 'privilege-log.csv')).toMatch(/PRIV-0001,.*MC-000001\.R1,MC-000002\.R1,.*clawed back/);
    expect(readFileSync(join(dir, 'productions/VOL002/TEXT/MC-000001.R1.txt'), 'utf8')).not.toContain('heating');
    expect(filesOf(join(dir, 'productions', 'VOL001'))).toEqual(first);
    const before = await produceFolder(dir, { acceptProposals: false }, silent);
    expect(before).toMatchObject({ result: { volume: 'VOL001', unchanged: true } });
  });

  test('a new paper goes into the next volume under the next number, and the recall stands', async () => {
    writeFileSync(
      join(dir, 'files', '00-late.pdf'),
      await typed(['Mill County Family Services', 'Case note, May 6, 2024', 'Jane Doe came to the office.']),
    );
    await expect(produceFolder(dir, { acceptProposals: false }, silent)).rejects.toThrow(/production\.volume: VOL003/);
    writeFileSync(yaml, readFileSync(yaml, 'utf8').replace('prefix: MC-', 'prefix: MC-, volume: VOL003'));
    const answer = await produceFolder(dir, { acceptProposals: true, by: 'Ruth Keeper' }, silent);
    expect(answer.result).toMatchObject({ volume: 'VOL003', bates: { begin: 'MC-000004', end: 'MC-000004' } });
    expect(log(dir, 'VOL003', 'privilege-log.csv')).toContain('clawed back');
  });
});

test('another folder, zone, language and order give the same bytes', async () => {
  const made = await papers();
  const one = layOut(join(at, 'one'), ordered, made);
  const two = join(at, 'elsewhere', 'deep er');
  mkdirSync(two, { recursive: true });
  layOut(two, ordered, Object.fromEntries(Object.entries(made).reverse()));
  await produceFolder(one, { acceptProposals: true, by: 'Ruth Keeper' }, silent);
  const { TZ, LANG, LC_ALL } = process.env;
  Object.assign(process.env, { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' });
  try {
    await prepareFolder(two, silent);
    await statusOf(two);
    await produceFolder(two, { acceptProposals: true, by: 'Ruth Keeper' }, silent);
  } finally {
    for (const [key, value] of Object.entries({ TZ, LANG, LC_ALL })) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
  }
  for (const volume of ['VOL001', 'VOL001.internal'])
    expect(filesOf(join(two, 'productions', volume))).toEqual(filesOf(join(one, 'productions', volume)));
}, 300_000);
