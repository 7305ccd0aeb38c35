import type { Operand } from './lexer.ts';
import { apply, type Matrix } from './matrix.ts';

/** Small rectangles that many together may draw a letter of dots. */
const DOT = 3;

/** Collects a path in displayed points as its construction operators come. */
export class PathBuilder {
  firstOp = -1;
  clip = false;
  private readonly boxes: number[] = [];
  private x = 0;
  private y = 0;
  private startX = 0;
  private startY = 0;
  private subSegments = 0;
  private upright = true;
  private dots = 0;
  private simple = true;
  private left = Infinity;
  private top = Infinity;
  private right = -Infinity;
  private bottom = -Infinity;

  get empty(): boolean {
    return this.left > this.right;
  }

  /** Adds a construction operator; `ctm` leads to displayed points. */
  add(name: string, args: readonly Operand[], ctm: Matrix): void {
    const n = args.map((arg) => (typeof arg === 'number' ? arg : 0));
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = n;
    if (name === 'm') this.move(...apply(ctm, a, b));
    else if (name === 'l') this.line(...apply(ctm, a, b));
    else if (name === 'c') this.curve([...apply(ctm, a, b), ...apply(ctm, c, d), ...apply(ctm, e, f)]);
    else if (name === 'v' || name === 'y') this.curve([...apply(ctm, a, b), ...apply(ctm, c, d)]);
    else if (name === 'h') this.line(this.startX, this.startY);
    else if (name === 're') this.rectangle(ctm, a, b, c, d);
  }

  /** Bounds grown by half the line width, which parts are plain, and the boxes of the segments. */
  finish(grow: number): { points: readonly number[]; plain: boolean; segments: readonly number[] } {
    this.endSubpath();
    const plain = this.simple && this.dots <= 4;
    const points = [this.left - grow, this.top - grow, this.right + grow, this.bottom + grow];
    const segments = plain ? [] : this.boxes.map((value, i) => (i % 4 < 2 ? value - grow : value + grow));
    return { points, plain, segments };
  }

  private rectangle(ctm: Matrix, x: number, y: number, w: number, h: number): void {
    const first = apply(ctm, x, y);
    const third = apply(ctm, x + w, y + h);
    this.move(...first);
    this.line(...apply(ctm, x + w, y));
    this.line(...third);
    this.line(...apply(ctm, x, y + h));
    this.line(...first);
    if (Math.abs(third[0] - first[0]) < DOT && Math.abs(third[1] - first[1]) < DOT) this.dots++;
  }

  private move(x: number, y: number): void {
    this.endSubpath();
    this.x = x;
    this.y = y;
    this.startX = x;
    this.startY = y;
    this.reach(x, y);
  }

  private line(x: number, y: number): void {
    if (Math.abs(x - this.x) > 0.01 && Math.abs(y - this.y) > 0.01) this.upright = false;
    this.subSegments++;
    this.segment([this.x, this.y, x, y]);
    this.x = x;
    this.y = y;
  }

  private curve(points: readonly number[]): void {
    this.simple = false;
    this.segment([this.x, this.y, ...points]);
    this.x = points.at(-2) ?? this.x;
    this.y = points.at(-1) ?? this.y;
  }

  private endSubpath(): void {
    // One straight rule in any direction, or an upright rectangle.
    if (this.subSegments > 1 && (!this.upright || this.subSegments > 5)) this.simple = false;
    this.subSegments = 0;
    this.upright = true;
  }

  private segment(points: readonly number[]): void {
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i + 1 < points.length; i += 2) {
      const x = points[i] ?? 0;
      const y = points[i + 1] ?? 0;
      x0 = Math.min(x0, x);
      y0 = Math.min(y0, y);
      x1 = Math.max(x1, x);
      y1 = Math.max(y1, y);
      this.reach(x, y);
    }
    this.boxes.push(x0, y0, x1, y1);
  }

  private reach(x: number, y: number): void {
    if (x < this.left) this.left = x;
    if (x > this.right) this.right = x;
    if (y < this.top) this.top = y;
    if (y > this.bottom) this.bottom = y;
  }
}
