const collator = new Intl.Collator('en', {
  numeric: true,
  sensitivity: 'variant',
});

/** Compares paths part by part in natural order: `2-b.pdf` before `10-a.pdf`. */
export function naturalOrder(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = collator.compare(left[i] ?? '', right[i] ?? '');
    if (order !== 0) return order;
  }
  if (left.length !== right.length) return left.length - right.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
