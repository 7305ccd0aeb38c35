import type { FontFacts } from './fonts.ts';
import type { OracleGlyph, OracleShow } from './oracle.ts';

/** One item of a show operator in order: a glyph with its bytes, or a number of the TJ array. */
export interface ShowItem {
  readonly number?: number;
  readonly glyph?: OracleGlyph;
  readonly el: number;
  readonly b0: number;
  readonly b1: number;
}

/**
 * Joins the strings and numbers of a show operator with what pdfjs read of it; undefined where the
 * two disagree on glyph count, codes or numbers (engine: the n-th show operator is the n-th entry).
 */
export function alignShow(
  elements: readonly (Uint8Array | number)[],
  show: OracleShow,
  font: FontFacts,
): readonly ShowItem[] | undefined {
  const items: ShowItem[] = [];
  let next = 0;
  for (const [el, element] of elements.entries()) {
    if (typeof element === 'number') {
      if (show[next++] !== element) return undefined;
      items.push({ number: element, el, b0: 0, b1: 0 });
      continue;
    }
    for (let at = 0; at < element.length; ) {
      const glyph = show[next++];
      if (glyph === undefined || typeof glyph === 'number') return undefined;
      const length = codeLength(element, at, glyph.originalCharCode, font);
      if (length === 0) return undefined;
      items.push({ glyph, el, b0: at, b1: at + length });
      at += length;
    }
  }
  return next === show.length ? items : undefined;
}

/** Bytes of the code at `at`, 0 where the bytes are not that code. Codes are big-endian, 1 to 4 bytes. */
function codeLength(bytes: Uint8Array, at: number, code: number, font: FontFacts): number {
  if (!font.composite) return bytes[at] === code ? 1 : 0;
  if (font.codeLength !== undefined) {
    return valueOfBytes(bytes, at, font.codeLength) === code ? font.codeLength : 0;
  }
  for (let length = 1; length <= 4; length++) {
    if (valueOfBytes(bytes, at, length) === code) return length;
  }
  return 0;
}

function valueOfBytes(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let i = 0; i < length; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return -1;
    value = value * 256 + byte;
  }
  return value;
}
