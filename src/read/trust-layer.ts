import { type Box, sharedArea } from '../model/geometry.ts';
import type { Glyph, ImageUse, PageModel } from '../pdf/page-model.ts';
import { LOCAL } from '../pdf/trust.ts';
import { darkBars, partInTheDark, VISIBLE_RANGE } from './blacked-out.ts';
import { hasLetter } from './segment.ts';
import { isLost } from './text-layer.ts';
import { toPixelBox, type View } from './view.ts';

/** What cheap checks say about a page's text layer. */
export interface LayerVerdict {
  /** Glyphs the page shows, or should show: what its text may be read from. */
  readonly shown: readonly Glyph[];
  /** Letters that are in the file but not on the page as displayed. */
  readonly hidden: readonly Glyph[];
  /** The text lies under or invisibly over a picture of the page: somebody else's OCR; `hidden` then has all of it. */
  readonly oldOcr: boolean;
  /** Reasons to read the page from its pixels too and compare; sentences without text of the page. */
  readonly doubts: readonly string[];
  /** The glyphs that all doubts are about: only the picture tells which letters they are. Absent: any letter may be wrong. */
  readonly unsure?: readonly Glyph[];
}

/** Text smaller than this, in points, is not meant to be seen. */
const TINY = 2;

/** Judges a page's glyphs by how they are drawn and by `look`, the page's picture at about 100 dpi. */
export function judgeLayer(page: PageModel, look: View): LayerVerdict {
  const letters = page.glyphs.filter((glyph) => glyph.text.trim() !== '' || glyph.text === '');
  const bars = darkBars(page);
  const dark = new Map<Glyph, Box>();
  for (const glyph of letters) {
    const part = partInTheDark(glyph, look, bars);
    if (part !== undefined) dark.set(glyph, part);
  }
  const unseen = new Set(letters.filter((glyph) => dark.has(glyph) || isHidden(glyph, page, look)));
  const hidden = withoutFaint(unseen, letters, (glyph) => rangeIn(look, dark.get(glyph) ?? glyph.box));
  const scan = page.images.find((image) => image.visible && coverage(image.box, page) > 0.6);
  const underOrOver = scan === undefined ? [] : letters.filter((g) => hidden.has(g) || liesUnder(g, scan));
  const oldOcr = underOrOver.length >= 3 && underOrOver.length > 0.6 * letters.length;
  const shown = page.glyphs.filter((glyph) => !hidden.has(glyph));
  const general = [...doubtsOf(page, shown), ...doubtsOfLetters(shown)];
  const unsure = unsureGlyphs(page, shown);
  const doubts = [...general, ...(unsure.length === 0 ? [] : ['some fonts do not say which letters their glyphs are'])];
  const only = general.length === 0 && unsure.length > 0 ? { unsure } : {};
  return { shown, hidden: oldOcr ? underOrOver : [...hidden], oldOcr, doubts, ...only };
}

/** Glyphs of fonts that do not tell their letters, and those without any letter where they are more than a bullet or two. */
function unsureGlyphs(page: PageModel, shown: readonly Glyph[]): readonly Glyph[] {
  const inked = shown.filter((glyph) => glyph.text === '' || glyph.text.trim() !== '');
  const lost = inked.filter((glyph) => isLost(glyph.text));
  const many = lost.length > Math.max(2, 0.005 * inked.length);
  return inked.filter((glyph) => page.fonts[glyph.font]?.unicode === 'unreliable' || (many && isLost(glyph.text)));
}

function isHidden(glyph: Glyph, page: PageModel, look: View): boolean {
  if (!glyph.visible || glyph.tr === 3 || glyph.tr === 7) return true;
  if (glyph.size < TINY) return true;
  const { x, y, w, h } = glyph.box;
  if (x + w <= 0 || y + h <= 0 || x >= page.width || y >= page.height) return true;
  if (!hasLetter(glyph.text)) return false;
  return rangeIn(look, glyph.box) < VISIBLE_RANGE;
}

/** What a thin letter of a word in a pale colour shows at least, where the others of the word show enough. */
const FAINT_RANGE = 8;

/** The hidden letters but for thin ones next to a letter of the same font and colour that can be seen. */
function withoutFaint(
  hidden: ReadonlySet<Glyph>,
  letters: readonly Glyph[],
  rangeOf: (glyph: Glyph) => number,
): ReadonlySet<Glyph> {
  const isSeen = (one: Glyph, beside: Glyph | undefined): boolean =>
    beside !== undefined &&
    !hidden.has(beside) &&
    beside.font === one.font &&
    beside.color === one.color &&
    Math.hypot(beside.ox - one.ox, beside.oy - one.oy) < one.size;
  const isFaint = (glyph: Glyph, i: number): boolean =>
    (isSeen(glyph, letters[i - 1]) || isSeen(glyph, letters[i + 1])) && isDrawn(glyph) && rangeOf(glyph) >= FAINT_RANGE;
  return new Set(letters.filter((glyph, i) => hidden.has(glyph) && !isFaint(glyph, i)));
}

/** Is the letter drawn to be seen? */
function isDrawn(glyph: Glyph): boolean {
  return glyph.visible && glyph.tr !== 3 && glyph.tr !== 7 && glyph.size >= TINY;
}

/** Does a box of the page show something? */
export function hasInk(look: View, box: Box): boolean {
  return rangeIn(look, box) >= FAINT_RANGE;
}

