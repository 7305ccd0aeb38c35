import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, type WriterOptions, writeBarcode } from 'zxing-wasm/writer';

const program = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'));
const ready = prepareZXingModule({
  overrides: { wasmBinary: new Uint8Array(program).buffer as ArrayBuffer },
  fireImmediately: true,
});

/** A code as modules: true where dark; a linear code has rows that are all alike. */
export async function codeOf(text: string, format: WriterOptions['format']): Promise<readonly (readonly boolean[])[]> {
  await ready;
  const { symbol, error } = await writeBarcode(text, { ...(format === undefined ? {} : { format }) });
  if (error !== '') throw new Error(error);
  const { width, height, data } = symbol;
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_m, x) => (data[y * width + x] ?? 255) < 128),
  );
}
