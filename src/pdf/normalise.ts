import type { WrappedPdfiumModule } from '@embedpdf/pdfium';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { SourceError } from '../errors.ts';
import type { ReadNote } from '../model/page.ts';
import { flattenAnnotations } from './flatten.ts';
import { type MarkedBox, markedBoxes } from './marked-boxes.ts';
import { asSourceError, heapOf, openPdfium } from './pdfium.ts';
import { openPdfjs } from './pdfjs.ts';
import { refuseBombs } from './refuse-bombs.ts';
import { refuseCalls } from './refuse-calls.ts';

/** A PDF in the form that everything else works on: decrypted, repaired, one revision. */
export interface NormalisedPdf {
  /** Boxes that somebody marked for redaction, by annotation. */
  readonly marks: readonly MarkedBox[];
  readonly bytes: Uint8Array;
  readonly pages: number;
  readonly notes: readonly ReadNote[];
}

/** FPDF_NO_INCREMENTAL of fpdf_save.h: write the file anew. */
const SAVE_ANEW = 2;

/** How far two readings of a page's size may differ, in points. */
const SIZE_TOLERANCE = 0.5;

/**
 * The PDF as PDFium reads it, written anew: repaired, decrypted with '' or one of `passwords`, without
 * what the cross-reference table does not reach. Checked against what pdfjs shows of the original.
 * Throws SourceError `empty`, `not-the-format`, `encrypted`, `too-large` or `damaged`; messages name no file.
 */
export async function normalisePdf(bytes: Uint8Array, passwords: readonly string[]): Promise<NormalisedPdf> {
  if (bytes.length === 0) throw new SourceError('empty', 'the file holds no bytes');
  const header = headerOffset(bytes);
  if (header < 0) throw new SourceError('not-the-format', 'the file is named .pdf but is no PDF');
  // Passwords of revision 6 are prepared by SASLprep (ISO 32000-2 7.6.4.3.3): NFKC without soft hyphens.
  const tries = passwords.flatMap((word) => [...new Set([word, word.replaceAll('\u00ad', '').normalize('NFKC')])]);
  await refuseBombs(bytes);
  const saved = await saveAnew(bytes, tries);
  if (saved.encrypted) await refuseBombs(saved.bytes);
  await refuseCalls(saved.bytes);
  const password = saved.password < 0 ? undefined : tries[saved.password];
  // Marks are read before they become part of the page.
  const marks = await markedBoxes(saved.bytes);
  const copy = await flattened(saved.bytes);
  await compareWithPdfjs(bytes, copy, saved.pages, password);
  return { bytes: copy, pages: saved.pages, marks, notes: notesOf(bytes, header, saved.encrypted) };
}

/** The copy with what annotations draw made part of the pages, written by PDFium once more. */
async function flattened(copy: Uint8Array): Promise<Uint8Array> {
  const flat = await flattenAnnotations(copy);
  return flat === undefined ? copy : (await saveAnew(flat, [])).bytes;
}

async function saveAnew(
  bytes: Uint8Array,
  passwords: readonly string[],
): Promise<{ bytes: Uint8Array; pages: number; password: number; encrypted: boolean }> {
  const doc = await openPdfium(bytes, passwords);
  try {
    const { pdfium, handle, password } = doc;
    const pages = pdfium.FPDF_GetPageCount(handle);
    if (pages === 0) throw new SourceError('empty', 'the PDF has no pages');
    const encrypted = Boolean(pdfium.EPDF_IsEncrypted(handle));
    if (encrypted && !pdfium.EPDF_RemoveEncryption(handle)) {
      throw new SourceError('encrypted', 'the PDF opens, but its encryption cannot be removed');
    }
    return { bytes: saveCopy(pdfium, handle), pages, password, encrypted };
  } catch (error) {
    throw asSourceError(error);
  } finally {
    doc.close();
  }
}

/** The bytes of an open PDFium document, written anew in one revision. */
function saveCopy(pdfium: WrappedPdfiumModule, handle: number): Uint8Array {
  const writer = pdfium.PDFiumExt_OpenFileWriter();
  try {
    if (!pdfium.FPDF_SaveAsCopy(handle, writer, SAVE_ANEW)) {
      throw new SourceError('damaged', 'the PDF opens, but a clean copy of it cannot be written');
    }
    const size = pdfium.PDFiumExt_GetFileWriterSize(writer);
    const memory = pdfium.pdfium.wasmExports.malloc(size);
    if (memory === 0) throw new SourceError('too-large', 'there is not enough memory to copy this PDF');
    try {
      pdfium.PDFiumExt_GetFileWriterData(writer, memory, size);
      return heapOf(pdfium).slice(memory, memory + size);
    } finally {
      pdfium.pdfium.wasmExports.free(memory);
    }
  } finally {
    pdfium.PDFiumExt_CloseFileWriter(writer);
  }
}

