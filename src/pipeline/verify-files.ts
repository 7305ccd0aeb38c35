import { SourceError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Box } from '../model/geometry.ts';
import type { OutsideReader } from '../model/outside-reader.ts';
import { lendFile } from '../store/lend-file.ts';
import { findMutool } from '../tools/mutool.ts';
import { findPdftotext } from '../tools/pdftotext.ts';
import { findQpdf } from '../tools/qpdf.ts';
import { verifyPdf } from '../verify/verify-pdf.ts';
import { verifyVolume } from '../verify/verify-volume.ts';
import type { Progress } from './progress.ts';
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
    }),
  ).catch((cause: unknown) => {
    throw new SourceError('damaged', `${file} cannot be opened for checking: repair or decrypt it first.`, { cause });
  });
  progress('verify', 1, 1, request.file);
  return new Map([[file, findings]]);
}

/** Findings of a production folder, ours or anybody's: every file stands in the answer. */
export async function verifyFolder(
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  terms: readonly string[],
  progress: Progress,
): Promise<Found> {
  let done = 0;
  const nothing = { forbidden: [], standing: [], hidden: [], open: [], burnt: [] };
  const findings = await withOcr((ocr) =>
    verifyVolume({ files, secrets: terms, ...nothing, ocr }, () => progress('verify', ++done, files.length)),
  );
  return new Map(files.map(({ path }) => [path, findings.filter((finding) => finding.file === path)]));
}

/** Programs of this machine that read PDFs in their own way. */
async function outsideReaders(): Promise<readonly OutsideReader[]> {
  const found = await Promise.all([findQpdf(lendFile), findPdftotext(), findMutool(lendFile)]);
  return found.filter((reader) => reader !== undefined);
}
