import type { Box } from '../model/geometry.ts';
import type { Op } from './lexer.ts';
import type { Matrix } from './matrix.ts';

/** A glyph as a page shows it, with the place of its bytes in the page's content. */
export interface Glyph {
  /** Unicode by the font's own tables; '' where there is none. One glyph may be many letters (`ffi`). */
  readonly text: string;
  /** Four corners in displayed points: x, y of bottom left, bottom right, top right, top left in the glyph's own direction. */
  readonly quad: readonly number[];
  /** The smallest upright box around `quad`. */
  readonly box: Box;
  /** Origin on the baseline, in displayed points. */
  readonly ox: number;
  readonly oy: number;
  /** Width along the baseline in displayed points, without character and word spacing. */
  readonly advance: number;
  /** Height of the em in displayed points. */
  readonly size: number;
  /** Direction of the baseline on the displayed page in degrees, clockwise, 0 = left to right. */
  readonly angle: number;
  /** Index in PageModel.fonts. */
  readonly font: number;
  /** Text render mode (ISO 32000-1 9.3.6). */
  readonly tr: number;
  /** False: drawn with mode 3 or 7, wholly transparent, in a hidden layer, off the page or outside the clip's bounds. */
  readonly visible: boolean;
  /** Fill colour `#rrggbb`, or stroke colour in mode 1; undefined where no device colour says it. */
  readonly color: string | undefined;
  /** Place in painting order, shared by glyphs, images and paths. */
  readonly paint: number;
  readonly code: number;
  /** The TJ number that moves on as far as the glyph does, spacing included: what replaces it when it is cut. */
  readonly shift: number;
  /** Unit, operator, element of its TJ array (0 for Tj) and bytes [b0, b1) of that string. */
  readonly unit: number;
  readonly op: number;
  readonly el: number;
  readonly b0: number;
  readonly b1: number;
}

/** A text operator as executed: what is needed to set its glyphs at another place. */
export interface ShowUse {
  readonly unit: number;
  readonly op: number;
  /** Index in PageModel.glyphs of its first glyph, and how many it has. */
  readonly first: number;
  readonly count: number;
  /** Text matrix where it starts (ISO 32000-1 9.4.4), and the way from user space to displayed points. */
  readonly tm: Matrix;
  readonly ctm: Matrix;
  readonly charSpace: number;
  readonly wordSpace: number;
  readonly rise: number;
  /** Bounds of the clip it is drawn in, displayed points: what is set anew beyond them would not be seen. */
  readonly clip: Box;
}

/** A font of a page as far as reading and cutting need it. */
export interface PageFont {
  /** Resource name, for reports: `F1`. */
  readonly name: string;
  /** BaseFont without its subset tag, '' where absent. */
  readonly baseFont: string;
  readonly subtype: string;
  /** `12 0 R` of the font dictionary where it is indirect. */
  readonly ref?: string;
  readonly vertical: boolean;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly monospace: boolean;
  /** Does the font say reliably which letters its glyphs are? */
  readonly unicode: 'sure' | 'unreliable';
}

/** An image drawn once. */
export interface ImageUse {
  readonly kind: 'xobject' | 'inline';
  readonly quad: readonly number[];
  readonly box: Box;
  /** Unit square (PDF image space, y up: (0,1) is the top left sample) to displayed points. */
  readonly matrix: Matrix;
  readonly paint: number;
  readonly visible: boolean;
  /** In a layer that is switched off: it does not go along. */
  readonly off?: true;
  /** What the bounds of the clip and the page let through; no width or height: nothing. */
  readonly seen: Box;
  readonly unit: number;
  readonly op: number;
  /** Resource name, XObject images only. */
  readonly name?: string;
  /** `12 0 R` of the image stream, XObject images only. */
  readonly ref?: string;
  readonly width: number;
  readonly height: number;
  /** About the bytes that a reader holds once it has decoded it and its masks. */
  readonly decoded: number;
  /** A stencil (ImageMask true), painted in `color`. */
  readonly stencil: boolean;
  readonly color?: string;
}

/** A path painted or used as a clip, from its first construction operator to its end. */
export interface PathUse {
  readonly box: Box;
  readonly paint: number;
  readonly fill: boolean;
  readonly stroke: boolean;
  /** `W` or `W*` stands before the painting operator. */
  readonly clip: boolean;
  /** Only upright rectangles and straight rules: a table line, an underline, a box. */
  readonly plain: boolean;
  /** Boxes x0, y0, x1, y1 of the segments one after the other, line width included; empty where `plain`. */
  readonly segments: readonly number[];
  readonly color?: string;
  readonly unit: number;
  readonly firstOp: number;
  readonly lastOp: number;
}

/** A use of a tiling pattern, a shading or a soft mask: things that are cut only by rebuilding the page. */
export interface PatternUse {
  readonly kind: 'tiling' | 'shading' | 'soft-mask' | 'type3';
  /** Where it paints; the whole page where that is not known. */
  readonly box: Box;
  /** Does what it paints hold text or images? */
  readonly content: boolean;
  readonly unit: number;
  readonly op: number;
}

/** An annotation of the page, displayed points. */
export interface AnnotationUse {
  readonly ref?: string;
  readonly subtype: string;
  readonly box: Box;
  /** Somebody's remark is attached to it, which the page itself does not show. */
  readonly remark?: true;
}

/** A content stream as executed: the page's, or one invocation of a form. */
export interface Unit {
  readonly ops: readonly Op[];
  /** Absent for the page's own content. */
  readonly parent?: { readonly unit: number; readonly op: number };
  /** Resource name and `12 0 R` of the form. */
  readonly name?: string;
  readonly ref?: string;
}

/**
 * How far the reading of a page is to be trusted. exact: places and letters.
 * geometry-only: places, but not what the letters are (read by OCR too).
 * untrusted: two readers disagree; rebuild the page from its pixels.
 */
export interface Trust {
  readonly level: 'exact' | 'geometry-only' | 'untrusted';
  readonly reasons: readonly string[];
}

/** A page as the interpreter saw it; all coordinates in displayed points (model/geometry.ts). */
export interface PageModel {
  /** From 1. */
  readonly number: number;
  readonly width: number;
  readonly height: number;
  /** Clockwise quarter turns of /Rotate: 0 | 90 | 180 | 270. Already applied. */
  readonly rotate: number;
  readonly userUnit: number;
  /** Default user space to displayed points. */
  readonly toDisplay: Matrix;
  readonly glyphs: readonly Glyph[];
  /** Text operators that show glyphs, in the order they are executed. */
  readonly shows: readonly ShowUse[];
  readonly fonts: readonly PageFont[];
  readonly images: readonly ImageUse[];
  readonly paths: readonly PathUse[];
  readonly patterns: readonly PatternUse[];
  readonly annotations: readonly AnnotationUse[];
  readonly units: readonly Unit[];
  readonly trust: Trust;
}
