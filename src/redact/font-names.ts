import { type PDFDict, PDFName } from 'pdf-lib';
import { asArray, asDict, asName, lookUp, nameText } from '../pdf/objects.ts';

const PROGRAMS = ['FontFile', 'FontFile2', 'FontFile3'];

/**
 * Gives embedded fonts whose names hold a word of `terms` a name that says nothing: whoever searches the file for
 * Georgia means the person. Fonts that are not embedded are found by their names and keep them.
 */
export function hideFontNames(fonts: Iterable<PDFDict>, terms: readonly string[]): void {
  const words = new Set(terms.flatMap(wordsOf));
  if (words.size === 0) return;
  for (const font of fonts) {
    const { context } = font;
    const parts = asArray(context, lookUp(font, 'DescendantFonts'))?.asArray() ?? [];
    const all = [font, ...parts.flatMap((part) => asDict(context, part) ?? [])];
    const descriptors = all.flatMap((one) => asDict(context, lookUp(one, 'FontDescriptor')) ?? []);
    if (!descriptors.some((one) => PROGRAMS.some((key) => one.has(PDFName.of(key))))) continue;
    for (const owner of [...all, ...descriptors]) {
      for (const [key, value] of owner.entries()) {
        const isName = ['BaseFont', 'FontName'].includes(nameText(key));
        const name = isName ? asName(context, value) : undefined;
        if (name !== undefined && wordsOf(name).some((word) => words.has(word))) owner.set(key, PDFName.of('AAAAAA+F'));
      }
    }
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
