/** Tells a person how far a long run is. `item` is a file name as the custodian named it. */
export type Progress = (stage: string, done: number, total: number, item?: string) => void;

export const silent: Progress = () => {};

/**
 * Runs `work` over items, at most `width` at once; results stand in the order of the items,
 * never of who finished first. The first failure stops what has not begun.
 */
export async function inParallel<A, B>(
  items: readonly A[],
  width: number,
  work: (item: A, index: number) => Promise<B>,
): Promise<readonly B[]> {
  const results: B[] = new Array(items.length);
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < items.length && !failed) {
      const index = next++;
      try {
        results[index] = await work(items[index] as A, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(width, items.length)) }, lane));
  return results;
}
