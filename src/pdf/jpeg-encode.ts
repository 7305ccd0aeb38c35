import type { JpegComponent, JpegPicture } from './jpeg-picture.ts';

/**
 * A baseline JPEG file of the coefficients as they are, with Huffman codes made for them (T.81,
 * annexes F and K.2) and no metadata. Throws RangeError where a coefficient does not fit baseline.
 */
export function encodeCoefficients(picture: JpegPicture): Uint8Array {
  const codes = picture.components.map((_, i) => Math.min(i, 1));
  const counts = [new Census(), new Census()] as const;
  walkBlocks(picture, (component, at, index, predicted) => {
    censusOf(counts, codes[index] ?? 0).block(component.coefficients, at, predicted);
  });
  const used = picture.components.length > 1 ? [0, 1] : [0];
  const tables = used.map((i) => ({ dc: makeCode(censusOf(counts, i).dc), ac: makeCode(censusOf(counts, i).ac) }));
  const out = new Output();
  writeHeader(out, picture);
  tables.forEach(({ dc, ac }, i) => {
    out.segment(0xc4, [i, ...dc.counts, ...dc.symbols, 0x10 | i, ...ac.counts, ...ac.symbols]);
  });
  const parts = picture.components.flatMap((c, i) => [c.id, (codes[i] ?? 0) * 0x11]);
  out.segment(0xda, [picture.components.length, ...parts, 0, 63, 0]);
  walkBlocks(picture, (component, at, index, predicted) => {
    const table = tables[codes[index] ?? 0];
    if (table !== undefined) writeBlock(out, component.coefficients, at, predicted, table.dc, table.ac);
  });
  out.flushBits();
  out.bytes([0xff, 0xd9]);
  return out.finish();
}

function censusOf(counts: readonly [Census, Census], index: number): Census {
  return index === 0 ? counts[0] : counts[1];
}

type Visit = (component: JpegComponent, at: number, index: number, predicted: number) => void;

/** Blocks in the order of one interleaved scan, or row by row where there is one component (T.81, A.2). */
function walkBlocks(picture: JpegPicture, visit: Visit): void {
  const { components, width, height, maxH, maxV } = picture;
  const predicted = components.map(() => 0);
  const alone = components.length === 1;
  const wide = Math.ceil(width / (8 * (alone ? 1 : maxH)));
  const high = Math.ceil(height / (8 * (alone ? 1 : maxV)));
  for (let n = 0; n < wide * high; n++) {
    const row = Math.floor(n / wide);
    components.forEach((component, index) => {
      const h = alone ? 1 : component.h;
      const v = alone ? 1 : component.v;
      for (let i = 0; i < h * v; i++) {
        const block = (row * v + Math.floor(i / h)) * component.blocksWide + (n % wide) * h + (i % h);
        visit(component, block * 64, index, predicted[index] ?? 0);
        predicted[index] = component.coefficients[block * 64] ?? 0;
      }
    });
  }
}

/** Number of bits of a value's magnitude (T.81, table F.1). */
function sizeOf(value: number): number {
  return 32 - Math.clz32(Math.abs(value));
}

/** How often each symbol will be written. */
class Census {
  readonly dc: number[] = new Array<number>(257).fill(0);
  readonly ac: number[] = new Array<number>(257).fill(0);

  block(coefficients: Int16Array, at: number, predicted: number): void {
    const size = sizeOf((coefficients[at] ?? 0) - predicted);
    if (size > 11) throw new RangeError('JPEG coefficient too large for baseline');
    this.dc[size] = (this.dc[size] ?? 0) + 1;
    eachAc(coefficients, at, (symbol) => {
      this.ac[symbol] = (this.ac[symbol] ?? 0) + 1;
    });
  }
}

/** The run-length symbols of a block's AC coefficients with their values (T.81, F.1.2.2). */
function eachAc(coefficients: Int16Array, at: number, visit: (symbol: number, value: number) => void): void {
  let run = 0;
  for (let k = 1; k < 64; k++) {
    const value = coefficients[at + k] ?? 0;
    if (value === 0) {
      run++;
      continue;
    }
    for (; run > 15; run -= 16) visit(0xf0, 0);
    const size = sizeOf(value);
    if (size > 10) throw new RangeError('JPEG coefficient too large for baseline');
    visit((run << 4) | size, value);
    run = 0;
  }
  if (run > 0) visit(0, 0);
}

function writeBlock(out: Output, coefficients: Int16Array, at: number, predicted: number, dc: Code, ac: Code): void {
  const difference = (coefficients[at] ?? 0) - predicted;
  out.symbol(dc, sizeOf(difference));
  out.value(difference);
  eachAc(coefficients, at, (symbol, value) => {
    out.symbol(ac, symbol);
    out.value(value);
  });
}

interface Code {
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
  readonly words: readonly number[];
  readonly lengths: readonly number[];
}

