import { readFileSync } from 'node:fs';
import { redactFile } from '../../src/pipeline/redact-file.ts';

/** What one run cost; seconds of processor time, so that a busy machine changes little. */
export interface Cost {
  readonly pages: number;
  readonly removed: number;
  readonly seconds: number;
  readonly wall: number;
  readonly megabytes: number;
  readonly outputBytes: number;
}

export interface TimedRun {
  readonly redact: Cost;
  readonly verify: Pick<Cost, 'seconds' | 'wall' | 'megabytes'>;
}

const [file, ...terms] = process.argv.slice(2);
if (file !== undefined) {
  process.stdout.write(`${JSON.stringify(await run(file, terms))}\n`);
  process.exit(0);
}

async function run(file: string, terms: readonly string[]): Promise<TimedRun> {
  const bytes = new Uint8Array(readFileSync(file));
  const start = spent();
  let redacted: ReturnType<typeof spent> | undefined;
  const made = await redactFile({ file, bytes, terms }, (stage, done) => {
    if (stage === 'verify' && done === 0) redacted ??= spent();
  });
  const end = spent();
  const middle = redacted ?? end;
  return {
    redact: {
      pages: made.pages.length,
      removed: made.removed,
      outputBytes: made.bytes.length,
      seconds: middle.seconds - start.seconds,
      wall: middle.wall - start.wall,
      megabytes: middle.megabytes,
    },
    verify: {
      seconds: end.seconds - middle.seconds,
      wall: end.wall - middle.wall,
      megabytes: end.megabytes,
    },
  };
}

function spent(): { seconds: number; wall: number; megabytes: number } {
  const { user, system } = process.cpuUsage();
  return {
    seconds: (user + system) / 1e6,
    wall: performance.now() / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
}
