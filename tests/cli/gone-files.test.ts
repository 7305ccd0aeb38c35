import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { json, layOut, ordered, papers, scratch, typed, withhold } from './run.ts';

const at = scratch();
const M = 'case';
const file = (name: string): string => join(at, M, 'files', name);
const absent = (): unknown => json(['status', M], at).it.absent;

/** Everything accepted but what `gone` says of files that are not there. */
function settleAll(by: string, gone: string): void {
  expect(withhold(['decide', M, '--export', 'list.csv'], at).code).toBe(0);
  const [heading, ...rows] = readFileSync(join(at, 'list.csv'), 'utf8').trim().split(/\r?\n/);
  const answer = (row: string): string => (row.startsWith('gone-') ? gone : 'accept');
  const filled = rows.map((row) => row.replace(/,[^,]*,[^,]*,[^,]*$/, `,${answer(row)},,`));
  writeFileSync(join(at, 'list.csv'), [heading, ...filled, ''].join('\r\n'));
  expect(withhold(['decide', M, '--import', 'list.csv', '--by', by], at).code).toBe(0);
}

beforeAll(async () => {
  layOut(join(at, M), ordered, await papers());
  expect(withhold(['prepare', M], at).code).toBe(0);
});

describe('a file that was read and is gone', () => {
  test('is nothing to tell where it only has another name', () => {
    renameSync(file('02-plan.pdf'), file('02-safety-plan.pdf'));
    expect(withhold(['prepare', M], at)).toMatchObject({ code: 0, err: expect.not.stringContaining('gone') });
    expect(absent()).toEqual([]);
  });

  test('is told, and a draft is still made', () => {
    const bytes = readFileSync(file('02-safety-plan.pdf'));
    rmSync(file('02-safety-plan.pdf'));
    const { code, err } = withhold(['prepare', M], at);
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/02-.*plan\.pdf: read on an earlier run and gone from files/),
    ]);
    const draft = json(['produce', M, '--accept-proposals', '--by', 'Ruth Keeper'], at);
    expect(draft).toMatchObject({ code: 0, it: { absent: [{ replaced: false }] } });
    writeFileSync(file('02-plan.pdf'), bytes);
    expect(absent()).toEqual([]);
  });

  test('keeps a volume from being sealed until somebody says that it does not belong', async () => {
    writeFileSync(
      file('02-plan.pdf'),
      await typed(['Mill County Family Services', 'Safety plan, April 9, 2024', 'New.']),
    );
    expect(withhold(['prepare', M], at).code).toBe(0);
    expect(absent()).toEqual([{ file: '02-plan.pdf', replaced: true }]);
    settleAll('Ruth Keeper', 'reject');
    const refused = json(['produce', M], at);
    expect(refused.code).toBe(7);
    expect(refused.it.blockers).toEqual([
      {
        item: expect.stringMatching(/^gone-/),
        why: expect.stringMatching(/^02-plan\.pdf: .* with other bytes: put it back/),
      },
    ]);
    settleAll('Ruth Keeper', 'accept');
    expect(json(['produce', M], at)).toMatchObject({ code: 0, it: { volume: 'VOL001', reviewed: true } });
  });
});
