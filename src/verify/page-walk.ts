import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import {
  boxUnder,
  type Matrix,
  type PaintedGlyph,
  type PaintedImage,
  type PaintedPage,
  type PaintedShape,
  shared,
  times,
} from './painted.ts';
import { Insides, patternOf, tileAt } from './walk-inside.ts';
import { shapesOfPath } from './walk-path.ts';
import {
  bboxUnder,
  clipTo,
  colourOf,
  firstState,
  lineOf,
  matrixOf,
  setGraphicsState,
  TextPlace,
  type WalkOps,
  type WalkPage,
  type WalkState,
} from './walk-state.ts';
import { placeGlyphs, type ShownGlyph } from './walk-text.ts';
import { Whereabouts } from './walk-where.ts';

/** Everything a page paints, in painting order: a light walk over pdfjs' operator list. */
export function walkPage(page: WalkPage): PaintedPage {
  const walk = new Walk(page);
  walk.run(page.ops);
  return {
    number: page.number,
    width: page.width,
    height: page.height,
    glyphs: walk.glyphs,
    shapes: walk.shapes,
    images: walk.images,
  };
}

type Handler = (args: readonly unknown[]) => void;

class Walk {
  readonly glyphs: PaintedGlyph[] = [];
  readonly shapes: PaintedShape[] = [];
  readonly images: PaintedImage[] = [];
  readonly #page: WalkPage;
  readonly #base: WalkState;
  readonly #inside = new Insides();
  readonly #stack: WalkState[] = [];
  readonly #anchors: Matrix[] = [];
  readonly #where: Whereabouts;
  #place = new TextPlace();
  readonly #handlers: ReadonlyMap<number, Handler>;
  #state: WalkState;
  /** Where patterns are anchored: the page's space, or that of the form they are used in. */
  #anchor: Matrix;
  #order = 0;
  #clipPending = false;

  constructor(page: WalkPage) {
    this.#page = page;
    this.#where = new Whereabouts(page.layerShown);
    this.#base = firstState(page.matrix, { x: 0, y: 0, w: page.width, h: page.height });
    this.#state = { ...this.#base };
    this.#anchor = page.matrix;
    this.#handlers = new Map([...this.#stateHandlers(), ...this.#textHandlers(), ...this.#paintHandlers()]);
  }

  run({ fnArray, argsArray }: WalkOps, order?: number): void {
    for (let i = 0; i < fnArray.length; i++) {
      this.#order = order ?? i;
      this.#handlers.get(fnArray[i] ?? 0)?.((argsArray[i] ?? []) as readonly unknown[]);
    }
  }

