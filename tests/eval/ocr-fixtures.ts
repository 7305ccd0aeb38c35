/**
 * Character and word error of OCR on the shipped case's scans against the text they were made from, page by
 * page: `node tests/eval/ocr-fixtures.ts DIR`, where DIR is a prepared matter of the case (after `npm run demo`:
 * demo/stage-2).
 */
import { readFileSync } from 'node:fs';
import { distance } from 'fastest-levenshtein';
import { openMatterFolder } from '../../src/pipeline/matter-folder.ts';
import { prepareMatter } from '../../src/pipeline/prepare.ts';
import { silent } from '../../src/pipeline/progress.ts';
import { loadRules } from '../../src/pipeline/rules.ts';

interface Expected {
  readonly documents: readonly {
    readonly id: string;
    readonly file: string;
    readonly pageRange: string;
    readonly scan: boolean;
    readonly pages: readonly { readonly text: string }[];
  }[];
}

const words = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
/** Order of cells and columns is the reader's business: letters are compared as sorted words. */
const letters = (text: string): string => [...words(text)].sort().join(' ');

const expected = JSON.parse(readFileSync(new URL('../../fixtures/expected.json', import.meta.url), 'utf8')) as Expected;
const folder = await openMatterFolder(process.argv[2] ?? 'demo/stage-2');
const { pages } = await prepareMatter(folder, loadRules(folder.folder), silent);
console.log('page            read by     characters wrong   words missed   zones');
let wrong = 0;
let all = 0;
for (const document of expected.documents.filter(({ scan }) => scan)) {
  const first = Number(document.pageRange.split('-')[0] ?? 1);
  for (const [index, { text }] of document.pages.entries()) {
    const page = pages.find(({ ref }) => ref.file === document.file && ref.page === first + index);
    const [gold, read] = [letters(text), letters(page?.text ?? '')];
    const missed = words(text).filter((word) => !words(page?.text ?? '').includes(word)).length;
    const errors = distance(gold, read);
    wrong += errors;
    all += gold.length;
    console.log(
      `${document.id} p${index + 1}`.padEnd(16) +
        (page?.readBy ?? '-').padEnd(12) +
        `${((100 * errors) / Math.max(1, gold.length)).toFixed(2)} %`.padEnd(19) +
        `${missed}/${words(text).length}`.padEnd(15) +
        String(page?.zones.length ?? 0),
    );
  }
}
console.log(`all scans: ${((100 * wrong) / Math.max(1, all)).toFixed(2)} % of characters`);
