import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bin, json, layOut, ordered, root, scratch, withhold } from './run.ts';

const at = scratch();

const COMMANDS = [
  'init',
  'prepare',
  'status',
  'decide',
  'produce',
  'release',
  'respond',
  'redact',
  'verify',
  'patterns',
];

test('a reader that closes its end after the first lines costs nothing', async () => {
  const child = spawn(process.execPath, [bin, '--help']);
  child.stdout.destroy();
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect([code, said]).toEqual([0, '']);
});

describe('every command', () => {
  test.each([...COMMANDS.map((name) => [name]), ['patterns', 'list'], ['patterns', 'test'], ['patterns', 'explain']])(
    'shows help with an example: %s %s',
    (...words) => {
      const { code, out, err } = withhold([...words.filter((word) => word !== undefined), '--help'], at);
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(new RegExp(`Example:\\n  withhold ${words[0]}`));
      expect(out).toContain('--json');
    },
  );

  test.each([
    [['frobnicate']],
    [['status', 'm', '--bogus']],
    [['init']],
    [['status']],
    [['redact', 'a.pdf']],
    [['verify']],
    [['release', 'm']],
    [['decide', 'm']],
    [['decide', 'm', '--export', 'a.csv', '--import', 'b.csv']],
    [['decide', 'm', '--import', 'b.csv']],
    [['decide', 'm', '--import', 'b.csv', '--by', 'A', '--role', 'judge']],
    [['patterns', 'bogus']],
    [[]],
  ])('is exit 2 where the line is wrong: %j', (args) => {
    const run = withhold(args, at);
    expect([run.code, run.out]).toEqual([2, '']);
    expect(run.err).not.toBe('');
    const { code, err, it } = json(args, at);
    expect([code, err, it.error.code]).toEqual([2, '', 'usage']);
    expect(it.error.message).toMatch(/\w/);
  });

  test('takes --json before its name too', () => {
    const { code, out } = withhold(['--json', 'patterns', 'test'], at);
    expect([code, JSON.parse(out).failures]).toEqual([0, []]);
  });

  test('says the version', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(withhold(['--version'], at)).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });
});

describe('init', () => {
  test('makes a folder that status and prepare accept, and never a second time', () => {
    const made = withhold(['init', 'smith 2025'], at);
    expect([made.code, made.out]).toEqual([0, '']);
    expect(made.err).toContain('withhold prepare "smith 2025"');
    expect(existsSync(join(at, 'smith 2025', 'files'))).toBe(true);
    const status = withhold(['status', 'smith 2025'], at);
    expect([status.code, status.err]).toEqual([0, expect.stringContaining('put the case file into smith 2025/files/')]);
    const empty = withhold(['prepare', 'smith 2025'], at);
    expect([empty.code, empty.err]).toEqual([0, expect.stringContaining('is empty')]);

    const yaml = join(at, 'smith 2025', 'matter.yaml');
    writeFileSync(yaml, `${readFileSync(yaml, 'utf8')}# mine\n`);
    const again = withhold(['init', 'smith 2025'], at);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('nothing was changed')]);
    expect(readFileSync(yaml, 'utf8')).toMatch(/# mine\n$/);
  });

  test('keeps silent when told to, and answers a script', () => {
    expect(withhold(['init', 'quiet', '--quiet'], at)).toEqual({ code: 0, out: '', err: '' });
    expect(json(['init', 'scripted'], at)).toMatchObject({ code: 0, err: '', it: { made: ['matter.yaml', 'files/'] } });
  });

  test('does not put a folder in the place of a file', () => {
    writeFileSync(join(at, 'taken'), '');
    expect(withhold(['init', 'taken'], at)).toMatchObject({ code: 2, err: expect.stringContaining('is a file') });
    expect(withhold(['init', 'taken/below'], at)).toMatchObject({ code: 2, err: expect.stringContaining('taken') });
  });
});

