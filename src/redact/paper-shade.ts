import type { SampleRect } from './image-samples.ts';

/** Shades by which samples of the same paper may differ, of 255. */
const SPREAD = 48;

/** Ink is darker than this, of 255. */
const DARK = 96;

/** Share of the samples beside a box that may be something else than paper. */
const MOST_ELSE = 0.02;

/**
 * The shade of most samples of an RGB picture outside of `blocks`, with which whole blocks around the boxes `exact`
 * may be filled: undefined where what is around them is not all of that shade, so that filling would take ink away.
 * A picture that is `masked` gives its mask a colour: any dark one serves. Nothing under a box counts.
 */
export function paperAround(
  rgb: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  blocks: readonly SampleRect[],
  exact: readonly SampleRect[],
  masked: boolean,
): readonly [number, number, number] | undefined {
  const zone = new Uint8Array(width * height);
  mark(zone, width, blocks, AROUND);
  mark(zone, width, exact, UNDER);
  const counts = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)] as const;
  let kept = 0;
  zone.forEach((where, i) => {
    if (where !== KEPT) return;
    kept++;
    counts.forEach((count, channel) => {
      const value = rgb[3 * i + channel] ?? 0;
      count[value] = (count[value] ?? 0) + 1;
    });
  });
  if (kept === 0) return undefined;
  const [r, g, b] = counts.map((count) => medianOf(count, kept));
  const shade = [r ?? 0, g ?? 0, b ?? 0] as const;
  if (masked) return Math.max(...shade) <= DARK ? shade : undefined;
  let around = 0;
  let other = 0;
  zone.forEach((where, i) => {
    if (where !== AROUND) return;
    around++;
    if (shade.some((value, channel) => Math.abs((rgb[3 * i + channel] ?? 0) - value) > SPREAD)) other++;
  });
  return other <= MOST_ELSE * around ? shade : undefined;
}

const KEPT = 0;
const AROUND = 1;
const UNDER = 2;

function mark(zone: Uint8Array, width: number, rects: readonly SampleRect[], value: number): void {
  for (const { left, top, right, bottom } of rects) {
    for (let y = top; y < bottom; y++) zone.fill(value, y * width + left, y * width + right);
  }
}

function medianOf(counts: Uint32Array, all: number): number {
  let sum = 0;
  return Math.max(
    0,
    counts.findIndex((count) => {
      sum += count;
      return 2 * sum >= all;
    }),
  );
}
