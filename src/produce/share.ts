import type { Logs } from '../log/make-logs.ts';
import type { EarlierLogs } from '../log/rolling.ts';
import type { Ledger, LedgerDocument } from '../model/ledger.ts';
import { pageKey } from '../model/page.ts';
import { hiddenOn } from '../model/prior.ts';
import { type Allotted, allotBates, parseBates } from './bates.ts';
import { difference, planDigest, type Replaced, replacementNumber } from './difference.ts';
import type { RollingFacts } from './letter-rolling.ts';
import type { MadeDocument } from './number-documents.ts';
import { isAcknowledged, type SettledDocument } from './order.ts';
import type { CountedDocument } from './reconciliation.ts';
import type { VolumeInput } from './volume-input.ts';

/** Control numbers of the internal logs where no page is numbered. */
const CONTROL = { prefix: 'CTRL-', digits: 6 } as const;

/** What of a matter one volume gives, numbered. */
export interface Share {
  /** Documents of this volume in its order, replacements first, each with its numbers. */
  readonly documents: readonly SettledDocument[];
  readonly numbers: readonly Allotted[];
  readonly replaced: readonly Replaced[];
  /** Given before and unchanged. */
  readonly kept: readonly Replaced[];
  /** Documents that wait for a later volume: not in this one because it only replaces. */
  readonly waiting: ReadonlySet<string>;
}

/** Numbers what a volume gives: all that is acknowledged, or beside sealed volumes the difference to them. */
export function shareOf(input: VolumeInput, settled: readonly SettledDocument[]): Share {
  if (!input.decided.fileMayBeDisclosed) {
    const known = settled.filter((one) => isAcknowledged(one.disposition.treatment));
    const numbers = allotBates(CONTROL, 1, known.map(pageCount));
    return { documents: known, numbers, replaced: [], kept: [], waiting: new Set() };
  }
  const { added, replaced, kept } = difference(input.earlier?.ledger, settled, (one) => planOf(input, one));
  const fresh = input.earlier?.onlyReplaces === true ? [] : added;
  const again = replaced.map(({ before }): Allotted => {
    const numbers = before.numbers.map((number) => replacementNumber(number, before.revision + 1));
    return { range: { begin: numbers[0] ?? '', end: numbers.at(-1) ?? '' }, numbers };
  });
  const start = input.earlier?.next ?? input.matter.production.start;
  return {
    documents: [...replaced.map((one) => one.settled), ...fresh],
    numbers: [...again, ...allotBates(input.matter.production, start, fresh.map(pageCount))],
    replaced,
    kept,
    waiting: new Set(added.filter((one) => !fresh.includes(one)).map((one) => one.document.id)),
  };
}

const pageCount = (one: SettledDocument): number => one.document.pages.length;

function planOf(input: VolumeInput, settled: SettledDocument): string {
  return planDigest(settled, input.texts, input.sourceDigest(settled.document.pages[0]?.file ?? ''));
}

/** Documents of sealed volumes as the counts and searches of this one see them; their boxes are painted already. */
export function keptDocuments(share: Share): readonly MadeDocument[] {
  return share.kept.map(({ settled, before }) => ({
    logged: {
      ...settled,
      treatment: before.treatment,
      range: { begin: before.numbers[0] ?? '', end: before.numbers.at(-1) ?? '' },
      pages: before.numbers.map((number) => ({ number, width: 0, height: 0, boxes: [], treatment: 'text' as const })),
      hasAttachment: false,
    },
  }));
}

/** What the logs of this volume take over; undefined in a first volume. */
export function earlierLogs(input: VolumeInput, share: Share): EarlierLogs | undefined {
  const { earlier } = input;
  if (earlier?.ledger === undefined || !input.decided.fileMayBeDisclosed) return undefined;
  return {
    kept: share.kept.map((one) => one.before),
    replaced: share.replaced.map((one) => one.before),
    players: earlier.ledger.players,
    recalled: earlier.recalled,
  };
}

