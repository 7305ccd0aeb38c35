import { type PDFContext, PDFHexString } from 'pdf-lib';
import { type Box, growBox, sharedArea, unionBox } from '../model/geometry.ts';
import { glyphBox, type PageText } from '../model/page.ts';
import { type PaintedBox, partsOf, type Stamp } from '../model/redacting.ts';
import { isUnder } from './box-layout.ts';
import type { Drawing } from './drawing.ts';
import { FontBook, type Run } from './font-book.ts';
import type { RelaidLine } from './relay.ts';

/** Smallest and largest size of a code, in points; smaller is not legible on paper. */
const CODE_SIZE = { least: 6, most: 10 };

/** Height of capitals as a share of the size, Helvetica Bold. */
const CAPITALS = 0.72;

/** Distance of stamps and margin codes from the edge of the page, in points. */
const EDGE = { x: 18, y: 14, code: 4 };

/** Size of a stamp on a letter page, in points. */
const STAMP_SIZE = 8;

/** Width a box must have for its code to be legible, in points. */
export function codeWidth(context: PDFContext, code: string): number {
  return new FontBook(context).ink(code, 'bold').width * CODE_SIZE.least + 2;
}

/** Size of the mark at a line whose spacing was altered, in points. */
const MARK_SIZE = 7;

/** Adds `mark` at each line that was set anew: left of its column, or after its end where that is not free. */
export function addMarks(
  drawing: Drawing,
  mark: string,
  lines: readonly RelaidLine[],
  boxes: readonly PaintedBox[],
  text: PageText,
): void {
  if (lines.length === 0) return;
  const run = drawing.fonts.ink(mark, 'plain');
  const w = run.width * MARK_SIZE;
  const painted = boxes.flatMap(partsOf);
  for (const { box, baseline, left, end } of lines) {
    const full = [...keptGlyphs(text, boxes, box.y, box.y + box.h), ...painted];
    const before = { x: Math.min(left, box.x) - w - 3, y: box.y, w, h: box.h };
    const x = before.x >= EDGE.code && !meetsAny(before, full) ? before.x : end + 2;
    drawing.show(run, x, baseline, MARK_SIZE, 0);
  }
}

/** What is read out at a box. */
export function spokenLabel({ label }: PaintedBox): string {
  return label.startsWith('Redacted:') ? label : `Redacted: ${label}`;
}

/**
 * Adds black boxes with their codes, each a span that reads "Redacted: ..." (ISO 32000-1, 14.9.4); on a tagged
 * page they are marked content from number `mcid` on. A code that a later box would cover is drawn over all boxes.
 */
export function addBoxes(drawing: Drawing, boxes: readonly PaintedBox[], text: PageText, mcid?: number): void {
  const taken: Box[] = [];
  let full: readonly Box[] | undefined;
  const addBeside = (item: PaintedBox): void => {
    full ??= [...keptGlyphs(text, boxes), ...boxes.flatMap(partsOf)];
    addCodeBeside(drawing, item, full, taken);
  };
  const inside: InsideCode[] = [];
  for (const [i, item] of boxes.entries()) {
    const number = mcid === undefined ? '' : `/MCID ${mcid + i} `;
    drawing.add(`/Span << ${number}/ActualText ${PDFHexString.fromText(spokenLabel(item)).toString()} >> BDC\n`);
    for (const part of partsOf(item)) drawing.fill(part, 0);
    const code = item.code === '' ? undefined : codeInside(drawing, item, boxes.slice(i + 1));
    if (code !== undefined) inside.push(code);
    if (code === undefined && item.code !== '') addBeside(item);
    else if (code?.isCovered === false) showCode(drawing, code);
    drawing.add('EMC\n');
  }
  const shown = inside.filter(({ isCovered }) => !isCovered);
  for (const code of inside.filter(({ isCovered }) => isCovered)) {
    const clash = shown.find(({ area }) => sharedArea(area, code.area) > 0);
    if (clash?.item.code === code.item.code) continue;
    drawing.add('/Artifact BMC\n');
    if (clash === undefined) showCode(drawing, code);
    else addBeside(code.item);
    drawing.add('EMC\n');
    if (clash === undefined) shown.push(code);
  }
}

/** A code that its box has room for. */
interface InsideCode {
  readonly item: PaintedBox;
  readonly run: Run;
  readonly size: number;
  readonly area: Box;
  /** A box painted after its own covers part of it. */
  readonly isCovered: boolean;
}

function codeInside(drawing: Drawing, item: PaintedBox, later: readonly PaintedBox[]): InsideCode | undefined {
  const run = drawing.fonts.ink(item.code, 'bold');
  const box = roomFor(item, run.width * CODE_SIZE.least + 2);
  const size = Math.min(CODE_SIZE.most, (box.h - 1.6) / CAPITALS, (box.w - 2) / run.width);
  if (size < CODE_SIZE.least) return undefined;
  const [w, h] = [run.width * size, CAPITALS * size];
  const area = { x: box.x + (box.w - w) / 2, y: box.y + (box.h - h) / 2, w, h };
  return { item, run, size, area, isCovered: meetsAny(area, later.flatMap(partsOf)) };
}

