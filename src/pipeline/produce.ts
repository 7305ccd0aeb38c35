import { join, resolve } from 'node:path';
import { responseBlockers } from '../decide/agenda.ts';
import { agencyCounsel } from '../decide/authorities.ts';
import { isAbsentItem } from '../decide/item-ids.ts';
import { applyRecalls } from '../decide/recalls.ts';
import { absentBlockers, acceptanceBlockers, type Blocker, missRateOf, releaseBlockers } from '../decide/release.ts';
import { settle } from '../decide/settled.ts';
import { UsageError } from '../errors.ts';
import type { PriorFlag } from '../model/prior.ts';
import type { UnreadableSource } from '../model/source.ts';
import { isFolder } from '../store/files.ts';
import { keepVolume } from '../store/volumes.ts';
import { earlierOf, freeName, sealedVolumes } from './earlier.ts';
import type { Packing } from './encrypt-volume.ts';
import { forgetPacked } from './forget-packed.ts';
import type { Judged } from './judge.ts';
import { keepServed } from './kept-logs.ts';
import { type MadeVolume, makeVolume } from './make-volume.ts';
import { compareProductions, priorLines } from './prior.ts';
import type { Progress } from './progress.ts';
import { quoted } from './quoted.ts';
import { absentLines } from './received.ts';
import { recordDisclosure } from './records.ts';
import { forOf, forOption, inSession, judgeIn, keyOf, namesOfOthers, type Session } from './session.ts';

/** How a volume is asked for. */
export interface ProduceRun {
  readonly acceptProposals: boolean;
  readonly by?: string;
  /** What the volume is packed into besides. */
  readonly packing?: Packing;
  /** Folder of a model of one's own, for this run and those that follow; `none` for rules alone. */
  readonly model?: string;
  /** Id of the request of `requests_besides` that is answered; absent = the first. */
  readonly forId?: string;
}

/** What `produce`, `respond` and `release` answer. */
export interface ProduceAnswer {
  readonly exitCode: number;
  readonly unreadable: readonly UnreadableSource[];
  /** Sentences for people. */
  readonly lines: readonly string[];
  /** The next command, where there is one. */
  readonly next?: string;
  /** One row a document, heading first; [] where no volume was made. */
  readonly documents: readonly (readonly string[])[];
  /** What `--json` prints. */
  readonly result: object;
}

/** Makes the volume of a matter: a draft where proposals stand unread, else a sealed one. */
export async function produceFolder(dir: string, run: ProduceRun, progress: Progress): Promise<ProduceAnswer> {
  if (run.acceptProposals && (run.by ?? '').trim() === '') {
    throw new UsageError('--accept-proposals needs --by NAME: the log says who let the proposals stand unread.');
  }
  const inside = async (session: Session): Promise<ProduceAnswer> => {
    const judged = judgeIn(session, run.acceptProposals);
    const sealed = answerSealed(session);
    if (sealed !== undefined) return sealed;
    const blockers = run.acceptProposals
      ? acceptanceBlockers(session.folder.matter, session.folder.law.pack, judged.decided)
      : producingBlockers(session, judged);
    if (blockers.length > 0) return refused(session, judged, blockers, 'produce');
    const by = run.by ?? session.folder.matter.custodian.name;
    const released = !run.acceptProposals;
    return writeVolume(session, judged, { released, runBy: by }, progress);
  };
  return inPackedSession(dir, progress, run.packing, inside, run);
}

/** Rebuilds the volume without the draft mark, once named people have settled everything (contract.md 3.3). */
export async function releaseFolder(
  dir: string,
  by: string,
  progress: Progress,
  packing?: Packing,
  forId?: string,
): Promise<ProduceAnswer> {
  const release = async (session: Session): Promise<ProduceAnswer> => {
    // What people settled stands; what only a machine accepted is refused below, item by item.
    const judged = judgeIn(session, true);
    const sealed = answerSealed(session);
    if (sealed !== undefined) return sealed;
    const blockers = releasingBlockers(session, judged, by);
    if (blockers.length > 0) return refused(session, judged, blockers, 'release');
    const runBy = session.record.runBy ?? session.folder.matter.custodian.name;
    return writeVolume(session, judged, { released: true, runBy, releasedBy: by }, progress);
  };
  return inPackedSession(dir, progress, packing, release, forId === undefined ? {} : { forId });
}