/** A Huffman code of at most 16 bits without the all-ones word (T.81, K.2). */
function makeCode(census: readonly number[]): Code {
  const sizes = codeSizes(census);
  const perLength = new Array<number>(33).fill(0);
  for (const size of sizes) if (size > 0) perLength[size] = (perLength[size] ?? 0) + 1;
  shorten(perLength);
  const symbols = [...sizes.keys()]
    .filter((symbol) => symbol < 256 && (sizes[symbol] ?? 0) > 0)
    .sort((a, b) => (sizes[a] ?? 0) - (sizes[b] ?? 0) || a - b);
  const words: number[] = [];
  const lengths: number[] = [];
  let word = 0;
  let next = 0;
  for (let length = 1; length <= 16; length++, word <<= 1) {
    for (let i = 0; i < (perLength[length] ?? 0); i++) {
      const symbol = symbols[next++] ?? 0;
      words[symbol] = word++;
      lengths[symbol] = length;
    }
  }
  return { counts: perLength.slice(1, 17), symbols, words, lengths };
}

/** Code lengths by repeatedly joining the two rarest groups; symbol 256 reserves the all-ones word. */
function codeSizes(census: readonly number[]): readonly number[] {
  const counts = [...census];
  counts[256] = 1;
  const sizes = new Array<number>(257).fill(0);
  const groups = counts.map((_, symbol) => [symbol]);
  for (;;) {
    const rarest = [...counts.keys()].filter((i) => (counts[i] ?? 0) > 0);
    rarest.sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0) || b - a);
    const [first, second] = rarest;
    if (first === undefined || second === undefined) return sizes;
    const joined = [...(groups[first] ?? []), ...(groups[second] ?? [])];
    for (const symbol of joined) sizes[symbol] = (sizes[symbol] ?? 0) + 1;
    groups[first] = joined;
    counts[first] = (counts[first] ?? 0) + (counts[second] ?? 0);
    counts[second] = 0;
  }
}

/** Limits lengths to 16 bits and takes the reserved word out (T.81, figure K.3). */
function shorten(perLength: number[]): void {
  const at = (i: number): number => perLength[i] ?? 0;
  for (let i = 32; i > 16; i--) {
    while (at(i) > 0) {
      let j = i - 2;
      while (at(j) === 0) j--;
      perLength[i] = at(i) - 2;
      perLength[i - 1] = at(i - 1) + 1;
      perLength[j + 1] = at(j + 1) + 2;
      perLength[j] = at(j) - 1;
    }
  }
  let longest = 16;
  while (longest > 0 && at(longest) === 0) longest--;
  perLength[longest] = at(longest) - 1;
}

function writeHeader(out: Output, picture: JpegPicture): void {
  out.bytes([0xff, 0xd8]);
  if (picture.adobeTransform !== undefined) {
    out.segment(0xee, [...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, picture.adobeTransform]);
  }
  const wide = picture.quantisation.some((table) => table?.some((value) => value > 255));
  picture.quantisation.forEach((table, i) => {
    if (table === undefined) return;
    const values = wide ? [...table].flatMap((value) => [value >> 8, value & 255]) : [...table];
    out.segment(0xdb, [(wide ? 0x10 : 0) | i, ...values]);
  });
  const { width, height, components } = picture;
  const parts = components.flatMap((c) => [c.id, (c.h << 4) | c.v, c.table]);
  const frame = [8, height >> 8, height & 255, width >> 8, width & 255, components.length, ...parts];
  out.segment(wide ? 0xc1 : 0xc0, frame);
}

/** Grows as it is written to; coded bits get their stuffed zeros (T.81, B.1.1.5). */
class Output {
  private data = new Uint8Array(1 << 16);
  private length = 0;
  private held = 0;
  private heldBits = 0;

  private push(byte: number): void {
    if (this.length === this.data.length) {
      const wider = new Uint8Array(this.length * 2);
      wider.set(this.data);
      this.data = wider;
    }
    this.data[this.length++] = byte;
  }

  bytes(values: readonly number[]): void {
    for (const value of values) this.push(value);
  }

  segment(marker: number, body: readonly number[]): void {
    const length = body.length + 2;
    this.bytes([0xff, marker, length >> 8, length & 255, ...body]);
  }

  symbol(code: Code, symbol: number): void {
    this.bits(code.words[symbol] ?? 0, code.lengths[symbol] ?? 0);
  }

  /** The bits that follow a symbol: negative values as their ones' complement. */
  value(value: number): void {
    const size = sizeOf(value);
    if (size > 0) this.bits(value < 0 ? value + (1 << size) - 1 : value, size);
  }

  private bits(value: number, count: number): void {
    this.held = ((this.held << count) | value) & 0xffffff;
    this.heldBits += count;
    while (this.heldBits >= 8) {
      this.heldBits -= 8;
      const byte = (this.held >>> this.heldBits) & 255;
      this.push(byte);
      if (byte === 255) this.push(0);
    }
  }

  flushBits(): void {
    if (this.heldBits > 0) this.bits((1 << (8 - this.heldBits)) - 1, 8 - this.heldBits);
  }

  finish(): Uint8Array {
    return this.data.slice(0, this.length);
  }
}
