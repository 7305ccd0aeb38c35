import { availableParallelism } from 'node:os';
import type { OcrEngine } from '../model/ocr.ts';
import { openTesseract } from '../tools/tesseract.ts';

/** Pages read at once, at most: each holds 200 MB while an engine reads its picture, and a file is to take less than 1 GB. */
export const PAGES_AT_ONCE: number = Math.min(2, availableParallelism());

/** Runs `work` with the OCR engine of this machine, whose threads end with it. */
export async function withOcr<T>(work: (ocr: OcrEngine) => Promise<T>): Promise<T> {
  const engine = openTesseract({ workers: PAGES_AT_ONCE });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}