  /** What a pattern or the glyph of a Type 3 font is made of, painted in place of it. */
  #within(ops: WalkOps, state: WalkState): void {
    if (!this.#inside.enter(ops)) return;
    const [before, height, place, order] = [this.#state, this.#stack.length, this.#place, this.#order];
    this.#state = state;
    this.#place = new TextPlace();
    this.#where.depth += 1;
    this.run(ops, order);
    this.#where.depth -= 1;
    this.#stack.length = height;
    this.#state = before;
    this.#place = place;
    this.#inside.leave(ops);
  }

  #stateHandlers(): [number, Handler][] {
    const s = (): WalkState => this.#state;
    return [
      [OPS.save, () => this.#save()],
      [OPS.restore, () => this.#restore()],
      [OPS.transform, (args) => this.#transform(matrixOf(args))],
      [OPS.setLineWidth, ([w]) => (s().lineWidth = Number(w))],
      [OPS.setFillRGBColor, ([c]) => (s().fill = colourOf(c))],
      [OPS.setStrokeRGBColor, ([c]) => (s().stroke = colourOf(c))],
      [OPS.setFillColorN, (args) => Object.assign(s(), { fill: -1, pattern: patternOf(args) })],
      [OPS.setStrokeColorN, () => (s().stroke = -1)],
      [OPS.setFillTransparent, () => (s().fillAlpha = 0)],
      [OPS.setGState, ([pairs]) => setGraphicsState(s(), pairs, (id, size) => this.#setFont(id, size))],
      [OPS.clip, () => (this.#clipPending = true)],
      [OPS.eoClip, () => (this.#clipPending = true)],
      [OPS.beginMarkedContent, () => this.#where.begin()],
      [OPS.beginMarkedContentProps, (args) => this.#where.begin(args)],
      [OPS.endMarkedContent, () => this.#where.end()],
      [OPS.paintFormXObjectBegin, ([matrix, bbox]) => this.#beginForm(matrix, bbox)],
      [OPS.paintFormXObjectEnd, () => this.#endForm()],
      [OPS.beginGroup, () => this.#save()],
      [OPS.endGroup, () => this.#restore()],
      [OPS.beginAnnotation, (args) => this.#beginAnnotation(args)],
      [OPS.endAnnotation, () => this.#endAnnotation()],
    ];
  }

  #textHandlers(): [number, Handler][] {
    const s = (): WalkState => this.#state;
    const place = (): TextPlace => this.#place;
    return [
      [OPS.beginText, () => place().begin()],
      [OPS.setCharSpacing, ([v]) => (s().charSpacing = Number(v))],
      [OPS.setWordSpacing, ([v]) => (s().wordSpacing = Number(v))],
      [OPS.setHScale, ([v]) => (s().scale = Number(v) / 100)],
      [OPS.setLeading, ([v]) => (s().leading = -Number(v))],
      [OPS.setTextRise, ([v]) => (s().rise = Number(v))],
      [OPS.setTextRenderingMode, ([v]) => (s().mode = Number(v))],
      [OPS.setFont, ([id, size]) => this.#setFont(String(id), Number(size))],
      [OPS.setTextMatrix, ([m]) => place().set(matrixOf(m))],
      [OPS.moveText, ([x, y]) => place().move(Number(x), Number(y))],
      [
        OPS.setLeadingMoveText,
        ([x, y]) => {
          s().leading = Number(y);
          place().move(Number(x), Number(y));
        },
      ],
      [OPS.nextLine, () => place().move(0, s().leading)],
      [OPS.showText, ([glyphs]) => this.#showText(glyphs as readonly (ShownGlyph | number)[])],
    ];
  }

  #paintHandlers(): [number, Handler][] {
    return [
      [OPS.constructPath, (args) => this.#path(args)],
      [OPS.shadingFill, () => this.#shading()],
      [OPS.paintImageXObject, ([id]) => this.#image('image', id, this.#state.ctm)],
      [OPS.paintInlineImageXObject, ([data]) => this.#image('image', data, this.#state.ctm)],
      [OPS.paintImageMaskXObject, ([data]) => this.#image('mask', data, this.#state.ctm)],
      [OPS.paintSolidColorImageMask, () => this.#image('mask', undefined, this.#state.ctm)],
      [OPS.paintImageXObjectRepeat, ([id, sx, sy, at]) => this.#repeat('image', id, matrixOf([sx, 0, 0, sy]), at)],
      [
        OPS.paintImageMaskXObjectRepeat,
        ([data, a, b, c, d, at]) => this.#repeat('mask', data, matrixOf([a, b, c, d]), at),
      ],
      [OPS.paintInlineImageXObjectGroup, ([data, map]) => this.#group('image', data, map)],
      [OPS.paintImageMaskXObjectGroup, ([images]) => this.#group('mask', undefined, images)],
    ];
  }

  #save(): void {
    this.#stack.push({ ...this.#state });
  }

  #restore(): void {
    const before = this.#stack.pop();
    if (before !== undefined) this.#state = before;
  }

  #transform(matrix: Matrix): void {
    this.#state.ctm = times(this.#state.ctm, matrix);
  }

  #setFont(id: string, size: number): void {
    const font = this.#page.fontOf(id);
    if (font !== undefined) this.#state.font = font;
    this.#state.size = size;
  }

  #beginForm(matrix: unknown, bbox: unknown): void {
    this.#save();
    this.#anchors.push(this.#anchor);
    this.#where.depth += 1;
    if (matrix !== null && matrix !== undefined) this.#transform(matrixOf(matrix));
    this.#anchor = this.#state.ctm;
    const box = bboxUnder(this.#state.ctm, bbox);
    if (box !== undefined) clipTo(this.#state, box);
  }

  #endForm(): void {
    this.#where.depth -= 1;
    this.#anchor = this.#anchors.pop() ?? this.#page.matrix;
    this.#restore();
  }

  #beginAnnotation([id, rect, transform, matrix]: readonly unknown[]): void {
    this.#save();
    this.#where.annotation = this.#page.subtypeOf(String(id)) ?? 'Unknown';
    this.#state = { ...this.#base };
    const box = bboxUnder(this.#state.ctm, rect);
    if (box !== undefined) clipTo(this.#state, box);
    this.#transform(matrixOf(transform));
    this.#transform(matrixOf(matrix));
  }

  #endAnnotation(): void {
    this.#where.annotation = undefined;
    this.#restore();
  }

  #showText(shown: readonly (ShownGlyph | number)[]): void {
    const { mode, fill, stroke, fillAlpha, font } = this.#state;
    const common = this.#where.common(this.#order, mode === 1 ? stroke : fill, fillAlpha);
    const { type3, procs } = font;
    const odd = this.#state.odd || type3 || common.colour < 0;
    const look =
      procs === undefined
        ? undefined
        : (glyph: ShownGlyph, at: Matrix): void => {
            const ops = procs.get(glyph.operatorListId ?? '');
            if (ops !== undefined) this.#within(ops, { ...this.#state, ctm: times(at, font.matrix) });
          };
    for (const glyph of placeGlyphs(this.#state, this.#place, shown, look))
      this.glyphs.push({ ...common, ...glyph, odd, nested: common.nested || type3 });
  }

  #path(args: readonly unknown[]): void {
    const op = Number(args[0]);
    const state = this.#state;
    const [data] = (args[1] ?? []) as (Float32Array | null)[];
    const bounds = bboxUnder(state.ctm, args[2]);
    const filled = op === OPS.fill || op === OPS.eoFill || (op >= OPS.fillStroke && op <= OPS.closeEOFillStroke);
    const stroked = op === OPS.stroke || op === OPS.closeStroke;
    if (data !== null && data !== undefined && (filled || stroked)) {
      const common = filled
        ? this.#where.common(this.#order, state.fill, state.fillAlpha)
        : this.#where.common(this.#order, state.stroke, state.strokeAlpha);
      const line = filled ? 0 : lineOf(state);
      for (const { box, ...part } of shapesOfPath(data, state.ctm, line / 2)) {
        const seen = shared(box, state.clip);
        if (seen === undefined) continue;
        this.shapes.push({ ...common, kind: filled ? 'fill' : 'stroke', ...part, line, box: seen });
        const tile = filled && state.fill < 0 ? tileAt(state, this.#anchor, seen) : undefined;
        if (tile !== undefined) this.#within(tile.ops, { ...state, ...tile.state });
      }
    }
    if (this.#clipPending && bounds !== undefined) {
      clipTo(state, bounds);
      const parts = shapesOfPath(data ?? [], state.ctm, 0);
      if (parts.length > 1 || parts.some(({ rectangle }) => !rectangle)) state.odd = true;
    }
    this.#clipPending = false;
  }

  #shading(): void {
    this.shapes.push({
      ...this.#where.common(this.#order, -1, this.#state.fillAlpha),
      kind: 'shading',
      rectangle: false,
      slanted: false,
      segments: 1,
      line: 0,
      box: this.#state.clip,
    });
  }

  #image(kind: 'image' | 'mask', data: unknown, matrix: Matrix): void {
    const box = boxUnder(matrix, 0, 0, 1, 1);
    const { fill, fillAlpha, clip } = this.#state;
    const { pixelsOf } = this.#page;
    this.images.push({
      ...this.#where.common(this.#order, kind === 'mask' ? fill : -1, fillAlpha),
      kind,
      box,
      matrix,
      seen: shared(box, clip),
      pixels: () => pixelsOf(data),
    });
  }

  #repeat(kind: 'image' | 'mask', data: unknown, scale: Matrix, positions: unknown): void {
    const at = (positions ?? []) as ArrayLike<number>;
    for (let i = 0; i + 1 < at.length; i += 2) {
      const [a, b, c, d] = scale;
      this.#image(kind, data, times(this.#state.ctm, [a, b, c, d, at[i] ?? 0, at[i + 1] ?? 0]));
    }
  }

  #group(kind: 'image' | 'mask', data: unknown, parts: unknown): void {
    for (const part of (parts ?? []) as readonly { transform?: number[]; data?: unknown }[]) {
      this.#image(kind, data ?? part, times(this.#state.ctm, matrixOf(part.transform)));
    }
  }
}
