import { dateText } from '../log/names.ts';
import { foldText } from '../model/fold-text.ts';
import type { Matter } from '../model/matter.ts';
import { type PageText, pageKey } from '../model/page.ts';
import { type Unread, unreadOf } from '../model/unread.ts';
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
  /** First and last number of this volume; the other counts cover what earlier volumes gave too. */
  readonly bates: { readonly begin: string | null; readonly end: string | null; readonly gaps: 0 };
  readonly documents: { readonly produced: number; readonly withheld: number };
  /** Every item of the request with the number of produced pages that answer it; 0: nothing produced answers it. */
  readonly items: readonly { readonly id: string; readonly pages: number }[];
  /** Produced pages that answer no item of the request, as a share of all produced pages. */
  readonly over_production: number;
  /** Their numbers: pages that go out by a person's word alone. */
  readonly over_production_pages: readonly string[];
  /** What nobody has read of the pages received, in all and page by page. */
  readonly unread: Unread;
  /** Every produced page: what it answers, of what type and date it is, whom it names, and the rule that let it go. */
  readonly trace: readonly TracedPage[];
}

/** A produced page against the request (minimum necessary: 45 CFR 164.502(b), 164.514(d)). */
export interface TracedPage {
  readonly bates: string;
  readonly answers: readonly string[];
  readonly type: string;
  readonly date: string;
  /** Persons of the request whom the document names. */
  readonly subjects: readonly string[];
  readonly rule: string;
}

/** What the counts are held against. */
export interface ReconcileInput {
  readonly documents: readonly CountedDocument[];
  readonly reviewed: boolean;
  readonly unreadableFiles: number;
  readonly request: Matter['request'];
  readonly people: Matter['people'];
  readonly pages: readonly PageText[];
  /** Numbers of this volume's own pages, in its order. */
  readonly numbers: readonly string[];
}

/** A document as the counts see it. */
export interface CountedDocument extends SettledDocument {
  readonly counted: 'produced' | 'withheld' | 'not_responsive' | 'unacknowledged';
  /** Bates numbers by page; [] where it has none. */
  readonly numbers: readonly string[];
  /** Pages that bear a box. */
  readonly boxed: number;
}

/** Counts of a matter as it stands with a volume; every received page is in exactly one of four. */
export function reconcile(input: ReconcileInput): Reconciliation {
  const { documents, request } = input;
  const pages = (counted: CountedDocument['counted']): number =>
    documents.filter((one) => one.counted === counted).reduce((sum, one) => sum + one.document.pages.length, 0);
  const produced = documents.filter((one) => one.counted === 'produced');
  const trace = tracePages(input, produced);
  const numbers = documents.some((one) => one.numbers.length > 0) ? input.numbers : [];
  const ids = new Set(request.items.map((item) => item.id));
  const over = trace.filter((page) => !page.answers.some((id) => ids.has(id))).map((page) => page.bates);
  return {
    reviewed: input.reviewed,
    pages: {
      received: documents.reduce((sum, one) => sum + one.document.pages.length, 0),
      produced: pages('produced'),
      redacted: produced.reduce((sum, one) => sum + one.boxed, 0),
      withheld: pages('withheld'),
      not_responsive: pages('not_responsive'),
      unacknowledged: pages('unacknowledged'),
    },
    unreadable_files: input.unreadableFiles,
    bates: { begin: numbers[0] ?? null, end: numbers.at(-1) ?? null, gaps: 0 },
    documents: { produced: produced.length, withheld: documents.filter((one) => one.counted === 'withheld').length },
    items: request.items.map(({ id }) => ({ id, pages: trace.filter((page) => page.answers.includes(id)).length })),
    over_production: trace.length === 0 ? 0 : over.length / trace.length,
    over_production_pages: over,
    unread: unreadOf(input.pages),
    trace,
  };
}

function tracePages(input: ReconcileInput, produced: readonly CountedDocument[]): readonly TracedPage[] {
  const texts = new Map(input.pages.map((page) => [pageKey(page.ref), foldText(page.text)]));
  const names = input.request.subjects.map((subject) => ({
    subject,
    known: [subject, ...(input.people.find((person) => person.name === subject)?.aliases ?? [])].map(foldText),
  }));
  return produced.flatMap((one) => {
    const text = one.document.pages.map((page) => texts.get(pageKey(page)) ?? '').join(' ');
    const subjects = names.filter(({ known }) => known.some((name) => text.includes(name))).map((of) => of.subject);
    return one.numbers.map((bates, i) => ({
      bates,
      answers: one.disposition.answers[i] ?? [],
      type: one.document.type,
      date: dateText(one.document.date),
      subjects,
      rule: one.disposition.decidedBy,
    }));
  });
}
