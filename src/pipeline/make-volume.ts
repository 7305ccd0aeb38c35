import { join } from 'node:path';
import { SourceError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Ledger } from '../model/ledger.ts';
import { pageKey } from '../model/page.ts';
import type { PriorFlag } from '../model/prior.ts';
import type { VolumeFile } from '../model/production.ts';
import type { Disclosure, ServedRow } from '../model/records.ts';
import type { PagePlan, RedactedPdf } from '../model/redacting.ts';
import type { PageImage } from '../pdf/page-image.ts';
import { buildVolume } from '../produce/build-volume.ts';
import { finishVolume } from '../produce/finish-volume.ts';
import type { Reconciliation } from '../produce/reconciliation.ts';
import type { BuiltVolume, Earlier, ReportFacts } from '../produce/volume-input.ts';
import { removeAll, replaceFolder, writeWhole } from '../store/files.ts';
import { loadLetterFonts } from '../store/load-fonts.ts';
import { standingDescriptions } from '../store/log-register.ts';
import { writeAtRest } from '../store/vault.ts';
import { attackVolume } from './attack-volume.ts';
import { Cutter, type HeldBack, NotCut, withoutHeld } from './cut-documents.ts';
import type { Judged } from './judge.ts';
import { servedBefore } from './kept-logs.ts';
import type { MatterFolder } from './matter-folder.ts';
import { relayIn } from './name-lists.ts';
import { openStreets } from './open-streets.ts';
import { plainClues } from './plain-clues.ts';
import type { Prepared } from './prepare.ts';
import type { Progress } from './progress.ts';
import { pagesToRebuild } from './rebuild-pages.ts';
import { spreadRedactions } from './spread.ts';
import { openThreads, SHORT_PATIENCE, type Threads } from './threads.ts';
import { drawThumbnails } from './thumbnails.ts';

export interface VolumeRun {
  readonly folder: MatterFolder;
  readonly prepared: Prepared;
  readonly judged: Judged;
  /** ISO. */
  readonly date: string;
  readonly released: boolean;
  readonly runBy: string;
  readonly releasedBy?: string;
  /** What sealed volumes gave before. */
  readonly earlier?: Earlier;
  /** Pages that an earlier production to anyone showed otherwise. */
  readonly prior?: readonly PriorFlag[];
}

export interface MadeVolume {
  /** Not empty: nothing was written. */
  readonly leaks: readonly Finding[];
  readonly reconciliation: Reconciliation;
  /** The rows of its privilege log, item by item. */
  readonly served: readonly ServedRow[];
  /** What it discloses, where it is sealed and pages go out. */
  readonly disclosure?: Disclosure;
  /** What the requester has once this is sealed. */
  readonly ledger: Ledger | undefined;
  /** One row a document, heading first. */
  readonly table: readonly (readonly string[])[];
  /** Documents that could not be redacted or checked: withheld in full. */
  readonly held: readonly HeldBack[];
}

/** A document as it was burnt, kept for the verifier and the thumbnails. */
export interface Burnt {
  readonly file: string;
  readonly plans: readonly PagePlan[];
  readonly made: RedactedPdf;
}

/**
 * Builds the volume beside its place, attacks it, and puts it in place only when nothing was found. Documents are
 * cut and attacked in a thread: one that hangs or crashes it is withheld in full, and the others go on.
 */
export async function makeVolume(
  run: VolumeRun,
  progress: Progress,
  threads: Threads = openThreads(1, SHORT_PATIENCE),
): Promise<MadeVolume> {
  try {
    return await makeIn({ ...run, threads, cutter: new Cutter(threads, run.prepared) }, progress);
  } finally {
    await threads.close();
  }
}

/** A run with the thread that opens what came from strangers. */
export interface Session extends VolumeRun {
  readonly threads: Threads;
  readonly cutter: Cutter;
}

