/** JBIG2 data of one page with a generic region of group 4 data over all of it (T.88, 6.2.6, 7.4.6, 7.4.8). */
export function jbig2Page(width: number, height: number, g4: Uint8Array): Uint8Array {
  const segment = (number: number, type: number, data: Buffer): Buffer => {
    const head = Buffer.alloc(11);
    head.writeUInt32BE(number, 0);
    head.set([type, 0, 1], 4);
    head.writeUInt32BE(data.length, 7);
    return Buffer.concat([head, data]);
  };
  const words = (...values: number[]): Buffer => {
    const out = Buffer.alloc(4 * values.length);
    values.forEach((value, i) => {
      out.writeUInt32BE(value, 4 * i);
    });
    return out;
  };
  const page = Buffer.concat([words(width, height, 0, 0), Buffer.of(0, 0, 0)]);
  const region = Buffer.concat([words(width, height, 0, 0), Buffer.of(0, 1), g4]);
  return Uint8Array.from(Buffer.concat([segment(0, 48, page), segment(1, 38, region)]));
}
