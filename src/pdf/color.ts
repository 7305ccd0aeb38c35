import type { PDFDict } from 'pdf-lib';
import { PDFArray, PDFName } from 'pdf-lib';
import type { Operand } from './lexer.ts';
import { asDict, asName, lookUp, nameText } from './objects.ts';

const DEVICE = new Set(['DeviceGray', 'DeviceRGB', 'DeviceCMYK', 'CalGray', 'CalRGB', 'ICCBased', 'G', 'RGB', 'CMYK']);

/** `#rrggbb` of one, three or four components as grey, RGB or CMYK; undefined for anything else. */
export function deviceColor(args: readonly Operand[]): string | undefined {
  const [a, b, c, d] = args;
  if (typeof a !== 'number') return undefined;
  if (args.length === 1) return hexOf(a, a, a);
  if (typeof b !== 'number' || typeof c !== 'number') return undefined;
  if (args.length === 3) return hexOf(a, b, c);
  if (args.length !== 4 || typeof d !== 'number') return undefined;
  return hexOf((1 - a) * (1 - d), (1 - b) * (1 - d), (1 - c) * (1 - d));
}

/** Do the numbers of the colour space `name` mean grey, RGB or CMYK? */
export function isDeviceSpace(name: string, resources: PDFDict | undefined): boolean {
  if (DEVICE.has(name)) return true;
  if (resources === undefined) return false;
  const spaces = asDict(resources.context, lookUp(resources, 'ColorSpace'));
  const space = spaces === undefined ? undefined : lookUp(spaces, name);
  if (space instanceof PDFName) return DEVICE.has(nameText(space));
  return space instanceof PDFArray && DEVICE.has(asName(resources.context, space.get(0)) ?? '');
}

function hexOf(...parts: readonly number[]): string {
  const bytes = parts.map((part) => Math.round(Math.min(1, Math.max(0, part)) * 255));
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
