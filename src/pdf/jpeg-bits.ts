/** Decoding table of a Huffman code: the next 16 bits give length << 8 | symbol; 0 = no such code. */
export type PrefixTable = Uint16Array;

/** The table of a code given as in a DHT segment: numbers of codes of 1 to 16 bits, and their symbols (T.81, C.2). */
export function prefixTable(counts: Uint8Array, symbols: Uint8Array): PrefixTable {
  const table = new Uint16Array(1 << 16);
  let code = 0;
  let next = 0;
  for (let length = 1; length <= 16; length++) {
    for (let i = 0; i < (counts[length - 1] ?? 0); i++) {
      const from = code << (16 - length);
      table.fill((length << 8) | (symbols[next++] ?? 0), from, from + (1 << (16 - length)));
      code++;
    }
    code <<= 1;
  }
  return table;
}

/** Bits of the coded data of a scan: stuffed zeros are skipped, markers end the supply with zeros. */
export class JpegBits {
  private readonly bytes: Uint8Array;
  private at = 0;
  private held = 0;
  private heldBits = 0;
  /** Zero bytes given out beyond the data; a damaged file would ask for them without end. */
  private missing = 0;
  private passed = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  private fill(): void {
    while (this.heldBits <= 16) {
      let byte = this.bytes[this.at];
      if (byte === 0xff) {
        if (this.bytes[this.at + 1] === 0) this.at += 2;
        else byte = undefined;
      } else if (byte !== undefined) this.at++;
      if (byte === undefined && ++this.missing > 1024) throw new RangeError('JPEG data ends too early');
      this.held = ((this.held << 8) | (byte ?? 0)) & 0xffffff;
      this.heldBits += 8;
    }
  }

  bit(): number {
    return this.take(1);
  }

  /** The next `count` bits, 0 to 16. */
  take(count: number): number {
    if (count === 0) return 0;
    if (this.heldBits < count) this.fill();
    this.heldBits -= count;
    return (this.held >>> this.heldBits) & ((1 << count) - 1);
  }

  /** A value of `size` bits with its sign (T.81, F.2.2.1, EXTEND). */
  signed(size: number): number {
    const value = this.take(size);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  symbol(table: PrefixTable | undefined): number {
    if (table === undefined) throw new RangeError('JPEG scan without its code table');
    if (this.heldBits < 16) this.fill();
    const entry = table[(this.held >>> (this.heldBits - 16)) & 0xffff] ?? 0;
    if (entry === 0) throw new RangeError('JPEG code that is not in its table');
    this.heldBits -= entry >> 8;
    return entry & 0xff;
  }

  /** Bytes that were passed over at restart markers and those that are left, but for what pads the last byte. */
  unread(): number {
    return this.passed + this.bytes.length - this.at + (this.missing > 0 ? 0 : this.heldBits >> 3);
  }

  /** Goes on behind the next restart marker. */
  skipMarker(): void {
    if (this.missing === 0) this.passed += this.heldBits >> 3;
    this.held = 0;
    this.heldBits = 0;
    this.missing = 0;
    while (this.at < this.bytes.length) {
      const next = this.bytes[this.at + 1] ?? 0;
      if (this.bytes[this.at] === 0xff && next >= 0xd0 && next <= 0xd7) {
        this.at += 2;
        return;
      }
      this.at++;
      this.passed++;
    }
  }
}
