/**
 * Reads the scans of ../shared/corpora/scans and prints, for each, the share of its words found, the character
 * error rate, the zones that were reported and the time: `node tests/eval/ocr.ts [part of a name]`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { distance } from 'fastest-levenshtein';
import { ingestFile } from '../../src/ingest/ingest-file.ts';
import { openRenderer } from '../../src/pdf/render.ts';
import { readPage } from '../../src/read/read-page.ts';
import { openTesseract } from '../../src/tools/tesseract.ts';

interface Scan {
  readonly id: string;
  readonly file: string;
  readonly gold: string;
  readonly baseline: { readonly word_recall: number; readonly word_precision: number };
}

const folder = new URL('../../../shared/corpora/scans/', import.meta.url);

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Words of `a` that are in `b`, each as often as it is there. */
function shared(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of b) left.set(word, (left.get(word) ?? 0) + 1);
  return a.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count > 0;
  }).length;
}

function errorRate(gold: string, read: string): number {
  const [a, b] = [gold.replace(/\s+/g, ' ').trim(), read.replace(/\s+/g, ' ').trim()];
  return distance(a, b) / Math.max(1, a.length);
}

if (!existsSync(folder)) {
  console.log('skipped: ../shared/corpora/scans is not here');
  process.exit(0);
}
const ocr = openTesseract();
const scans = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as Scan[];
console.log('scan                        recall (native)  precision (native)  char error  zones  turn  seconds');
for (const scan of scans.filter(({ id }) => id.includes(process.argv[2] ?? ''))) {
  const started = performance.now();
  const bytes = new Uint8Array(readFileSync(new URL(scan.file, folder)));
  const { sources } = await ingestFile({ file: scan.file, bytes, passwords: [] });
  const texts: string[] = [];
  const zones: string[] = [];
  const turns: number[] = [];
  for (const { pdf, source } of sources) {
    const renderer = await openRenderer(pdf);
    for (let page = 1; page <= source.pages; page++) {
      const small = renderer.render(page, 72);
      const size = { width: small.width, height: small.height };
      const ref = { file: source.file, page };
      const read = await readPage({ ref, ...size, render: (dpi) => renderer.render(page, dpi), ocr });
      texts.push(read.text);
      turns.push(read.turn);
      zones.push(
        ...read.zones.map(({ kind, box }) => `${kind} ${[box.x, box.y, box.w, box.h].map(Math.round).join(',')}`),
      );
    }
    renderer.close();
  }
  const gold = readFileSync(new URL(scan.gold, folder), 'utf8');
  const read = texts.join('\n');
  const [wanted, got] = [wordsOf(gold), wordsOf(read)];
  const { word_recall, word_precision } = scan.baseline;
  const cells = [
    scan.id.padEnd(27),
    `${(shared(wanted, got) / wanted.length).toFixed(3)} (${word_recall.toFixed(3)})`.padEnd(16),
    `${(shared(got, wanted) / Math.max(1, got.length)).toFixed(3)} (${word_precision.toFixed(3)})`.padEnd(19),
    errorRate(gold, read).toFixed(3).padEnd(11),
    String(zones.length).padEnd(6),
    turns.join('/').padEnd(5),
    ((performance.now() - started) / 1000).toFixed(1),
  ];
  console.log(cells.join(' '));
  for (const zone of zones) console.log(`    ${zone}`);
}
await ocr.close();
