import { join, resolve } from 'node:path';
import { inCameraSet } from '../decide/in-camera.ts';
import { applyRecalls } from '../decide/recalls.ts';
import { acceptanceBlockers } from '../decide/release.ts';
import { LeakError, UsageError } from '../errors.ts';
import type { InCameraSet } from '../model/in-camera.ts';
import { pageKey } from '../model/page.ts';
import type { PagePlan, RedactedPdf } from '../model/redacting.ts';
import { buildInCamera, type InCameraFiles } from '../produce/in-camera.ts';
import { loadLetterFonts } from '../store/load-fonts.ts';
import type { Attacked } from '../verify/verify-pdf.ts';
import { Cutter, NotCut } from './cut-documents.ts';
import { currentLedger, volumesFor } from './earlier.ts';
import { barredText, spreadBarred } from './in-camera-spread.ts';
import { type Judged, judge } from './judge.ts';
import { putInPlace } from './make-volume.ts';
import { type ProduceAnswer, producingBlockers, refused, releasingBlockers } from './produce.ts';
import type { Progress } from './progress.ts';
import { quoted } from './quoted.ts';
import { forOption, inSession, type Session, today } from './session.ts';
import { draftNumbers } from './source-rows.ts';
import { openThreads, SHORT_PATIENCE, type Threads } from './threads.ts';

/** How a set for chambers is asked for. */
export interface InCameraRun {
  readonly acceptProposals: boolean;
  readonly by?: string;
  /** The attorney of the agency who clears the draft mark. */
  readonly releasedBy?: string;
  /** Which request of the matter; absent: the first. */
  readonly forId?: string;
}

/**
 * Writes `productions/<volume>.in-camera/`, beside the volume and without touching it; a draft where proposals stand
 * unread. UsageError where nothing calls for such a set.
 */
export async function inCameraFolder(dir: string, run: InCameraRun, progress: Progress): Promise<ProduceAnswer> {
  if (run.acceptProposals && (run.by ?? '').trim() === '')
    throw new UsageError('--accept-proposals needs --by NAME: the log says who let the proposals stand unread.');
  const work = async (opened: Session): Promise<ProduceAnswer> => {
    // The order may have come long after a sealed volume was dated.
    const date = opened.record.sealed ? today() : opened.record.date;
    const session = { ...opened, record: { ...opened.record, date } };
    const accept = run.acceptProposals || run.releasedBy !== undefined;
    const judged = judge(session.folder, session.prepared, { acceptProposals: accept, actingOn: date });
    const set = setOf(session, judged);
    const blockers = blockersOf(session, judged, run);
    if (blockers.length > 0)
      return refused(session, judged, blockers, run.releasedBy === undefined ? 'produce' : 'release');
    if (set.documents.length === 0) throw new UsageError(nothingGoes(set));
    return write(session, set, !run.acceptProposals, progress);
  };
  return inSession(dir, progress, work, run.forId === undefined ? {} : { forId: run.forId });
}

function blockersOf(session: Session, judged: Judged, run: InCameraRun) {
  if (run.releasedBy !== undefined) return releasingBlockers(session, judged, run.releasedBy);
  const { matter, law } = session.folder;
  return run.acceptProposals
    ? acceptanceBlockers(matter, law.pack, judged.decided)
    : producingBlockers(session, judged);
}

function setOf({ folder, prepared, recalls }: Session, judged: Judged): InCameraSet {
  const decided = applyRecalls(judged.decided, prepared.documents, prepared.pages, recalls, folder.law.bases);
  const set = inCameraSet(judged.input, decided);
  if (!set.uncalled) return spreadBarred(set, prepared.pages, folder.matter.safety);
  throw new UsageError(
    'Nothing calls for an in-camera set: no authority of type order_in_camera and no order with the finding in_camera counts, the request is no order_in_camera signed by a judge, and the table tenders nothing. Record the order in matter.yaml under authorities, with its checks and confirmed_by; "withhold status" says which check of an authority fails.',
  );
}

function nothingGoes({ leftOut }: InCameraSet): string {
  const why = [...new Set(leftOut.map((one) => one.why))].slice(0, 4);
  return `Nothing that is withheld or redacted may go to chambers${why.length === 0 ? ': all of it is produced or answers nothing.' : `: ${why.join('; ')}.`}`;
}

