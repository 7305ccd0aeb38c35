import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPdfjs } from '../../src/pdf/pdfjs.ts';

/** What a reader extracts of each page of a PDF; undefined where it is absent or fails. */
export interface Reading {
  readonly reader: string;
  readonly pages: readonly string[];
}

/** The pages as pdftotext, mutool and pdfjs extract them, and all streams of the file as qpdf unpacks them. */
export async function readWithAll(bytes: Uint8Array): Promise<readonly Reading[]> {
  const folder = mkdtempSync(join(tmpdir(), 'redact-bench-'));
  try {
    const file = join(folder, 'in.pdf');
    writeFileSync(file, bytes);
    const out = join(folder, 'out.txt');
    const readings = [
      paged('pdftotext', outputOf('pdftotext', ['-q', file, out], out)),
      paged('mutool', outputOf('mutool', ['draw', '-q', '-F', 'txt', '-o', out, file], out)),
      { reader: 'pdfjs', pages: await pdfjsPages(bytes) },
      raw(outputOf('qpdf', ['--qdf', '--object-streams=disable', '--no-warn', file, out], out, 'latin1')),
    ];
    return readings.filter((reading) => reading !== undefined);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The text of a file that may be locked; '' where pdftotext gives none. `opens` says whether poppler had no complaint. */
export function popplerText(file: string, password: string | undefined): { text: string; opens: boolean } {
  const lock = password === undefined ? [] : ['-upw', password];
  const run = spawnSync('pdftotext', [...lock, file, '-'], { timeout: 30_000, maxBuffer: 1 << 28 });
  const text = run.status === 0 ? run.stdout.toString('utf8') : '';
  return { text, opens: run.status === 0 && !/error/i.test(run.stderr.toString('latin1')) };
}

function outputOf(program: string, args: readonly string[], out: string, encoding: 'utf8' | 'latin1' = 'utf8') {
  rmSync(out, { force: true });
  // Poppler never ends on some files; the whole task has a minute.
  spawnSync(program, [...args], { timeout: 15_000, stdio: 'ignore' });
  try {
    return readFileSync(out, encoding);
  } catch {
    return undefined;
  }
}

function paged(reader: string, text: string | undefined): Reading | undefined {
  return text === undefined ? undefined : { reader, pages: text.split('\f').slice(0, -1) };
}

async function pdfjsPages(bytes: Uint8Array): Promise<string[]> {
  const doc = await openPdfjs(bytes);
  const pages: string[] = [];
  for (let number = 1; number <= doc.numPages; number++) {
    try {
      const page = await doc.getPage(number);
      const { items } = await page.getTextContent();
      pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
      page.cleanup();
    } catch {
      // pdfjs cannot read every page of every corpus file; the other readers answer for those.
      pages.push('');
    }
  }
  await doc.loadingTask.destroy();
  return pages;
}

/** Strings as they stand, in two bytes a letter, and in hexadecimal. */
function raw(unpacked: string | undefined): Reading | undefined {
  if (unpacked === undefined) return undefined;
  // What kind of thing an object is, and the keys and remarks that qpdf sets in lines of their own, may be a term's word by chance.
  const text = withoutPixels(unpacked)
    .replace(/\/(Type|Subtype) \/\w+/g, '')
    .replace(/^ *\/\w+(?= )|^%% .*$/gm, '');
  const hex = [...text.matchAll(/<([0-9A-Fa-f\s]{8,2000})>/g)].map((match) => {
    const bytes = Buffer.from((match[1] ?? '').replace(/\s/g, ''), 'hex').toString('latin1');
    return `${bytes}\n${bytes.replaceAll('\0', '')}`;
  });
  return { reader: 'raw', pages: [[text, text.replaceAll('\0', ''), ...hex].join('\n')] };
}

/** Without streams of a megabyte and more that are no text: a picture's samples would be millions of words. */
function withoutPixels(unpacked: string): string {
  return unpacked.replace(/\nstream\n[\s\S]*?\nendstream\n/g, (stream) => {
    const sample = stream.slice(8, 8 + LARGE);
    return sample.length === LARGE && sample.replace(/[\x20-\x7e\s]/g, '').length > LARGE / 10 ? '\n' : stream;
  });
}

const LARGE = 1 << 20;

/** Runs of letters and digits, folded. A bound keeps the regular expression off the stack in a file of one word. */
export function wordsOf(text: string): readonly string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}|\u00ad/gu, '')
    .toLowerCase();
  return folded.match(/[\p{L}\p{N}]{1,200}/gu) ?? [];
}

/** Does the term stand in the text as whole words, whatever stands between them? */
export function holds(text: readonly string[], term: string): boolean {
  const wanted = wordsOf(term);
  const [first] = wanted;
  if (first === undefined) return text.join(' ').includes(term);
  for (let at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
    if (wanted.every((word, i) => text[at + i] === word)) return true;
  }
  return false;
}