/** Runs `work` on a matter, and packs the volume that came of it where that is wanted. */
async function inPackedSession(
  dir: string,
  progress: Progress,
  packing: Packing | undefined,
  work: (session: Session) => Promise<ProduceAnswer>,
  how: { readonly model?: string; readonly forId?: string },
): Promise<ProduceAnswer> {
  return inSession(
    dir,
    progress,
    async (session) => {
      const answer = await work(session);
      const stands = packing !== undefined && (answer.exitCode === 0 || answer.exitCode === 3);
      return stands && isFolder(join(session.folder.folder, 'productions', session.name))
        ? packed(session, answer, packing, progress)
        : answer;
    },
    how,
  );
}

/** The answer with what the volume was packed into, once it lies verified in its place. */
async function packed(
  { dir, folder, name }: Session,
  answer: ProduceAnswer,
  packing: Packing,
  progress: Progress,
): Promise<ProduceAnswer> {
  if (!('volume' in answer.result) || answer.result.volume !== name) return answer;
  const { packVolume } = await import('./encrypt-volume.ts');
  const made = await packVolume(join(folder.folder, 'productions'), name, packing, progress);
  const lines = [made.archive, made.pdfs].flatMap((path) =>
    path === undefined ? [] : [`Encrypted: ${join(dir, 'productions', path)}`],
  );
  const send = 'Send the key or passphrase by another way than the file.';
  return { ...answer, lines: [...answer.lines, ...lines, send], result: { ...answer.result, encrypted: made } };
}

/** What keeps `by` from clearing the draft mark (contract.md 3.3). */
export function releasingBlockers(session: Session, judged: Judged, by: string): readonly Blocker[] {
  const { record, folder } = session;
  return releaseBlockers({
    matter: folder.matter,
    pack: folder.law.pack,
    bases: folder.law.bases,
    decided: judged.decided,
    items: judged.items,
    decisions: judged.journal,
    by,
    actingOn: record.date,
    ...(record.runBy === undefined ? {} : { runBy: record.runBy }),
  });
}

/** Without acceptance everything must have been settled by people, twice where the pack says so. */
export function producingBlockers(session: Session, judged: Judged): readonly Blocker[] {
  const open = judged.items.filter(
    (item) => item.tier !== 'hint' && item.kind !== 'sample' && item.state !== 'settled' && !isAbsentItem(item.id),
  );
  return [
    ...acceptanceBlockers(session.folder.matter, session.folder.law.pack, judged.decided),
    ...responseBlockers(session.folder.matter, session.record.date),
    ...absentBlockers(judged.items, settle(judged.journal, agencyCounsel(session.folder.matter)), false),
    ...open.map((item) => ({ item: item.id, why: `${item.kind}: ${item.state ?? 'open'}` })),
  ];
}

/** A sealed volume is never rewritten: same input is fine, anything else needs the next volume. */
function answerSealed(session: Session): ProduceAnswer | undefined {
  const { record, name, records, prepared } = session;
  if (!record.sealed) return undefined;
  if (record.key === keyOf(session)) {
    return {
      exitCode: prepared.unreadable.length > 0 ? 3 : 0,
      unreadable: prepared.unreadable,
      lines: [`${name} is sealed and unchanged.`],
      documents: [],
      result: { volume: name, unchanged: true },
    };
  }
  throw new UsageError(
    `${name} is sealed and never rewritten, and the matter has changed since. Name the next volume in matter.yaml: production.volume: ${freeName(name, records, namesOfOthers(session.folder))}.`,
  );
}

/** The answer that names what stands in the way (exit 7, or 3 where a source was not read). */
export function refused(session: Session, judged: Judged, blockers: readonly Blocker[], what: string): ProduceAnswer {
  const shown = blockers.slice(0, 12).map(({ item, why }) => `  ${item === undefined ? '' : `${item}: `}${why}`);
  const more = blockers.length > shown.length ? [`  and ${blockers.length - shown.length} more`] : [];
  return {
    exitCode: session.prepared.unreadable.length > 0 ? 3 : 7,
    unreadable: session.prepared.unreadable,
    lines: [`Cannot ${what} yet:`, ...shown, ...more],
    next: `withhold status ${quoted(session.dir)}${forOption(session.folder)}`,
    documents: [],
    result: {
      volume: null,
      blockers,
      unreadable: session.prepared.unreadable,
      ...(what === 'release' ? { miss_rate: missRateOf(judged.items, judged.journal) } : {}),
    },
  };
}