async function write(
  session: Session,
  wanted: InCameraSet,
  released: boolean,
  progress: Progress,
): Promise<ProduceAnswer> {
  const { dir, folder, name, prepared } = session;
  const threads = openThreads(1, SHORT_PATIENCE);
  try {
    const { files, set } = await build(session, wanted, released, threads, progress);
    const place = join(folder.folder, 'productions', `${name}.in-camera`);
    putInPlace(place, files.sealed);
    putInPlace(`${place}.internal`, files.internal);
    const removed = set.documents.reduce((sum, one) => sum + one.removed.length, 0);
    const out = set.leftOut.length;
    return {
      exitCode: prepared.unreadable.length > 0 ? 3 : 0,
      unreadable: prepared.unreadable,
      lines: [
        `${released ? 'For chambers only, under seal' : 'Draft (UNREVIEWED, not for service), for chambers only'}: ${join(dir, 'productions', `${name}.in-camera`)}`,
        `${files.documents} documents, ${files.pages} pages; ${removed} passages removed, ${out} documents left out: ${join(dir, 'productions', `${name}.in-camera.internal`, 'sources.csv')} says which and why. It never goes to a party.`,
      ],
      ...(released ? {} : { next: `withhold release ${quoted(dir)}${forOption(folder)} --in-camera --by NAME` }),
      documents: [],
      result: {
        in_camera: `${name}.in-camera`,
        path: resolve(place),
        reviewed: released,
        documents: files.documents,
        pages: files.pages,
        removed_passages: removed,
        left_out_documents: out,
        unreadable: prepared.unreadable,
      },
    };
  } finally {
    await threads.close();
  }
}

/** Builds the set; a document that cannot be made without what is barred stays behind. */
async function build(
  session: Session,
  wanted: InCameraSet,
  released: boolean,
  threads: Threads,
  progress: Progress,
): Promise<{ readonly files: InCameraFiles; readonly set: InCameraSet }> {
  const { folder, prepared } = session;
  const cutter = new Cutter(threads, prepared);
  const numbers = await numbersOf(session, released);
  const secrets = barredText(wanted, prepared.pages, folder.matter.safety);
  for (let set = wanted; ; ) {
    let done = 0;
    const redact = async (file: string, plans: readonly PagePlan[]): Promise<RedactedPdf> => {
      progress('redact', done++, set.documents.length, file);
      const key = prepared.sources.find((source) => source.file === file)?.pdfKey ?? '';
      const bytes = folder.workspace.findBytes('pdf', key);
      if (bytes === undefined) throw new RangeError('a source is not in the workspace');
      const made = await cutter.cut(file, bytes, plans, { scope: 'production', terms: [] });
      await attack(threads, file, plans, made, secrets);
      return made;
    };
    try {
      const { matter, law } = folder;
      const { texts, bases } = law;
      const common = { matter, texts, bases, set, pages: prepared.pages, numbers };
      return { files: await buildInCamera({ ...common, redact, fonts: loadLetterFonts(), released }), set };
    } catch (error) {
      if (!(error instanceof NotCut)) throw error;
      const gone = set.documents.find(({ document }) => document.id === error.held.document);
      if (gone === undefined) throw error;
      set = {
        ...set,
        documents: set.documents.filter((one) => one !== gone),
        leftOut: [...set.leftOut, { document: gone.document, why: error.held.problem }],
      };
    }
  }
}

/** Tries to read what was taken out of a document; LeakError where it can be. */
async function attack(
  threads: Threads,
  file: string,
  plans: readonly PagePlan[],
  made: RedactedPdf,
  terms: readonly string[],
): Promise<void> {
  if (plans.every(({ burn }) => burn.length === 0)) return;
  const burnt = made.pages.flatMap((page, i) =>
    (page.painted ?? plans[i]?.burn ?? []).map(({ box, code }) => ({ page: i + 1, box, code })),
  );
  const input = { file, bytes: made.bytes, terms, burnt, strict: true };
  const { findings } = (await threads.run({ kind: 'attack', file, input })) as Attacked;
  const leak = findings.find(({ level }) => level === 'leak');
  if (leak !== undefined)
    throw new LeakError(
      `What may not go even to chambers can still be found in ${file} (${leak.name}, page ${plans[(leak.page ?? 1) - 1]?.page ?? leak.page}): nothing was written. Withhold the paper from the set by decision, or report the fault.`,
    );
}

/** Numbers that the volumes gave; those of a draft only in a draft. */
async function numbersOf(session: Session, released: boolean): Promise<ReadonlyMap<string, string>> {
  const { folder, name, records, record } = session;
  const given = (currentLedger(volumesFor(records, folder.forId))?.documents ?? []).flatMap(({ pages, numbers }) =>
    pages.map((page, i): [string, string] => [page, numbers[i] ?? '']),
  );
  const drafted =
    released || record.sealed ? [] : await draftNumbers(join(folder.folder, 'productions', `${name}.internal`));
  return new Map([...drafted.map(({ ref, number }): [string, string] => [pageKey(ref), number]), ...given]);
}
