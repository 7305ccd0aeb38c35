import type { OcrEngine } from '../model/ocr.ts';
import { openTesseract } from '../tools/tesseract.ts';

/** Runs `work` with the OCR engine of this machine, whose threads end with it. */
export async function withOcr<T>(work: (ocr: OcrEngine) => Promise<T>): Promise<T> {
  const engine = openTesseract();
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}
