/** A Type 1 font program in its three parts (Adobe Type 1 Font Format; ISO 32000-1, 9.9): lengths of clear text, of what is encrypted, and of the rest. */
export interface Type1Program {
  readonly bytes: Uint8Array;
  readonly lengths: readonly [number, number, number];
}

/** Keys of the two encryptions (Type 1 Font Format, chapter 7). */
const EEXEC = 55665;
const CHARSTRING = 4330;
const [C1, C2] = [52845, 22719];

/**
 * The program without the outlines, names and codes of glyphs that are not in `names`; undefined where it
 * cannot be read or composes accented letters of others.
 */
export function blankType1(
  program: Type1Program,
  names: ReadonlySet<string>,
  codes: ReadonlySet<number>,
): Type1Program | undefined {
  const { clear, secret, rest } = partsOf(program);
  if (secret === undefined) return undefined;
  const plain = crypt(secret, EEXEC, false);
  const body = withoutGlyphs(plain.subarray(4), names);
  if (body === undefined) return undefined;
  // Four random bytes lead the encrypted part; these must not look like white space or hex.
  const sealed = crypt(Buffer.concat([plain.subarray(0, 4), body]), EEXEC, true);
  const shown = Buffer.from(withoutCodes(clear, codes), 'latin1');
  return { bytes: Buffer.concat([shown, sealed, rest]), lengths: [shown.length, sealed.length, rest.length] };
}

/** The names that the program's own encoding gives to codes; undefined where it is StandardEncoding. */
export function type1Encoding(program: Type1Program): ReadonlyMap<number, string> | undefined {
  const { clear } = partsOf(program);
  const names = new Map<number, string>();
  for (const [, code = '', name = ''] of clear.matchAll(ENTRY)) names.set(Number(code), name);
  return names.size === 0 && /\/Encoding\s+StandardEncoding/.test(clear) ? undefined : names;
}

const ENTRY = /dup\s+(\d+)\s*\/(\S+)\s+put\s*/g;

function partsOf({ bytes, lengths }: Type1Program): {
  clear: string;
  secret: Uint8Array | undefined;
  rest: Uint8Array;
} {
  const buffer = Buffer.from(bytes);
  const found = buffer.indexOf('eexec');
  const after = found + 5;
  const skip = buffer[after] === 13 && buffer[after + 1] === 10 ? 2 : 1;
  const start = lengths[0] > after ? lengths[0] : after + skip;
  const end = Math.min(bytes.length, start + lengths[1]);
  const clear = buffer.toString('latin1', 0, start);
  const rest = buffer.subarray(end);
  if (found < 0 || end <= start + 4) return { clear, secret: undefined, rest };
  const raw = buffer.subarray(start, end);
  const isHex = /^[\s\da-fA-F]+$/.test(raw.toString('latin1', 0, Math.min(64, raw.length)));
  return { clear, secret: isHex ? Buffer.from(raw.toString('latin1').replace(/\s/g, ''), 'hex') : raw, rest };
}

/** Encrypts or decrypts; the key of each byte comes from the encrypted one before it. */
function crypt(bytes: Uint8Array, key: number, encrypt: boolean): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let r = key;
  for (const [i, byte] of bytes.entries()) {
    const other = byte ^ (r >> 8);
    out[i] = other;
    r = (((encrypt ? other : byte) + r) * C1 + C2) & 0xffff;
  }
  return out;
}

function withoutGlyphs(plain: Uint8Array, names: ReadonlySet<string>): Uint8Array | undefined {
  const text = Buffer.from(plain).toString('latin1');
  const start = text.indexOf('/CharStrings');
  if (start < 0) return undefined;
  const lead = Number(/\/lenIV\s+(\d+)/.exec(text)?.[1] ?? 4);
  const parts: string[] = [];
  const glyph = /\/(\S+)\s+(\d+)\s+(RD|-\||\S+)\s/g;
  let at = text.indexOf('begin', start);
  if (at < 0) return undefined;
  parts.push(text.slice(0, at));
  let kept = 0;
  for (;;) {
    glyph.lastIndex = at;
    const match = glyph.exec(text);
    const ends = text.indexOf('end', at);
    if (match === null || (ends >= 0 && ends < match.index)) break;
    const data = match.index + match[0].length;
    const length = Number(match[2]);
    const tail = /^\s*(?:ND|\|-|\S+(?:\s+def)?)\s*/.exec(text.slice(data + length, data + length + 32))?.[0] ?? '';
    const next = data + length + tail.length;
    parts.push(text.slice(at, match.index));
    const name = match[1] ?? '';
    if (name === '.notdef' || names.has(name)) {
      if (isComposed(Buffer.from(text.slice(data, data + length), 'latin1'), lead)) return undefined;
      parts.push(text.slice(match.index, next));
      kept++;
    }
    at = next;
  }
  if (kept === 0) return undefined;
  parts.push(text.slice(at));
  const counted = parts.join('').replace(/(\/CharStrings\s+)\d+/, `$1${kept}`);
  return Buffer.from(counted, 'latin1');
}

/** Does a charstring end in seac (12 6), which draws two other glyphs? */
function isComposed(charString: Uint8Array, lead: number): boolean {
  const plain = crypt(charString, CHARSTRING, false).subarray(lead);
  return plain.at(-1) === 6 && plain.at(-2) === 12;
}

function withoutCodes(clear: string, used: ReadonlySet<number>): string {
  return clear.replace(ENTRY, (entry, code: string) => (used.has(Number(code)) ? entry : ''));
}
