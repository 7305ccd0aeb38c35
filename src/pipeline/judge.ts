import { type DecideInput, decide } from '../decide/decide.ts';
import { itemsOf } from '../decide/items.ts';
import { decisionsFor } from '../decide/requests.ts';
import { findMissing } from '../detect/mentions.ts';
import type { CopyGroup } from '../model/copies.ts';
import type { Decision, Item } from '../model/decision.ts';
import type { Decided } from '../model/disposition.ts';
import type { MissingThing } from '../model/mentions.ts';
import { type PageRef, pageKey } from '../model/page.ts';
import { sha256 } from '../store/files.ts';
import { readJournal } from '../store/journal.ts';
import { loadMentions } from '../store/load-mentions.ts';
import type { MatterFolder } from './matter-folder.ts';
import type { Prepared } from './prepare.ts';

/** A prepared matter with everything decided so far, by rule and by people. */
export interface Judged {
  readonly input: DecideInput;
  readonly decided: Decided;
  readonly items: readonly Item[];
  /** The decisions that count for the request at hand. */
  readonly journal: readonly Decision[];
  readonly copies: readonly CopyGroup[];
  /** What papers mention and the file does not hold. */
  readonly missing: readonly MissingThing[];
}

/** The record of decisions of a matter. */
export function journalPath(folder: MatterFolder): string {
  return folder.workspace.path('decisions.jsonl');
}

/** Decides a prepared matter on the day `actingOn` (ISO). */
export function judge(
  folder: MatterFolder,
  prepared: Prepared,
  how: { readonly acceptProposals: boolean; readonly actingOn: string },
): Judged {
  const journal = decisionsFor(readJournal(journalPath(folder)), folder.forId);
  const input: DecideInput = {
    matter: folder.matter,
    pack: folder.law.pack,
    bases: folder.law.bases,
    documents: prepared.documents,
    marks: prepared.marks,
    pages: prepared.pages,
    decisions: journal,
    ...how,
    copies: prepared.copies,
  };
  const decided = decide(input);
  const items = itemsOf({
    ...input,
    decided,
    samples: drawSample(folder.matter.matter, prepared, decided),
    absent: prepared.absent,
  });
  const missing = findMissing(prepared.documents, prepared.pages, loadMentions().rules);
  return { input, decided, items, journal, copies: prepared.copies, missing };
}

/** Pages read to measure what was missed: ten, or one in twenty where that is more. */
const LEAST_SAMPLE = 10;
const SAMPLE_SHARE = 0.05;

/**
 * Unmarked pages that go out, drawn by a hash: by chance, yet the same pages on every run. Where every page that goes
 * out bears a box the sample is drawn of those: without one nothing could be released.
 */
export function drawSample(matter: string, prepared: Prepared, decided: Decided): readonly PageRef[] {
  const leaving = new Set(
    decided.dispositions.flatMap((d) => (d.treatment === 'produce' || d.treatment === 'redact' ? [d.document] : [])),
  );
  const boxed = new Set(decided.dispositions.flatMap((d) => d.redactions.map((r) => pageKey(r.page))));
  const outgoing = prepared.documents
    .filter((document) => leaving.has(document.id))
    .flatMap((document) => document.pages);
  const unmarked = outgoing.filter((page) => !boxed.has(pageKey(page)));
  const pages = unmarked.length > 0 ? unmarked : outgoing;
  const size = Math.min(pages.length, Math.max(LEAST_SAMPLE, Math.ceil(pages.length * SAMPLE_SHARE)));
  return pages
    .map((page) => ({ page, draw: sha256(matter, pageKey(page)) }))
    .sort((a, b) => (a.draw < b.draw ? -1 : 1))
    .slice(0, size)
    .map(({ page }) => page);
}

/** How many items of each kind are in each state; `hint`: shown, and nobody has to say anything. */
export function countItems(items: readonly Item[]): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const item of items) {
    const of = counts[item.kind] ?? {};
    counts[item.kind] = of;
    const state = item.tier === 'hint' && item.state === 'open' ? 'hint' : (item.state ?? 'open');
    of[state] = (of[state] ?? 0) + 1;
  }
  return counts;
}