async function makeIn(run: Session, progress: Progress): Promise<MadeVolume> {
  let { burnt, built, findings, held } = await tryAll(run, true, progress);
  if (rebuildLeaking(run, built, burnt, findings))
    ({ burnt, built, findings, held } = await tryAll(run, true, progress));
  if (
    leaksOf(built, findings).length > 0 &&
    burnt.some(({ made }) => made.pages.some((page) => page.respaced === true))
  ) {
    // A line that was set anew may have lost something: the plain boxes hide less of a width, but every word stands.
    ({ burnt, built, findings, held } = await tryAll(run, false, progress));
  }
  const leaks = leaksOf(built, findings);
  const made = {
    leaks,
    reconciliation: built.report.reconciliation,
    table: tableOf(built.report),
    held,
    served: built.served,
    ...(built.disclosure === undefined ? {} : { disclosure: built.disclosure }),
    ledger: built.ledger,
  };
  // Kept beside the volume too: a run that wrote nothing must still say what it found.
  writeAtRest(
    run.folder.workspace.path('verification.json'),
    `${JSON.stringify({ findings: [...built.findings, ...findings] }, null, 2)}\n`,
  );
  if (leaks.length > 0) return made;
  const finished = finishVolume(built, {
    findings,
    readers: ['ocr', 'pdfium', 'pdfjs', 'raw'],
    open: [],
    thumbnails: await drawThumbnails(run, burnt, run.threads),
  });
  const place = join(run.folder.folder, 'productions', built.name);
  putInPlace(place, finished.outgoing);
  putInPlace(`${place}.internal`, finished.internal);
  return made;
}

interface Attempt {
  readonly burnt: readonly Burnt[];
  readonly built: BuiltVolume;
  readonly findings: readonly Finding[];
}

/** Notes the pages that leak in the way they are made, the sources' own faults too; false where there are none. */
function rebuildLeaking(
  { cutter }: Session,
  built: BuiltVolume,
  burnt: readonly Burnt[],
  findings: readonly Finding[],
): boolean {
  let any = false;
  for (const { file, made } of burnt) {
    const path = built.outgoing.find(({ bytes }) => bytes === made.bytes)?.path;
    const own = findings.filter((finding) => finding.file === path);
    if (cutter.rebuild(file, pagesToRebuild(own, made.pages))) any = true;
  }
  return any;
}

/** Tries until every document that goes out can be cut and checked; each time one more is withheld. */
async function tryAll(run: Session, relay: boolean, progress: Progress): Promise<Attempt & { held: HeldBack[] }> {
  const held: HeldBack[] = [];
  for (;;) {
    const judged = { ...run.judged, decided: withoutHeld(run.judged.decided, held) };
    try {
      return { ...(await tryOnce({ ...run, judged }, relay, progress)), held };
    } catch (error) {
      if (!(error instanceof NotCut) || held.some(({ document }) => document === error.held.document)) throw error;
      held.push(error.held);
    }
  }
}

/** Builds and attacks a volume; a string boxed in one place and open in another is boxed in all before the attack. */
async function tryOnce(run: Session, relay: boolean, progress: Progress): Promise<Attempt> {
  let burnt: Burnt[] = [];
  let built = await build(run, burnt, relay, progress);
  const decided = spreadRedactions(run.judged.decided, run.prepared, built.terms.redacted);
  if (decided !== run.judged.decided) {
    burnt = [];
    built = await build({ ...run, judged: { ...run.judged, decided } }, burnt, relay, progress);
  }
  return { burnt, built, findings: await attackVolume(run, built, burnt, progress) };
}

function leaksOf(built: BuiltVolume, findings: readonly Finding[]): readonly Finding[] {
  return [...built.findings, ...findings].filter((finding) => finding.level === 'leak');
}

