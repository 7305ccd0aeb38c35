import type { GreyImage, PixelBox } from '../model/ocr.ts';

/** Where a picture is inked: 1 ink, 0 paper. */
export interface InkMap {
  readonly width: number;
  readonly height: number;
  readonly ink: Uint8Array;
}

/** A patch of ink that hangs together. */
export interface InkPatch {
  readonly box: PixelBox;
  /** Pixels of ink. */
  readonly ink: number;
}

/** Side of the squares in which the paper's brightness is measured, in pixels. */
const TILE = 32;

/** Ink is darker than the paper around it by this much of 255. */
const CONTRAST = 56;

/** The ink of a picture: what is clearly darker than the paper around it, whatever the paper's shade. */
export function inkOf(image: GreyImage): InkMap {
  const { width, height, data } = image;
  const columns = Math.ceil(width / TILE);
  const paper = smoothed(paperOf(image, columns), columns);
  const ink = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / TILE) * columns;
    for (let column = 0; column < columns; column++) {
      const darkest = (paper[row + column] ?? 255) - CONTRAST;
      const end = y * width + Math.min(width, (column + 1) * TILE);
      for (let at = y * width + column * TILE; at < end; at++) if ((data[at] ?? 255) < darkest) ink[at] = 1;
    }
  }
  return { width, height, ink };
}

/** Brightness that nine of ten pixels of a tile stay under, tile by tile. */
function paperOf(image: GreyImage, columns: number): number[] {
  const rows = Math.ceil(image.height / TILE);
  const paper: number[] = [];
  const counts = new Uint32Array(256);
  for (let tile = 0; tile < rows * columns; tile++) {
    counts.fill(0);
    const x0 = (tile % columns) * TILE;
    const y0 = Math.floor(tile / columns) * TILE;
    let total = 0;
    for (let y = y0; y < Math.min(y0 + TILE, image.height); y++) {
      for (let x = x0; x < Math.min(x0 + TILE, image.width); x++) {
        const value = image.data[y * image.width + x] ?? 255;
        counts[value] = (counts[value] ?? 0) + 1;
        total += 1;
      }
    }
    let above = 0;
    let shade = 255;
    while (shade > 0 && above + (counts[shade] ?? 0) <= total * 0.1) {
      above += counts[shade] ?? 0;
      shade -= 1;
    }
    paper.push(shade);
  }
  return paper;
}

/** Each tile takes the brightest of itself and its neighbours: a tile full of ink has no paper of its own. */
function smoothed(paper: readonly number[], columns: number): readonly number[] {
  return paper.map((own, i) => {
    const column = i % columns;
    let best = own;
    for (const step of [-columns, columns, ...(column > 0 ? [-1] : []), ...(column < columns - 1 ? [1] : [])]) {
      best = Math.max(best, paper[i + step] ?? 0);
    }
    return best;
  });
}

/**
 * The map without rules: runs of `least` pixels or more, straight but for a pixel up or down, that are at
 * most `thick` pixels thick, and the places where two of them cross.
 */
export function withoutRules(map: InkMap, least: number, thick: number): InkMap {
  const across = runLengths(map, false);
  const down = runLengths(map, true);
  const level = runLengths(thickened(map, map.width), false);
  const plumb = runLengths(thickened(map, 1), true);
  const ink = map.ink.slice();
  for (let i = ink.indexOf(1); i >= 0; i = ink.indexOf(1, i + 1)) {
    const isLevel = (level[i] ?? 0) >= least;
    const isPlumb = (plumb[i] ?? 0) >= least;
    const isThin = (isLevel && (down[i] ?? 0) <= thick) || (isPlumb && (across[i] ?? 0) <= thick);
    if (isThin || (isLevel && isPlumb)) ink[i] = 0;
  }
  return { ...map, ink: restoreSolid(map, ink, thick) };
}

/** The map with each pixel of ink spread to its neighbours `step` before and after it. */
function thickened(map: InkMap, step: number): InkMap {
  const ink = map.ink.slice();
  for (let i = map.ink.indexOf(1); i >= 0; i = map.ink.indexOf(1, i + 1)) {
    if (i >= step) ink[i - step] = 1;
    if (i + step < ink.length) ink[i + step] = 1;
  }
  return { ...map, ink };
}

/** Pixels deep inside solid ink were no rule after all: put them back. */
function restoreSolid(map: InkMap, ink: Uint8Array, thick: number): Uint8Array {
  const { width, height } = map;
  const reach = Math.ceil(thick / 2) + 1;
  const out = ink.slice();
  for (let at = map.ink.indexOf(1); at >= 0; at = map.ink.indexOf(1, at + 1)) {
    if (ink[at] === 1) continue;
    const x = at % width;
    const y = (at - x) / width;
    if (x < reach || x >= width - reach || y < reach || y >= height - reach) continue;
    const solid =
      map.ink[at - reach] === 1 &&
      map.ink[at + reach] === 1 &&
      map.ink[at - reach * width] === 1 &&
      map.ink[at + reach * width] === 1 &&
      map.ink[at - reach * width - reach] === 1 &&
      map.ink[at + reach * width + reach] === 1;
    if (solid) out[at] = 1;
  }
  return out;
}

