/** What `read` gives; undefined where the data end before what they announce. */
export function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The bytes as numbers, big end first. */
export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Those tables of a TrueType font that are `needed`, by tag. */
export function readTables(font: Uint8Array, needed: readonly string[]): Map<string, Uint8Array> {
  const data = view(font);
  const tables = new Map<string, Uint8Array>();
  for (let i = 0; i < data.getUint16(4); i++) {
    const at = 12 + i * 16;
    const tag = String.fromCharCode(...font.subarray(at, at + 4));
    const start = data.getUint32(at + 8);
    const table = font.subarray(start, start + data.getUint32(at + 12));
    if (needed.includes(tag)) tables.set(tag, table);
  }
  return tables;
}

/** Flags of the parts of composite glyphs (OpenType, glyf). */
export const COMPONENT = { wordArguments: 1, scale: 8, more: 32, scaleXy: 64, matrix: 128 } as const;

/** A TrueType font of those tables. */
export function writeTables(tables: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const power = 2 ** Math.floor(Math.log2(entries.length));
  const header = Buffer.alloc(12 + entries.length * 16);
  header.writeUInt32BE(0x00010000, 0);
  header.writeUInt16BE(entries.length, 4);
  header.writeUInt16BE(power * 16, 6);
  header.writeUInt16BE(Math.log2(power), 8);
  header.writeUInt16BE((entries.length - power) * 16, 10);
  const parts: Uint8Array[] = [header];
  let at = header.length;
  entries.forEach(([tag, table], i) => {
    const padded = new Uint8Array((table.length + 3) & ~3);
    padded.set(table);
    header.write(tag, 12 + i * 16, 'latin1');
    header.writeUInt32BE(checksum(padded), 16 + i * 16);
    header.writeUInt32BE(at, 20 + i * 16);
    header.writeUInt32BE(table.length, 24 + i * 16);
    parts.push(padded);
    at += padded.length;
  });
  return Buffer.concat(parts);
}

function checksum(padded: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < padded.length; i += 4) sum = (sum + view(padded).getUint32(i)) >>> 0;
  return sum;
}
