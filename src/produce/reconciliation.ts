import type { SettledDocument } from './order.ts';

/** reconciliation.json (contract 3.2). */
export interface Reconciliation {
  readonly reviewed: boolean;
  readonly pages: {
    readonly received: number;
    readonly produced: number;
    readonly redacted: number;
    readonly withheld: number;
    readonly not_responsive: number;
    readonly unacknowledged: number;
  };
  readonly unreadable_files: number;
  readonly bates: { readonly begin: string | null; readonly end: string | null; readonly gaps: 0 };
  readonly documents: { readonly produced: number; readonly withheld: number };
  /** Produced pages that answer no item of the request, as a share of all produced pages. */
  readonly over_production: number;
  /** Every produced page: its number and the items of the request that it answers. */
  readonly trace: readonly { readonly bates: string; readonly answers: readonly string[] }[];
}

/** A document as the counts see it. */
export interface CountedDocument extends SettledDocument {
  readonly counted: 'produced' | 'withheld' | 'not_responsive' | 'unacknowledged';
  /** Bates numbers by page; [] where it has none. */
  readonly numbers: readonly string[];
  /** Pages that bear a box. */
  readonly boxed: number;
}

/** Counts of a volume; every received page is in exactly one of four. */
export function reconcile(
  documents: readonly CountedDocument[],
  reviewed: boolean,
  unreadableFiles: number,
): Reconciliation {
  const pages = (counted: CountedDocument['counted']): number =>
    documents.filter((one) => one.counted === counted).reduce((sum, one) => sum + one.document.pages.length, 0);
  const produced = documents.filter((one) => one.counted === 'produced');
  const trace = produced.flatMap((one) =>
    one.numbers.map((bates, i) => ({ bates, answers: one.disposition.answers[i] ?? [] })),
  );
  const numbers = documents.flatMap((one) => one.numbers);
  const over = trace.filter((page) => page.answers.length === 0).length;
  return {
    reviewed,
    pages: {
      received: documents.reduce((sum, one) => sum + one.document.pages.length, 0),
      produced: pages('produced'),
      redacted: produced.reduce((sum, one) => sum + one.boxed, 0),
      withheld: pages('withheld'),
      not_responsive: pages('not_responsive'),
      unacknowledged: pages('unacknowledged'),
    },
    unreadable_files: unreadableFiles,
    bates: { begin: numbers[0] ?? null, end: numbers.at(-1) ?? null, gaps: 0 },
    documents: { produced: produced.length, withheld: documents.filter((one) => one.counted === 'withheld').length },
    over_production: trace.length === 0 ? 0 : over / trace.length,
    trace,
  };
}
