import type { GreyImage, PixelBox } from './ocr.ts';

/** A barcode or QR code as found in a picture. */
export interface Barcode {
  /** `QRCode`, `Code128`, `PDF417` ... */
  readonly format: string;
  /** What it says; undefined where it was found but not read. Text of the page: never in messages. */
  readonly text?: string;
  readonly box: PixelBox;
}

/** A program that finds and reads barcodes, handed to the reader as a value. */
export interface BarcodeReader {
  /** Every code of a picture, turned ones too. */
  read(image: GreyImage): Promise<readonly Barcode[]>;
  /** Gives its memory back; it starts anew where it is asked to read again. */
  close(): void;
}
