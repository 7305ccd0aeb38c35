import { type PaintedGlyph, shared } from './painted.ts';

/** Glyphs that one operator shows side by side. */
interface Run {
  readonly glyphs: PaintedGlyph[];
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Signs that a typist strikes over a word to make it illegible. */
const STRIKE = /^[XxMWNH#@%&*]$/;
/** So many letters in a row are struck over on purpose. */
const LEAST = 4;
/** Rows by which runs are looked up, in points. */
const ROW = 16;

/** A glyph that others were painted over. */
export interface Overprinted {
  readonly by: PaintedGlyph;
  /** One and the same sign again and again, over other letters: struck out. */
  readonly struck: boolean;
}

/** Glyphs under later glyphs that show something else: ornaments, blocks, letters typed over letters. */
export function overprinted(glyphs: readonly PaintedGlyph[]): ReadonlyMap<PaintedGlyph, Overprinted> {
  const found = new Map<PaintedGlyph, Overprinted>();
  const rows = new Map<number, Run[]>();
  for (const run of runsOf(glyphs)) {
    for (let row = Math.floor(run.top / ROW); row <= Math.floor(run.bottom / ROW); row++) {
      const list = rows.get(row);
      if (list === undefined) rows.set(row, [run]);
      else {
        for (const before of list) if (meets(before, run)) compare(before, run, found);
        list.push(run);
      }
    }
  }
  return found;
}

function runsOf(glyphs: readonly PaintedGlyph[]): readonly Run[] {
  const runs: Run[] = [];
  let last: Run | undefined;
  for (const glyph of glyphs) {
    const { band } = glyph;
    if (last === undefined || last.glyphs[0]?.order !== glyph.order) {
      last = { glyphs: [], left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
      runs.push(last);
    }
    last.glyphs.push(glyph);
    if (band.x < last.left) last.left = band.x;
    if (band.x + band.w > last.right) last.right = band.x + band.w;
    if (band.y < last.top) last.top = band.y;
    if (band.y + band.h > last.bottom) last.bottom = band.y + band.h;
  }
  return runs.filter(({ bottom, top }) => bottom - top < 40 * ROW && bottom > -1e4 && top < 1e5);
}

function meets(a: Run, b: Run): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Accents and other signs that are set over letters by right. */
const MARK = /^[\p{M}\p{Sk}\p{Lm}\u00b7\u2044]/u;

function compare(before: Run, after: Run, found: Map<PaintedGlyph, Overprinted>): void {
  const pairs: [PaintedGlyph, PaintedGlyph][] = [];
  for (const glyph of before.glyphs) {
    const by = after.glyphs.find((over) => over.text !== glyph.text && !MARK.test(over.text) && isOver(over, glyph));
    if (by !== undefined) pairs.push([glyph, by]);
  }
  const signs = new Set(pairs.map(([, by]) => by.text));
  const struck = pairs.length >= LEAST && signs.size <= 2 && [...signs].every((sign) => STRIKE.test(sign));
  for (const [glyph, by] of pairs) if (found.get(glyph)?.struck !== true) found.set(glyph, { by, struck });
}

function isOver(over: PaintedGlyph, { band, size }: PaintedGlyph): boolean {
  if (over.layerOff || over.clipped || over.mode === 3 || over.alpha < 0.5 || over.size < 0.6 * size) return false;
  const both = shared(over.box, band);
  return both !== undefined && both.w * both.h > 0.6 * band.w * band.h;
}