describe('matter.yaml', () => {
  const lineOf = (text: string): number => ordered.slice(0, ordered.indexOf(text)).split('\n').length;
  const refused = (name: string, from: string | RegExp, to: string): string => {
    layOut(join(at, name), ordered.replace(from, to), {});
    const run = withhold(['status', name], at);
    expect([run.code, run.out]).toEqual([2, '']);
    return run.err;
  };

  test('names key, line and nearest key of what it does not know', () => {
    const err = refused('typo', '  subjects:', '  subjetcs:');
    expect(err).toContain(`typo/matter.yaml, line ${lineOf('  subjects:')}: key request.subjetcs`);
    expect(err).toContain('did you mean "subjects"?');
  });

  test('names a date that is none', () => {
    const err = refused('date', '2025-06-27', '27/06/2025');
    expect(err).toContain(`line ${lineOf('  return_date:')}: key request.return_date`);
    expect(err).toContain('YYYY-MM-DD');
  });

  test('names a pack that is not there, and the packs there are', () => {
    const err = refused('pack', 'pack: demo-us', 'pack: demo-uk');
    expect(err).toContain(`line ${lineOf('pack: demo-us')}: key pack: "demo-uk" is not known; did you mean "demo-us"?`);
  });

  test('names a check the pack does not know', () => {
    expect(refused('check', 'judge_signed', 'judge_singed')).toMatch(
      /line \d+: key authorities\[0\]\.checks\.judge_singed.*judge_signed/,
    );
  });

  test('names a file of passwords that is not there', () => {
    layOut(join(at, 'pass'), `${ordered}passwords: secret.txt\n`, {});
    const { code, err } = withhold(['prepare', 'pass'], at);
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/pass\/matter\.yaml, line \d+: key passwords: there is no file/),
    ]);
  });

  test('is asked for, as are the folder and files/', () => {
    mkdirSync(join(at, 'bare'));
    expect(withhold(['status', 'bare'], at)).toMatchObject({
      code: 2,
      err: expect.stringContaining('withhold init bare'),
    });
    expect(withhold(['prepare', 'nowhere'], at)).toMatchObject({
      code: 2,
      err: expect.stringContaining('withhold init nowhere'),
    });
    layOut(join(at, 'nofiles'), ordered, {});
    rmSync(join(at, 'nofiles', 'files'), { recursive: true });
    expect(withhold(['prepare', 'nofiles'], at)).toMatchObject({ code: 2, err: expect.stringContaining('files/') });
  });
});

describe('patterns', () => {
  test('lists, tests and explains what is loaded', () => {
    const { it } = json(['patterns', 'list'], at);
    const kinds = new Set(it.patterns.map((pattern: { kind: string }) => pattern.kind));
    expect([...kinds].sort()).toEqual(['basis', 'document-type', 'identifier', 'pack', 'passage']);
    expect(json(['patterns', 'test'], at).it).toMatchObject({ failures: [] });
    expect(json(['patterns', 'explain', 'ssn'], at).it).toMatchObject({ id: 'ssn', lines: expect.any(Array) });
    expect(withhold(['patterns', 'explain', 'nothing-of-the-kind'], at).code).toBe(2);
  });

  test('explains a category under the authorities of a matter', () => {
    layOut(join(at, 'explained'), ordered, {});
    const { code, it } = json(['patterns', 'explain', 'cps_record', '--matter', 'explained'], at);
    expect(code).toBe(0);
    expect(it.lines.join('\n')).toContain('A1');
  });

  test('names the file of a pack that is wrong', () => {
    writeFileSync(join(at, 'mine.yaml'), 'id: mine\nversion: one\n');
    const { code, err } = withhold(['patterns', 'test', 'mine.yaml'], at);
    expect([code, err]).toEqual([2, expect.stringContaining('mine.yaml')]);
    expect(withhold(['patterns', 'test', 'absent.yaml'], at).code).toBe(2);
  });
});

describe('where the person stands', () => {
  test('is where relative paths start, also through npm run', () => {
    const made = withhold(['init', 'from-npm'], root, { npm_lifecycle_event: 'withhold', INIT_CWD: at });
    expect(made.code).toBe(0);
    expect(existsSync(join(at, 'from-npm', 'matter.yaml'))).toBe(true);
  });

  test('is asked only of npm run withhold: another script that calls it keeps its own folder', () => {
    const made = withhold(['init', 'from-other'], at, { npm_lifecycle_event: 'demo', INIT_CWD: root });
    expect([made.code, existsSync(join(at, 'from-other'))]).toEqual([0, true]);
  });
});

const old = ['/usr/bin/node', '/usr/local/bin/node'].find((node) => {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return /^v(1\d|20|21)\./.test(stdout ?? '');
});

test.skipIf(old === undefined)('a Node that is too old says what to do, in one sentence', () => {
  const { status, stdout, stderr } = spawnSync(old ?? '', [bin, 'status', 'x'], { cwd: at, encoding: 'utf8' });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^withhold needs Node [^\n]*npm run -s withhold[^\n]*\n$/);
});
