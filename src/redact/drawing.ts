import type { Box } from '../model/geometry.ts';
import type { Face, FontBook, Run } from './font-book.ts';
import type { PageSize } from './text-layer.ts';

/**
 * Content of one page in the making: operators in points with the origin at the bottom left of the
 * page as displayed, and the faces they use.
 */
export class Drawing {
  readonly fonts: FontBook;
  readonly page: PageSize;
  private readonly used = new Set<Face>();
  private readonly parts: string[] = [];

  constructor(fonts: FontBook, page: PageSize) {
    this.fonts = fonts;
    this.page = page;
  }

  /** Adds operators as they are. */
  add(operators: string): void {
    this.parts.push(operators);
  }

  /** Fills an upright box given in displayed points. */
  fill(box: Box, grey: 0 | 1): void {
    const y = this.page.height - box.y - box.h;
    this.add(`${grey} g ${num(box.x)} ${num(y)} ${num(box.w)} ${num(box.h)} re f\n`);
  }

  /** Shows a run with its baseline starting at (x, y), displayed points. */
  show(run: Run, x: number, y: number, size: number, grey: 0 | 1): void {
    const place = `1 0 0 1 ${num(x)} ${num(this.page.height - y)} Tm`;
    this.add(`BT ${grey} g ${this.font(run.face)} ${num(size)} Tf ${place} ${run.operand} Tj ET\n`);
  }

  /** The resource name of a face, with its slash; to be replaced by the page's own prefix. */
  font(face: Face): string {
    this.used.add(face);
    return `/${FACE_PREFIX}${face}`;
  }

  /** Faces that were used, in a fixed order. */
  faces(): readonly Face[] {
    return [...this.used].sort();
  }

  /** The operators, the font names beginning with `prefix`. */
  content(prefix: string): string {
    return this.parts.join('').replaceAll(`/${FACE_PREFIX}`, `/${prefix}`);
  }
}

/** Stands for the prefix that is free on the page; strings are written in hex, so it cannot occur in text. */
const FACE_PREFIX = 'Face#';

/** A number as PDF writes it: at most three decimals, never an exponent. */
export function num(value: number): string {
  const fixed = value.toFixed(3).replace(/\.?0+$/, '');
  return fixed === '-0' || fixed === '' ? '0' : fixed;
}
