/** A grey picture: one byte a pixel, row by row from the top, 0 black to 255 white. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  /** Pixels an inch: an engine judges letter sizes by it. */
  readonly dpi: number;
}

/** A box in pixels of the picture that was handed in; x1 and y1 are exclusive. */
export interface PixelBox {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** A letter as the engine saw it; `text` may be more than one UTF-16 unit. */
export interface OcrSymbol {
  readonly text: string;
  readonly box: PixelBox;
}

/** A word as the engine saw it. `symbols` joined give `text`, or are empty. */
export interface OcrWord {
  readonly text: string;
  readonly box: PixelBox;
  /** 0 to 1. */
  readonly confidence: number;
  readonly symbols: readonly OcrSymbol[];
  /** Running numbers over the picture, in the engine's reading order. */
  readonly line: number;
  readonly paragraph: number;
  readonly block: number;
}

/**
 * page: find columns and paragraphs; block: one column of text; sparse: find as much
 * text as possible in no order (labels, stamps, forms).
 */
export type OcrLayout = 'page' | 'block' | 'sparse';

/**
 * A program that reads text from a picture. The stages are handed one as a value, so that
 * they run in a test without it.
 */
export interface OcrEngine {
  /** Name and version, for reports and cache keys. */
  readonly name: string;
  /** The words of a picture that stands upright; throws where the engine fails or takes too long. */
  recognise(image: GreyImage, options: { readonly layout: OcrLayout }): Promise<readonly OcrWord[]>;
}