/** What the letters say of earlier volumes; undefined in a first volume. */
export function rollingFacts({ earlier }: VolumeInput, share: Share): RollingFacts | undefined {
  if (earlier?.ledger === undefined) return undefined;
  const replaced = share.replaced.flatMap(({ before }) =>
    before.numbers.map((old) => ({ old, now: replacementNumber(old, before.revision + 1) })),
  );
  return { earlierVolume: earlier.ledger.volume, replaced, recalls: earlier.recalls };
}

/** The ledger as it stands once this volume is sealed; undefined where nothing was ever numbered. */
export function ledgerAfter(
  input: VolumeInput,
  share: Share,
  made: readonly MadeDocument[],
  logs: Logs,
): Ledger | undefined {
  const before = input.earlier?.ledger;
  if (!input.decided.fileMayBeDisclosed) return before;
  const documents = [...share.kept.map((one) => one.before), ...made.map((one) => entryOf(input, share, one, logs))];
  // Documents whose source is gone keep their numbers: they were given.
  const known = new Set(documents.map((one) => one.document));
  const gone = (before?.documents ?? []).filter((one) => !known.has(one.document));
  const last = made.flatMap(({ logged }) =>
    logged.pages.map((page) => parseBates(input.matter.production, page.number) ?? 0),
  );
  return {
    volume: input.matter.production.volume,
    date: input.date,
    documents: [...documents, ...gone].sort((a, b) => (a.document < b.document ? -1 : 1)),
    players: logs.players.rows,
    last: Math.max(before?.last ?? 0, ...last),
  };
}

function entryOf(input: VolumeInput, share: Share, { logged }: MadeDocument, logs: Logs): LedgerDocument {
  const replaced = share.replaced.find((one) => one.settled.document.id === logged.document.id);
  const { document, disposition } = logged;
  return {
    document: document.id,
    pages: document.pages.map(pageKey),
    numbers: logged.pages.map((page) => page.number),
    revision: replaced === undefined ? 0 : replaced.before.revision + 1,
    treatment: logged.treatment,
    boxed: logged.treatment === 'withhold' ? [] : logged.pages.map((page) => page.boxes.length > 0),
    ...(logged.treatment === 'withhold'
      ? { grounds: disposition.bases }
      : { hidden: document.pages.map((page) => hiddenOn(disposition.redactions, page)) }),
    plan: planOf(input, { document, disposition }),
    redactions: logs.redactions.filter((one) => one.document === logged).map((one) => one.row),
  };
}

/** Is the made document the one of these papers? */
export function isOf(made: MadeDocument, settled: SettledDocument): boolean {
  return made.logged.document.id === settled.document.id;
}

/** A document as the counts see it: with the numbers of this volume, or those that an earlier one gave. */
export function countDocument(
  settled: SettledDocument,
  all: readonly MadeDocument[],
  share: Share,
  disclosed: boolean,
): CountedDocument {
  const { treatment } = settled.disposition;
  const found = all.find((one) => isOf(one, settled));
  if (found === undefined && (treatment === 'not_responsive' || treatment === 'unacknowledged')) {
    return { ...settled, counted: treatment, numbers: [], boxed: 0 };
  }
  const numbers = disclosed ? (found?.logged.pages.map((page) => page.number) ?? []) : [];
  const produced = found !== undefined && found.logged.treatment !== 'withhold';
  const boxed = found === undefined ? 0 : boxedPages(share, found);
  return { ...settled, counted: produced ? 'produced' : 'withheld', numbers, boxed };
}

/** Pages that bear a box: of this volume as they were painted, of earlier ones as the ledger says. */
function boxedPages(share: Share, made: MadeDocument): number {
  const kept = share.kept.find((one) => one.settled.document.id === made.logged.document.id);
  if (kept !== undefined) return kept.before.boxed.filter(Boolean).length;
  return made.logged.pages.filter((page) => page.boxes.length > 0).length;
}
