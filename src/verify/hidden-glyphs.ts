import type { Box } from '../model/geometry.ts';
import { isSmearedPatch } from './blurred.ts';
import { boxAround, spaced } from './glyph-text.ts';
import { type Overprinted, overprinted } from './overprint.ts';
import {
  holdsMiddle,
  type PaintedGlyph,
  type PaintedImage,
  type PaintedPage,
  type PaintedShape,
  shared,
} from './painted.ts';
import type { Picture } from './pdfium-view.ts';
import { brightness, isFlat, type Look, lookAt } from './sample.ts';
import { apart, inner, isOverImage } from './scan-words.ts';

/** Why a glyph may not be seen. */
export type Hiding = 'covered' | 'same-colour' | 'invisible' | 'off-page' | 'clipped' | 'layer' | 'tiny' | 'unseen';

/** Glyphs side by side that nobody can see, and why. */
export interface HiddenRun {
  readonly why: Hiding;
  readonly text: string;
  readonly glyphs: number;
  readonly box: Box;
  readonly nested: boolean;
  /** What lies over (covered) or under (same colour) them. */
  readonly by?: PaintedShape | PaintedImage;
  /** How the page looks there; absent off the page. */
  readonly look?: Look;
  /** An image lies there, so invisible text may be its reading. */
  readonly overImage: boolean;
  /** Subtype of the annotation that paints them. */
  readonly annotation?: string;
  /** They stand in the margin, where printers leave their marks. */
  readonly inMargin: boolean;
  /** Text rendering mode of the first glyph. */
  readonly mode: number;
}

export interface HiddenGlyphs {
  readonly runs: readonly HiddenRun[];
  readonly hidden: ReadonlySet<PaintedGlyph>;
}

interface Suspect {
  readonly glyph: PaintedGlyph;
  readonly why: Hiding;
  readonly by?: PaintedShape | PaintedImage;
  /** Letters lie over it, and whether they were meant to strike it out. */
  readonly typed?: 'struck' | 'over';
}

const LETTER = /[\p{L}\p{N}]/u;

/** Glyphs that are on the page and cannot be seen on it. `draw` is called only where a cheap check trips. */
export function findHidden(page: PaintedPage, draw: () => Picture): HiddenGlyphs {
  const covers = coversOf(page);
  const typed = overprinted(page.glyphs);
  const suspects = page.glyphs.flatMap((glyph) => suspect(glyph, page, covers) ?? under(glyph, typed.get(glyph)) ?? []);
  const hidden = new Set<PaintedGlyph>();
  const runs: Suspect[][] = [];
  let last: Suspect | undefined;
  for (const one of suspects) {
    if (!isHidden(one, page, draw)) continue;
    hidden.add(one.glyph);
    if (last !== undefined && continues(last, one)) runs.at(-1)?.push(one);
    else runs.push([one]);
    last = one;
  }
  return { runs: runs.flatMap((run) => apart(run, page, draw)).map((run) => toRun(run, page, draw)), hidden };
}

function under(glyph: PaintedGlyph, over: Overprinted | undefined): Suspect | undefined {
  if (over === undefined) return undefined;
  return { glyph, why: 'covered', by: asShape(over.by), typed: over.struck ? 'struck' : 'over' };
}

/** What may hide glyphs: big enough, in bands of 24 points for quick look-up. */
interface Covers {
  readonly bands: ReadonlyMap<number, readonly (PaintedShape | PaintedImage)[]>;
  /** Lines and slivers, which only together hide anything. */
  readonly slivers: ReadonlyMap<number, readonly (PaintedShape | PaintedImage)[]>;
}

const BAND = 24;

function coversOf(page: PaintedPage): Covers {
  const bands = new Map<number, (PaintedShape | PaintedImage)[]>();
  const slivers = new Map<number, (PaintedShape | PaintedImage)[]>();
  const painted = [...page.shapes, ...page.images, ...page.glyphs.filter(isBlock).map(asShape)];
  for (const shape of painted.sort((a, b) => a.order - b.order)) {
    if (shape.layerOff || shape.alpha < 0.3) continue;
    const isThin = shape.box.w < 3 || shape.box.h < 3;
    if (shape.kind === 'stroke' && !isThin && !isBar(shape) && !isScribble(shape)) continue;
    if (isThin) enter(slivers, shape);
    if (shape.box.w >= 2 && shape.box.h >= 2) enter(bands, shape);
  }
  return { bands, slivers };
}

