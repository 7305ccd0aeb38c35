import type { Trust } from './page-model.ts';

/** Doubts about letters that concern parts of a page only: the glyphs of some fonts, and what patterns and masks paint. */
export const LOCAL: ReadonlySet<string> = new Set([
  'a font does not say which letters its glyphs are',
  'a pattern holds text or images',
  'a soft mask holds text or images',
]);

/** Collects what speaks against trusting the reading of a page. */
export class Doubts {
  private readonly geometry = new Set<string>();
  private readonly letters = new Set<string>();

  /** Two readers disagree, or would, on what stands where. */
  untrusted(reason: string): void {
    this.geometry.add(reason);
  }

  /** What stands where is sure, what it says is not. */
  unreadable(reason: string): void {
    this.letters.add(reason);
  }

  /** Faults of a content stream that readers mend in different ways. */
  faults(faults: readonly string[]): void {
    for (const fault of faults) this.geometry.add(fault);
  }

  verdict(): Trust {
    if (this.geometry.size > 0) return { level: 'untrusted', reasons: [...this.geometry, ...this.letters] };
    if (this.letters.size > 0) return { level: 'geometry-only', reasons: [...this.letters] };
    return { level: 'exact', reasons: [] };
  }
}
