import type { Glyph, PageModel } from '../../src/pdf/page-model.ts';

/** Glyphs of a text set at x, y (baseline) in a font whose letters are all half an em wide. */
export function setText(
  text: string,
  x: number,
  y: number,
  more: Partial<Glyph> & { readonly size?: number } = {},
): Glyph[] {
  const size = more.size ?? 10;
  const angle = ((more.angle ?? 0) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [...text].map((letter, i) => {
    const advance = size / 2;
    const [ox, oy] = [x + i * advance * cos, y + i * advance * sin];
    const corner = (along: number, up: number): number[] => [ox + along * cos + up * sin, oy + along * sin - up * cos];
    const quad = [
      ...corner(0, -0.2 * size),
      ...corner(advance, -0.2 * size),
      ...corner(advance, 0.8 * size),
      ...corner(0, 0.8 * size),
    ];
    const xs = quad.filter((_, k) => k % 2 === 0);
    const ys = quad.filter((_, k) => k % 2 === 1);
    const box = {
      x: Math.min(...xs),
      y: Math.min(...ys),
      w: Math.max(...xs) - Math.min(...xs),
      h: Math.max(...ys) - Math.min(...ys),
    };
    return {
      text: letter,
      quad,
      box,
      ox,
      oy,
      advance,
      size,
      angle: 0,
      font: 0,
      tr: 0,
      visible: true,
      color: undefined,
      paint: i,
      code: 0,
      shift: 0,
      unit: 0,
      op: 0,
      el: 0,
      b0: 0,
      b1: 0,
      ...more,
    };
  });
}

/** A page of the given glyphs without anything else. */
export function pageOf(glyphs: readonly Glyph[], more: Partial<PageModel> = {}): PageModel {
  return {
    number: 1,
    width: 612,
    height: 792,
    rotate: 0,
    userUnit: 1,
    toDisplay: [1, 0, 0, -1, 0, 792],
    glyphs,
    shows: [],
    fonts: [
      {
        name: 'F1',
        baseFont: 'Test',
        subtype: 'Type1',
        vertical: false,
        bold: false,
        italic: false,
        monospace: false,
        unicode: 'sure',
      },
    ],
    images: [],
    paths: [],
    patterns: [],
    annotations: [],
    units: [],
    trust: { level: 'exact', reasons: [] },
    ...more,
  };
}
