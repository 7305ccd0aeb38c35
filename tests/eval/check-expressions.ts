/**
 * Makes tests/detect/linear-time.json anew: `node tests/eval/check-expressions.ts`. Each expression of patterns/
 * that has no verdict yet is given to recheck; verdicts of expressions that are gone are left out.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expressions, keyOf, VERDICTS, type Verdict, verdictOf } from '../detect/expressions.ts';

const PATIENCE = 1500;

process.env['RECHECK_SYNC_BACKEND'] = 'pure';
const old = existsSync(VERDICTS) ? (JSON.parse(readFileSync(VERDICTS, 'utf8')) as Record<string, Verdict>) : {};
const made = new Map<string, Verdict>();
for (const expression of expressions()) {
  const key = keyOf(expression);
  const verdict = old[key] ?? made.get(key) ?? verdictOf(expression, PATIENCE);
  made.set(key, verdict);
  if (verdict === 'vulnerable') process.stdout.write(`${expression.name}: ${verdict}\n`);
}
const sorted = Object.fromEntries([...made].sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(VERDICTS, `${JSON.stringify(sorted, null, 2)}\n`);
const count = (wanted: Verdict): number => [...made.values()].filter((v) => v === wanted).length;
process.stdout.write(
  `${made.size} expressions: ${count('safe')} safe, ${count('unknown')} unknown, ${count('vulnerable')} vulnerable\n`,
);
process.exit(0);
