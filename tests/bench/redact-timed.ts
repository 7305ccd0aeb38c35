import { readFileSync } from 'node:fs';

// As it ships: compiled, without what runs TypeScript in between.
const shipped = new URL('../../dist/pipeline/redact-file.js', import.meta.url).href;
const { redactFile }: typeof import('../../src/pipeline/redact-file.ts') = await import(shipped);

/** What one run cost; seconds of processor time, so that a busy machine changes little. */
export interface Cost {
  readonly pages: number;
  readonly seconds: number;
  readonly wall: number;
  readonly megabytes: number;
}

export interface TimedRun {
  readonly redact: Cost;
  /** Absent with --redact-only. */
  readonly verify?: Pick<Cost, 'seconds' | 'wall' | 'megabytes'>;
}

const redactOnly = process.argv[2] === '--redact-only';
const [file, ...terms] = process.argv.slice(redactOnly ? 3 : 2);
if (file !== undefined) {
  process.stdout.write(`${JSON.stringify(await run(file, terms))}\n`);
  process.exit(0);
}

async function run(file: string, terms: readonly string[]): Promise<TimedRun> {
  const bytes = new Uint8Array(readFileSync(file));
  const start = spent();
  let redacted: Spent | undefined;
  let pages = 0;
  const made = await redactFile({ file, bytes, terms }, (stage, done, total) => {
    if (stage === 'redact') pages = total;
    if (stage !== 'verify' || done !== 0) return;
    redacted ??= spent();
    if (!redactOnly) return;
    process.stdout.write(`${JSON.stringify({ redact: { pages, ...since(start, redacted) } })}\n`);
    process.exit(0);
  });
  const end = spent();
  const middle = redacted ?? end;
  return {
    redact: { pages: made.pages.length, ...since(start, middle) },
    verify: since(middle, end),
  };
}

type Spent = ReturnType<typeof spent>;

function since(start: Spent, end: Spent): Omit<Cost, 'pages'> {
  return { seconds: end.seconds - start.seconds, wall: end.wall - start.wall, megabytes: end.megabytes };
}

function spent(): { seconds: number; wall: number; megabytes: number } {
  const { user, system } = process.cpuUsage();
  return {
    seconds: (user + system) / 1e6,
    wall: performance.now() / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
}
