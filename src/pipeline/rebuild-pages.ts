import type { Finding } from '../model/finding.ts';
import type { PageOutcome, PagePlan } from '../model/redacting.ts';

/**
 * Numbers (PageOutcome.page) of the pages that have to be made of their pixels because of what verification found on
 * them; none where that would not help: a leak lies beside the pages, or on one that is rebuilt already.
 * Findings count pages of the file made, from 1.
 */
export function pagesToRebuild(findings: readonly Finding[], made: readonly PageOutcome[]): ReadonlySet<number> {
  const leaks = findings.filter(({ level }) => level === 'leak');
  const pages = leaks.map(({ page }) => (page === null ? undefined : made[page - 1]));
  if (pages.some((page) => page === undefined || page.mode === 'rebuild')) return new Set();
  return new Set(pages.flatMap((page) => page?.page ?? []));
}

/** The plans with those pages to be rebuilt. */
export function rebuilding(plans: readonly PagePlan[], pages: ReadonlySet<number>): readonly PagePlan[] {
  return plans.map((plan) => (pages.has(plan.page) ? { ...plan, text: { ...plan.text, treat: 'rebuild' } } : plan));
}
