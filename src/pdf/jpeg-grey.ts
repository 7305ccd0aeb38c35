import { decodeCoefficients } from './jpeg-decode.ts';
import { encodeCoefficients } from './jpeg-encode.ts';
import { emptyComponent } from './jpeg-picture.ts';

/** The luminance of a YCbCr JPEG as a JPEG of one component, without loss: colour encoders then serve grey pictures too. */
export function greyJpeg(jpeg: Uint8Array): Uint8Array {
  const { width, height, components, quantisation } = decodeCoefficients(jpeg);
  const [luma] = components;
  if (luma === undefined) throw new RangeError('JPEG without components');
  const size = { width, height, maxH: 1, maxV: 1 };
  const grey = emptyComponent(size, { id: 1, h: 1, v: 1, table: 0 });
  for (let row = 0; row < grey.blocksHigh; row++) {
    const from = row * luma.blocksWide * 64;
    grey.coefficients.set(luma.coefficients.subarray(from, from + grey.blocksWide * 64), row * grey.blocksWide * 64);
  }
  return encodeCoefficients({ ...size, components: [grey], quantisation: [quantisation[luma.table]] });
}
