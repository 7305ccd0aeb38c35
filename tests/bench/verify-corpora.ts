import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { WithholdError } from '../../src/errors.ts';
import { silent } from '../../src/pipeline/progress.ts';
import { verifyOne } from '../../src/pipeline/verify-files.ts';
import { filesOf } from './corpora-files.ts';
import { runInSlices } from './in-slices.ts';

/** Verifies every PDF of the corpora as it came: what is a leak in a file that nobody redacted badly is a false alarm. */
interface Outcome {
  readonly leaks: readonly string[];
  readonly risks: number;
  readonly refused?: string;
  readonly seconds: number;
  readonly megabytes: number;
}

const here = fileURLToPath(import.meta.url);
const [given, answer] = process.argv.slice(2);
if (given?.startsWith('{') === true && answer !== undefined) {
  writeFileSync(answer, JSON.stringify(await verifyFile(JSON.parse(given).file)));
  process.exit(0);
} else await verifyAll();

async function verifyFile(file: string): Promise<Outcome> {
  const start = performance.now();
  const cost = () => ({
    seconds: (performance.now() - start) / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
  });
  try {
    const found = await verifyOne({ file, bytes: new Uint8Array(readFileSync(file)), terms: [] }, silent);
    const findings = [...found.values()].flat();
    const leaks = findings.filter(({ level }) => level === 'leak');
    return {
      leaks: leaks.map(({ name, page, what }) => `${name} p${page ?? '-'}: ${what}`),
      risks: findings.length - leaks.length,
      ...cost(),
    };
  } catch (error) {
    const refused = error instanceof WithholdError ? error.message : `CRASH ${String(error)}`;
    return { leaks: [], risks: 0, refused: refused.replace(file, 'the file'), ...cost() };
  }
}

async function verifyAll(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      seconds: { type: 'string', default: '60' },
      budget: { type: 'string', default: '100000' },
      state: { type: 'string' },
    },
  });
  const tasks = filesOf(fileURLToPath(new URL('../../../shared/corpora/', import.meta.url)), values.only);
  const row = (name: string, outcome: Outcome | undefined, fate = ''): string => {
    if (outcome === undefined) return `${name} | FAILED ${fate}`;
    const { leaks, risks, refused, seconds, megabytes } = outcome;
    const said = refused ?? `${leaks.length} leaks, ${risks} risks`;
    return `${name} | ${said} | ${seconds.toFixed(1)} s | ${megabytes.toFixed(0)} MB | ${leaks.slice(0, 4).join('; ')}`;
  };
  const fates = await runInSlices<Outcome>(tasks, {
    script: here,
    seconds: Number(values.seconds),
    budget: Number(values.budget),
    ...(values.state === undefined ? {} : { state: values.state }),
    done: ({ name, outcome, fate }) => process.stdout.write(`${row(name, outcome as Outcome | undefined, fate)}\n`),
  });
  const done = fates.flatMap(({ outcome }) => outcome ?? []);
  process.stdout.write(
    `\n${fates.length} of ${tasks.length} files; ${done.filter(({ leaks }) => leaks.length > 0).length} with leaks; ${done.filter(({ refused }) => refused !== undefined).length} cannot be opened; ${fates.length - done.length} crashed or late.\n`,
  );
}
