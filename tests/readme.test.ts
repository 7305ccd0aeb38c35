import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PDFDocument } from 'pdf-lib';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
// Below the clone, so that `withhold` resolves to the package itself.
mkdirSync(join(root, 'demo'), { recursive: true });
const folder = mkdtempSync(join(root, 'demo', 'readme-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const block = (language: string): string => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? '';

describe('the README', () => {
  test('begins its quick start with the two commands', () => {
    const lines = readme.split('\n').filter((line) => line.startsWith('npm '));
    expect(lines[0]).toBe('npm install && npm run demo');
    expect(lines[1]).toBe('npm install && npm test');
  });

  test('shows an example that runs', async () => {
    const doc = await PDFDocument.create();
    doc.addPage([400, 200]).drawText('Dear Jane Doe, your number 123-45-6789 is on file.', { x: 20, y: 120, size: 12 });
    writeFileSync(join(folder, 'letter.pdf'), await doc.save());
    writeFileSync(join(folder, 'example.js'), block('js'));
    const run = spawnSync(process.execPath, ['example.js'], { cwd: folder, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.stdout).toBe('2 places removed, 0 terms not found\n');
    expect(existsSync(join(folder, 'letter-redacted.pdf'))).toBe(true);
  }, 60_000);

  test('names only files that are there', () => {
    for (const [, path] of readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g))
      expect(existsSync(join(root, path ?? ''))).toBe(true);
  });
});
