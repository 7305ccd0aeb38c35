import { StandardFontEmbedder, StandardFonts } from 'pdf-lib';
import type { NameLists } from '../model/redacting.ts';
import type { PageFont, PageModel } from '../pdf/page-model.ts';
import { isBlank } from './text-lines.ts';

/** Width of a letter in ems; undefined where the font has none. */
export type Metrics = (letter: string) => number | undefined;

/**
 * How well a reader of the output can tell a width, in points: half of the thousandth of an em in which fonts
 * state widths, at 12 pt. With it a gap leaves about 50 names of 10,000, as engine.md measured.
 */
export const EXACT = 0.006;

/** The same for a scan at 200 dpi and more: a pixel and a half. */
export const SCANNED = 0.5;

/** Width of a blank where the font has none, in ems. */
export const BLANK = 0.25;

/** Widths in ems of the names of a dictionary and a roster in one font. */
export interface NameWidths {
  /** Ascending. */
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly blank: number;
  readonly roster: readonly (readonly number[])[];
}

/** The widths of all names; `blank` is the width of the blank between their parts in ems. */
export function nameWidths(names: NameLists, metrics: Metrics, blank: number): NameWidths {
  const widths = (list: readonly string[]): readonly number[] => list.map((name) => widthOf(name, metrics, blank));
  const ascending = (list: readonly string[]): readonly number[] => [...widths(list)].sort((a, b) => a - b);
  return { first: ascending(names.first), last: ascending(names.last), blank, roster: names.roster.map(widths) };
}

/** Natural width of a text in ems, without kerning. */
export function widthOf(text: string, metrics: Metrics, blank: number): number {
  let width = 0;
  for (const letter of text) width += letter.trim() === '' ? blank : (metrics(letter) ?? UNKNOWN);
  return width;
}

/** Width of a letter that no font at hand has, in ems. */
const UNKNOWN = 0.5;

/** How many names fit. */
export interface Fits {
  readonly dictionary: number;
  readonly roster: number;
}

/** How many names are as wide as a gap: `width` and `tolerance` in points, `size` of the font in points. */
export function fitting(names: NameWidths, width: number, size: number, tolerance: number): Fits {
  const low = (width - tolerance) / size;
  const high = (width + tolerance) / size;
  const roster = names.roster.filter((forms) => forms.some((one) => one >= low && one <= high)).length;
  return { dictionary: pairsUpTo(names, high, true) - pairsUpTo(names, low, false), roster };
}

/** How many names are at most as wide as a box, which may hide any of them. */
export function fittingWithin(names: NameWidths, width: number, size: number): Fits {
  return fitting(names, 0, size, width);
}

/** Every name: what a box of constant width leaves. */
export function allFit(names: NameWidths): Fits {
  return { dictionary: names.first.length * names.last.length, roster: names.roster.length };
}

/** How many pairs of a given and a family name are narrower than `limit`, or as wide where that counts. */
function pairsUpTo({ first, last, blank }: NameWidths, limit: number, itself: boolean): number {
  let count = 0;
  let at = last.length;
  for (const given of first) {
    const fits = (family: number): boolean => {
      const width = given + blank + family;
      return itself ? width <= limit : width < limit;
    };
    while (at > 0 && !fits(last[at - 1] ?? 0)) at--;
    count += at;
  }
  return count;
}

/**
 * The widths of a font's letters as the page shows them, what it removes included; letters it does not
 * show are those of a similar standard font, scaled by the letters both have.
 */
export function metricsOf(page: PageModel, font: number): Metrics {
  const known = new Map<string, number>();
  for (const glyph of page.glyphs) {
    if (glyph.font !== font || glyph.size <= 0 || isBlank(glyph) || glyph.text.length !== 1) continue;
    if (!known.has(glyph.text)) known.set(glyph.text, glyph.advance / glyph.size);
  }
  const similar = standardMetrics(page.fonts[font]);
  let own = 0;
  let standard = 0;
  for (const [letter, width] of known) {
    const other = similar(letter);
    if (other === undefined) continue;
    own += width;
    standard += other;
  }
  const scale = standard > 0 ? own / standard : 1;
  return (letter) => {
    const exact = known.get(letter);
    if (exact !== undefined) return exact;
    const other = similar(letter);
    return other === undefined ? undefined : other * scale;
  };
}

/** Width of a font's blank in ems, where the page shows one. */
export function blankOf(page: PageModel, font: number): number {
  const blank = page.glyphs.find((glyph) => glyph.font === font && glyph.size > 0 && glyph.text === ' ');
  return blank === undefined || blank.advance <= 0 ? BLANK : blank.advance / blank.size;
}

/** The metrics of the standard font most like another: by pitch, serifs as its name tells, and weight. */
export function standardMetrics(font: Pick<PageFont, 'baseFont' | 'bold' | 'monospace'> | undefined): Metrics {
  const embedder = embedderOf(standardName(font));
  return (letter) =>
    embedder.encoding.canEncodeUnicodeCodePoint(letter.codePointAt(0) ?? 0)
      ? embedder.widthOfTextAtSize(letter, 1)
      : undefined;
}

const SANS = /helvet|arial|sans|calibri|verdana|tahoma|segoe|roboto|inter|lato|gothic|ubuntu|carlito|cmss/i;

function standardName(font: Pick<PageFont, 'baseFont' | 'bold' | 'monospace'> | undefined): StandardFonts {
  if (font?.monospace === true) return font.bold ? StandardFonts.CourierBold : StandardFonts.Courier;
  if (SANS.test(font?.baseFont ?? ''))
    return font?.bold === true ? StandardFonts.HelveticaBold : StandardFonts.Helvetica;
  return font?.bold === true ? StandardFonts.TimesRomanBold : StandardFonts.TimesRoman;
}

function embedderOf(name: StandardFonts): StandardFontEmbedder {
  // The parameter's own enum is not exported; its values are the same names.
  return StandardFontEmbedder.for(name as string as Parameters<typeof StandardFontEmbedder.for>[0]);
}
