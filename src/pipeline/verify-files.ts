import { SourceError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Box } from '../model/geometry.ts';
import type { OutsideReader } from '../model/outside-reader.ts';
import { refuseBombs } from '../pdf/refuse-bombs.ts';
import { refuseCalls } from '../pdf/refuse-calls.ts';
import { lendFile } from '../store/lend-file.ts';
import { findMutool } from '../tools/mutool.ts';
import { findPdftotext } from '../tools/pdftotext.ts';
import { findQpdf } from '../tools/qpdf.ts';
import { type Attacked, verifyPdf } from '../verify/verify-pdf.ts';
import { type VolumeToVerify, verifyVolume } from '../verify/verify-volume.ts';
import type { Progress } from './progress.ts';
import { openThreads, SHORT_PATIENCE, type Threads } from './threads.ts';
import { withOcr } from './with-ocr.ts';

type Found = ReadonlyMap<string, readonly Finding[]>;

/** One PDF to be attacked from the command line or after `redact`. */
export interface VerifyRequest {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly terms: readonly string[];
  readonly against?: Uint8Array;
  readonly burnt?: readonly {
    readonly page: number;
    readonly box: Box;
    readonly code: string;
  }[];
}

/** Findings of one PDF. Throws SourceError where it cannot be opened. */
export async function verifyOne(request: VerifyRequest, progress: Progress): Promise<Found> {
  progress('verify', 0, 1, request.file);
  const { file, bytes, terms, burnt, against } = request;
  await refuseBombs(bytes);
  await refuseCalls(bytes);
  if (Buffer.from(bytes.subarray(0, 1024)).indexOf('%PDF-') < 0) {
    throw new SourceError('not-the-format', `${file} is not a PDF: name a PDF or a production folder.`);
  }
  const readers = terms.length === 0 ? [] : await outsideReaders();
  const findings = await withOcr((ocr) =>
    verifyPdf({
      readers,
      file,
      bytes,
      terms,
      ...(burnt === undefined ? {} : { burnt }),
      ...(against === undefined ? {} : { against }),
      ocr,
      strict: false,
      advance: (page, pages) => progress('verify', page, pages, file),
    }),
  ).catch((cause: unknown) => {
    throw new SourceError('damaged', `${file} cannot be opened for checking: repair or decrypt it first.`, { cause });
  });
  progress('verify', 1, 1, request.file);
  return new Map([[file, findings]]);
}

/** A file of a folder that could not be checked. */
export interface Unchecked {
  readonly file: string;
  readonly problem: string;
}

/**
 * Findings of a production folder, ours or anybody's: every file stands in the answer. PDFs are attacked in a
 * thread; one that hangs or crashes it is told, and the others are checked.
 */
export async function verifyFolder(
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  terms: readonly string[],
  progress: Progress,
): Promise<{ readonly found: Found; readonly unchecked: readonly Unchecked[] }> {
  let done = 0;
  const nothing = { forbidden: [], standing: [], hidden: [], open: [], burnt: [] };
  const unchecked: Unchecked[] = [];
  const threads = openThreads(1, SHORT_PATIENCE);
  try {
    const attack = attackIn(threads, (file, error) => unchecked.push({ file, problem: `${file}: ${error.message}.` }));
    const findings = await verifyVolume({ files, secrets: terms, ...nothing, foreign: true, attack }, () =>
      progress('verify', ++done, files.length),
    );
    return {
      found: new Map(files.map(({ path }) => [path, findings.filter((finding) => finding.file === path)])),
      unchecked,
    };
  } finally {
    await threads.close();
  }
}

/** An attack in a thread with an OCR engine of its own; what it cannot open is told to `failed`. */
export function attackIn(
  threads: Threads,
  failed: (file: string, error: SourceError) => void,
): NonNullable<VolumeToVerify['attack']> {
  return async ({ ocr: _, advance: _advance, readers: _readers, ...input }) => {
    try {
      await refuseCalls(input.bytes);
      return (await threads.run({ kind: 'attack', file: input.file, input })) as Attacked;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failed(input.file, error);
      return undefined;
    }
  };
}

/** Programs of this machine that read PDFs in their own way. */
async function outsideReaders(): Promise<readonly OutsideReader[]> {
  const found = await Promise.all([findQpdf(lendFile), findPdftotext(), findMutool(lendFile)]);
  return found.filter((reader) => reader !== undefined);
}