function showCode(drawing: Drawing, { run, size, area }: InsideCode): void {
  drawing.show(run, area.x, area.y + area.h, size, 1);
}

/** The middle of a box: on a line that leans, where as many of its parts as a code needs overlap in height. */
function roomFor(item: PaintedBox, width: number): Box {
  const { box } = item;
  const middle = box.x + box.w / 2;
  const near = partsOf(item).filter((part) => part.x < middle + width / 2 && part.x + part.w > middle - width / 2);
  if (near.length < 2) return near[0] ?? box;
  const all = unionBox(near);
  const top = Math.max(...near.map((part) => part.y));
  return { ...all, y: top, h: Math.min(...near.map((part) => part.y + part.h)) - top };
}

/** Black on white in the margin at the height of the box: left, right, then wherever there is room near it. */
function addCodeBeside(drawing: Drawing, item: PaintedBox, full: readonly Box[], taken: Box[]): void {
  const run = drawing.fonts.ink(item.code, 'bold');
  const size = CODE_SIZE.least;
  const label = { w: run.width * size + 2, h: size + 1 };
  const top = Math.min(Math.max(0, item.box.y + item.box.h / 2 - label.h / 2), drawing.page.height - label.h);
  const rows = [0, -1, 1, -2, 2].map((row) => top + row * label.h);
  const columns = [
    EDGE.code,
    drawing.page.width - label.w - EDGE.code,
    item.box.x + item.box.w + 1,
    item.box.x - label.w - 1,
  ];
  const places = rows.flatMap((y) => columns.map((x) => ({ x, y, ...label })));
  const free = places.find(
    (place) => isOnPage(place, drawing.page) && !meetsAny(place, full) && !meetsAny(place, taken),
  );
  const place = free ?? { x: EDGE.code, y: top, ...label };
  if (free !== undefined) drawing.fill(place, 1);
  taken.push(place);
  drawing.show(run, place.x + 1, place.y + label.h - 1.3, size, 0);
}

/** Boxes of the glyphs that stay, of words with any part between `top` and `bottom`. */
function keptGlyphs(
  text: PageText,
  boxes: readonly PaintedBox[],
  top = 0,
  bottom = Number.POSITIVE_INFINITY,
): readonly Box[] {
  const painted = boxes.flatMap(partsOf);
  return text.words
    .filter(({ box }) => box.y + box.h >= top && box.y <= bottom)
    .flatMap((word) => Array.from({ length: word.text.length }, (_, i) => glyphBox(word, i)))
    .filter((glyph) => !isUnder(glyph, painted));
}

function isOnPage(box: Box, page: { readonly width: number; readonly height: number }): boolean {
  return box.x >= 0 && box.y >= 0 && box.x + box.w <= page.width && box.y + box.h <= page.height;
}

function meetsAny(box: Box, others: readonly Box[]): boolean {
  return others.some((other) => sharedArea(box, other) > 0);
}

/**
 * Adds the stamps of a page at its edges as displayed: black, on a thin white ground wherever no
 * text of the page lies beneath. Stamps of one place stand above each other, the first lowest;
 * they move into a free strip where one is near.
 */
export function addStamps(
  drawing: Drawing,
  stamps: readonly Stamp[],
  boxes: readonly PaintedBox[],
  text: PageText,
): void {
  const { width, height } = drawing.page;
  const size = Math.min(40, STAMP_SIZE * Math.max(1, Math.min(width, height) / 792));
  const edge = EDGE.y + size * 6;
  const near = [...keptGlyphs(text, boxes, 0, edge), ...keptGlyphs(text, boxes, height - edge)];
  const full = [...near, ...boxes.flatMap(partsOf)];
  for (const stamp of stamps) {
    const run = drawing.fonts.ink(stamp.text, 'plain');
    // Long legends are set smaller before they run off the page.
    const fitted = Math.min(size, (width - 2 * EDGE.code) / run.width);
    const label = { w: run.width * fitted + 2, h: fitted * 1.2 };
    const x = stampLeft(stamp, label.w, width);
    const rows = stampRows(stamp, label.h, height).map((y) => ({ x, y, ...label }));
    const place = rows.find((row) => !meetsAny(growBox(row, 1), full)) ?? rows[0];
    if (place === undefined) continue;
    if (!meetsAny(place, full)) drawing.fill(place, 1);
    full.push(place);
    drawing.show(run, place.x + 1, place.y + fitted * 0.95, fitted, 0);
  }
}

function stampLeft(stamp: Stamp, width: number, page: number): number {
  const edge = Math.min(EDGE.x, Math.max(0, page - width) / 2);
  if (stamp.place === 'bottom-left') return edge;
  return stamp.place === 'bottom-right' ? page - edge - width : (page - width) / 2;
}

/** Tops of the rows a stamp may stand in, best first. */
function stampRows(stamp: Stamp, height: number, page: number): readonly number[] {
  const steps = [0, 1, 2, 3].map((row) => row * (height + 1));
  if (stamp.place === 'top-center') return [...steps.map((step) => EDGE.y + step), 3];
  const lowest = page - EDGE.y - height * 0.25;
  return [lowest - height, page - height - 3, ...steps.slice(1).map((step) => lowest - height - step)];
}
