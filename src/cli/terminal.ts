import { type Progress, silent } from '../pipeline/progress.ts';

/** How a command talks: people's text on stderr, one JSON object on stdout where asked for. */
export interface Terminal {
  readonly json: boolean;
  readonly quiet: boolean;
  /** A line for people. */
  say(text: string): void;
  /** A line for people that stands beside `--json` too: something asked for was not done. */
  warn(text: string): void;
  /** Data a person may pipe on (CSV), on stdout; nothing when `--json` is given. */
  print(text: string): void;
  /** The result, when `--json` is given. */
  give(result: object): void;
  readonly progress: Progress;
  /** Clears the progress line. */
  settle(): void;
}

export interface TerminalOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** A terminal on this process's streams. Progress is one line that goes away, and only on a terminal. */
export function openTerminal(options: TerminalOptions): Terminal {
  const json = options.json ?? false;
  const quiet = options.quiet ?? false;
  const live = process.stderr.isTTY === true && !quiet;
  let shown = 0;
  const settle = (): void => {
    if (shown > 0) process.stderr.write('\r\u001b[K');
    shown = 0;
  };
  const drawProgress: Progress = (stage, done, total, item) => {
    const now = performance.now();
    if (shown > 0 && done < total && now - shown < 80) return;
    shown = now;
    const width = Math.max(20, (process.stderr.columns ?? 80) - 1);
    const line = `${stage} ${done}/${total}${item === undefined ? '' : `  ${item}`}`;
    process.stderr.write(`\r\u001b[K${line.slice(0, width)}`);
  };
  return {
    json,
    quiet,
    say: (text) => {
      settle();
      if (!quiet && !json) process.stderr.write(`${text}\n`);
    },
    warn: (text) => {
      settle();
      if (!quiet) process.stderr.write(`${text}\n`);
    },
    print: (text) => {
      settle();
      if (!json) process.stdout.write(text);
    },
    give: (result) => {
      settle();
      if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
    },
    progress: live ? drawProgress : silent,
    settle,
  };
}

/** Rows of cells as aligned columns; the first row is the heading. */
export function toTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** "1 page", "2 pages". */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