/** Refuses a copy that is not what pdfjs shows of the original: one of the two readers sees another document. */
async function compareWithPdfjs(
  original: Uint8Array,
  copy: Uint8Array,
  pages: number,
  password: string | undefined,
): Promise<void> {
  const before = await openOrNothing(original, password);
  if (before === undefined) return;
  try {
    const after = await openOrNothing(copy, undefined);
    if (after === undefined) throw new SourceError('damaged', 'the repaired copy of the PDF cannot be read');
    try {
      if (before.numPages !== pages || after.numPages !== pages) {
        throw new SourceError('damaged', 'two readers count different numbers of pages in this PDF');
      }
      for (let page = 1; page <= pages; page++) await comparePage(before, after, page);
    } finally {
      await after.loadingTask.destroy();
    }
  } finally {
    await before.loadingTask.destroy();
  }
}

async function openOrNothing(bytes: Uint8Array, password: string | undefined): Promise<PDFDocumentProxy | undefined> {
  try {
    return await openPdfjs(bytes, password);
  } catch {
    return undefined;
  }
}

async function comparePage(before: PDFDocumentProxy, after: PDFDocumentProxy, page: number): Promise<void> {
  const [a, b] = await Promise.all([shapeOf(before, page), shapeOf(after, page)]);
  refuseHuge(page, b ?? []);
  if (a === undefined) return;
  const same = b !== undefined && a.every((value, i) => Math.abs(value - (b[i] ?? Number.NaN)) <= SIZE_TOLERANCE);
  if (!same) throw new SourceError('damaged', `two readers see page ${page} of this PDF differently`);
}

/** Twice A0: a larger page cannot be drawn finely enough for what is read and boxed on it to be checked. */
const MOST_SQUARE_POINTS = 18_000_000;

function refuseHuge(page: number, [left = 0, bottom = 0, right = 0, top = 0, , unit = 1]: readonly number[]): void {
  const [width, height] = [Math.abs(right - left) * unit, Math.abs(top - bottom) * unit];
  if (width * height <= MOST_SQUARE_POINTS) return;
  const inches = [width, height].map((points) => Math.round(points / 72)).join(' x ');
  throw new SourceError('too-large', `page ${page} measures ${inches} inches, more than can be read`);
}

async function shapeOf(doc: PDFDocumentProxy, number: number): Promise<readonly number[] | undefined> {
  try {
    const page = await doc.getPage(number);
    return [...page.view, page.rotate, page.userUnit];
  } catch {
    return undefined;
  }
}

function notesOf(bytes: Uint8Array, header: number, encrypted: boolean): readonly ReadNote[] {
  const notes: ReadNote[] = [];
  if (header > 0) notes.push({ code: 'repaired', message: 'there were bytes before the PDF; they were dropped' });
  if (!xrefIsWhereItSays(bytes, header)) {
    notes.push({ code: 'repaired', message: 'the table of contents of the PDF was damaged; it was rebuilt' });
  }
  if (encrypted) notes.push({ code: 'repaired', message: 'the PDF was encrypted; a decrypted copy is used' });
  return notes;
}

/** Offset of `%PDF-` in the first 1024 bytes (ISO 32000-1 annex H.3), -1 where it is not there. */
function headerOffset(bytes: Uint8Array): number {
  return latin1(bytes, 0, 1024).indexOf('%PDF-');
}

function xrefIsWhereItSays(bytes: Uint8Array, header: number): boolean {
  const tail = latin1(bytes, Math.max(0, bytes.length - 2048), bytes.length);
  const offset = /startxref\s+(\d+)/.exec(tail.slice(Math.max(0, tail.lastIndexOf('startxref'))))?.[1];
  if (offset === undefined) return false;
  const at = [Number(offset), Number(offset) + header];
  return at.some((start) => /^\s*(xref|\d+\s+\d+\s+obj)/.test(latin1(bytes, start, start + 40)));
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
