import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { CLAIM } from '../../fixtures/bad-redactions/page.ts';
import { WithholdError } from '../../src/errors.ts';
import type { Finding } from '../../src/model/finding.ts';
import { silent } from '../../src/pipeline/progress.ts';
import { type RedactRequest, redactFile } from '../../src/pipeline/redact-file.ts';
import { verifyOne } from '../../src/pipeline/verify-files.ts';
import { LEAK_CLASSES } from '../../src/verify/classes.ts';
import { verifyVolume } from '../../src/verify/verify-volume.ts';
import { holds, readWithAll, wordsOf } from './readers.ts';

/** What `withhold redact` leaves of each leak class: one file a class in, what a reader still finds out. */

const folder = fileURLToPath(new URL('../../fixtures/bad-redactions/', import.meta.url));
const TERMS = [CLAIM, 'Otto Placeholder'];
/** Where the claim stands in these files, or stood. */
const BOX = { page: 1, box: { x: 148, y: 48, w: 128, h: 16 } };
/** Classes that are made by redacting: their own files show what others left, so a page with live text goes in. */
const MADE = new Set([20, 21, 22, 23, 24]);

let known: Promise<readonly Finding[]> | undefined;

interface Row {
  readonly number: number;
  readonly left: string;
}

const rows: Row[] = [];
for (const [name, number] of Object.entries(LEAK_CLASSES)) {
  const left = await leftOf(number);
  rows.push({ number, left });
  process.stdout.write(`${String(number).padStart(2)} ${name.padEnd(30)} ${left}\n`);
}
const stays = rows.filter(({ left }) => left.startsWith('stays'));
process.stdout.write(`${stays.length} of ${rows.length} classes stay.\n`);
process.exit(stays.length === 0 ? 0 : 8);

async function leftOf(number: number): Promise<string> {
  if (number === 36) return 'a production stops unless every planted canary is found (src/verify/canary-check.ts)';
  const files = readdirSync(folder).filter((file) => file.endsWith('.pdf') && Number(file.slice(0, 2)) === number);
  if (files.length === 0) return inFolder(number);
  const inputs: { file: string; bytes: Uint8Array }[] = MADE.has(number)
    ? [{ file: 'running-text.pdf', bytes: await runningText() }]
    : files.map((file) => ({ file, bytes: new Uint8Array(readFileSync(join(folder, file))) }));
  const all: string[] = [];
  for (const { file, bytes } of inputs) {
    all.push(await redacted({ file, bytes, terms: TERMS, boxes: MADE.has(number) ? [] : [BOX] }, number));
  }
  return [...new Set(all)].sort().join('; ');
}

async function redacted(request: RedactRequest, number: number): Promise<string> {
  try {
    const made = await redactFile(request);
    const read = await readWithAll(made.bytes);
    const readers = read.filter(({ pages }) => TERMS.some((term) => holds(wordsOf(pages.join('\n')), term)));
    if (readers.length > 0) return `stays (${readers.map(({ reader }) => reader).join(', ')})`;
    const found = [
      ...(await verifyOne({ file: request.file, bytes: made.bytes, terms: TERMS, burnt: [] }, silent)).values(),
    ];
    const own = found.flat().filter((finding) => finding.class === number);
    if (own.some(({ level }) => level === 'leak')) return 'stays (verifier)';
    const k = made.pages.flatMap(({ gaps = [] }) => gaps.map(({ exact, left }) => `${exact} -> ${left}`));
    const gap = number === 21 ? `, names of 10,000 that fit: ${k.join(', ')}` : '';
    return own.length > 0 ? `reported as a risk${gap}` : `gone${gap}`;
  } catch (error) {
    if (!(error instanceof WithholdError)) throw error;
    return `refused, nothing written (exit ${error.exitCode})`;
  }
}

/** Classes of a production: what its verifier says of a folder that has them all. */
async function inFolder(number: number): Promise<string> {
  const level = (await folderFindings()).find((one) => one.class === number)?.level;
  if (level === 'leak') return 'found: a production with it is not written';
  return level === 'risk' ? 'reported as a risk' : 'stays (not found)';
}

function folderFindings(): Promise<readonly Finding[]> {
  const root = join(folder, 'volume');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(root, path)).isFile())
    .sort()
    .map((path) => ({ path, bytes: new Uint8Array(readFileSync(join(root, path))) }));
  const nothing = { forbidden: [], standing: [], hidden: [], open: [], burnt: [] };
  known ??= verifyVolume({ files, secrets: [CLAIM], ...nothing }, () => {}).then((found) =>
    [...found].sort((a, b) => (a.level < b.level ? -1 : 1)),
  );
  return known;
}

/** A justified paragraph with the claim in its second line. */
async function runningText(): Promise<Uint8Array> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  const page = doc.addPage([612, 792]);
  const font = await doc.embedFont(StandardFonts.TimesRoman);
  const lines = [
    'On the second day of the hearing the court went on with the evidence of the county',
    `and the witness, ${CLAIM}, stated on her oath that she had lived there`,
    'alone and that nothing had been said to her about it before the spring of that year',
  ];
  for (const [row, line] of lines.entries()) {
    const words = line.split(' ');
    const room = (440 - font.widthOfTextAtSize(words.join(''), 12)) / (words.length - 1);
    let x = 72;
    for (const word of words) {
      page.drawText(word, { x, y: 700 - 15 * row, size: 12, font });
      x += font.widthOfTextAtSize(word, 12) + room;
    }
  }
  return doc.save();
}
