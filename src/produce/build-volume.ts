import { type Table, toCsv } from '../log/csv.ts';
import { getBasis, type LogInput } from '../log/facts.ts';
import { lintLog } from '../log/lint.ts';
import { checkChanges } from '../log/log-form.ts';
import { type Logs, makeLogs } from '../log/make-logs.ts';
import { toXlsx } from '../log/xlsx.ts';
import type { VolumeFile } from '../model/production.ts';
import { disclosureIn } from './disclosed.ts';
import { findOrder, type LetterFacts } from './letter-facts.ts';
import { letterPdf } from './letter-pdf.ts';
import { type AddressedLetter, letterText, makeLetters } from './letters.ts';
import { findDesignation, logInput } from './log-input.ts';
import { manifestFile } from './manifest.ts';
import { makeDocuments } from './number-documents.ts';
import { orderDocuments, type SettledDocument } from './order.ts';
import { type DocumentFiles, documentFiles } from './outgoing-files.ts';
import { type CountedDocument, reconcile } from './reconciliation.ts';
import { reportFacts } from './report-facts.ts';
import {
  countDocument,
  earlierLogs,
  isOf,
  keptDocuments,
  ledgerAfter,
  rollingFacts,
  type Share,
  shareOf,
} from './share.ts';
import type { BuiltVolume, VolumeInput } from './volume-input.ts';
import { findLeaks, leakTerms } from './volume-leaks.ts';
import { internalTables, logTables, type TableParts } from './volume-tables.ts';

/**
 * A volume: what goes out and what stays in (contract 3.1, 3.2), with the leaks and lint seen while it
 * was made; `finishVolume` adds what verification says. Pure: nothing is read or written. Throws
 * LeakError where a redaction has no box.
 */
export async function buildVolume(input: VolumeInput): Promise<BuiltVolume> {
  const settled = orderDocuments(pairDispositions(input));
  const disclosed = input.decided.fileMayBeDisclosed;
  const share = shareOf(input, settled);
  const designation = findDesignation(input);
  const given = share.kept.map((one) => one.settled);
  const made = await makeDocuments(input, share.documents, share.numbers, designation, !disclosed, given);
  const earlier = earlierLogs(input, share);
  const log = { ...logInput(input, made, designation), ...(earlier === undefined ? {} : { earlier }) };
  const served = makeLogs(disclosed ? log : { ...log, documents: [], neutral: false });
  if (disclosed) checkChanges(log, served);
  const full = disclosed ? served : makeLogs(log);
  const all = [...made, ...keptDocuments(share)];
  const counted = settled
    .filter((one) => !share.waiting.has(one.document.id))
    .map((one) => countDocument(one, all, share, disclosed));
  const own = counted.filter((one) => made.some((of) => isOf(of, one)));
  const rolling = rollingFacts(input, share);
  const first = letterFacts(input, log, served, own);
  const facts = first === undefined || rolling === undefined ? first : { ...first, rolling };
  return assemble(input, { settled, made, all, share, counted, log, served, full, facts, designation, disclosed });
}

interface Parts extends TableParts {
  readonly share: Share;
  /** The logs that go out: headers alone where the file is withheld as a whole. */
  readonly served: Logs;
  readonly facts: LetterFacts | undefined;
  readonly designation: string;
}

async function assemble(input: VolumeInput, parts: Parts): Promise<BuiltVolume> {
  const letters = parts.facts === undefined ? [] : makeLetters(parts.facts);
  const pages = parts.disclosed ? await documentFiles(input, parts.made, parts.served, parts.designation) : undefined;
  const servesRedactions = input.matter.policy.serve_redaction_log ?? input.pack.serve_redaction_log;
  const servedTables = logTables(parts.served, servesRedactions === 'always');
  const outgoing = sortFiles([
    ...(pages?.files ?? []),
    ...(await csvFiles(servedTables)),
    ...(input.matter.policy.xlsx === true ? await xlsxFiles(servedTables) : []),
    ...(await letterFiles(input, letters, true)),
  ]);
  const terms = leakTerms(input, parts.all);
  const { leaks, findings } = findLeaks(servedWords(input, letters, servedTables, pages, outgoing), terms);
  const withheld = parts.counted.filter((one) => one.counted === 'withheld');
  const sum = (of: readonly CountedDocument[]): number => of.reduce((total, one) => total + one.numbers.length, 0);
  const lint = lintLog({
    log: parts.log,
    entries: parts.full.items,
    players: parts.full.players.rows.map((row) => row['NAME'] ?? ''),
    leaks,
    decided: input.decided,
    numbers: {
      given: sum(parts.counted),
      produced: sum(parts.counted.filter((one) => one.counted === 'produced')),
      withheld: sum(withheld),
    },
    duplicates: input.duplicates,
  });
  const reconciliation = reconcile({
    documents: parts.counted,
    reviewed: input.released,
    unreadableFiles: input.unreadable.length,
    request: input.matter.request,
    people: input.matter.people,
    pages: input.pages,
    numbers: parts.made.flatMap(({ logged }) => logged.pages.map((page) => page.number)),
  });
  const internal = sortFiles([
    ...(await csvFiles(internalTables(input, parts, servesRedactions === 'always'))),
    ...(await letterFiles(input, letters, false)),
    { path: 'reconciliation.json', bytes: jsonBytes(reconciliation) },
  ]);
  const disclosure = disclosureIn(
    input,
    parts.counted.filter((one) => parts.made.some((made) => isOf(made, one))),
  );
  return {
    name: input.matter.production.volume,
    ...(disclosure === undefined ? {} : { disclosure }),
    served: parts.disclosed
      ? [...parts.served.items, ...parts.served.withdrawn].map(({ key, row }) => ({ key, row }))
      : [],
    outgoing: [...outgoing, manifestFile(outgoing)],
    internal,
    findings,
    lint,
    report: reportFacts(
      input,
      parts.counted,
      parts.all,
      reconciliation,
      letters.map(({ letter }) => letter.title),
    ),
    ledger: ledgerAfter(input, parts.share, parts.made, parts.served),
    terms,
  };
}

