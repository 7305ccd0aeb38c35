/** One colour component of a JPEG file: quantised DCT coefficients, 64 a block in zigzag order, blocks row by row. */
export interface JpegComponent {
  readonly id: number;
  /** Sampling factors (T.81, B.2.2). */
  readonly h: number;
  readonly v: number;
  /** Index in JpegPicture.quantisation. */
  readonly table: number;
  /** Blocks stored a row and rows of blocks, padded to whole MCUs. */
  readonly blocksWide: number;
  readonly blocksHigh: number;
  readonly coefficients: Int16Array;
}

/** A JPEG file decoded as far as its coefficients: writing it back loses nothing. */
export interface JpegPicture {
  readonly width: number;
  readonly height: number;
  readonly maxH: number;
  readonly maxV: number;
  readonly components: readonly JpegComponent[];
  /** Quantisation tables in zigzag order. */
  readonly quantisation: readonly (Uint16Array | undefined)[];
  /** The colour transform of an Adobe marker; absent without one. */
  readonly adobeTransform?: number;
  /** Coded bytes that none of its blocks took: rows below the height that the frame says. */
  readonly unread?: number;
}

/** A component with room for its coefficients, all zero. */
export function emptyComponent(
  size: { readonly width: number; readonly height: number; readonly maxH: number; readonly maxV: number },
  part: { readonly id: number; readonly h: number; readonly v: number; readonly table: number },
): JpegComponent {
  const blocksWide = Math.ceil(size.width / (8 * size.maxH)) * part.h;
  const blocksHigh = Math.ceil(size.height / (8 * size.maxV)) * part.v;
  return { ...part, blocksWide, blocksHigh, coefficients: new Int16Array(64 * blocksWide * blocksHigh) };
}
