import { createHash } from 'node:crypto';
import { SourceError } from '../errors.ts';
import type { ReadNote } from '../model/page.ts';
import type { Source, UnreadableCode, UnreadableSource } from '../model/source.ts';
import { embeddedFiles } from '../pdf/embedded.ts';
import { readJpeg } from '../pdf/jpeg-parts.ts';
import { normalisePdf } from '../pdf/normalise.ts';
import { type ImagePage, imagesToPdf } from '../pdf/wrap-image.ts';
import { checkSize } from './pixels.ts';
import { readPng } from './png.ts';
import { type Kind, sniff } from './sniff.ts';
import { readTiff } from './tiff.ts';
import { isUnreadableCode, unreadable } from './unreadable.ts';

/** A file as received. `file` is its path relative to `files/`. */
export interface IngestInput {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Passwords to try on encrypted files. */
  readonly passwords: readonly string[];
  /** Milliseconds after which the file is given up; two minutes by default. */
  readonly timeLimit?: number;
}

/** A readable file as the PDF that everything else works on. */
export interface IngestedSource {
  readonly source: Source;
  readonly pdf: Uint8Array;
}

/** What a file held: itself, and the files inside it, each readable or reported. */
export interface Ingested {
  readonly sources: readonly IngestedSource[];
  readonly unreadable: readonly UnreadableSource[];
}

/** Files inside files inside files: deeper than this is not followed. */
const DEEPEST = 3;

/** Files one source may hold, and their bytes together. */
const MOST_FILES = 500;
const MOST_BYTES = 1_000_000_000;

const TIME_LIMIT = 120_000;

/**
 * Makes a received file a PDF, and each file embedded in it a source of its own (`parent.pdf#attachment-1`).
 * Never throws for a bad file: it stands in `unreadable` with the next step. The time limit does not end
 * a decoder that never pauses; run this in a thread that can be ended where files come from strangers.
 */
