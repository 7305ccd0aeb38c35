import { PDFArray, type PDFDict, PDFName } from 'pdf-lib';
import { asArray, asDict, asName, asText, lookUp, nameText } from '../pdf/objects.ts';
import { CFF_STRINGS, letterOfName } from './glyph-names.ts';

const PROGRAMS = ['FontFile', 'FontFile2', 'FontFile3'];

/** Families and styles of the standard fonts: where they are not embedded, viewers know them by these. */
const STANDARD =
  /^(?:helvetica|times|courier|arial|symbol|zapfdingbats|(?:timesnewroman|couriernew)(?:ps)?|bold|italic|oblique|roman|regular|bolditalic|boldoblique)(?:mt)?$/;

/**
 * Gives fonts whose names hold a word of `terms` a name that says nothing: whoever searches the file for Georgia means
 * the person. One that is not embedded keeps the other words of its name, by which viewers find another for it.
 */
export function hideFontNames(fonts: Iterable<PDFDict>, terms: readonly string[]): void {
  const words = new Set(terms.flatMap(wordsOf));
  if (words.size === 0) return;
  const isHidden = (name: string): boolean => wordsOf(name).some((word) => words.has(word));
  for (const font of fonts) {
    const { context } = font;
    const parts = asArray(context, lookUp(font, 'DescendantFonts'))?.asArray() ?? [];
    const all = [font, ...parts.flatMap((part) => asDict(context, part) ?? [])];
    const descriptors = all.flatMap((one) => asDict(context, lookUp(one, 'FontDescriptor')) ?? []);
    const isEmbedded = descriptors.some((one) => PROGRAMS.some((key) => one.has(PDFName.of(key))));
    for (const owner of [...all, ...descriptors]) {
      for (const [key, value] of owner.entries()) {
        const kind = nameText(key);
        if (kind === 'FontFamily' && isHidden(asText(context, value) ?? '')) owner.delete(key);
        const name = ['BaseFont', 'FontName'].includes(kind) ? asName(context, value) : undefined;
        if (name === undefined || !isHidden(name)) continue;
        owner.set(key, PDFName.of(isEmbedded ? 'AAAAAA+F' : withoutWords(name, words)));
      }
    }
  }
}

/** The name with F for each of those words but the standard ones. */
function withoutWords(name: string, words: ReadonlySet<string>): string {
  return name.replace(/[\p{L}\p{N}]+/gu, (part) => {
    const isKept = wordsOf(part).every((word) => !words.has(word) || STANDARD.test(word));
    return isKept ? part : 'F';
  });
}

/**
 * Gives glyphs whose names hold a word of `terms`, and are no letter's, a name that says nothing: those of Type 3 fonts,
 * and of fonts that are not embedded, where such a name means nothing. Names in font programs stay.
 */
export function hideGlyphNames(fonts: Iterable<PDFDict>, terms: readonly string[]): void {
  const words = new Set(terms.flatMap(wordsOf));
  if (words.size === 0) return;
  const renamed = new Map<string, PDFName>();
  const nameFor = (name: string): PDFName | undefined => {
    if (letterOfName(name) !== undefined || CFF_STRINGS.includes(name)) return undefined;
    if (!wordsOf(name).some((word) => words.has(word))) return undefined;
    const made = renamed.get(name) ?? PDFName.of(`withheld${String(renamed.size + 1).padStart(4, '0')}`);
    renamed.set(name, made);
    return made;
  };
  for (const font of fonts) {
    const { context } = font;
    const descriptor = asDict(context, lookUp(font, 'FontDescriptor'));
    if (descriptor !== undefined && PROGRAMS.some((key) => descriptor.has(PDFName.of(key)))) continue;
    const procedures = asDict(context, lookUp(font, 'CharProcs'));
    for (const [key, value] of procedures?.entries() ?? []) {
      const made = nameFor(nameText(key));
      if (made === undefined) continue;
      procedures?.delete(key);
      procedures?.set(made, value);
    }
    const encoding = asDict(context, lookUp(font, 'Encoding'));
    const differences = encoding === undefined ? undefined : asArray(context, lookUp(encoding, 'Differences'));
    if (encoding === undefined || differences === undefined) continue;
    const made = PDFArray.withContext(context);
    for (const item of differences.asArray()) {
      const name = asName(context, item);
      made.push((name === undefined ? undefined : nameFor(name)) ?? item);
    }
    encoding.set(PDFName.of('Differences'), made);
  }
}

function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFKD')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
