import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { layOut, ordered, papers, type Run, scratch, typed, withhold } from './run.ts';

const at = scratch();
const M = 'case';
const log = join(at, M, 'productions', 'VOL001', 'LOGS', 'privilege-log.csv');
const workspace = join(at, M, '.withhold');
const locked = { WITHHOLD_PASSPHRASE_FILE: join(at, 'pass.txt') };
const run = (...args: readonly string[]): Run => withhold(args, at, locked);

/** The served log with other words in place of a description, read in again. */
function edit(description: string): Run {
  const csv = readFileSync(log, 'utf8').replace(
    /"?E-mail from[^,]*"?(?=,Withheld)|"E-mail from[^"]*"/,
    `"${description}"`,
  );
  writeFileSync(join(at, 'edited.csv'), csv);
  return run('decide', M, '--descriptions', 'edited.csv', '--by', 'Ada Counsel');
}

beforeAll(async () => {
  writeFileSync(join(at, 'pass.txt'), 'a passphrase of some length\n');
  const mail = await typed([
    'From: Ruth Keeper',
    'To: Ada Counsel',
    'Date: March 7, 2024',
    'Subject: Privileged - request for legal advice',
    'Ada, please give us your legal advice whether we should file now.',
    'The grandmother told me that the boiler is broken again this winter.',
  ]);
  const yaml = `${ordered}workspace: encrypted\npolicy: { xlsx: true }\n`;
  layOut(join(at, M), yaml, { ...(await papers()), '03-mail.pdf': mail });
});

/** One encrypted matter from draft to edited log; each test goes on where the one before stopped. */
describe('the privilege log of an encrypted matter', () => {
  test('nothing is opened without the passphrase', () => {
    const bare = withhold(['status', M], at);
    expect([bare.code, bare.err]).toEqual([2, expect.stringContaining('--unlock FILE')]);
  });

  test('a draft is made, and no word of a page lies in the workspace', () => {
    const drafted = run('respond', M, '--accept-proposals', '--by', 'Ruth Keeper');
    expect(drafted.err).toContain('Draft');
    const files = readdirSync(workspace, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const all = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n');
    expect(files.length).toBeGreaterThan(8);
    expect(all).not.toMatch(/Nora|kitchen|boiler|PRIV-0001|%PDF/);
    expect(existsSync(log.replace('.csv', '.xlsx'))).toBe(true);
    expect(readFileSync(log, 'utf8')).toContain('PRIV-0001');
    writeFileSync(join(at, 'wrong.txt'), 'another passphrase altogether\n');
    const wrong = withhold(['status', M, '--unlock', 'wrong.txt'], at);
    expect([wrong.code, wrong.err]).toEqual([5, expect.stringContaining('does not open')]);
  });

  test.each([
    ['too little', 'Privileged communication', 'L01'],
    [
      'a secret of another page',
      'E-mail from custodian to agency counsel Counsel* on what neighbor Nora Nextdoor had said',
      'may not be told',
    ],
    [
      'a number',
      'E-mail from custodian to agency counsel Counsel* about the person with number 219-09-9999',
      'identifier (SSN)',
    ],
    [
      'the page itself',
      'E-mail to agency counsel* telling that the boiler is broken again this winter in the house',
      'six words',
    ],
    [
      'a category that may not be named',
      'E-mail from custodian to agency counsel* about a methadone clinic and its substance use disorder records',
      'may not be',
    ],
  ])('an edited description that holds %s is refused, unquoted', (_name, description, why) => {
    const refused = edit(description);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining(why)]);
    expect(refused.err).not.toContain('Nora');
    expect(existsSync(join(workspace, 'descriptions.jsonl'))).toBe(false);
  });

  test('one that says enough and no more stands in the next draft, and in the audit', () => {
    const words =
      'E-mail from records custodian to agency counsel Counsel* requesting legal advice on timing of a filing';
    const { code, err } = edit(words);
    expect([code, err]).toEqual([0, expect.stringContaining('Recorded 1 description')]);
    expect(run('produce', M, '--accept-proposals', '--by', 'Ruth Keeper').err).toContain('Draft');
    expect(readFileSync(log, 'utf8')).toContain(words);
    const audit = run('audit', M);
    expect([audit.code, audit.err]).toEqual([0, expect.stringContaining('PRIV-0001')]);
    expect(edit(words)).toMatchObject({ code: 0, err: expect.stringContaining('Recorded 0 descriptions') });
  });
});
