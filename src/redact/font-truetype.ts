import { PDFDict, PDFName, type PDFRawStream } from 'pdf-lib';
import { asName, lookUp } from '../pdf/objects.ts';
import { mappedGlyphs } from './blank-glyphs.ts';
import { differencesOf } from './font-programs.ts';
import { letterOfName, namesOfEncoding } from './glyph-names.ts';

/**
 * Glyphs of a simple TrueType font that codes may need by any of the ways of ISO 32000-1, 9.6.6.4;
 * undefined for other kinds, and where a code is named in a way that no map of the font knows.
 */
export function simpleGlyphs(
  font: PDFDict,
  file: PDFRawStream | undefined,
  used: ReadonlySet<number>,
): ReadonlySet<number> | undefined {
  const { context } = font;
  if (file === undefined || asName(context, font.get(PDFName.of('Subtype'))) !== 'TrueType') return undefined;
  const encoding = lookUp(font, 'Encoding');
  const table = encoding instanceof PDFDict ? encoding : undefined;
  const stated = asName(context, table === undefined ? encoding : lookUp(table, 'BaseEncoding'));
  const base = namesOfEncoding(stated ?? 'StandardEncoding');
  if (base === undefined) return undefined;
  const differences = table === undefined ? new Map<number, string>() : differencesOf(table);
  const wanted = new Set<number>();
  for (const code of used) {
    const name = differences.get(code) ?? base.get(code);
    const letter = name === undefined ? undefined : letterOfName(name);
    // A glyph may be found by its name alone, in a table that is not kept.
    if (differences.has(code) && !mapsLetter(file.contents, letter)) return undefined;
    for (const one of candidates(code, letter)) wanted.add(one);
  }
  return mappedGlyphs(file.contents, wanted);
}

function mapsLetter(font: Uint8Array, letter: number | undefined): boolean {
  if (letter === undefined) return false;
  const found = mappedGlyphs(
    font,
    [letter, macCode(letter)].filter((one) => one >= 0),
  );
  return found !== undefined && [...found].some((glyph) => glyph !== 0);
}

/** The numbers by which a map may know a code: itself, in the ranges of symbol fonts, its letter, its place in Mac Roman. */
function candidates(code: number, letter: number | undefined): readonly number[] {
  const symbols = [code, 0xf000 + code, 0xf100 + code];
  const latin = WINDOWS.decode(Uint8Array.of(code)).codePointAt(0) ?? code;
  const letters = letter === undefined ? [latin] : [latin, letter];
  return [...symbols, ...letters, ...letters.map(macCode)].filter((one) => one >= 0);
}

function macCode(letter: number): number {
  return MAC_ROMAN.indexOf(String.fromCodePoint(letter));
}

const WINDOWS = new TextDecoder('windows-1252');

/** Mac Roman by code: a font may have a map of that platform only. */
const MAC_ROMAN = new TextDecoder('macintosh').decode(Uint8Array.from({ length: 256 }, (_, code) => code));