/** For each pixel of ink the length of the straight run it stands in. */
function runLengths({ width, height, ink }: InkMap, vertical: boolean): Uint16Array {
  const lengths = new Uint16Array(ink.length);
  const stride = vertical ? width : 1;
  for (let at = ink.indexOf(1); at >= 0; at = ink.indexOf(1, at + 1)) {
    if (lengths[at] !== 0) continue;
    // The first of its run, since pixels come from the top left.
    const room = vertical ? height - Math.floor(at / width) : width - (at % width);
    let run = 1;
    while (run < room && ink[at + run * stride] === 1) run++;
    for (let i = 0; i < run; i++) lengths[at + i * stride] = run;
  }
  return lengths;
}

/**
 * The map without the dark surroundings of a page: ink that hangs together with the picture's edge through
 * places that are solid all around and at most `reach` pixels from it, such as the black rim of a scan.
 */
export function withoutRim(map: InkMap, reach: number): InkMap {
  const { width, height } = map;
  const rim = new Uint8Array(map.ink.length);
  const stack: number[] = [];
  const visit = (x: number, y: number): void => {
    const at = y * width + x;
    if (Math.min(x, y, width - 1 - x, height - 1 - y) > reach || x < 0 || y < 0 || x >= width || y >= height) return;
    if (rim[at] === 1 || !isSolid(map, x, y)) return;
    rim[at] = 1;
    stack.push(at);
  };
  for (let x = 0; x < width; x++) for (const y of [0, height - 1]) visit(x, y);
  for (let y = 0; y < height; y++) for (const x of [0, width - 1]) visit(x, y);
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const x = at % width;
    const y = (at - x) / width;
    visit(x - 1, y);
    visit(x + 1, y);
    visit(x, y - 1);
    visit(x, y + 1);
  }
  const boxes: PixelBox[] = [];
  for (let at = rim.indexOf(1); at >= 0; at = rim.indexOf(1, at + 1)) {
    const x = at % width;
    const y = (at - x) / width;
    boxes.push({ x0: x - DEEP - 1, y0: y - DEEP - 1, x1: x + DEEP + 2, y1: y + DEEP + 2 });
  }
  return erase(map, boxes);
}

/** Half the side of the square that must be ink for a place to be solid, in pixels. */
const DEEP = 3;

/** Is there ink all around? Beyond the edge counts as ink. */
function isSolid({ ink, width, height }: InkMap, x: number, y: number): boolean {
  for (const dy of [-DEEP, 0, DEEP]) {
    for (const dx of [-DEEP, 0, DEEP]) {
      const [px, py] = [x + dx, y + dy];
      if (px < 0 || py < 0 || px >= width || py >= height) continue;
      if (ink[py * width + px] === 0) return false;
    }
  }
  return true;
}

/** The map with the inside of the boxes blank. */
export function erase(map: InkMap, boxes: readonly PixelBox[]): InkMap {
  const ink = map.ink.slice();
  for (const box of boxes) {
    const x0 = Math.max(0, Math.floor(box.x0));
    const x1 = Math.min(map.width, Math.ceil(box.x1));
    for (let y = Math.max(0, Math.floor(box.y0)); y < Math.min(map.height, Math.ceil(box.y1)); y++) {
      if (x1 > x0) ink.fill(0, y * map.width + x0, y * map.width + x1);
    }
  }
  return { ...map, ink };
}

/** Patches of ink that hang together, corners included, from the top left. */
export function patchesOf({ width, height, ink }: InkMap): readonly InkPatch[] {
  const seen = new Uint8Array(ink.length);
  const patches: InkPatch[] = [];
  const stack: number[] = [];
  for (let first = ink.indexOf(1); first >= 0; first = ink.indexOf(1, first + 1)) {
    if (seen[first] === 1) continue;
    let [x0, y0, x1, y1, count] = [width, height, 0, 0, 0];
    seen[first] = 1;
    stack.push(first);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width;
      const y = (at - x) / width;
      count += 1;
      if (x < x0) x0 = x;
      if (y < y0) y0 = y;
      if (x > x1) x1 = x;
      if (y > y1) y1 = y;
      for (let dy = y > 0 ? -1 : 0; dy <= (y < height - 1 ? 1 : 0); dy++) {
        for (let dx = x > 0 ? -1 : 0; dx <= (x < width - 1 ? 1 : 0); dx++) {
          const next = at + dy * width + dx;
          if (ink[next] === 1 && seen[next] === 0) {
            seen[next] = 1;
            stack.push(next);
          }
        }
      }
    }
    patches.push({ box: { x0, y0, x1: x1 + 1, y1: y1 + 1 }, ink: count });
  }
  return patches;
}

/** Boxes that meet when each is grown by `reach` pixels, put together until none meet. */
export function mergeNear(patches: readonly InkPatch[], reach: number): readonly (readonly InkPatch[])[] {
  const sorted = [...patches].sort((a, b) => a.box.y0 - b.box.y0 || a.box.x0 - b.box.x0);
  const parent = sorted.map((_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root] ?? root;
    return root;
  };
  for (const [i, { box }] of sorted.entries()) {
    for (let j = i + 1; j < sorted.length; j++) {
      const other = sorted[j]?.box;
      if (other === undefined || other.y0 > box.y1 + reach) break;
      if (other.x0 <= box.x1 + reach && other.x1 >= box.x0 - reach) {
        const [a, b] = [rootOf(i), rootOf(j)];
        parent[Math.max(a, b)] = Math.min(a, b);
      }
    }
  }
  const groups = new Map<number, InkPatch[]>();
  for (const [i, patch] of sorted.entries()) {
    const root = rootOf(i);
    groups.set(root, [...(groups.get(root) ?? []), patch]);
  }
  return [...groups.values()];
}
