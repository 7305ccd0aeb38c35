import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportDecisions } from '../../src/pipeline/decide-folder.ts';
import { produceFolder } from '../../src/pipeline/produce.ts';
import { silent } from '../../src/pipeline/progress.ts';
import { layOut, ordered } from '../cli/run.ts';

const at = mkdtempSync(join(tmpdir(), 'withhold-keep-'));
afterAll(() => rmSync(at, { recursive: true, force: true }));
const dir = join(at, 'case');
const draft = { acceptProposals: true, by: 'Ruth Keeper' };
const allowed = 'policy: { scope_redactions: { evidence: order of the court, by: Ada Counsel, on: 2025-08-13 } }\n';
const narrow = (policy: string, ground = ''): string =>
  ordered.replace(
    'text: "The case notes", document_types: [] }',
    `text: "Entries on the heating", document_types: [], keep: { terms: [heating]${ground} } }`,
  ) + policy;

/** Paragraphs with room between them. */
async function spaced(...paragraphs: readonly (readonly string[])[]): Promise<Uint8Array> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  const font = await doc.embedFont(StandardFonts.TimesRoman);
  const page = doc.addPage([612, 792]);
  let y = 730;
  for (const lines of paragraphs) {
    for (const line of lines) {
      page.drawText(line, { x: 72, y, size: 12, font });
      y -= 14;
    }
    y -= 20;
  }
  page.drawText('Form 12 - page 1 of 1', { x: 250, y: 28, size: 9, font });
  return doc.save();
}

beforeAll(async () => {
  layOut(dir, narrow(allowed), {
    '01-notes.pdf': await spaced(
      ['Mill County Family Services'],
      ['Case note, March 4, 2024'],
      ['Jane Doe let the worker in and made some tea for all of us.', 'The kitchen was clean and the beds were made.'],
      ['Housing'],
      ['The heating works again since the landlord had it mended.', 'Jane Doe is glad of that.'],
      ['The next visit will be in two weeks, in the morning.'],
    ),
    '02-plan.pdf': await spaced(
      ['Mill County Family Services'],
      ['Safety plan, April 2, 2024'],
      ['Jane Doe agrees to keep the appointments at the clinic.'],
    ),
  });
});

const text = (): string => {
  const folder = join(dir, 'productions/VOL001/TEXT');
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
};

test('only the passages that answer stay open, under their headings', async () => {
  const answer = await produceFolder(dir, draft, silent);
  expect(answer.result).toMatchObject({
    findings: [],
    pages: { received: 2, produced: 1, redacted: 1, withheld: 0, not_responsive: 1 },
  });
  for (const open of ['heating works again', 'glad of that', 'Housing', 'March 4', 'Mill County', 'page 1 of 1'])
    expect(text()).toContain(open);
  for (const boxed of ['kitchen', 'some tea', 'two weeks', 'appointments']) expect(text()).not.toContain(boxed);
  const log = readFileSync(join(dir, 'productions/VOL001/LOGS/redaction-log.csv'), 'utf8');
  expect(log).toMatch(/MC-000001,[^\n]*NR/);
});

test('each box is put to a person', async () => {
  const list = join(at, 'list.csv');
  await exportDecisions(dir, list, silent);
  const rows = readFileSync(list, 'utf8').split(/\r?\n/);
  const asked = rows.filter((row) => row.includes('nonresponsive') && row.includes(',review,'));
  expect(asked.map((row) => row.split(',')[1]).sort()).toEqual(['mark', 'mark', 'mark']);
});

test('an order that is the ceiling prints SCO', async () => {
  writeFileSync(join(dir, 'matter.yaml'), narrow(allowed, ', ground: scope_beyond_order'));
  await produceFolder(dir, draft, silent);
  const log = readFileSync(join(dir, 'productions/VOL001/LOGS/redaction-log.csv'), 'utf8');
  expect(log).toMatch(/MC-000001,[^\n]*SCO/);
});

test.each([
  ['nobody allowed it', '', /scope_redactions: false/],
  [
    'no counsel of the agency allowed it',
    allowed.replace('Ada Counsel', 'Ruth Keeper'),
    /is no attorney of the agency/,
  ],
])('where %s it is refused', async (_, policy, why) => {
  writeFileSync(join(dir, 'matter.yaml'), narrow(policy));
  await expect(produceFolder(dir, draft, silent)).rejects.toThrow(why);
});