/** Difference between the brightest and the darkest pixel of a box and a pixel around it; up to VISIBLE_RANGE. */
function rangeIn(view: View, box: Box): number {
  const { x0, y0, x1, y1 } = toPixelBox(view, box);
  const { width, height, data } = view;
  const left = Math.max(0, Math.floor(x0));
  const right = Math.min(width, Math.ceil(x1));
  const bottom = Math.min(height, Math.ceil(y1));
  let low = 255;
  let high = 0;
  for (let y = Math.max(0, Math.floor(y0)); y < bottom; y++) {
    for (let at = y * width + left; at < y * width + right; at++) {
      const value = data[at] ?? 255;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high - low >= VISIBLE_RANGE) return VISIBLE_RANGE;
  }
  return high - low;
}

function coverage(box: Box, page: PageModel): number {
  return sharedArea(box, { x: 0, y: 0, w: page.width, h: page.height }) / (page.width * page.height);
}

function liesUnder(glyph: Glyph, image: ImageUse): boolean {
  const area = Math.max(1e-6, glyph.box.w * glyph.box.h);
  return glyph.paint < image.paint && sharedArea(glyph.box, image.box) > 0.8 * area;
}

function doubtsOf(page: PageModel, shown: readonly Glyph[]): readonly string[] {
  const doubts: string[] = [];
  if (page.trust.level === 'untrusted') doubts.push('the text layer is not trusted');
  else if (page.trust.level !== 'exact' && !isLocal(page)) doubts.push('the text layer is without reliable letters');
  const pictures = page.images.filter((image) => image.visible && !image.stencil);
  const under = shown.filter((glyph) => /\S/.test(glyph.text) && pictures.some((image) => liesUnder(glyph, image)));
  if (under.length > 0) doubts.push('text was drawn before a picture that lies over it');
  return doubts;
}

/** Does the page name the glyphs and areas that speak against trusting its letters? */
function isLocal({ trust, fonts, patterns }: PageModel): boolean {
  const named = fonts.some((font) => font.unicode === 'unreliable') || patterns.some((pattern) => pattern.content);
  return named && trust.reasons.every((reason) => LOCAL.has(reason));
}

/** Signs that the letters are not what the page shows, from the letters alone. */
function doubtsOfLetters(shown: readonly Glyph[]): readonly string[] {
  const doubts: string[] = [];
  const inked = shown.filter((glyph) => glyph.text === '' || glyph.text.trim() !== '');
  const { length, latin, vowels, other, odd } = countLetters(inked);
  if (latin >= 200 && (vowels < 0.25 * latin || vowels > 0.6 * latin))
    doubts.push('the letters of the text layer are not distributed like those of a language');
  if (odd > 0.05 * length) doubts.push('the text layer holds codes that are no letters');
  if (length >= 200 && latin + other < 0.5 * length) doubts.push('the text layer is mostly signs');
  if (overprinted(inked) > 0.05 * inked.length) doubts.push('letters were drawn on top of other letters');
  return doubts;
}

/** UTF-16 units of the text: all, letters of ASCII, vowels of them, other letters and digits, and what is no character of a text. */
interface LetterCounts {
  length: number;
  latin: number;
  vowels: number;
  other: number;
  odd: number;
}

function countLetters(glyphs: readonly Glyph[]): LetterCounts {
  const counts: LetterCounts = { length: 0, latin: 0, vowels: 0, other: 0, odd: 0 };
  for (const { text } of glyphs) {
    counts.length += text.length;
    const code = text.charCodeAt(0);
    if (text.length === 1 && code < 0x80) countAscii(counts, code);
    else {
      counts.latin += text.match(/[A-Za-z]/g)?.length ?? 0;
      counts.vowels += text.match(/[AEIOUYaeiouy]/g)?.length ?? 0;
      counts.other += text.match(/[^\x00-\x7f]|[0-9]/g)?.length ?? 0;
      counts.odd += text.match(/[^\p{L}\p{N}\p{P}\p{S}\p{M}\s]/gu)?.length ?? 0;
    }
  }
  return counts;
}

function countAscii(counts: LetterCounts, code: number): void {
  const small = code | 0x20;
  if (small >= 0x61 && small <= 0x7a) {
    counts.latin++;
    if (VOWELS.has(small)) counts.vowels++;
  } else if (code >= 0x30 && code <= 0x39) counts.other++;
  else if ((code < 0x20 && (code < 9 || code > 13)) || code === 0x7f) counts.odd++;
}

const VOWELS: ReadonlySet<number> = new Set([...'aeiouy'].map((letter) => letter.charCodeAt(0)));

/** Letters in a row of drawing that count as one heap; texts drawn over each other are each in a row of its own. */
const HEAP = 3;

/** Letters most of whose place is taken by another one that is drawn right before or after. */
function overprinted(glyphs: readonly Glyph[]): number {
  const sorted = glyphs.filter((g) => g.advance > 0).toSorted((a, b) => a.oy - b.oy || a.ox - b.ox);
  let count = 0;
  for (let i = 0; i < sorted.length; i++) {
    const glyph = sorted[i];
    if (glyph === undefined) continue;
    const end = glyph.ox + glyph.advance;
    for (let j = i + 1; j < Math.min(sorted.length, i + 4); j++) {
      const other = sorted[j];
      if (other === undefined || Math.abs(other.oy - glyph.oy) > 0.3 * glyph.size || glyph.angle !== 0) break;
      if (Math.abs(other.paint - glyph.paint) > HEAP) continue;
      const shared = Math.min(end, other.ox + other.advance) - Math.max(glyph.ox, other.ox);
      if (shared > 0.5 * Math.min(glyph.advance, other.advance) && other.text !== glyph.text) count += 1;
    }
  }
  return count;
}
