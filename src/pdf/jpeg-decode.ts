import { JpegBits, type PrefixTable, prefixTable } from './jpeg-bits.ts';
import { jpegSegments } from './jpeg-parts.ts';
import { emptyComponent, type JpegComponent, type JpegPicture } from './jpeg-picture.ts';

interface ScanPart {
  readonly component: JpegComponent;
  readonly dc: PrefixTable | undefined;
  readonly ac: PrefixTable | undefined;
  predicted: number;
}

interface Scan {
  readonly parts: readonly ScanPart[];
  readonly from: number;
  readonly to: number;
  readonly high: number;
  readonly low: number;
  readonly progressive: boolean;
  /** Blocks left of a run of ends of block (T.81, G.1.2.2). */
  endRun: number;
}

interface Header {
  picture: JpegPicture | undefined;
  progressive: boolean;
  readonly quantisation: (Uint16Array | undefined)[];
  readonly tables: Map<number, PrefixTable>;
  restart: number;
  adobeTransform: number | undefined;
  unread: number;
}

/**
 * The coefficients of a baseline, extended or progressive Huffman JPEG of 8 bits. Throws RangeError
 * for damage and for the kinds nobody scans to (lossless, arithmetic, hierarchical, 12 bits).
 */
export function decodeCoefficients(bytes: Uint8Array): JpegPicture {
  const header: Header = {
    picture: undefined,
    progressive: false,
    quantisation: [],
    tables: new Map(),
    restart: 0,
    adobeTransform: undefined,
    unread: 0,
  };
  for (const { marker, start, end } of jpegSegments(bytes)) {
    const body = bytes.subarray(start + 4, end);
    if (marker === 0xdb) readQuantisation(body, header);
    else if (marker === 0xc4) readTables(body, header);
    else if (marker === 0xdd) header.restart = word(body, 0);
    else if (marker === 0xee && body.length >= 12) header.adobeTransform = body[11];
    else if (marker === 0xda) decodeScan(bytes.subarray(start + 2, end), header);
    else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8) readFrame(marker, body, header);
  }
  const { picture, adobeTransform, unread } = header;
  if (picture === undefined) throw new RangeError('JPEG file without a frame');
  return { ...picture, unread, ...(adobeTransform === undefined ? {} : { adobeTransform }) };
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function readQuantisation(body: Uint8Array, header: Header): void {
  for (let at = 0; at < body.length; ) {
    const spec = body[at++] ?? 0;
    const wide = spec >> 4 !== 0;
    const table = new Uint16Array(64);
    for (let i = 0; i < 64; i++) table[i] = wide ? word(body, at + i * 2) : (body[at + i] ?? 0);
    at += wide ? 128 : 64;
    // Tables may be redefined between scans, but a component keeps the one its frame named.
    header.quantisation[spec & 15] ??= table;
  }
}

function readTables(body: Uint8Array, header: Header): void {
  for (let at = 0; at + 17 <= body.length; ) {
    const spec = body[at] ?? 0;
    const counts = body.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    header.tables.set(spec, prefixTable(counts, body.subarray(at + 17, at + 17 + total)));
    at += 17 + total;
  }
}

function readFrame(marker: number, body: Uint8Array, header: Header): void {
  if (marker > 0xc2) throw new RangeError('JPEG kind that is not supported');
  if (body[0] !== 8) throw new RangeError('JPEG with other than 8 bits a sample');
  header.progressive = marker === 0xc2;
  const height = word(body, 1);
  const width = word(body, 3);
  const parts = Array.from({ length: body[5] ?? 0 }, (_, i) => {
    const at = 6 + i * 3;
    const sampling = body[at + 1] ?? 0;
    return { id: body[at] ?? 0, h: sampling >> 4, v: sampling & 15, table: body[at + 2] ?? 0 };
  });
  const sane = parts.length > 0 && parts.every((p) => p.h >= 1 && p.h <= 4 && p.v >= 1 && p.v <= 4);
  if (!sane || width === 0 || height === 0) throw new RangeError('JPEG frame without sense');
  const size = {
    width,
    height,
    maxH: Math.max(...parts.map((p) => p.h)),
    maxV: Math.max(...parts.map((p) => p.v)),
  };
  const components = parts.map((part) => emptyComponent(size, part));
  header.picture = { ...size, components, quantisation: header.quantisation };
}

function decodeScan(segment: Uint8Array, header: Header): void {
  const { picture } = header;
  if (picture === undefined) throw new RangeError('JPEG scan before its frame');
  const length = word(segment, 0);
  const count = segment[2] ?? 0;
  const parts = Array.from({ length: count }, (_, i): ScanPart => {
    const component = picture.components.find((c) => c.id === segment[3 + i * 2]);
    if (component === undefined) throw new RangeError('JPEG scan of an unknown component');
    const spec = segment[4 + i * 2] ?? 0;
    return { component, dc: header.tables.get(spec >> 4), ac: header.tables.get(16 | (spec & 15)), predicted: 0 };
  });
  const at = 3 + count * 2;
  const approximation = segment[at + 2] ?? 0;
  const scan: Scan = {
    parts,
    from: segment[at] ?? 0,
    to: Math.min(63, segment[at + 1] ?? 63),
    high: approximation >> 4,
    low: approximation & 15,
    progressive: header.progressive,
    endRun: 0,
  };
  const bits = new JpegBits(segment.subarray(length));
  const [single] = parts;
  if (parts.length === 1 && single !== undefined) decodeAlone(scan, single, picture, bits, header.restart);
  else decodeInterleaved(scan, picture, bits, header.restart);
  header.unread += bits.unread();
}

