import type { Trust } from './page-model.ts';

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
