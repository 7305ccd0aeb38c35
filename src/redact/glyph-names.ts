import { StandardFontEmbedder, StandardFonts } from 'pdf-lib';

/**
 * Standard strings of CFF 1 to 228 (Adobe Technical Note 5176, Appendix A): the names that text fonts use.
 * The first 149 stand in the order of StandardEncoding.
 */
export const CFF_STRINGS: readonly string[] = (
  '.notdef space exclam quotedbl numbersign dollar percent ampersand quoteright parenleft parenright asterisk plus comma hyphen period slash ' +
  'zero one two three four five six seven eight nine colon semicolon less equal greater question at ' +
  'A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore quoteleft ' +
  'a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde ' +
  'exclamdown cent sterling fraction yen florin section currency quotesingle quotedblleft guillemotleft guilsinglleft guilsinglright fi fl ' +
  'endash dagger daggerdbl periodcentered paragraph bullet quotesinglbase quotedblbase quotedblright guillemotright ellipsis perthousand ' +
  'questiondown grave acute circumflex tilde macron breve dotaccent dieresis ring cedilla hungarumlaut ogonek caron emdash ' +
  'AE ordfeminine Lslash Oslash OE ordmasculine ae dotlessi lslash oslash oe germandbls ' +
  'onesuperior logicalnot mu trademark Eth onehalf plusminus Thorn onequarter divide brokenbar degree thorn threequarters twosuperior ' +
  'registered minus eth multiply threesuperior copyright Aacute Acircumflex Adieresis Agrave Aring Atilde Ccedilla Eacute Ecircumflex ' +
  'Edieresis Egrave Iacute Icircumflex Idieresis Igrave Ntilde Oacute Ocircumflex Odieresis Ograve Otilde Scaron Uacute Ucircumflex ' +
  'Udieresis Ugrave Yacute Ydieresis Zcaron aacute acircumflex adieresis agrave aring atilde ccedilla eacute ecircumflex edieresis egrave ' +
  'iacute icircumflex idieresis igrave ntilde oacute ocircumflex odieresis ograve otilde scaron uacute ucircumflex udieresis ugrave yacute ' +
  'ydieresis zcaron'
).split(' ');

/** How many standard strings CFF has; the font's own follow. */
export const CFF_STANDARD = 391;

/** Codes of StandardEncoding (ISO 32000-1, Annex D) in the order of CFF_STRINGS from 1. */
const STANDARD_CODES: readonly number[] = [
  [32, 126],
  [161, 175],
  [177, 180],
  [182, 189],
  [191, 191],
  [193, 200],
  [202, 203],
  [205, 208],
  [225, 225],
  [227, 227],
  [232, 235],
  [241, 241],
  [245, 245],
  [248, 251],
].flatMap(([from = 0, to = 0]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));

// The parameter's own enum is not exported; its values are the same names.
const WIN_ANSI = StandardFontEmbedder.for(
  StandardFonts.Helvetica as string as Parameters<typeof StandardFontEmbedder.for>[0],
).encoding;

const LETTERS = new Map<string, number>();
const WIN_NAMES = new Map<number, string>();
for (const letter of WIN_ANSI.supportedCodePoints) {
  const { code, name } = WIN_ANSI.encodeUnicodeCodePoint(letter);
  LETTERS.set(name, letter);
  WIN_NAMES.set(code, name);
}

const MAC_ROMAN = new TextDecoder('macintosh');

/** The names that a named encoding gives to codes (ISO 32000-1, Annex D); undefined for one that is not known here. */
export function namesOfEncoding(name: string): ReadonlyMap<number, string> | undefined {
  if (name === 'WinAnsiEncoding') return WIN_NAMES;
  if (name === 'StandardEncoding') return new Map(STANDARD_CODES.map((code, i) => [code, CFF_STRINGS[i + 1] ?? '']));
  if (name !== 'MacRomanEncoding') return undefined;
  const names = new Map<number, string>();
  for (let code = 32; code < 256; code++) {
    const letter = MAC_ROMAN.decode(Uint8Array.of(code)).codePointAt(0) ?? 0;
    const found = WIN_ANSI.canEncodeUnicodeCodePoint(letter) ? WIN_ANSI.encodeUnicodeCodePoint(letter).name : undefined;
    if (found !== undefined) names.set(code, found);
  }
  return names;
}

/** The letter of a glyph name, by the names of WinAnsi and the forms uniXXXX and uXXXX; undefined for others. */
export function letterOfName(name: string): number | undefined {
  const known = LETTERS.get(name);
  if (known !== undefined) return known;
  const hex = /^(?:uni|u)([0-9A-F]{4,6})$/.exec(name)?.[1];
  return hex === undefined ? undefined : Number.parseInt(hex, 16);
}
