import { execFileSync } from 'node:child_process';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { decodeCoefficients } from '../../src/pdf/jpeg-decode.ts';
import { encodeCoefficients } from '../../src/pdf/jpeg-encode.ts';

function picture(width: number, height: number) {
  const canvas = createCanvas(width, height);
  const c = canvas.getContext('2d');
  for (let i = 0; i < 60; i++) {
    c.fillStyle = `hsl(${i * 37}, 70%, ${20 + (i % 5) * 15}%)`;
    c.fillRect((i * 71) % width, (i * 43) % height, 30 + i, 12 + (i % 9) * 4);
  }
  c.fillStyle = 'black';
  c.font = '20px sans-serif';
  for (let y = 20; y < height; y += 24) c.fillText('The quick brown fox jumps over the lazy dog', 5, y);
  return canvas;
}

async function pixelsOf(jpeg: Uint8Array): Promise<Buffer> {
  const image = await loadImage(Buffer.from(jpeg));
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  return Buffer.from(canvas.getContext('2d').getImageData(0, 0, image.width, image.height).data);
}

function magick(...args: string[]): ((input: Buffer) => Buffer) | undefined {
  try {
    execFileSync('convert', ['-version'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return (input) => execFileSync('convert', ['-', ...args, 'jpg:-'], { input, maxBuffer: 1 << 26 });
}

describe('JPEG coefficients', () => {
  it.each([
    [64, 64],
    [333, 217],
    [17, 9],
  ])('come back the same after writing and reading, %i x %i', async (width, height) => {
    const jpeg = picture(width, height).toBuffer('image/jpeg', 80);
    const again = encodeCoefficients(decodeCoefficients(jpeg));
    expect((await pixelsOf(again)).equals(await pixelsOf(jpeg))).toBe(true);
    expect(again.length).toBeLessThan(jpeg.length + 400);
  });

  it.each([
    ['progressive', ['-interlace', 'JPEG']],
    ['grey', ['-colorspace', 'Gray']],
    ['grey progressive', ['-colorspace', 'Gray', '-interlace', 'JPEG', '-quality', '95']],
    ['4:4:4', ['-sampling-factor', '4:4:4']],
    ['4:2:2', ['-sampling-factor', '4:2:2', '-interlace', 'JPEG']],
    ['4:4:0', ['-sampling-factor', '1x2']],
  ])('are read from a foreign %s file', async (_, args) => {
    const convert = magick(...args);
    if (convert === undefined) {
      console.warn('skipped: ImageMagick is not installed');
      return;
    }
    const jpeg = convert(picture(333, 217).toBuffer('image/png'));
    const again = encodeCoefficients(decodeCoefficients(jpeg));
    expect((await pixelsOf(again)).equals(await pixelsOf(jpeg))).toBe(true);
  });

  it('throws on a file cut short', () => {
    const jpeg = picture(100, 100).toBuffer('image/jpeg', 80);
    expect(() => decodeCoefficients(jpeg.subarray(0, jpeg.length / 2))).toThrow(RangeError);
  });
});
