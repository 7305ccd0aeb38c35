/**
 * Every error a person can meet. Each names the fact, the file and the next step,
 * carries the exit code of contract.md 1, and never quotes a page.
 */
export class WithholdError extends Error {
  readonly exitCode: number;
  readonly code: string;

  constructor(code: string, exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** The command line or matter.yaml is wrong: exit 2. */
export class UsageError extends WithholdError {
  constructor(message: string, options?: ErrorOptions) {
    super('usage', 2, message, options);
  }
}

/** A source that cannot be read: exit 3; the other files go on. */
export class SourceError extends WithholdError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(code, 3, message, options);
  }
}

/** The workspace is damaged or another process holds it: exit 5. */
export class WorkspaceError extends WithholdError {
  constructor(message: string, options?: ErrorOptions) {
    super('workspace', 5, message, options);
  }
}

/** Something is undecided, gated or refused until a person acts: exit 7. */
export class WorkRemainsError extends WithholdError {
  constructor(message: string, options?: ErrorOptions) {
    super('work-remains', 7, message, options);
  }
}

/** Verification found hidden content: exit 8, and nothing was written. */
export class LeakError extends WithholdError {
  constructor(message: string, options?: ErrorOptions) {
    super('leak', 8, message, options);
  }
}

/** Kind of an error and where our own code stood: `TypeError at produce/bates.js:12`; a message could quote the page, a place cannot. */
export function faultPlace(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  const frame = error.stack?.split('\n').find((line) => /\/(dist|src)\/[a-z-]+/.test(line) && line.includes('    at '));
  const place = frame?.match(/\/(?:dist|src)\/([\w./-]+:\d+)/)?.[1];
  return place === undefined ? error.name : `${error.name} at ${place}`;
}
