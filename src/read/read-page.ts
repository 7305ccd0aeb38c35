import type { BarcodeReader } from '../model/barcode.ts';
import { type Box, clipBox, unionBox } from '../model/geometry.ts';
import type { OcrEngine } from '../model/ocr.ts';
import type { PageRef, PageText, ReadNote, ReadNoteCode, Zone } from '../model/page.ts';
import type { PageModel } from '../pdf/page-model.ts';
import { areasOf } from './areas.ts';
import { arrange } from './arrange.ts';
import { codeAreas, findCodesIn, isBusy, isInCode, withoutPrint, wordsOfCodes, zonesOfCodes } from './codes.ts';
import { type Agreement, compareByPlace, fillLost } from './compare.ts';
import { drawnOf } from './drawn.ts';
import { type PixelText, pictureOf, type Render, readAreas, readAtFirst, readPixels } from './read-pixels.ts';
import { assemble, lettersIn, type PlacedWord, type Segment } from './segment.ts';
import { isLost, readGlyphs } from './text-layer.ts';
import { hasInk, judgeLayer, type LayerVerdict } from './trust-layer.ts';
import { type LocalReading, readUnsure } from './unsure-letters.ts';
import { greyView, type View, viewOf } from './view.ts';
import { findZones } from './zones.ts';

/** One page to be read. */
export interface ReadPageInput {
  readonly ref: PageRef;
  /** Size as displayed, in points. */
  readonly width: number;
  readonly height: number;
  /** Absent where the page's content could not be interpreted: it is read from its pixels. */
  readonly model?: PageModel;
  readonly render: Render;
  /** The same with one grey byte a pixel, where that is cheaper. */
  readonly renderGrey?: Render;
  readonly ocr: OcrEngine;
  /** Absent: codes are found by their bars, and not read. */
  readonly barcodes?: BarcodeReader;
}

/** Dots an inch of the picture that every page with a text layer is checked against. */
const LOOK_DPI = 100;

/** A text layer counts as what the page shows when the pixels confirm this share of its letters. */
const CONFIRMED = 0.85;

/**
 * The page as read, from its text layer where that is what the page shows, else from its pixels.
 * Never throws for a page that cannot be read: it comes back with a zone over all of it and a note.
 */
export async function readPage(input: ReadPageInput): Promise<PageText> {
  const read = await readOne(input);
  const more = [...hugePictures(input), ...remarks(input)];
  return more.length === 0 ? read : { ...read, zones: [...read.zones, ...clipped(more, input)] };
}

/** Samples of a picture from which renderers leave it out without a word: 150 million. */
const MOST_SAMPLES = 150_000_000;

function hugePictures({ model }: ReadPageInput): readonly Zone[] {
  const huge = (model?.images ?? []).filter(({ width, height }) => width * height > MOST_SAMPLES);
  const why = 'a picture too large to be drawn: scan or print it anew at a lower resolution';
  return huge.map(({ box }) => ({ box, kind: 'unreadable' as const, why }));
}

/** Size of the zone that stands for a remark, in the left margin, where it covers no words; in points. */
const REMARK = { x: 4, size: 10 };

/** Remarks that readers of the file attached to the page: they are part of the record, but not of what the page shows. */
function remarks({ model }: ReadPageInput): readonly Zone[] {
  const why = 'a remark is attached here that the page does not show and that does not go out: read it in the source';
  const attached = (model?.annotations ?? []).filter((one) => one.remark === true);
  const rows = [...new Set(attached.map(({ box }) => Math.max(0, Math.round(box.y))))].sort((a, b) => a - b);
  return rows.map((y) => ({
    box: { x: REMARK.x, y, w: REMARK.size, h: REMARK.size },
    kind: 'unreadable' as const,
    why,
  }));
}

async function readOne(input: ReadPageInput): Promise<PageText> {
  try {
    const { model } = input;
    if (model === undefined || !model.glyphs.some((glyph) => glyph.text === '' || glyph.text.trim() !== '')) {
      return await readScan(input, [], []);
    }
    const { renderGrey } = input;
    const look =
      renderGrey === undefined
        ? viewOf(await input.render(LOOK_DPI), input)
        : greyView(await renderGrey(LOOK_DPI), input);
    const verdict = judgeLayer(model, look);
    if (verdict.oldOcr) {
      const old = note('old-ocr-layer', 'an older OCR layer was found; the page was read anew');
      return await readScan(input, [old], hiddenOf(model, verdict));
    }
    return await readLayer(input, model, look, verdict);
  } catch {
    return unread(input);
  }
}