export async function ingestFile(input: IngestInput): Promise<Ingested> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Ingested>((resolve) => {
    const report = unreadable(input.file, 'timed-out', 'reading it took too long');
    timer = setTimeout(() => resolve({ sources: [], unreadable: [report] }), input.timeLimit ?? TIME_LIMIT);
  });
  try {
    return await Promise.race([ingestOne(input, 0), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function ingestOne(input: IngestInput, depth: number, parent?: Source['parent']): Promise<Ingested> {
  const { file, bytes } = input;
  const kind = sniff(bytes);
  const refused = refusal(file, kind);
  if (refused !== undefined) return { sources: [], unreadable: [refused] };
  try {
    const { pdf, pages, notes, format } = await toPdf(bytes, kind, input.passwords);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const source: Source = { file, sha256, format, pages, notes, ...(parent === undefined ? {} : { parent }) };
    const inside = format === 'pdf' ? await ingestEmbedded(input, pdf, depth) : { sources: [], unreadable: [] };
    return { sources: [{ source, pdf }, ...inside.sources], unreadable: inside.unreadable };
  } catch (error) {
    return { sources: [], unreadable: [reportOf(file, error)] };
  }
}

interface AsPdf {
  readonly pdf: Uint8Array;
  readonly pages: number;
  readonly notes: readonly ReadNote[];
  readonly format: Source['format'];
}

async function toPdf(bytes: Uint8Array, kind: Kind, passwords: readonly string[]): Promise<AsPdf> {
  if (kind === 'png') return wrapped([await readPng(bytes)], 'png');
  if (kind === 'tiff') return wrapped(readTiff(bytes), 'tiff');
  if (kind === 'jpeg') {
    const { width, height } = readJpeg(bytes);
    checkSize(width, height);
    return wrapped([{ kind: 'jpeg', bytes }], 'jpeg');
  }
  const normal = await normalisePdf(bytes, passwords);
  return { pdf: normal.bytes, pages: normal.pages, notes: normal.notes, format: 'pdf' };
}

function wrapped(pages: readonly ImagePage[], format: Source['format']): AsPdf {
  return { pdf: imagesToPdf(pages), pages: pages.length, notes: [], format };
}

async function ingestEmbedded(input: IngestInput, pdf: Uint8Array, depth: number): Promise<Ingested> {
  const found = await embeddedOrReport(input.file, pdf);
  const sources: IngestedSource[] = [];
  const refused: UnreadableSource[] = [...found.unreadable];
  let total = 0;
  for (const [i, embedded] of found.files.entries()) {
    const file = `${input.file}#attachment-${i + 1}`;
    total += embedded.bytes?.length ?? 0;
    if (depth + 1 > DEEPEST || i >= MOST_FILES || total > MOST_BYTES) {
      const step = 'Save the attached files out of it and put them into files/ one by one.';
      refused.push(unreadable(file, 'too-large', 'it lies too deep, or among too many files, in another file', step));
      continue;
    }
    if (embedded.bytes === undefined) {
      refused.push(unreadable(file, 'damaged', 'the data of this attached file cannot be decoded'));
      continue;
    }
    const place = { file: input.file, order: i + 1, of: found.files.length };
    const inside = await ingestOne({ ...input, file, bytes: embedded.bytes }, depth + 1, place);
    sources.push(...inside.sources);
    refused.push(...inside.unreadable);
  }
  return { sources, unreadable: refused };
}

/** Attachments that cannot even be listed are reported as one file that is to be looked at. */
async function embeddedOrReport(
  file: string,
  pdf: Uint8Array,
): Promise<{ files: readonly { readonly bytes?: Uint8Array }[]; unreadable: readonly UnreadableSource[] }> {
  try {
    return { files: await embeddedFiles(pdf), unreadable: [] };
  } catch {
    const step = 'Open the PDF, look for attached files, save them and put them into files/ one by one.';
    return {
      files: [],
      unreadable: [unreadable(`${file}#attachment-1`, 'damaged', 'files attached to this PDF cannot be listed', step)],
    };
  }
}

/** Files that are not tried at all, by their content; undefined for those that are. */
function refusal(file: string, kind: Kind): UnreadableSource | undefined {
  const named = /\.(pdf|png|jpe?g|tiff?)$/i.exec(file)?.[1]?.toLowerCase();
  switch (kind) {
    case 'pdf':
    case 'png':
    case 'jpeg':
    case 'tiff':
      return undefined;
    case 'empty':
      return unreadable(file, 'empty', 'it holds no bytes');
    case 'e-mail':
      return unreadable(file, 'email-or-office', 'it is an e-mail message, not a PDF or a picture');
    case 'office':
      return unreadable(file, 'email-or-office', 'it is an office document or mail file, not a PDF or a picture');
    case 'web-page':
      return unreadable(file, 'email-or-office', 'it is a web page, not a PDF or a picture');
    case 'archive':
      return unreadable(
        file,
        'unknown-format',
        'it is an archive of files',
        'Unpack it and put the files into files/ one by one.',
      );
    default:
      break;
  }
  if (named !== undefined) {
    return unreadable(
      file,
      'not-the-format',
      `it is named .${named}, but its content is ${kind === 'text' ? 'plain text' : 'something else'}`,
    );
  }
  const problem = kind === 'text' ? 'it is plain text, not a PDF or a picture' : 'its format is not known';
  return unreadable(file, 'unknown-format', problem);
}

function reportOf(file: string, error: unknown): UnreadableSource {
  if (error instanceof SourceError && isUnreadableCode(error.code)) return unreadable(file, error.code, error.message);
  const code: UnreadableCode = 'damaged';
  // RangeError is what the JPEG reader throws; anything else is a file no reader foresaw.
  const problem = error instanceof RangeError ? 'the file is damaged or cut short' : 'the file could not be read';
  return unreadable(file, code, problem);
}
