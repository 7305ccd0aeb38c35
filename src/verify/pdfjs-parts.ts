import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Box } from '../model/geometry.ts';
import { boxUnder, type Matrix, type Pixels } from './painted.ts';
import { matrixOf, type WalkFont, type WalkOps } from './walk-state.ts';

/** Where pdfjs keeps fonts and pictures of a page; `get` throws for what has not arrived. */
interface Store {
  has(id: string): boolean;
  get(id: string, arrived?: (value: unknown) => void): unknown;
}

/** Looks a font up by pdfjs' id; each once. */
export function fontsOf(store: Store): (id: string) => WalkFont | undefined {
  const known = new Map<string, WalkFont | undefined>();
  return (id) => {
    if (!known.has(id)) known.set(id, fontOf(store, id));
    return known.get(id);
  };
}

function fontOf(store: Store, id: string): WalkFont | undefined {
  if (!store.has(id)) return undefined;
  const font = store.get(id) as {
    name?: string;
    fontMatrix?: number[];
    vertical?: boolean;
    isType3Font?: boolean;
    charProcOperatorList?: ReadonlyMap<string, WalkOps>;
  };
  const procs = font.charProcOperatorList;
  const isMadeOfText =
    procs instanceof Map && [...procs.values()].some(({ fnArray }: WalkOps) => fnArray.includes(OPS.showText));
  return {
    id,
    name: font.name ?? id,
    matrix: matrixOf(font.fontMatrix ?? [0.001, 0, 0, 0.001, 0, 0]),
    vertical: font.vertical === true,
    type3: font.isType3Font === true,
    ...(isMadeOfText && procs !== undefined ? { procs } : {}),
  };
}

/** Waits until the pictures that an operator list names have been decoded; those that never come are given up. */
export async function picturesArrive(args: readonly unknown[], page: Store, common: Store): Promise<void> {
  const ids = new Set<string>();
  for (const list of args) {
    for (const one of Array.isArray(list) ? list : []) {
      const id = typeof one === 'string' ? one : ((one ?? {}) as { data?: unknown }).data;
      if (typeof id === 'string' && /^(?:g_\w*)?img_/.test(id)) ids.add(id);
    }
  }
  await Promise.all([...ids].map((id) => arrival(id.startsWith('g_') ? common : page, id)));
}

const PATIENCE = 30_000;

function arrival(store: Store, id: string): Promise<void> {
  if (store.has(id)) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE);
    store.get(id, () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Pixels of a picture of an operator list, given by id or by value; undefined where pdfjs could not decode it. */
export function pixelsOf(image: unknown, page: Store, common: Store): Pixels | undefined {
  if (typeof image === 'string') {
    const store = image.startsWith('g_') ? common : page;
    return store.has(image) ? pixelsOf(store.get(image), page, common) : undefined;
  }
  const {
    width = 0,
    height = 0,
    kind,
    data,
  } = (image ?? {}) as {
    width?: number;
    height?: number;
    kind?: number;
    data?: Uint8Array | string | null;
  };
  if (typeof data === 'string') {
    const store = page.has(data) ? page : common;
    return store.has(data) ? pixelsOf({ width, height, ...(store.get(data) as object) }, page, common) : undefined;
  }
  if (data === undefined || data === null || width * height === 0) return undefined;
  if (kind === 2 && data.length >= width * height * 3) return { width, height, channels: 3, data };
  if (kind === 3 && data.length >= width * height * 4) return { width, height, channels: 4, data };
  if (width * height > MOST_SPREAD) return undefined;
  return data.length >= ((width + 7) >> 3) * height ? spread(data, width, height) : undefined;
}

/** Pixels of a picture that are looked at one by one: bigger ones are looked at as the page draws them. */
const MOST_SPREAD = 120_000_000;

/** One bit a pixel to one byte: 1 is white. */
function spread(data: Uint8Array, width: number, height: number): Pixels {
  const stride = (width + 7) >> 3;
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    let at = y * width;
    const end = at + width;
    for (let byte = y * stride; at < end; byte++) {
      const bits = data[byte] ?? 0;
      if (bits === 255) out.fill(255, at, Math.min(at + 8, end));
      else if (bits !== 0)
        for (let bit = 0; bit < 8 && at + bit < end; bit++) if ((bits << bit) & 128) out[at + bit] = 255;
      at += 8;
    }
  }
  return { width, height, channels: 1, data: out };
}

/** An annotation that hangs on a page. */
export interface Annotation {
  readonly subtype: string;
  readonly box: Box;
  /** What it marks, where it marks text; else its box. */
  readonly parts: readonly Box[];
  /** What a reader may read of it: contents, address, value. */
  readonly text: string;
  /** What a form field holds. */
  readonly value: string;
  /** Hidden, not to be viewed, or without any face. */
  readonly hidden: boolean;
  readonly colour: readonly number[] | undefined;
  readonly opacity: number;
}

/** pdfjs' annotations, in displayed points. */
export function annotationsOf(list: readonly unknown[], matrix: Matrix): readonly Annotation[] {
  return list.map((one) => {
    const data = one as Record<string, unknown>;
    const flags = Number(data['annotationFlags'] ?? 0);
    const box = boxOf(data['rect'], matrix);
    const quads = Array.from((data['quadPoints'] ?? []) as ArrayLike<number>);
    const parts = Array.from({ length: Math.floor(quads.length / 8) }, (_, i) => quadBox(quads.slice(8 * i), matrix));
    const texts = [data['contentsObj'], data['url'], data['unsafeUrl'], data['fieldValue']];
    return {
      subtype: String(data['subtype'] ?? ''),
      box,
      parts: parts.length > 0 ? parts : [box],
      text: texts.map(textOf).filter(Boolean).join('\n'),
      value: textOf(data['fieldValue']),
      hidden: (flags & 2) !== 0 || (flags & 32) !== 0,
      colour: data['color'] === null || data['color'] === undefined ? undefined : Array.from(data['color'] as number[]),
      opacity: Number(data['opacity'] ?? 1),
    };
  });
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { str } = (value ?? {}) as { str?: unknown };
  return typeof str === 'string' ? str : '';
}

function boxOf(rect: unknown, matrix: Matrix): Box {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = (rect ?? []) as number[];
  return boxUnder(matrix, x0, y0, x1, y1);
}

function quadBox(quad: readonly number[], matrix: Matrix): Box {
  const xs = [0, 2, 4, 6].map((i) => quad[i] ?? 0);
  const ys = [1, 3, 5, 7].map((i) => quad[i] ?? 0);
  return boxUnder(matrix, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
}