/** By whom a volume is made. */
export interface WriteRun {
  readonly released: boolean;
  readonly runBy: string;
  readonly releasedBy?: string;
}

/** Builds the volume of a session, and once it lies in place remembers what it gave. */
export async function writeVolume(
  session: Session,
  judged: Judged,
  run: WriteRun,
  progress: Progress,
): Promise<ProduceAnswer> {
  const { folder, prepared, name, record, records, recalls } = session;
  const { prefix, start } = folder.matter.production;
  const earlier = earlierOf(folder.matter.production, records, recalls, name, folder.forId);
  const { documents, pages } = prepared;
  const decided = applyRecalls(judged.decided, documents, pages, recalls, folder.law.bases);
  const { flags: prior } = compareProductions(folder, prepared, decided, name);
  const made = await makeVolume(
    {
      folder,
      prepared,
      judged: { ...judged, decided },
      date: record.date,
      ...(earlier === undefined ? {} : { earlier }),
      prior,
      ...run,
    },
    progress,
  );
  if (made.leaks.length === 0) {
    keepServed(folder, made.served, run.released);
    forgetPacked(join(folder.folder, 'productions'), name);
    // Recorded before the volume counts as sealed: a run killed between the two records it again, never too little.
    if (made.disclosure !== undefined) recordDisclosure(folder, made.disclosure);
    const sealed = run.released;
    keepVolume(folder.workspace, name, {
      date: record.date,
      sealed,
      key: keyOf(session),
      runBy: run.runBy,
      ...forOf(folder),
      prefix,
      start,
      ...(record.recall === undefined ? {} : { recall: record.recall }),
      ...(sealed ? { order: sealedVolumes(records).length + 1 } : {}),
      ...(sealed && made.ledger !== undefined ? { ledger: made.ledger } : {}),
    });
  }
  return answerOf(session, made, run.released, prior);
}

function answerOf(session: Session, made: MadeVolume, released: boolean, prior: readonly PriorFlag[]): ProduceAnswer {
  const { dir, prepared, name } = session;
  const place = join(dir, 'productions', name);
  const { pages, bates } = made.reconciliation;
  const leaked = made.leaks.length > 0;
  const unread = [
    ...prepared.unreadable,
    ...made.held.map(({ file, code, problem, nextStep }) => ({ file, code, problem, nextStep })),
  ];
  const counts = `${pages.received} pages received = ${pages.produced} produced (${pages.redacted} with boxes) + ${pages.withheld} withheld + ${pages.not_responsive} not responsive + ${pages.unacknowledged} unacknowledged`;
  const lines = leaked
    ? [
        `Verification found ${made.leaks.length} leaks; nothing was written${isFolder(place) ? ', the volume before stays' : ''}:`,
        ...made.leaks
          .slice(0, 12)
          .map((leak) => `  ${leak.file}${leak.page === null ? '' : ` page ${leak.page}`}: ${leak.name}: ${leak.what}`),
        `All findings: ${join(dir, '.withhold', 'verification.json')}. Withhold these papers by decision (withhold decide), or report the fault.`,
      ]
    : [
        `${released ? 'Sealed' : 'Draft (UNREVIEWED, not for service)'}: ${place}`,
        `${counts}. Bates ${bates.begin ?? 'none'} to ${bates.end ?? 'none'}.`,
        ...priorLines(prior),
        ...absentLines(prepared.absent),
      ];
  let exitCode = 0;
  if (leaked) exitCode = 8;
  else if (unread.length > 0) exitCode = 3;
  return {
    exitCode,
    unreadable: unread,
    lines,
    ...(leaked || released ? {} : { next: `withhold status ${quoted(dir)}${forOption(session.folder)}` }),
    documents: leaked ? [] : made.table,
    result: {
      volume: leaked ? null : name,
      path: leaked ? null : resolve(place),
      reviewed: released,
      pages,
      bates,
      findings: made.leaks,
      prior: { differs: prior.length, waiver_risks: prior.filter(({ waiver }) => waiver).length },
      unreadable: unread,
      absent: prepared.absent.map(({ file, replaced }) => ({ file, replaced })),
    },
  };
}