function enter(bands: Map<number, (PaintedShape | PaintedImage)[]>, shape: PaintedShape | PaintedImage): void {
  const to = Math.min(400, Math.floor((shape.box.y + shape.box.h) / BAND));
  for (let band = Math.max(-1, Math.floor(shape.box.y / BAND)); band <= to; band++) {
    const list = bands.get(band);
    if (list === undefined) bands.set(band, [shape]);
    else list.push(shape);
  }
}

/** Glyphs that are blocks of ink (Unicode blocks 2580 and 25A0): typed over a text they hide it like a box. */
const BLOCK = /^[\u2580-\u25a1\u25a4-\u25b1\u25cf\u2b1b\u2b1c]$/;

/** Fonts of ornaments have their squares and discs where others have letters. */
function isBlock({ text, font }: PaintedGlyph): boolean {
  return BLOCK.test(text) || (/dingbat|wingding|webding/i.test(font) && /^[ngl]$/.test(text));
}

function asShape(glyph: PaintedGlyph): PaintedShape {
  return { ...glyph, kind: 'fill', rectangle: true, slanted: false, segments: 4, line: 0 };
}

/** A line so thick that it is a bar, straight or not: its length is all the outline there is. */
export function isBar({ kind, line, segments, box }: PaintedShape): boolean {
  const short = Math.min(box.w, box.h);
  return kind === 'stroke' && short >= 4 && line >= 3 && (segments === 1 || short <= 3 * line);
}

/** A line that goes to and fro over a word. */
export function isScribble({ kind, line, segments, box }: PaintedShape): boolean {
  return kind === 'stroke' && line >= 1 && segments >= 6 && box.h >= 5 && box.h < 60 && box.w < 400;
}

function suspect(glyph: PaintedGlyph, page: PaintedPage, covers: Covers): Suspect | undefined {
  if (glyph.layerOff) return { glyph, why: 'layer' };
  const { box, band } = glyph;
  if (box.x + box.w < 0 || box.y + box.h < 0 || box.x > page.width || box.y > page.height)
    return { glyph, why: 'off-page' };
  if (glyph.clipped) return { glyph, why: 'clipped' };
  if (glyph.size < 1) return { glyph, why: 'tiny' };
  let under: PaintedShape | PaintedImage | undefined;
  let over: PaintedShape | PaintedImage | undefined;
  for (const shape of covers.bands.get(Math.floor((band.y + band.h / 2) / BAND)) ?? []) {
    if (shape.order < glyph.order) {
      if (shape.kind !== 'stroke' && shape.alpha > 0.9 && holdsMiddle(shape.box, band)) under = shape;
    } else if (covered(band, shape.box) >= 0.6) over = shape;
  }
  const invisible = glyph.mode === 3 || glyph.mode === 7 || glyph.alpha < 0.1;
  if (over !== undefined && !(invisible && over.kind === 'image')) return { glyph, why: 'covered', by: over };
  if (invisible) return { glyph, why: 'invisible', ...(under === undefined ? {} : { by: under }) };
  const row = covers.slivers.get(Math.floor((band.y + band.h / 2) / BAND)) ?? [];
  const across = row.length < LEAST_SLIVERS ? [] : row.filter((one) => one.order > glyph.order && meets(one.box, band));
  const last = across.at(-1);
  if (last !== undefined && across.length >= LEAST_SLIVERS) return { glyph, why: 'covered', by: last };
  const ground = under === undefined ? 0xffffff : under.colour;
  if (glyph.colour >= 0 && ground >= 0 && Math.abs(brightness(glyph.colour) - brightness(ground)) < 12)
    return { glyph, why: 'same-colour', ...(under === undefined ? {} : { by: under }) };
  const squeezed = Math.min(box.w, box.h) < 0.04 * glyph.size;
  return glyph.odd || squeezed || under?.kind === 'image' ? { glyph, why: 'unseen' } : undefined;
}

/** So many lines or slivers over the ink of one small letter are a box. */
const LEAST_SLIVERS = 3;

