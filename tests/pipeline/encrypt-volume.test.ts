import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { packVolume, readPacking } from '../../src/pipeline/encrypt-volume.ts';
import { zipFiles } from '../../src/produce/archive.ts';
import { writeWhole } from '../../src/store/files.ts';
import { typed } from '../cli/run.ts';

const productions = mkdtempSync(join(tmpdir(), 'withhold-pack-'));
afterAll(() => rmSync(productions, { recursive: true, force: true }));
const PASSWORD = 'Grüße aus Cedar Hollow';
const has = (program: string, ...args: readonly string[]): boolean => spawnSync(program, args).status === 0;
const nothing = (): void => {};

beforeAll(async () => {
  writeWhole(join(productions, 'VOL001', 'PDF', 'A-000001.pdf'), await typed(['Nora Nextdoor called.'], ['Page two.']));
  writeWhole(join(productions, 'VOL001', 'LOGS', 'index.csv'), 'BEGBATES\r\nA-000001\r\n');
  writeWhole(join(productions, 'VOL001', 'MANIFEST.sha256'), 'x');
});

describe('a volume packed for the road', () => {
  test('is opened by whom it is for, and by nobody else', async () => {
    const [ours, theirs] = [await generateIdentity(), await generateIdentity()];
    const packing = readPacking({ encryptTo: [await identityToRecipient(ours)] });
    expect(await packVolume(productions, 'VOL001', packing ?? { recipients: [] }, nothing)).toEqual({
      archive: 'VOL001.zip.age',
    });
    const bytes = readFileSync(join(productions, 'VOL001.zip.age'));
    expect(bytes.toString('latin1')).not.toMatch(/Nora|A-000001|MANIFEST/);
    const open = async (identity: string) => {
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      return unzipSync(await decrypter.decrypt(bytes));
    };
    const files = await open(ours);
    expect(Object.keys(files)).toEqual(['VOL001/LOGS/index.csv', 'VOL001/MANIFEST.sha256', 'VOL001/PDF/A-000001.pdf']);
    const pdf = readFileSync(join(productions, 'VOL001', 'PDF', 'A-000001.pdf'));
    expect(Buffer.from(files['VOL001/PDF/A-000001.pdf'] ?? []).equals(pdf)).toBe(true);
    await expect(open(theirs)).rejects.toThrow();
    if (!has('age', '--version')) return;
    writeFileSync(join(productions, 'key'), ours);
    expect(
      has(
        'age',
        '-d',
        '-i',
        join(productions, 'key'),
        '-o',
        join(productions, 'out.zip'),
        join(productions, 'VOL001.zip.age'),
      ),
    ).toBe(true);
  });

  test('is the same ZIP every time before it is encrypted, in any order of files', () => {
    const files = [
      { path: 'b', bytes: Buffer.from('two') },
      { path: 'a', bytes: Buffer.from('one') },
    ];
    expect(Buffer.from(zipFiles('V', files)).equals(Buffer.from(zipFiles('V', [...files].reverse())))).toBe(true);
    // DOS date and time of 1 January 1980, 0:00.
    expect([...zipFiles('V', files).slice(10, 14)]).toEqual([0, 0, 0x21, 0]);
  });

  test('has its PDFs under AES-256, revision 6, where a password is asked for', async () => {
    const file = join(productions, 'password.txt');
    writeFileSync(file, `${PASSWORD}\n`);
    const packing = readPacking({ encryptTo: [], pdfPasswordFile: file });
    expect(await packVolume(productions, 'VOL001', packing ?? { recipients: [] }, nothing)).toEqual({
      pdfs: 'VOL001.protected',
    });
    const place = join(productions, 'VOL001.protected');
    expect(readdirSync(place).sort()).toEqual(['MANIFEST.sha256', 'PDF']);
    const pdf = join(place, 'PDF', 'A-000001.pdf');
    const raw = readFileSync(pdf, 'latin1');
    expect(raw).not.toContain('Nora');
    expect(raw).toMatch(/\/R 6\b/);
    expect(raw).toMatch(/\/AESV3/);
    expect(existsSync(`${place}.partial`)).toBe(false);
    if (has('qpdf', '--version')) {
      const shown = spawnSync('qpdf', ['--show-encryption', `--password=${PASSWORD}`, pdf], { encoding: 'utf8' });
      expect(shown.stdout).toMatch(/R = 6[\s\S]*AESv3/);
      expect(has('qpdf', '--check', `--password=${PASSWORD}`, pdf)).toBe(true);
      expect(has('qpdf', '--check', '--password=wrong', pdf)).toBe(false);
    }
    if (!has('pdftotext', '-v')) return;
    const text = spawnSync('pdftotext', ['-upw', PASSWORD, pdf, '-'], { encoding: 'utf8' });
    expect(text.stdout).toContain('Nora Nextdoor called.');
    expect(has('pdftotext', pdf, '-')).toBe(false);
  });

  test('refuses what is no recipient, two ways at once, and a passphrase too short', () => {
    expect(() => readPacking({ encryptTo: ['ssh-ed25519 AAAA'] })).toThrow(/no age recipient/);
    expect(() => readPacking({ encryptTo: ['x'], passphraseFile: 'y' })).toThrow(UsageError);
    const short = join(productions, 'short.txt');
    writeFileSync(short, 'secret\n');
    expect(() => readPacking({ encryptTo: [], passphraseFile: short })).toThrow(/12 characters/);
    expect(readPacking({ encryptTo: [] })).toBeUndefined();
  });
});
