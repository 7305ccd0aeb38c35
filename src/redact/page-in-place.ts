import { type PDFContext, PDFDict, PDFName, PDFNumber, type PDFRef } from 'pdf-lib';
import type { Box } from '../model/geometry.ts';
import type { PageText } from '../model/page.ts';
import { type PagePlan, partsOf } from '../model/redacting.ts';
import { isBlank } from '../pdf/flatten.ts';
import type { Layers } from '../pdf/layers.ts';
import { apply, invert, type Matrix, multiply } from '../pdf/matrix.ts';
import { asArray, asDict, asName, asNumber, lookUp, nameFor, resolve } from '../pdf/objects.ts';
import { contentOf, resourcesOf } from '../pdf/open.ts';
import type { PageModel } from '../pdf/page-model.ts';
import { joinBytes, packedStream } from '../pdf/write-pdf.ts';
import { isUnder } from './box-layout.ts';
import type { CleanCopier } from './clean-copy.ts';
import { Drawing, num } from './drawing.ts';
import type { FontBook } from './font-book.ts';
import { addBoxes, addMarks, addStamps } from './overlay.ts';
import type { Prepared } from './prepared.ts';
import { CannotCut } from './surgeon-types.ts';
import { addTextLayer } from './text-layer.ts';

/** Why a page must be rebuilt from its pixels whatever its boxes; undefined where it may be edited in place. */
export function whyRebuild(page: PDFDict, layers: Layers, model: PageModel, plan: PagePlan): string | undefined {
  if (plan.text.treat === 'rebuild') return 'the text layer of the page is not to be trusted';
  const [reason] = model.trust.reasons;
  if (model.trust.level === 'untrusted') return reason ?? 'two readers disagree on the page';
  if (model.images.some(({ decoded }) => decoded > MOST_DECODED))
    return 'a picture on the page is too large to be checked';
  if (hidesPictures(model)) return 'the page holds a picture that is not shown';
  if (visibleAnnotations(page, layers)) return 'the page shows annotations or form fields';
  if (hasUnreadGlyphs(model, plan)) return 'the page holds text that was not read';
  return undefined;
}

/** Readers that check a page hold each of its pictures whole; 300 MB is a coloured sheet of A3 at 600 dpi. */
const MOST_DECODED = 300_000_000;

/** Flags that keep an annotation from the page (ISO 32000-1, table 165): Hidden and NoView. */
const NOT_SHOWN = 2 | 32;

/** Annotations that lay no content on the page: targets, notes behind an icon, media, marks for redaction. */
const ICONS: ReadonlySet<string> = new Set(
  'Link Popup Text FileAttachment Sound Movie Screen RichMedia 3D Redact PrinterMark TrapNet'.split(' '),
);

/** True where annotations or fields, which the copy drops, would be missed on the page. */
function visibleAnnotations(page: PDFDict, layers: Layers): boolean {
  const { context } = page;
  const items = asArray(context, lookUp(page, 'Annots'))?.asArray() ?? [];
  return items.some((item) => {
    const dict = asDict(context, item);
    const subtype = dict === undefined ? undefined : asName(context, lookUp(dict, 'Subtype'));
    if (dict === undefined || ICONS.has(subtype ?? '')) return false;
    if (((asNumber(context, lookUp(dict, 'F')) ?? 0) & NOT_SHOWN) !== 0 || isBlank(dict)) return false;
    if (layers.state(dict.get(PDFName.of('OC'))) === 'hidden') return false;
    // An empty field shows nothing; one with a value has been drawn into the page, or cannot be.
    return subtype !== 'Widget' || lookUp(dict, 'AP') !== undefined || hasValue(dict);
  });
}

function hasValue(field: PDFDict): boolean {
  let at: PDFDict | undefined = field;
  for (let depth = 0; at !== undefined && depth < 16; depth++) {
    if (lookUp(at, 'V') !== undefined) return true;
    at = asDict(at.context, lookUp(at, 'Parent'));
  }
  return false;
}

/** True where a picture is painted that nobody sees on the page (leak class 5). */
function hidesPictures({ images }: PageModel): boolean {
  return images.some(({ visible, off }) => !visible && off !== true);
}

/** How far a glyph may stand off the words that were read, in points. */
const NEAR = 1.5;

/** True where a glyph with letters, visible or not, lies in no word of the reading: nobody judged it. */
function hasUnreadGlyphs(model: PageModel, plan: PagePlan): boolean {
  const rows = new Map<number, Box[]>();
  for (const { box } of plan.text.words) {
    for (let row = rowOf(box.y - NEAR); row <= rowOf(box.y + box.h + NEAR); row++) {
      const list = rows.get(row) ?? [];
      list.push(box);
      rows.set(row, list);
    }
  }
  const hidden = new Set(plan.text.hidden);
  return model.glyphs.some((glyph, index) => {
    if (glyph.text.trim() === '' || hidden.has(index)) return false;
    const x = glyph.box.x + glyph.box.w / 2;
    const y = glyph.box.y + glyph.box.h / 2;
    const near = rows.get(rowOf(y)) ?? [];
    return !near.some((b) => x >= b.x - NEAR && x <= b.x + b.w + NEAR && y >= b.y - NEAR && y <= b.y + b.h + NEAR);
  });
}

