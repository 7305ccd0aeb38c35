import type { Ledger, LedgerDocument } from '../model/ledger.ts';
import { pageKey } from '../model/page.ts';
import type { Texts } from '../model/texts.ts';
import { printedBoxes } from './boxes.ts';
import { sha256Hex } from './manifest.ts';
import { isAcknowledged, type SettledDocument } from './order.ts';

/** A document next to what its recipient already has of it. */
export interface Replaced {
  readonly settled: SettledDocument;
  readonly before: LedgerDocument;
}

/** What a volume has to hold beside those that are sealed. */
export interface Difference {
  /** Numbered for the first time. */
  readonly added: readonly SettledDocument[];
  /** Given before and shown otherwise now: the old numbers with `.R1` and so on. */
  readonly replaced: readonly Replaced[];
  /** Given before and the same now: they keep their numbers and are not given again. */
  readonly kept: readonly Replaced[];
}

/**
 * The documents of a matter against the ledger of the volumes that are sealed, in the order given. A
 * document that has its numbers and may no longer be acknowledged is replaced by a slip sheet: its
 * range is known, and says no more than any other page that is held back by law.
 */
export function difference(
  ledger: Ledger | undefined,
  documents: readonly SettledDocument[],
  planOf: (settled: SettledDocument) => string,
): Difference {
  const before = new Map(ledger?.documents.map((one) => [one.document, one]));
  const added: SettledDocument[] = [];
  const replaced: Replaced[] = [];
  const kept: Replaced[] = [];
  for (const settled of documents) {
    const known = before.get(settled.document.id);
    if (known === undefined) {
      if (isAcknowledged(settled.disposition.treatment)) added.push(settled);
      continue;
    }
    const now = withdrawn(settled);
    (known.plan === planOf(now) ? kept : replaced).push({ settled: now, before: known });
  }
  return { added, replaced, kept };
}

/** A document that leaves the acknowledged ones is from now on a withheld one. */
function withdrawn(settled: SettledDocument): SettledDocument {
  const { document, disposition } = settled;
  if (isAcknowledged(disposition.treatment)) return settled;
  const bases = disposition.treatment === 'not_responsive' ? ['nonresponsive'] : disposition.bases;
  return { document, disposition: { ...disposition, treatment: 'withhold', bases, redactions: [] } };
}

/**
 * Digest of what a document is to show: its pages, their source, and each box with its code; of a withheld one
 * the grounds. Who decided it and when is not part of it.
 */
export function planDigest(settled: SettledDocument, texts: Texts, sourceDigest: string): string {
  const { document, disposition } = settled;
  const pages = document.pages.map(pageKey);
  if (disposition.treatment === 'withhold') return digest([pages, 'withhold', [...disposition.bases].sort()]);
  const boxes = document.pages.map((ref) => {
    const own = disposition.redactions.filter((one) => pageKey(one.page) === pageKey(ref));
    return printedBoxes(own, texts).map(({ box, codes }) => [...[box.x, box.y, box.w, box.h].map(tenth), codes]);
  });
  return digest([pages, sourceDigest, boxes]);
}

const tenth = (points: number): number => Math.round(points * 10);
const digest = (value: unknown): string => sha256Hex(Buffer.from(JSON.stringify(value)));

/** `A-000004` as `A-000004.R2`; a number replaced before loses its old ending. */
export function replacementNumber(number: string, revision: number): string {
  return `${number.replace(/\.R\d+$/, '')}.R${revision}`;
}
