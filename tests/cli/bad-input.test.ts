import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { PDFDocument } from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { openMatterFolder } from '../../src/pipeline/matter-folder.ts';
import { prepareMatter } from '../../src/pipeline/prepare.ts';
import { silent } from '../../src/pipeline/progress.ts';
import { loadRules } from '../../src/pipeline/rules.ts';
import { endlessPdf } from '../support/endless.ts';
import { json, layOut, ordered, papers, scratch, typed, withhold } from './run.ts';

const at = scratch();

/** A PDF of the given objects, numbered from 1; the first is the catalog. */
function pdfOf(...objects: readonly string[]): Buffer {
  let body = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  return Buffer.from(
    `${body}${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`,
    'latin1',
  );
}

function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crc32(Buffer.concat([Buffer.from(type), data])));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, crc]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const row = Buffer.alloc(1 + Math.ceil(width / 8), 0xff).fill(0, 0, 1);
  const rows = deflateSync(Buffer.concat(Array(height).fill(row)));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

async function locked(password: string): Promise<Uint8Array> {
  const doc = await PDFDocument.load(await typed(['A page behind a password.']));
  doc.encrypt({ userPassword: password, ownerPassword: `${password}-owner` });
  return doc.save();
}

/** What is wrong with each, as the report says it; those that are read after all have none. */
const EXPECTED: Readonly<Record<string, string | undefined>> = {
  '01-notes.pdf': undefined,
  '02-plan.pdf': undefined,
  'empty.pdf': 'empty',
  'huge-page.pdf': 'too-large',
  'known-password.pdf': undefined,
  'letter.docx': 'email-or-office',
  'link-to-a-folder': 'no-access',
  'link-to-nowhere.pdf': 'no-access',
  'loop.pdf': 'damaged',
  'mail.eml': 'email-or-office',
  'notes.pdf': 'not-the-format',
  'really-a-picture.pdf': undefined,
  'sub/truncated.pdf': 'damaged',
  'unknown-password.pdf': 'encrypted',
  'what.xyz': 'unknown-format',
  'wide.png': 'too-large',
};

async function badFiles(): Promise<Record<string, Uint8Array | string>> {
  const catalog = '<</Type/Catalog/Pages 2 0 R>>';
  return {
    ...(await papers()),
    'empty.pdf': '',
    'huge-page.pdf': pdfOf(
      catalog,
      '<</Type/Pages/Kids[3 0 R]/Count 1>>',
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200000 200000]>>',
    ),
    'known-password.pdf': await locked('sesame'),
    'letter.docx': Buffer.from(`PK\x03\x04${'\0'.repeat(26)}[Content_Types].xml word/document.xml`),
    'loop.pdf': pdfOf(
      catalog,
      '<</Type/Pages/Kids[3 0 R]/Count 2>>',
      '<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 2>>',
    ),
    'mail.eml': 'From: a@county.example\r\nTo: b@county.example\r\nSubject: hello\r\n\r\nText.\r\n',
    'notes.pdf': 'Only some text that somebody named .pdf.\n'.repeat(20),
    'really-a-picture.pdf': png(600, 800),
    'sub/truncated.pdf': (await typed(['Cut short.'])).slice(0, 300),
    'unknown-password.pdf': await locked('nobody knows'),
    'what.xyz': Buffer.from(Array.from({ length: 2000 }, (_, i) => (i * 7) % 256)),
    'wide.png': png(20000, 40),
  };
}

describe('bad input', () => {
  beforeAll(async () => {
    layOut(join(at, 'bad'), `${ordered}passwords: passwords.txt\n`, await badFiles());
    writeFileSync(join(at, 'bad', 'passwords.txt'), 'wrong\nsesame\n');
    symlinkSync(at, join(at, 'bad', 'files', 'link-to-a-folder'));
    symlinkSync('gone.pdf', join(at, 'bad', 'files', 'link-to-nowhere.pdf'));
  });

  test('is named file by file with the next step; the others are done', () => {
    const { code, err, it } = json(['prepare', 'bad'], at);
    expect([code, err]).toEqual([3, '']);
    const codes = Object.fromEntries(it.unreadable.map((one: { file: string; code: string }) => [one.file, one.code]));
    expect(codes).toEqual(Object.fromEntries(Object.entries(EXPECTED).filter(([, problem]) => problem !== undefined)));
    for (const one of it.unreadable) expect([one.problem, one.nextStep].join(' ')).toMatch(/^[A-Z].*\. [A-Z].*\.$/);
    expect(it.counts).toMatchObject({ sources: 4, pages: 5 });
  });

  test('stands in status and in the run of respond, once each', () => {
    const { code, out, err } = withhold(['respond', 'bad', '--accept-proposals', '--by', 'Ruth Keeper'], at);
    expect([code, out]).toEqual([3, '']);
    for (const [file, problem] of Object.entries(EXPECTED))
      expect(err.split(`Not read: ${file}: `).length - 1, file).toBe(problem === undefined ? 0 : 1);
    expect(json(['status', 'bad'], at).it.unreadable.length).toBe(12);
  });

  test('loses no page of the count', () => {
    const internal = (file: string): string =>
      readFileSync(join(at, 'bad', 'productions', 'VOL001.internal', file), 'utf8');
    const { pages, unreadable_files } = JSON.parse(internal('reconciliation.json'));
    expect(unreadable_files).toBe(12);
    expect(pages.received).toBe(5);
    expect(pages.produced + pages.withheld + pages.not_responsive + pages.unacknowledged).toBe(5);
    const rows = internal('sources.csv').trim().split('\r\n').slice(1);
    for (const [file, problem] of Object.entries(EXPECTED)) {
      const own = rows.filter((row) => row.split(',')[1] === file);
      if (problem === undefined) expect(own.length, file).toBe(file === '01-notes.pdf' ? 2 : 1);
      else expect(own, file).toEqual([`,${file},,,Unreadable`]);
    }
    expect(rows.length).toBe(5 + 12);
  });

  test('says nothing of a page in the names of the workspace', () => {
    const names = readdirSync(join(at, 'bad', '.withhold'), { recursive: true }).join('\n');
    expect(names).not.toMatch(/notes|Doe|Nora|partial/i);
  });
});

test('a file that hangs its reader is ended, remembered, and the others are done', async () => {
  const dir = layOut(join(at, 'endless'), ordered, { '00-endless.pdf': endlessPdf(), ...(await papers()) });
  const folder = await openMatterFolder(dir);
  const patience = { silence: 8_000, step: 60_000 };
  const first = await prepareMatter(folder, loadRules(), silent, patience);
  expect(first.unreadable).toMatchObject([{ file: '00-endless.pdf', code: 'timed-out' }]);
  expect(first.pages.length).toBe(3);
  const { code, it } = json(['prepare', 'endless'], at);
  expect([code, it.counts.pages]).toEqual([3, 3]);
});
