import type { Box } from '../model/geometry.ts';

/** Side of a tile, in points; ink in two of them is apart where this many tiles lie between. */
const TILE = 8;
const REACH = 2;

/** Beside letters as large as this share of the gap, a blank is one between words. */
const BLANK = 0.6;

/** What is smaller than this, in points, holds no letter that an engine reads. */
const LEAST = { long: 6, short: 3 };

/** Marks of a page, in displayed points, that are gathered into patches of what lies near each other. */
export class InkPatches {
  private readonly columns: number;
  private readonly rows: number;
  private readonly tiles: (Edges | undefined)[];

  constructor(page: { readonly width: number; readonly height: number }) {
    this.columns = Math.max(1, Math.ceil(page.width / TILE));
    this.rows = Math.max(1, Math.ceil(page.height / TILE));
    this.tiles = new Array<Edges | undefined>(this.columns * this.rows);
  }

  /** Marks a part of the page; what lies off it counts at its edge. */
  add({ x, y, w, h }: Box): void {
    const [x0, x1] = [this.column(x), this.column(x + w)];
    const [y0, y1] = [this.row(y), this.row(y + h)];
    for (let row = y0; row <= y1; row++) {
      for (let column = x0; column <= x1; column++) {
        const at = row * this.columns + column;
        const left = column === x0 ? x : column * TILE;
        const top = row === y0 ? y : row * TILE;
        const right = column === x1 ? x + w : (column + 1) * TILE;
        const bottom = row === y1 ? y + h : (row + 1) * TILE;
        this.tiles[at] = around(this.tiles[at], left, top, right, bottom);
      }
    }
  }

  /** Smallest boxes around marks that are no farther apart than words of one name, those that can hold a letter. */
  boxes(): readonly Box[] {
    const patches: Edges[] = [];
    for (let at = 0; at < this.tiles.length; at++) {
      const patch = this.patchFrom(at);
      if (patch !== undefined) patches.push(patch);
    }
    return joined(patches)
      .map(({ left, top, right, bottom }) => ({ x: left, y: top, w: right - left, h: bottom - top }))
      .filter(({ w, h }) => Math.max(w, h) >= LEAST.long && Math.min(w, h) >= LEAST.short);
  }

  /** The patch that a tile begins, taken off the page. */
  private patchFrom(start: number): Edges | undefined {
    let patch = this.take(start);
    if (patch === undefined) return undefined;
    const open = [start];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [row, column] = [Math.floor(at / this.columns), at % this.columns];
      for (let y = Math.max(0, row - REACH); y <= Math.min(this.rows - 1, row + REACH); y++) {
        for (let x = Math.max(0, column - REACH); x <= Math.min(this.columns - 1, column + REACH); x++) {
          const next = y * this.columns + x;
          const found = this.take(next);
          if (found === undefined) continue;
          patch = around(patch, found.left, found.top, found.right, found.bottom);
          open.push(next);
        }
      }
    }
    return patch;
  }

  private take(at: number): Edges | undefined {
    const tile = this.tiles[at];
    this.tiles[at] = undefined;
    return tile;
  }

  private column(x: number): number {
    return Math.min(this.columns - 1, Math.max(0, Math.floor(x / TILE)));
  }

  private row(y: number): number {
    return Math.min(this.rows - 1, Math.max(0, Math.floor(y / TILE)));
  }
}

interface Edges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function around(old: Edges | undefined, left: number, top: number, right: number, bottom: number): Edges {
  if (old === undefined) return { left, top, right, bottom };
  return {
    left: Math.min(old.left, left),
    top: Math.min(old.top, top),
    right: Math.max(old.right, right),
    bottom: Math.max(old.bottom, bottom),
  };
}

/** Large letters stand far apart: patches that may be words of one line, or lie in each other, are one. */
function joined(patches: readonly Edges[]): readonly Edges[] {
  const left = [...patches];
  const out: Edges[] = [];
  for (let patch = left.pop(); patch !== undefined; patch = left.pop()) {
    let grown = patch;
    for (let at = left.findIndex((one) => belong(grown, one)); at >= 0; ) {
      const [one] = left.splice(at, 1);
      if (one !== undefined) grown = around(grown, one.left, one.top, one.right, one.bottom);
      at = left.findIndex((other) => belong(grown, other));
    }
    out.push(grown);
  }
  return out.toSorted((a, b) => a.top - b.top || a.left - b.left);
}

function belong(a: Edges, b: Edges): boolean {
  const across = Math.max(a.left, b.left) - Math.min(a.right, b.right);
  const down = Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom);
  const tall = Math.min(a.bottom - a.top, b.bottom - b.top);
  return down < 0 && across < BLANK * tall;
}