async function build(run: Session, burnt: Burnt[], relayed: boolean, progress: Progress): Promise<BuiltVolume> {
  const { folder, prepared, judged } = run;
  const { law } = folder;
  const sources = new Map(prepared.sources.map((source) => [source.file, source]));
  const relay = relayed ? relayIn(folder) : undefined;
  const total = judged.decided.dispositions.filter(
    ({ treatment }) => treatment === 'produce' || treatment === 'redact',
  ).length;
  const redact = async (file: string, plans: readonly PagePlan[]): Promise<RedactedPdf> => {
    progress('redact', burnt.length, total, file);
    const bytes = folder.workspace.findBytes('pdf', sources.get(file)?.pdfKey ?? '');
    if (bytes === undefined) throw new RangeError('a source is not in the workspace');
    const made = await run.cutter.cut(file, bytes, plans, {
      scope: 'production',
      terms: [],
      ...(relay === undefined ? {} : { relay }),
    });
    burnt.push({ file, plans, made });
    return made;
  };
  const drawPages = async (pdf: Uint8Array): Promise<readonly PageImage[]> => {
    const own = burnt.find(({ made }) => made.bytes === pdf);
    const file = own?.file ?? 'a slip sheet';
    try {
      return (await run.threads.run({ kind: 'pictures', file, bytes: pdf })) as readonly PageImage[];
    } catch (error) {
      if (own === undefined || !(error instanceof SourceError)) throw error;
      throw new NotCut(run.cutter.held(file, own.plans, error));
    }
  };
  const built = await buildVolume({
    matter: folder.matter,
    pack: law.pack,
    texts: law.texts,
    bases: law.bases,
    documents: prepared.documents,
    pages: prepared.pages,
    marks: prepared.marks,
    decided: judged.decided,
    unreadable: prepared.unreadable,
    redact,
    sourceDigest: (file) => sources.get(file)?.sha256 ?? '',
    ...(run.earlier === undefined ? {} : { earlier: run.earlier }),
    ...(run.prior === undefined ? {} : { prior: run.prior }),
    drawPages,
    fonts: loadLetterFonts(),
    released: run.released,
    date: run.date,
    runBy: run.runBy,
    ...(run.releasedBy === undefined ? {} : { releasedBy: run.releasedBy }),
    open: [
      ...openByDecision(run),
      ...openStreets(judged.decided, prepared.marks, prepared.pages),
      ...plainClues(prepared.marks, prepared.pages),
    ],
    missing: judged.missing,
    duplicates: judged.copies.map((group) => group.documents),
    served: servedBefore(folder),
    descriptions: standingDescriptions(folder.workspace),
  });
  progress('redact', total, total);
  return built;
}

/** Strings that people left open: boxed in one place and said to be harmless in another. */
function openByDecision(run: VolumeRun): readonly string[] {
  const open = new Set(
    run.judged.journal.filter(({ verdict }) => verdict === 'reject' || verdict === 'produce').map(({ item }) => item),
  );
  const pages = new Map(run.prepared.pages.map((page) => [pageKey(page.ref), page]));
  return run.prepared.marks.flatMap(({ id, area }) => {
    if (!open.has(id) || area.kind !== 'span') return [];
    return [(pages.get(pageKey(area.page))?.text ?? '').slice(area.start, area.end)];
  });
}

function tableOf(report: ReportFacts): readonly (readonly string[])[] {
  return [
    ['BATES', 'PAGES', 'DATE', 'TYPE', 'TREATMENT', 'BOXES', 'SOURCE'],
    ...report.documents.map((document) => [
      document.begin === '' ? '-' : document.begin,
      String(document.pages),
      document.date,
      document.typeText,
      document.treatment,
      document.codes.join(' '),
      document.file,
    ]),
  ];
}

/** Writes the files beside their place and then all at once into it. */
export function putInPlace(place: string, files: readonly VolumeFile[]): void {
  const built = `${place}.partial`;
  removeAll(built);
  for (const file of files) writeWhole(join(built, file.path), file.bytes);
  replaceFolder(built, place);
}
