import type { Finding } from '../model/finding.ts';

/** Names classes and pages, never what was read. */
export function leakMessage(file: string, leaks: readonly Finding[]): string {
  const where = leaks
    .slice(0, 5)
    .map((leak) => `${leak.name}${leak.page === null ? '' : ` on page ${leak.page}`} (${leak.seenBy.join(', ')})`);
  const more = leaks.length > 5 ? ` and ${leaks.length - 5} more` : '';
  return `${file}: verification found hidden content: ${where.join('; ')}${more}. Nothing was written. ${nextStep(leaks)}`;
}

function nextStep(leaks: readonly Finding[]): string {
  const drawn = leaks.find(({ page, seenBy }) => page !== null && seenBy.includes('ocr'));
  if (drawn !== undefined)
    return `A picture or a drawing on page ${drawn.page} shows it: look at the page, and box the place with --box ${drawn.page}:X,Y,W,H, or try --ocr always.`;
  if (leaks.every(({ page }) => page === null))
    return 'It stands in a name or a string of the file that no page shows: print the file to a new PDF, and redact that one.';
  return 'Try larger boxes, or print the file to a new PDF and redact that one.';
}
