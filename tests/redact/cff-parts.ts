/** An INDEX of a CFF program (Adobe Technical Note 5176, 5), with offsets of two bytes. */
export const index = (items: readonly (readonly number[])[]): number[] => {
  const offsets = [1];
  for (const item of items) offsets.push((offsets.at(-1) ?? 1) + item.length);
  const head = [items.length >> 8, items.length & 255];
  return items.length === 0 ? head : [...head, 2, ...offsets.flatMap((n) => [n >> 8, n & 255]), ...items.flat()];
};

/** A number of an operand, in five bytes. */
export const int = (n: number): number[] => [29, 0, 0, n >> 8, n & 255];