function meets(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function covered(band: Box, cover: Box): number {
  const both = shared(band, cover);
  return both === undefined ? 0 : (both.w * both.h) / Math.max(0.01, band.w * band.h);
}

function isHidden(one: Suspect, page: PaintedPage, draw: () => Picture): boolean {
  const { glyph, why, by } = one;
  if (why === 'layer' || why === 'off-page' || why === 'clipped' || why === 'tiny' || why === 'invisible') return true;
  if (one.typed === 'struck') return true;
  // PDFium leaves the faces of fields to a form that is filled in; other viewers paint them over the text.
  if (by?.annotation === 'Widget' && glyph.annotation === undefined && isDarkCover(by)) return LETTER.test(glyph.text);
  if (!LETTER.test(glyph.text) || (why === 'unseen' && isBlock(glyph))) return false;
  const part = why === 'covered' && by !== undefined ? shared(glyph.band, by.box) : glyph.band;
  if (part === undefined) return false;
  const look = lookAt(draw(), page.width, part);
  if (one.typed === 'over' && look.mean < DENSE) return true;
  if (why === 'covered' && by !== undefined && isSmear(by)) return true;
  // Dark on dark is meant to hide, even where a keen eye still tells the letters.
  return isFlat(look) || (why === 'covered' && look.lightest < 110 && isDarkCover(by));
}

/** Pictures that were looked at: one may lie over every letter of a page. */
const smears = new WeakMap<PaintedImage, boolean>();

/** A mosaic or a smear laid over letters shows none of them. */
function isSmear(by: PaintedShape | PaintedImage): boolean {
  if (by.kind !== 'image') return false;
  const known = smears.get(by);
  if (known !== undefined) return known;
  const pixels = by.pixels();
  const is = pixels !== undefined && pixels.channels < 4 && isSmearedPatch(by, pixels);
  smears.set(by, is);
  return is;
}

/** Ornaments side by side leave slits; letters over letters stay lighter than this. */
const DENSE = 80;

/** Paint so dark and dense that it is meant to hide what it lies on. */
export function isDarkCover(by: Suspect['by']): boolean {
  return by !== undefined && by.colour >= 0 && brightness(by.colour) < 80 && by.alpha >= 0.5;
}

function continues(before: Suspect, next: Suspect): boolean {
  if (before.why !== next.why) return false;
  const [a, b] = [before.glyph, next.glyph];
  const tall = Math.max(a.size, b.size, 1);
  const [across, along] = isUpright(a)
    ? [Math.abs(a.band.y - b.band.y), Math.max(b.box.x - (a.box.x + a.box.w), a.box.x - (b.box.x + b.box.w))]
    : [Math.abs(a.band.x - b.band.x), Math.max(b.box.y - (a.box.y + a.box.h), a.box.y - (b.box.y + b.box.h))];
  return across < tall / 2 && along < 3 * tall;
}

/** Set from left to right or right to left: the band is as tall as it was made. */
function isUpright(glyph: PaintedGlyph): boolean {
  return Math.abs(glyph.band.h - 0.4 * glyph.size) < 0.1 * glyph.size;
}

function toRun(run: readonly Suspect[], page: PaintedPage, draw: () => Picture): HiddenRun {
  const [first] = run as readonly [Suspect, ...Suspect[]];
  const box = boxAround(run.map(({ glyph }) => glyph.box));
  const onPage = first.why !== 'off-page' && first.why !== 'clipped' && first.why !== 'layer';
  const band = boxAround(run.map(({ glyph }) => glyph.band));
  const overImage = isOverImage(page, band);
  const looked = overImage && first.why === 'invisible' ? inner(band) : band;
  return {
    why: first.why,
    text: spaced(run.map(({ glyph }) => glyph)),
    glyphs: run.length,
    box,
    nested: run.some(({ glyph, by }) => glyph.nested || by?.nested === true),
    ...(first.by === undefined ? {} : { by: first.by }),
    ...(onPage ? { look: lookAt(draw(), page.width, looked) } : {}),
    overImage,
    mode: first.glyph.mode,
    ...(first.glyph.annotation === undefined ? {} : { annotation: first.glyph.annotation }),
    inMargin: isInMargin(band, page),
  };
}

const MARGIN = 40;

function isInMargin(box: Box, page: PaintedPage): boolean {
  return (
    box.x + box.w < MARGIN || box.y + box.h < MARGIN || box.x > page.width - MARGIN || box.y > page.height - MARGIN
  );
}
