import type { PageModel } from '../pdf/page-model.ts';
import { blankOf } from './gaps.ts';
import { isBlank, type Segment, WORD_GAP } from './text-lines.ts';

/** A run of removed letters in a line, under one box. */
export interface Hole {
  /** Which box: the index that `holeOf` gave. */
  readonly box: number;
  /** Natural width of what was removed, its blanks as wide as those of the font, in points. */
  readonly natural: number;
  /** Left edge and width where the line is set anew, displayed points. */
  readonly x: number;
  readonly width: number;
  /** From the left edge of its first letter to the right edge of its last, before. */
  readonly from: number;
  readonly to: number;
  /** Blanks between its words. */
  readonly blanks: number;
  /** What was removed, letters and blanks: for counting only. */
  readonly font: number;
  readonly size: number;
}

/** A line set anew: where each kept glyph starts, where the holes are, where it ends. */
export interface SetLine {
  /** Index in PageModel.glyphs to displayed x; undefined: a blank beside a hole, which goes with it. */
  readonly places: ReadonlyMap<number, number | undefined>;
  readonly holes: readonly Hole[];
  readonly end: number;
  /** Does any letter stay? */
  readonly keeps: boolean;
  /** Does a letter stay to the right of the last hole? */
  readonly keepsTail: boolean;
}

/**
 * Sets a line anew from its left edge: natural advances, blanks of the font's own width, every hole as wide
 * as `widthOf` says. What was removed has no part in any place. `holeOf` tells the box of a removed glyph.
 */
export function setLine(
  page: PageModel,
  segment: Segment,
  holeOf: (glyph: number) => number | undefined,
  widthOf: (hole: { readonly box: number; readonly natural: number; readonly x: number }) => number,
): SetLine {
  return new Setter(page, widthOf).set(segment, holeOf);
}

interface OpenHole {
  box: number;
  natural: number;
  x: number;
  from: number;
  to: number;
  blanks: number;
  font: number;
  size: number;
}

class Setter {
  private readonly page: PageModel;
  private readonly widthOf: (hole: { box: number; natural: number; x: number }) => number;
  private readonly places = new Map<number, number | undefined>();
  private readonly holes: Hole[] = [];
  private readonly blanks = new Map<number, number>();
  private cursor = 0;
  private end: number | undefined;
  private open: OpenHole | undefined;
  private waiting: number[] = [];
  private blankSeen = false;
  private keeps = false;
  private keepsTail = false;

  constructor(page: PageModel, widthOf: (hole: { box: number; natural: number; x: number }) => number) {
    this.page = page;
    this.widthOf = widthOf;
  }

  set(segment: Segment, holeOf: (glyph: number) => number | undefined): SetLine {
    for (const index of segment.glyphs) {
      const glyph = this.page.glyphs[index];
      if (glyph === undefined) continue;
      const box = holeOf(index);
      if (isBlank(glyph)) {
        this.blankSeen = true;
        if (box === undefined) this.waiting.push(index);
        continue;
      }
      if (this.end === undefined) this.start(glyph.ox);
      else if (glyph.ox - this.end > WORD_GAP * glyph.size) this.blankSeen = true;
      if (box === undefined) this.keep(index);
      else this.remove(index, box);
      this.end = glyph.ox + glyph.advance;
      this.blankSeen = false;
      this.waiting = [];
    }
    if (this.open === undefined) for (const index of this.waiting) this.place(index);
    else this.drop();
    this.closeHole();
    const { places, holes, cursor: end, keeps, keepsTail } = this;
    return { places, holes, end, keeps, keepsTail };
  }

  /** Blanks before the first letter stay where they are. */
  private start(x: number): void {
    this.cursor = x;
    for (const index of this.waiting) this.places.set(index, round(this.page.glyphs[index]?.ox ?? x));
    this.waiting = [];
    this.blankSeen = false;
  }

  private keep(index: number): void {
    const beside = this.open !== undefined;
    this.closeHole();
    this.blank(index, beside);
    this.place(index);
    this.keeps = true;
    this.keepsTail = true;
  }

  private remove(index: number, box: number): void {
    const glyph = this.page.glyphs[index];
    if (glyph === undefined) return;
    if (this.open !== undefined && this.open.box === box) {
      if (this.blankSeen) {
        this.open.natural += this.blankWidth(index);
        this.open.blanks++;
      }
    } else {
      this.closeHole();
      this.blank(index, true);
      const { ox: from, font, size } = glyph;
      this.open = { box, natural: 0, x: round(this.cursor), from, to: from, blanks: 0, font, size };
    }
    this.drop();
    this.open.natural += glyph.advance;
    this.open.to = glyph.ox + glyph.advance;
    this.keepsTail = false;
  }

  private closeHole(): void {
    if (this.open === undefined) return;
    const width = this.widthOf(this.open);
    this.holes.push({ ...this.open, width });
    this.cursor = this.open.x + width;
    this.open = undefined;
  }

  /** Sets the blanks between words. One beside a hole goes, since whether its box touched it tells the spacing. */
  private blank(before: number, beside: boolean): void {
    if (!this.blankSeen) return;
    const { waiting } = this;
    if (beside) this.drop();
    this.waiting = [];
    if (beside || waiting.length === 0) this.cursor += this.blankWidth(before);
    else for (const index of waiting) this.place(index);
  }

  private drop(): void {
    for (const index of this.waiting) this.places.set(index, undefined);
  }

  private place(index: number): void {
    this.places.set(index, round(this.cursor));
    this.cursor += this.page.glyphs[index]?.advance ?? 0;
  }

  private blankWidth(index: number): number {
    const glyph = this.page.glyphs[index];
    if (glyph === undefined) return 0;
    let ems = this.blanks.get(glyph.font);
    if (ems === undefined) {
      ems = blankOf(this.page, glyph.font);
      this.blanks.set(glyph.font, ems);
    }
    return ems * glyph.size;
  }
}

/** Thousandths of a point: finer digits could carry what was removed. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