const ROW = 8;

function rowOf(y: number): number {
  return Math.floor(y / ROW);
}

/**
 * A clean copy of a page (already cut where it has boxes) with text layer, boxes and stamps drawn
 * over it; text is added only where the page has none and was read by OCR. On a tagged page the marked content
 * stays, as old MCID to new, and boxes are numbered after it. Throws CannotCut.
 */
export function pageInPlace(
  copier: CleanCopier,
  fonts: FontBook,
  page: Prepared,
  isTagged: boolean,
): { readonly copy: PDFDict; readonly kept: ReadonlyMap<number, number> } {
  const { node, model, plan, cut } = page;
  const { boxes, lines, words } = page.laid;
  const { context } = node;
  const inverse = invert(model.toDisplay);
  if (inverse === undefined) throw new CannotCut('content', 'the page has no area');
  const clean = copier.content(cut?.content ?? contentOf(node), cut?.resources ?? resourcesOf(node), 0, isTagged);
  const drawing = new Drawing(fonts, model);
  if (plan.text.readBy === 'ocr') {
    addTextLayer(drawing, withoutOwnText(plan.text, model), boxes.flatMap(partsOf));
  }
  addBoxes(drawing, boxes, plan.text, isTagged ? clean.kept.size : undefined);
  drawing.add('/Artifact BMC\n');
  const note = words === undefined ? [] : [{ text: words.respaced_note, place: 'bottom-left' } as const];
  if (words !== undefined) addMarks(drawing, words.respaced_mark, lines, boxes, plan.text);
  addStamps(drawing, [...plan.stamps, ...note], boxes, plan.text);
  drawing.add('EMC\n');
  const prefix = addFonts(context, clean.resources, drawing);
  const matrix = multiply([1, 0, 0, -1, 0, model.height], inverse).map(exact).join(' ');
  const over = `\nQ\nq ${matrix} cm\n${drawing.content(prefix)}Q\n`;
  const content = joinBytes([Buffer.from('q\n'), clean.bytes, Buffer.from(over, 'latin1')]);
  const copy = context.obj({
    Type: 'Page',
    MediaBox: userBox(inverse, model),
    Resources: clean.resources,
    Contents: context.register(packedStream(context, content)),
  });
  if (model.rotate !== 0) copy.set(PDFName.of('Rotate'), PDFNumber.of(model.rotate));
  if (model.userUnit !== 1) copy.set(PDFName.of('UserUnit'), PDFNumber.of(model.userUnit));
  const group = copier.group(node);
  if (group !== undefined) copy.set(PDFName.of('Group'), group);
  return { copy, kept: clean.kept };
}

/** The words of a scan that the page does not already hold as live text, a typed header for one. */
function withoutOwnText(text: PageText, model: PageModel): PageText {
  const hidden = new Set(text.hidden);
  const live = model.glyphs.filter((glyph, index) => glyph.text.trim() !== '' && !hidden.has(index));
  const own = live.map((glyph) => glyph.box);
  if (own.length === 0) return text;
  return { ...text, words: text.words.filter((word) => !own.some((box) => isUnder(box, [word.box]))) };
}

/** The visible part of the page in its own units: what lay outside the crop has no place any more. */
function userBox(inverse: Matrix, model: PageModel): number[] {
  const [ax, ay] = apply(inverse, 0, 0);
  const [bx, by] = apply(inverse, model.width, model.height);
  return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)].map((value) => Number(num(value)));
}

/** Six decimals: a matrix of user units must not round a scale away. */
function exact(value: number): string {
  return Number(value.toFixed(6)).toString().includes('e') ? '0' : String(Number(value.toFixed(6)));
}

/** Adds the drawing's fonts to the page's under names that are free; returns their prefix. */
function addFonts(context: PDFContext, resources: PDFDict, drawing: Drawing): string {
  const own = resolve(context, resources.get(PDFName.of('Font')));
  const fonts = own instanceof PDFDict ? own : PDFDict.withContext(context);
  const taken = fonts.keys().map((key) => key.decodeText());
  let prefix = 'W';
  while (taken.some((name) => name.startsWith(prefix))) prefix += 'w';
  const faces = drawing.faces();
  for (const face of faces) fonts.set(nameFor(`${prefix}${face}`), drawing.fonts.reference(face) satisfies PDFRef);
  if (faces.length > 0) resources.set(PDFName.of('Font'), fonts);
  return prefix;
}
