import type { Box } from '../model/geometry.ts';
import type { Matrix } from './painted.ts';

/** pdfjs' own codes inside a path: moveTo, lineTo, curveTo, quadraticCurveTo, closePath. */
const COORDINATES = [2, 2, 6, 4, 0];

export interface PathPart {
  readonly box: Box;
  readonly rectangle: boolean;
  readonly slanted: boolean;
  readonly segments: number;
}

/** The parts of a path (one from each moveTo), in displayed points; `grow`: half the width of its line. */
export function shapesOfPath(data: ArrayLike<number>, ctm: Matrix, grow: number): readonly PathPart[] {
  const parts: PathPart[] = [];
  let points: number[] = [];
  let segments = 0;
  let straight = true;
  const end = (): void => {
    if (segments > 0) parts.push(partOf(points, segments, straight, grow));
    points = [];
    segments = 0;
    straight = true;
  };
  for (let i = 0; i < data.length; ) {
    const code = data[i++] ?? 4;
    const count = COORDINATES[code];
    if (count === undefined) break;
    if (code === 0) end();
    else if (code !== 4) segments += 1;
    if (code === 2 || code === 3) straight = false;
    for (let j = 0; j < count; j += 2) {
      const x = data[i + j] ?? 0;
      const y = data[i + j + 1] ?? 0;
      points.push(ctm[0] * x + ctm[2] * y + ctm[4], ctm[1] * x + ctm[3] * y + ctm[5]);
    }
    i += count;
  }
  end();
  return parts;
}

function partOf(points: readonly number[], segments: number, straight: boolean, grow: number): PathPart {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] ?? 0;
    const y = points[i + 1] ?? 0;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const box = { x: left - grow, y: top - grow, w: right - left + 2 * grow, h: bottom - top + 2 * grow };
  return {
    box,
    segments,
    slanted: segments === 1 && straight && right - left > 2 && bottom - top > 2,
    rectangle: straight && (segments === 3 || segments === 4) && atCorners(points, left, top, right, bottom),
  };
}

function atCorners(points: readonly number[], left: number, top: number, right: number, bottom: number): boolean {
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i] ?? 0;
    const y = points[i + 1] ?? 0;
    if (Math.min(Math.abs(x - left), Math.abs(x - right)) > 0.05) return false;
    if (Math.min(Math.abs(y - top), Math.abs(y - bottom)) > 0.05) return false;
  }
  return true;
}
