import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { modelLabels } from '../../src/detect/model-hits.ts';
import type { DetectRules } from '../../src/model/detecting.ts';
import type { TokenModel } from '../../src/model/local-model.ts';
import { patternsFolder } from '../../src/store/files.ts';
import { loadModelManifest } from '../../src/store/load-model.ts';
import { loadPassages } from '../../src/store/load-passages.ts';
import { loadPatterns } from '../../src/store/load-patterns.ts';
import { openLocalModel } from '../../src/tools/local-model.ts';
import { predict } from './predict.ts';
import type { Row } from './rows.ts';
import { scoreBirths, scorePassages, scoreSet } from './score.ts';

const SETS = ['casefile-dev', 'casefile-dev-ocr', 'tab-test', 'wikigold', 'presidio-synth-v2'];
const PASSAGES = ['passages-dev', 'casefile-dev'];

const rules = loadRules();
const { values } = parseArgs({ options: { predict: { type: 'string' }, model: { type: 'string' } }, strict: false });
const model = typeof values['model'] === 'string' ? await openModel(values['model']) : undefined;
if (typeof values['predict'] === 'string') await printPredictions(values['predict']);
else if (Object.keys(values).every((key) => key === 'model')) await printTable();
else {
  process.stderr.write('usage: npm run -s eval [-- [--predict SET.jsonl] [--model DIR]]\n');
  process.exitCode = 2;
}

async function openModel(folder: string): Promise<TokenModel> {
  return openLocalModel(folder, loadModelManifest(folder, modelLabels(rules.identifiers)));
}

/** The rows with what the model says of each, where there is one. */
async function heard(rows: readonly Row[]): Promise<Row[]> {
  const all: Row[] = [];
  for (const row of rows) all.push(model === undefined ? row : { ...row, said: await model.suggest(row.text) });
  return all;
}

function loadRules(): DetectRules {
  const { passages, documentTypes } = loadPassages(patternsFolder);
  return { ...loadPatterns(), passages, documentTypes };
}

function rowsOf(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row);
}

async function printPredictions(file: string): Promise<void> {
  for (const [index, row] of (await heard(rowsOf(file))).entries()) {
    process.stdout.write(`${JSON.stringify(predict(row, index + 1, rules))}\n`);
  }
}

async function printTable(): Promise<void> {
  const folder = fileURLToPath(new URL('../../../shared/eval/', import.meta.url));
  warmUp(folder);
  for (const set of SETS) {
    const file = `${folder}${set}.jsonl`;
    if (!existsSync(file)) {
      process.stdout.write(`${set}: not there, skipped\n`);
      continue;
    }
    const score = scoreSet(await heard(rowsOf(file)), rules);
    process.stdout.write(
      `\n${set}: ${score.words} words, ${score.msPerThousand.toFixed(1)} ms and ${score.falseReview.toFixed(1)} false review strings per 1,000 words\n`,
    );
    process.stdout.write('label              gold  masked auto  + review  precision\n');
    for (const line of score.lines) {
      process.stdout.write(
        `${line.label.padEnd(18)}${String(line.gold).padStart(5)}${percent(line.masked, 13)}${percent(line.maskedReview, 10)}${percent(line.precision, 11)}\n`,
      );
    }
  }
  for (const set of PASSAGES) {
    const file = `${folder}${set}.jsonl`;
    if (!existsSync(file)) continue;
    process.stdout.write(
      `\n${set}: passages, flag and review together\nclass              gold       recall  precision\n`,
    );
    for (const line of scorePassages(rowsOf(file), rules)) {
      process.stdout.write(
        `${line.cls.padEnd(18)}${String(line.gold).padStart(5)}${percent(line.recall, 13)}${percent(line.precision, 11)}\n`,
      );
    }
  }
  printOwn();
}

/** Runs some rows before the clock starts, so that the time is that of a run and not of its first second. */
function warmUp(folder: string): void {
  const file = `${folder}${SETS[0]}.jsonl`;
  if (existsSync(file)) scoreSet(rowsOf(file).slice(0, 100), rules);
}

/** Sets of our own, for what the shared sets do not tell apart; rules were fitted to them. */
function printOwn(): void {
  const own = (name: string): Row[] => rowsOf(fileURLToPath(new URL(`own/${name}.jsonl`, import.meta.url)));
  const births = scoreBirths(own('birth-dates'), rules);
  process.stdout.write(
    `\nown/birth-dates: ${births.told} of ${births.births} birth dates told apart, ${births.mistaken} of ${births.dates} other dates taken for one\n`,
  );
  const papers = scoreSet(own('agencies-fresh'), rules);
  for (const line of papers.lines)
    process.stdout.write(
      `own/agencies-fresh ${line.label}: ${line.gold}, masked auto ${percent(line.masked, 0)}, + review ${percent(line.maskedReview, 0)}\n`,
    );
  for (const line of scorePassages(own('passages-fresh'), rules))
    process.stdout.write(
      `own/passages-fresh ${line.cls}: ${line.gold}, recall ${percent(line.recall, 0)}, precision ${percent(line.precision, 0)}\n`,
    );
  for (const line of scorePassages(own('listed-counsel'), rules)) {
    process.stdout.write(
      `own/listed-counsel ${line.cls}: ${line.gold} papers, recall ${percent(line.recall, 0)}, precision ${percent(line.precision, 0)}\n`,
    );
  }
}

function percent(share: number | undefined, width: number): string {
  return (share === undefined ? '-' : (share * 100).toFixed(1)).padStart(width);
}
