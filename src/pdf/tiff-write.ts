import { type Bitmap1, encodeG4 } from './ccitt.ts';

const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const HEADER = 8;
const ENTRY = 12;

interface Field {
  readonly tag: number;
  readonly type: number;
  readonly value: number;
}

/**
 * A TIFF 6.0 file of one black-and-white page: group 4, one strip, white is 0, `dpi` dots an inch.
 * It holds the tags that a reader needs and nothing else: no date, no program, no name.
 */
export function tiffG4(picture: Bitmap1, dpi: number): Uint8Array {
  const strip = encodeG4(picture);
  const fields = fieldsOf(picture, strip.length, dpi);
  const directory = 2 + fields.length * ENTRY + 4;
  const ratio = HEADER + directory;
  const start = ratio + 8;
  const out = Buffer.alloc(start + strip.length);
  out.write('II', 0, 'latin1');
  out.writeUInt16LE(42, 2);
  out.writeUInt32LE(HEADER, 4);
  out.writeUInt16LE(fields.length, HEADER);
  fields.forEach(({ tag, type, value }, i) => {
    const at = HEADER + 2 + i * ENTRY;
    out.writeUInt16LE(tag, at);
    out.writeUInt16LE(type, at + 2);
    out.writeUInt32LE(1, at + 4);
    if (type === SHORT) out.writeUInt16LE(value, at + 8);
    else if (type === RATIONAL) out.writeUInt32LE(ratio, at + 8);
    else out.writeUInt32LE(tag === STRIP_OFFSETS ? start : value, at + 8);
  });
  out.writeUInt32LE(dpi, ratio);
  out.writeUInt32LE(1, ratio + 4);
  out.set(strip, start);
  return out;
}

const STRIP_OFFSETS = 273;

/** Baseline bilevel tags in ascending order (TIFF 6.0, part 1, section 4; section 11 for group 4). */
function fieldsOf(picture: Bitmap1, stripLength: number, dpi: number): readonly Field[] {
  return [
    { tag: 256, type: LONG, value: picture.width },
    { tag: 257, type: LONG, value: picture.height },
    { tag: 258, type: SHORT, value: 1 },
    { tag: 259, type: SHORT, value: 4 },
    { tag: 262, type: SHORT, value: 0 },
    { tag: STRIP_OFFSETS, type: LONG, value: 0 },
    { tag: 277, type: SHORT, value: 1 },
    { tag: 278, type: LONG, value: picture.height },
    { tag: 279, type: LONG, value: stripLength },
    { tag: 282, type: RATIONAL, value: dpi },
    { tag: 283, type: RATIONAL, value: dpi },
    { tag: 296, type: SHORT, value: 2 },
  ];
}