function pairDispositions(input: VolumeInput): readonly SettledDocument[] {
  const dispositions = new Map(input.decided.dispositions.map((one) => [one.document, one]));
  return input.documents.map((document) => {
    const disposition = dispositions.get(document.id);
    if (disposition === undefined) throw new RangeError(`no disposition of ${document.id}`);
    return { document, disposition };
  });
}

/** Facts of the letters; undefined where the texts know no rule of the forum: then there are no letters. */
function letterFacts(
  input: VolumeInput,
  log: LogInput,
  logs: Logs,
  counted: readonly CountedDocument[],
): LetterFacts | undefined {
  const forum = input.texts.forums[input.matter.forum];
  if (forum === undefined) return undefined;
  const produced = counted.filter((one) => one.counted === 'produced');
  const withheld = counted.filter((one) => one.counted === 'withheld');
  const total = (of: readonly CountedDocument[]): number => of.reduce((sum, one) => sum + one.document.pages.length, 0);
  const basesOf = (of: readonly CountedDocument[]): readonly string[] =>
    [...new Set(of.flatMap((one) => one.disposition.bases))].sort();
  return {
    log,
    logs,
    decided: input.decided,
    forum,
    released: input.released,
    serveRedactionLog: (input.matter.policy.serve_redaction_log ?? input.pack.serve_redaction_log) === 'always',
    withheldBases: basesOf(withheld).filter((id) => !getBasis(input.bases, id).existence_sensitive),
    producedBases: [...new Set([...basesOf(produced), ...openedBases(input, produced)])].sort(),
    ...(input.pack.filing === undefined ? {} : { filing: input.pack.filing }),
    counts: {
      producedDocuments: produced.length,
      producedPages: total(produced),
      redactedPages: produced.reduce((sum, one) => sum + one.boxed, 0),
      withheldDocuments: withheld.length,
      withheldPages: total(withheld),
    },
  };
}

/** Records that a valid order covers, where anything is produced under it. */
function openedBases(input: VolumeInput, produced: readonly CountedDocument[]): readonly string[] {
  const covers = findOrder(input.matter, input.decided)?.covers ?? [];
  return produced.length === 0 ? [] : covers.filter((id) => input.bases.some((basis) => basis.id === id));
}

async function csvFiles(tables: readonly { path: string; table: Table }[]): Promise<readonly VolumeFile[]> {
  return Promise.all(tables.map(async ({ path, table }) => ({ path, bytes: Buffer.from(await toCsv(table)) })));
}

/** The same tables as spreadsheets, cell by cell. */
async function xlsxFiles(tables: readonly { path: string; table: Table }[]): Promise<readonly VolumeFile[]> {
  return Promise.all(
    tables.map(async ({ path, table }) => ({ path: path.replace(/\.csv$/, '.xlsx'), bytes: await toXlsx(table) })),
  );
}

async function letterFiles(
  input: VolumeInput,
  letters: readonly AddressedLetter[],
  outgoing: boolean,
): Promise<readonly VolumeFile[]> {
  const wanted = letters.filter((one) => one.outgoing === outgoing);
  return Promise.all(
    wanted.map(async ({ letter }) => ({
      path: `LETTERS/${letter.file}`,
      bytes: await letterPdf(letter, input.fonts),
    })),
  );
}

function servedWords(
  input: VolumeInput,
  letters: readonly AddressedLetter[],
  tables: readonly { path: string; table: Table }[],
  pages: DocumentFiles | undefined,
  outgoing: readonly VolumeFile[],
): Parameters<typeof findLeaks>[0] {
  // Statements that go with such content by law: they stand only where it is lawfully produced.
  const lawful = input.texts.redisclosure
    .filter((one) => one.bases.some((id) => getBasis(input.bases, id).existence_sensitive))
    .map((one) => one.text);
  const texts = letters
    .filter((one) => one.outgoing)
    .map(({ letter }) => ({
      path: `LETTERS/${letter.file}`,
      text: letterText(letter),
      except: [letter.always, ...lawful],
    }));
  return {
    tables: [...tables, ...(pages === undefined ? [] : [{ path: 'DATA', table: pages.dat }])],
    texts: [...texts, ...(pages?.slips ?? [])],
    paths: outgoing.map((file) => file.path),
  };
}

function sortFiles(files: readonly VolumeFile[]): readonly VolumeFile[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A value as indented JSON with a final line end. */
export function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