function restart(scan: Scan, bits: JpegBits): void {
  bits.skipMarker();
  scan.endRun = 0;
  for (const part of scan.parts) part.predicted = 0;
}

function decodeAlone(scan: Scan, part: ScanPart, picture: JpegPicture, bits: JpegBits, interval: number): void {
  const { component } = part;
  const wide = Math.ceil(Math.ceil((picture.width * component.h) / picture.maxH) / 8);
  const high = Math.ceil(Math.ceil((picture.height * component.v) / picture.maxV) / 8);
  for (let n = 0; n < wide * high; n++) {
    if (interval > 0 && n > 0 && n % interval === 0) restart(scan, bits);
    decodeBlock(scan, part, bits, 64 * (Math.floor(n / wide) * component.blocksWide + (n % wide)));
  }
}

function decodeInterleaved(scan: Scan, picture: JpegPicture, bits: JpegBits, interval: number): void {
  const wide = Math.ceil(picture.width / (8 * picture.maxH));
  const high = Math.ceil(picture.height / (8 * picture.maxV));
  for (let n = 0; n < wide * high; n++) {
    if (interval > 0 && n > 0 && n % interval === 0) restart(scan, bits);
    const row = Math.floor(n / wide);
    const column = n % wide;
    for (const part of scan.parts) {
      const { h, v, blocksWide } = part.component;
      for (let y = 0; y < v; y++) {
        for (let x = 0; x < h; x++) {
          decodeBlock(scan, part, bits, 64 * ((row * v + y) * blocksWide + column * h + x));
        }
      }
    }
  }
}

function decodeBlock(scan: Scan, part: ScanPart, bits: JpegBits, at: number): void {
  const { coefficients } = part.component;
  if (!scan.progressive) {
    coefficients[at] = nextDc(part, bits);
    decodeAc(part, bits, coefficients, at);
  } else if (scan.from === 0) {
    if (scan.high === 0) coefficients[at] = nextDc(part, bits) << scan.low;
    else if (bits.bit() === 1) coefficients[at] = (coefficients[at] ?? 0) | (1 << scan.low);
  } else if (scan.high === 0) decodeAcFirst(scan, part, bits, at);
  else decodeAcRefine(scan, part, bits, at);
}

function nextDc(part: ScanPart, bits: JpegBits): number {
  const size = bits.symbol(part.dc);
  part.predicted += size === 0 ? 0 : bits.signed(size);
  return part.predicted;
}

function decodeAc(part: ScanPart, bits: JpegBits, coefficients: Int16Array, at: number): void {
  for (let k = 1; k < 64; k++) {
    const symbol = bits.symbol(part.ac);
    const size = symbol & 15;
    const run = symbol >> 4;
    if (size === 0) {
      if (run < 15) return;
      k += 15;
      continue;
    }
    k += run;
    if (k > 63) throw new RangeError('JPEG block too long');
    coefficients[at + k] = bits.signed(size);
  }
}

function decodeAcFirst(scan: Scan, part: ScanPart, bits: JpegBits, at: number): void {
  if (scan.endRun > 0) {
    scan.endRun--;
    return;
  }
  for (let k = scan.from; k <= scan.to; k++) {
    const symbol = bits.symbol(part.ac);
    const size = symbol & 15;
    const run = symbol >> 4;
    if (size === 0) {
      if (run < 15) {
        scan.endRun = (1 << run) - 1 + bits.take(run);
        return;
      }
      k += 15;
      continue;
    }
    k += run;
    if (k > 63) throw new RangeError('JPEG block too long');
    part.component.coefficients[at + k] = bits.signed(size) * (1 << scan.low);
  }
}

/** Correction bits of a block (T.81, G.1.2.3). */
function decodeAcRefine(scan: Scan, part: ScanPart, bits: JpegBits, at: number): void {
  const { coefficients } = part.component;
  const unit = 1 << scan.low;
  let k = scan.from;
  for (; scan.endRun === 0 && k <= scan.to; k++) {
    const symbol = bits.symbol(part.ac);
    let run = symbol >> 4;
    const isNew = (symbol & 15) !== 0;
    const sign = isNew && bits.bit() === 0 ? -1 : 1;
    const fresh = isNew ? sign * unit : 0;
    if (fresh === 0 && run < 15) {
      scan.endRun = (1 << run) + bits.take(run);
      break;
    }
    for (; k <= scan.to; k++) {
      if ((coefficients[at + k] ?? 0) !== 0) refine(coefficients, at + k, unit, bits);
      else if (--run < 0) break;
    }
    if (fresh !== 0 && k <= 63) coefficients[at + k] = fresh;
  }
  if (scan.endRun === 0) return;
  for (; k <= scan.to; k++) if ((coefficients[at + k] ?? 0) !== 0) refine(coefficients, at + k, unit, bits);
  scan.endRun--;
}

function refine(coefficients: Int16Array, at: number, unit: number, bits: JpegBits): void {
  const value = coefficients[at] ?? 0;
  if (bits.bit() === 1 && (value & unit) === 0) coefficients[at] = value + (value >= 0 ? unit : -unit);
}
