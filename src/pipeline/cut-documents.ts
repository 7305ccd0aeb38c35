import { type SourceError, WithholdError } from '../errors.ts';
import { isUnreadableCode, unreadable } from '../ingest/unreadable.ts';
import type { Decided } from '../model/disposition.ts';
import { pageKey } from '../model/page.ts';
import type { PagePlan, RedactedPdf } from '../model/redacting.ts';
import type { UnreadableSource } from '../model/source.ts';
import type { RedactOptions } from '../redact/redact-pdf.ts';
import type { Prepared } from './prepare.ts';
import { rebuilding } from './rebuild-pages.ts';
import type { Threads } from './threads.ts';

/** Basis of bases.json for what nobody could read: box code UNR. */
const NOT_READ = 'unreviewed_zone';

/** A document that could not be redacted, or not be checked, and goes out as a slip sheet alone. */
export interface HeldBack extends UnreadableSource {
  readonly document: string;
  /** Pages of the source, from 1. */
  readonly from: number;
  readonly to: number;
}

/** Thrown to start a volume anew without a document that it cannot have. */
export class NotCut extends Error {
  readonly held: HeldBack;

  constructor(held: HeldBack) {
    super('a document cannot be redacted');
    this.held = held;
  }
}

/** Redacts the documents of a volume in a thread, each at most once as long as nothing of it changes. */
export class Cutter {
  readonly #threads: Threads;
  readonly #prepared: Prepared;
  readonly #made = new Map<string, RedactedPdf>();
  readonly #rebuilt = new Map<string, Set<number>>();

  constructor(threads: Threads, prepared: Prepared) {
    this.#threads = threads;
    this.#prepared = prepared;
  }

  /** Throws NotCut where the pages hang, crash or overfill the thread, or are not to be had without what must go. */
  async cut(file: string, bytes: Uint8Array, plans: readonly PagePlan[], options: RedactOptions): Promise<RedactedPdf> {
    const wanted = rebuilding(plans, this.#rebuilt.get(file) ?? new Set());
    const bare = wanted.map(({ page, burn, stamps, text }) => ({ page, burn, stamps, treat: text.treat }));
    const key = JSON.stringify([file, options.relay !== undefined, bare]);
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    try {
      const made = (await this.#threads.run({ kind: 'cut', file, bytes, plans: wanted, options })) as RedactedPdf;
      this.#made.set(key, made);
      return made;
    } catch (error) {
      if (!(error instanceof WithholdError)) throw error;
      throw new NotCut(this.held(file, plans, error));
    }
  }

  /** From now on these pages of a source are made of their pixels; false where all of them are already. */
  rebuild(file: string, pages: ReadonlySet<number>): boolean {
    const known = this.#rebuilt.get(file) ?? new Set<number>();
    const before = known.size;
    for (const page of pages) known.add(page);
    this.#rebuilt.set(file, known);
    return known.size > before;
  }

  /** The report of a document that is held back because of `error`. */
  held(file: string, plans: readonly PagePlan[], error: SourceError | WithholdError): HeldBack {
    const pages = plans.map(({ page }) => page);
    const first = pageKey({ file, page: pages[0] ?? 0 });
    const document = this.#prepared.documents.find((one) => one.pages.some((ref) => pageKey(ref) === first));
    if (document === undefined) throw new RangeError('a page belongs to no document');
    const [from, to] = [Math.min(...pages), Math.max(...pages)];
    const code = isUnreadableCode(error.code) ? error.code : 'damaged';
    const where = from === to ? `page ${from}` : `pages ${from} to ${to}`;
    const problem = `${where} cannot be redacted safely and are withheld in full: ${error.message}`;
    return { ...unreadable(file, code, problem), document: document.id, from, to };
  }
}

/** The decision with documents withheld in full that nobody can redact: as of what nobody could read (contract.md 3.3). */
export function withoutHeld(decided: Decided, held: readonly HeldBack[]): Decided {
  if (held.length === 0) return decided;
  const why = new Map(held.map(({ document, problem }) => [document, problem]));
  return {
    ...decided,
    dispositions: decided.dispositions.map((one) => {
      const problem = why.get(one.document);
      if (problem === undefined) return one;
      return {
        ...one,
        treatment: 'withhold',
        bases: [NOT_READ],
        redactions: [],
        path: [...one.path, { rule: 'fail-closed/cannot-redact', text: problem }],
        decidedBy: 'fail-closed/cannot-redact',
      };
    }),
  };
}