async function readLayer(input: ReadPageInput, model: PageModel, look: View, verdict: LayerVerdict): Promise<PageText> {
  const notes = hiddenNotes(verdict);
  const hidden = hiddenOf(model, verdict);
  if (!verdict.shown.some((glyph) => lettersIn(glyph.text) > 0 || glyph.text === '')) {
    return readScan(input, notes, hidden);
  }
  const { blocks: told, turn } = readGlyphs(verdict.shown, drawnOf(model));
  let blocks = fillLost(told, []);
  // Drawn at most once: a page that is slow to draw must not be slow twice.
  let drawn: Promise<View> | undefined;
  const picture = (): Promise<View> => {
    drawn ??= pictureOf(input.render, input, pictureDpi(model));
    return drawn;
  };
  if (verdict.doubts.length > 0) {
    const parts = await readDoubted(input, verdict, wordsOf(told), picture);
    if (parts === undefined || !agrees(parts.agreement)) {
      const upright = model.trust.level === 'untrusted' ? undefined : turn;
      const first = await readAtFirst(await picture(), input.ocr, upright);
      // Where every letter is told and the first reading bears it out, no second look could add to it.
      const isWhole = !verdict.shown.some(({ text, box }) => isLost(text) && hasInk(look, box));
      if (!isWhole || !agrees(compareByPlace(wordsOf(told), first.words))) {
        const pixels = await readPixels(first, input.ocr, input.barcodes);
        const agreement = compareByPlace(wordsOf(told), wordsOf(pixels.blocks));
        if (!agrees(agreement))
          return fromPixels(input, pixels, [...notes, disagreement(verdict, agreement)], 'rebuild');
        blocks = fillLost(told, wordsOf(pixels.blocks));
      }
    } else blocks = fillLost(told, parts.words, parts.asked);
  }
  const rebuilt = model.trust.level === 'untrusted';
  if (model.trust.level === 'untrusted') {
    notes.push(
      note('engine-disagrees', 'two readings of the page content differ; what goes out is made of its pixels'),
    );
  }
  const { blocks: all, zones } = await withAreas(input, model, look, blocks, picture);
  return {
    ref: input.ref,
    width: input.width,
    height: input.height,
    ...assemble(all),
    readBy: 'text-layer',
    turn,
    treat: rebuilt ? 'rebuild' : 'surgery',
    ...(hidden.length === 0 ? {} : { hidden }),
    zones: clipped(zones, input),
    notes,
  };
}

function hiddenOf(model: PageModel, verdict: LayerVerdict): readonly number[] {
  if (verdict.hidden.length === 0) return [];
  const hidden = new Set(verdict.hidden);
  return model.glyphs.flatMap((glyph, index) => (hidden.has(glyph) ? [index] : []));
}

/** What the pixels say where alone the layer is in doubt; undefined: the whole page has to be read. */
async function readDoubted(
  input: ReadPageInput,
  { unsure }: LayerVerdict,
  layer: readonly PlacedWord[],
  draw: () => Promise<View>,
): Promise<LocalReading | undefined> {
  return unsure === undefined ? undefined : readUnsure(await draw(), input, unsure, layer, input.ocr);
}

function agrees(agreement: Agreement): boolean {
  return agreement.layer >= CONFIRMED && agreement.pixels >= CONFIRMED;
}

