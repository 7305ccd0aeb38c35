import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The WebAssembly of the barcode reader, out of its package: nothing is fetched. */
export function loadBarcodeProgram(): Uint8Array {
  return readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
}
