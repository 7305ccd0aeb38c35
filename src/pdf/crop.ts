import { createCanvas, ImageData } from '@napi-rs/canvas';
import type { Box } from '../model/geometry.ts';
import type { Bitmap } from './bitmap.ts';

/** Points around a box that a person needs to see what it stands in. */
const AROUND = { x: 90, y: 36 };

/**
 * PNG of the surroundings of `box` (displayed points) with the box drawn as a red frame; without a
 * box the whole page, half as large.
 */
export function cropPicture(page: Bitmap, box: Box | undefined): Uint8Array {
  const scale = page.dpi / 72;
  const whole = createCanvas(page.width, page.height);
  const { buffer, byteOffset, byteLength } = page.data;
  const pixels = new Uint8ClampedArray(buffer, byteOffset, byteLength);
  whole.getContext('2d').putImageData(new ImageData(pixels, page.width, page.height), 0, 0);
  if (box === undefined) {
    const small = createCanvas(Math.ceil(page.width / 2), Math.ceil(page.height / 2));
    small.getContext('2d').drawImage(whole, 0, 0, small.width, small.height);
    return small.toBuffer('image/png');
  }
  const left = Math.max(0, Math.floor((box.x - AROUND.x) * scale));
  const top = Math.max(0, Math.floor((box.y - AROUND.y) * scale));
  const right = Math.min(page.width, Math.ceil((box.x + box.w + AROUND.x) * scale));
  const bottom = Math.min(page.height, Math.ceil((box.y + box.h + AROUND.y) * scale));
  const crop = createCanvas(Math.max(1, right - left), Math.max(1, bottom - top));
  const context = crop.getContext('2d');
  context.drawImage(whole, -left, -top);
  context.strokeStyle = '#c00000';
  context.lineWidth = 2;
  context.strokeRect(box.x * scale - left - 2, box.y * scale - top - 2, box.w * scale + 4, box.h * scale + 4);
  return crop.toBuffer('image/png');
}

/** The picture with a plain grey where the boxes (displayed points) stand. */
export function veiled(picture: Bitmap, boxes: readonly Box[]): Bitmap {
  if (boxes.length === 0) return picture;
  const data = picture.data.slice();
  const scale = picture.dpi / 72;
  for (const { x, y, w, h } of boxes) {
    const [left, right] = [Math.max(0, Math.floor(x * scale)), Math.min(picture.width, Math.ceil((x + w) * scale))];
    for (
      let row = Math.max(0, Math.floor(y * scale));
      row < Math.min(picture.height, Math.ceil((y + h) * scale));
      row++
    )
      if (right > left) data.fill(200, (row * picture.width + left) * 4, (row * picture.width + right) * 4);
  }
  return { ...picture, data };
}
