import { join } from 'node:path';
import { SourceError, UsageError, WithholdError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Box } from '../model/geometry.ts';
import type { PageOutcome } from '../model/redacting.ts';
import {
  isFile,
  isFolder,
  isSameFile,
  listFiles,
  readGiven,
  readGivenText,
  refuseOut,
  writeGiven,
} from '../store/files.ts';
import type { HiddenTerm } from './found-hidden.ts';
import { readPasswords } from './matter-folder.ts';
import type { Progress } from './progress.ts';
import type { RedactAnswer } from './redact-file.ts';
import { inThread } from './threads.ts';
import { type Unchecked, verifyFolder } from './verify-files.ts';

/** `withhold redact` as asked for on the command line. */
export interface RedactToFile {
  readonly file: string;
  readonly out: string;
  readonly terms: readonly string[];
  readonly termsFile?: string;
  readonly patterns: readonly string[];
  readonly boxes: readonly { readonly page: number; readonly box: Box }[];
  readonly applyMarks: boolean;
  readonly code: string;
  readonly ocr: 'auto' | 'always' | 'never';
  readonly relay: 'auto' | 'always' | 'never';
  readonly passwordFile?: string;
}

/** The object `redact --json` prints. */
export interface RedactReport {
  readonly removed: number;
  readonly not_found: readonly number[];
  /** Terms that stood only where no page shows them: gone too. */
  readonly found_hidden: readonly HiddenTerm[];
  readonly pages: readonly PageOutcome[];
  readonly risks: readonly Finding[];
  readonly tags?: { readonly kept: boolean; readonly why?: string };
}

/** Redacts one file into another; the original is never touched and nothing is written unless verification passes. */
export async function redactToFile(request: RedactToFile, progress: Progress): Promise<RedactReport> {
  const terms = [...request.terms, ...readTerms(request.termsFile)];
  if (terms.length + request.patterns.length + request.boxes.length === 0 && !request.applyMarks) {
    throw new UsageError('Nothing to redact was given: add --term, --terms, --pattern, --box or --apply-marks.');
  }
  if (isSameFile(request.out, request.file))
    throw new UsageError('--out names the original, which is never written to: name another file.');
  refuseOut(request.out);
  const bytes = readGiven(request.file);
  const passwords = request.passwordFile === undefined ? [] : readPasswords(request.passwordFile);
  const { file, patterns, boxes, applyMarks, code, ocr, relay } = request;
  const asked = { file, patterns, boxes, applyMarks, code, ocr, relay, bytes, terms, passwords };
  const answer = await namingFile(file, () =>
    inThread<RedactAnswer>({ kind: 'redact', file, request: asked }, progress),
  );
  writeGiven(request.out, answer.bytes);
  return {
    removed: answer.removed,
    not_found: answer.notFound,
    found_hidden: answer.foundHidden,
    pages: answer.pages,
    risks: answer.risks,
    ...(answer.tags === undefined ? {} : { tags: answer.tags }),
  };
}

/** What the person does next, by what is wrong with a file. */
const NEXT_STEP: ReadonlyMap<string, string> = new Map([
  ['encrypted', 'Put its password into a file and name that with --password-file.'],
  ['too-large', 'Print it to PDF from a program that opens it, or split it into smaller files, and take that.'],
  ['timed-out', 'Print it to PDF from a program that opens it, or split it into smaller files, and take that.'],
  ['not-the-format', 'Name a PDF; other files are printed to PDF first.'],
]);
const NEXT_OTHERWISE = 'Get the file anew, or print it to PDF from a program that opens it, and take that.';

/** Adds the file's name and the next step to an error that speaks of a source without knowing them. */
async function namingFile<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SourceError && !error.message.includes(file)) {
      const next = NEXT_STEP.get(error.code) ?? NEXT_OTHERWISE;
      throw new SourceError(error.code, `${file}: ${error.message}. ${next}`, { cause: error });
    }
    throw error;
  }
}

/** Terms of a file: UTF-8, one a line, `#` starts a comment line. */
export function readTerms(path: string | undefined): readonly string[] {
  if (path === undefined) return [];
  return readGivenText(path)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** `withhold verify` as asked for on the command line. */
export interface VerifyPaths {
  readonly paths: readonly string[];
  readonly terms: readonly string[];
  readonly termsFile?: string;
  readonly against?: string;
}

/** A finding as `verify --json` prints it: contract.md 3.4. */
export interface ReportedFinding {
  readonly class: number;
  readonly name: string;
  readonly level: 'leak' | 'risk';
  readonly page: number | null;
  /** x, y, w, h as in `redact --box`. */
  readonly box: readonly [number, number, number, number] | null;
  readonly seen_by: readonly string[];
  readonly what: string;
}

/** The object `verify --json` prints, and the exit code: 8 on a leak, 3 where a file could not be read. */
export interface VerifyReport {
  readonly files: readonly {
    /** Relative to the path that was given, or that path where it is a file. */
    readonly file: string;
    readonly findings: readonly ReportedFinding[];
  }[];
  readonly unreadable: readonly {
    readonly file: string;
    readonly problem: string;
  }[];
  readonly exitCode: number;
}

/** Verifies PDFs and production folders; one that cannot be read does not stop the others. */
export async function verifyPaths(request: VerifyPaths, progress: Progress): Promise<VerifyReport> {
  const terms = [...request.terms, ...readTerms(request.termsFile)];
  const against = request.against === undefined ? undefined : readGiven(request.against);
  const absent = request.paths.find((path) => !isFile(path) && !isFolder(path));
  if (absent !== undefined) throw new UsageError(`There is no ${absent}.`);
  const files: VerifyReport['files'][number][] = [];
  const unreadable: Unchecked[] = [];
  for (const path of request.paths) {
    try {
      const { found, unchecked } = isFolder(path)
        ? await verifyFolder(readFolder(path), terms, progress)
        : { found: await verifyGiven(path, terms, against, progress), unchecked: [] };
      unreadable.push(...unchecked);
      for (const [file, findings] of found) files.push({ file, findings: findings.map(reported) });
    } catch (error) {
      if (!(error instanceof WithholdError) || error.exitCode !== 3) throw error;
      unreadable.push({ file: path, problem: error.message });
    }
  }
  const leaks = files.some(({ findings }) => findings.some((finding) => finding.level === 'leak'));
  let exitCode = 0;
  if (leaks) exitCode = 8;
  else if (unreadable.length > 0) exitCode = 3;
  return { files, unreadable, exitCode };
}

function verifyGiven(
  file: string,
  terms: readonly string[],
  against: Uint8Array | undefined,
  progress: Progress,
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const request = { file, bytes: readGiven(file), terms, ...(against === undefined ? {} : { against }) };
  return namingFile(file, () => inThread({ kind: 'verify', file, request }, progress));
}

function reported({ class: number, name, level, page, box, seenBy, what }: Finding): ReportedFinding {
  return {
    class: number,
    name,
    level,
    page,
    box: box === null ? null : [box.x, box.y, box.w, box.h],
    seen_by: seenBy,
    what,
  };
}

function readFolder(path: string): readonly { readonly path: string; readonly bytes: Uint8Array }[] {
  return listFiles(path).map((file) => ({
    path: file,
    bytes: readGiven(join(path, file)),
  }));
}