/** Reads pictures and drawings among the text, where they hold ink that the text layer does not explain. */
async function withAreas(
  input: ReadPageInput,
  model: PageModel,
  look: View,
  blocks: readonly (readonly Segment[])[],
  draw: () => Promise<View>,
): Promise<{ blocks: readonly (readonly Segment[])[]; zones: readonly Zone[] }> {
  const areas = areasOf(model);
  const known = wordsOf(blocks);
  const inked = areas.length > 0 && findZones(look, known, { within: areas }).length > 0;
  const coded = codeAreas(model).filter((area) => isBusy(look, area));
  if (!inked && coded.length === 0) return { blocks, zones: [] };
  const picture = await draw();
  const codes = withoutPrint(await findCodesIn(picture, coded, input.barcodes), known);
  const covered = codes.map(({ box }) => box);
  const found = inked ? await readAreas(picture, areas, known, input.ocr) : [];
  const words = found.filter((segment) => !segment.words.every((word) => isInCode(word, codes)));
  const all = [...blocks, ...arrange(words)];
  const zones = inked ? findZones(picture, wordsOf(all), { within: areas, covered }) : [];
  return { blocks: [...all, ...wordsOfCodes(codes)], zones: [...zones, ...zonesOfCodes(codes, wordsOf(all))] };
}

async function readScan(
  input: ReadPageInput,
  notes: readonly ReadNote[],
  hidden: readonly number[],
): Promise<PageText> {
  const dpi = input.model === undefined ? 0 : pictureDpi(input.model);
  const pixels = await readPixels(await pictureOf(input.render, input, dpi), input.ocr, input.barcodes);
  const clean = input.model !== undefined && input.model.trust.level !== 'untrusted';
  const read = fromPixels(input, pixels, notes, clean ? 'surgery' : 'rebuild');
  return hidden.length === 0 ? read : { ...read, hidden };
}

function fromPixels(
  input: ReadPageInput,
  pixels: PixelText,
  notes: readonly ReadNote[],
  treat: PageText['treat'],
): PageText {
  const { turn, skew } = pixels;
  const made: ReadNote[] = [];
  if (turn !== 0) made.push(note('turned', `the page lies turned; it was read after a turn of ${turn} degrees`));
  if (skew !== 0)
    made.push(note('deskewed', `the page lies askew by ${Math.abs(skew).toFixed(1)} degrees; it was levelled`));
  return {
    ref: input.ref,
    width: input.width,
    height: input.height,
    ...assemble(pixels.blocks),
    readBy: 'ocr',
    turn,
    treat,
    zones: clipped(pixels.zones, input),
    notes: [...notes, ...made],
  };
}

function unread(input: ReadPageInput): PageText {
  const box: Box = { x: 0, y: 0, w: input.width, h: input.height };
  return {
    ref: input.ref,
    width: input.width,
    height: input.height,
    text: '',
    words: [],
    readBy: 'nothing',
    turn: 0,
    treat: 'rebuild',
    zones: [{ box, kind: 'unreadable', why: 'the page could not be drawn or read' }],
    notes: [note('not-read', 'the page could not be drawn or read; a person has to look at it')],
  };
}

function hiddenNotes(verdict: LayerVerdict): ReadNote[] {
  const letters = verdict.hidden.filter((glyph) => lettersIn(glyph.text) > 0 || glyph.text === '');
  if (letters.length === 0) return [];
  const message = `${letters.length} letters are in the file that the page does not show; they are left out`;
  return [{ ...note('hidden-text', message), box: unionBox(letters.map((glyph) => glyph.box)) }];
}

function disagreement(verdict: LayerVerdict, agreement: Agreement): ReadNote {
  const share = Math.round(agreement.layer * 100);
  const reason = verdict.doubts.join('; ');
  return note(
    'garbage-text',
    `${reason}; the pixels confirm ${share} % of the text layer, so the page was read from them`,
  );
}

function note(code: ReadNoteCode, message: string): ReadNote {
  return { code, message };
}

function wordsOf(blocks: readonly (readonly Segment[])[]) {
  return blocks.flatMap((block) => block.flatMap((segment) => segment.words));
}

/** Resolution of the finest picture that covers a quarter of the page; 0 without one. */
function pictureDpi(model: PageModel): number {
  const large = model.images.filter(({ box }) => box.w * box.h > 0.25 * model.width * model.height);
  return Math.max(0, ...large.map(({ width, height, box }) => (72 * Math.max(width, height)) / Math.max(box.w, box.h)));
}

function clipped(zones: readonly Zone[], page: { readonly width: number; readonly height: number }): readonly Zone[] {
  return zones.flatMap((zone) => {
    const box = clipBox(zone.box, page);
    return box === undefined ? [] : [{ ...zone, box }];
  });
}
