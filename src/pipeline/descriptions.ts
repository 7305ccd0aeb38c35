import { parseString } from 'fast-csv';
import { detect } from '../detect/detect.ts';
import { UsageError } from '../errors.ts';
import { findTerms, foldTerms } from '../log/leak-lint.ts';
import { describesTooLittle } from '../log/lint.ts';
import type { DetectInput, DetectRules } from '../model/detecting.ts';
import type { Mark } from '../model/mark.ts';
import { pageKey } from '../model/page.ts';
import type { ServedRow } from '../model/records.ts';
import { leakTerms } from '../produce/volume-leaks.ts';
import { readGivenText } from '../store/files.ts';
import { appendEdits, type EditedDescription, readLogs, standingDescriptions } from '../store/log-register.ts';
import { indexRuns } from '../verify/secrets.ts';
import { inMatter } from './decide-folder.ts';
import { type Judged, judge } from './judge.ts';
import type { MatterFolder } from './matter-folder.ts';
import type { Prepared } from './prepare.ts';
import type { Progress } from './progress.ts';
import { quoted } from './quoted.ts';
import { loadRules } from './rules.ts';

export interface DescriptionsFrom {
  /** An edited copy of LOGS/privilege-log.csv: LOG_NO and DESCRIPTION are read, nothing else. */
  readonly csv: string;
  readonly by: string;
  /** Id of the request of `requests_besides` whose log it is; absent = the first. */
  readonly forId?: string;
}

/**
 * Records DESCRIPTIONs that a person edited in the privilege log. Throws a UsageError that names every row which says too
 * little or tells what may not be told; then nothing is recorded. An empty cell brings the formula's words back.
 */
export async function importDescriptions(
  dir: string,
  from: DescriptionsFrom,
  progress: Progress,
): Promise<{ readonly recorded: number; readonly unchanged: number }> {
  const rows = await readRows(from.csv);
  const work = async (folder: MatterFolder, prepared: Prepared, judged: Judged) => {
    const kept = readLogs(folder.workspace)[folder.matter.production.volume]?.rows ?? [];
    if (kept.length === 0)
      throw new UsageError(
        `${dir} has no privilege log yet: make a draft first, withhold produce ${quoted(dir)} --accept-proposals --by NAME.`,
      );
    const check = makeCheck(
      folder,
      prepared,
      judge(folder, prepared, { acceptProposals: true, actingOn: judged.input.actingOn ?? '' }),
    );
    const standing = standingDescriptions(folder.workspace);
    const problems: string[] = [];
    const edits: Omit<EditedDescription, 'at' | 'by'>[] = [];
    let unchanged = 0;
    const byNumber = new Map(kept.map((one) => [one.row['LOG_NO'], one]));
    for (const [index, { logNo, description }] of rows.entries()) {
      const found = byNumber.get(logNo);
      const before = found === undefined ? undefined : (standing.get(found.key) ?? found.row['DESCRIPTION']);
      if (found === undefined)
        problems.push(`row ${index + 2}: LOG_NO "${logNo}" is no row of this matter's log, item by item`);
      else if (rows.findIndex((row) => row.logNo === logNo) < index)
        problems.push(`row ${index + 2}: LOG_NO "${logNo}" stands twice; keep one row`);
      else if (before === description || (description === '' && !standing.has(found.key))) unchanged++;
      else {
        const problem = description === '' ? undefined : check(description, found);
        if (problem === undefined) edits.push({ key: found.key, logNo, description });
        else problems.push(`row ${index + 2} (${logNo}): ${problem}`);
      }
    }
    if (problems.length > 0) throw new UsageError(`${from.csv}: nothing was recorded.\n${problems.join('\n')}`);
    const at = new Date().toISOString();
    if (edits.length > 0)
      appendEdits(
        folder.workspace,
        edits.map((edit) => ({ at, by: from.by, ...edit })),
      );
    return { recorded: edits.length, unchanged };
  };
  return inMatter(dir, progress, work, from.forId);
}

type Check = (description: string, of: ServedRow) => string | undefined;

/** The lint rules and the log-leak linter on one description; what it finds it does not quote. */
function makeCheck(folder: MatterFolder, prepared: Prepared, judged: Judged): Check {
  const { matter, law } = folder;
  const dispositions = new Map(judged.decided.dispositions.map((one) => [one.document, one]));
  const papers = prepared.documents.flatMap((document) => {
    const disposition = dispositions.get(document.id);
    if (disposition === undefined) return [];
    const { treatment } = disposition;
    const open = treatment === 'produce' || treatment === 'redact';
    return [{ logged: { document, disposition, treatment: open ? treatment : ('withhold' as const) } }];
  });
  const terms = foldTerms(
    leakTerms(
      { matter, pages: prepared.pages, documents: prepared.documents, texts: law.texts, bases: law.bases, open: [] },
      papers,
    ),
  );
  const shut = new Set(
    papers.flatMap(({ logged }) => (logged.treatment === 'withhold' ? logged.document.pages.map(pageKey) : [])),
  );
  const runs = indexRuns(
    prepared.pages.filter(({ ref }) => shut.has(pageKey(ref))).map(({ text }) => text),
    [],
  );
  const rules = loadRules(folder.folder);
  return (description, { row }) => {
    const few = describesTooLittle(description, law.texts.boilerplate);
    if (few !== undefined) return `L01 ${few}`;
    const told = Object.values(row).join('\n');
    const [leak] = [...findTerms(description, terms)].filter((kind) => !findTerms(told, terms).has(kind));
    if (leak !== undefined) return `it holds what may not be told (${leak}); say it at topic level`;
    if (runs.repeats(description)) return 'it repeats six words in a row of a paper that is withheld';
    const seen = detect(pageOf(description, folder, rules)).find((mark) => isTelling(mark, description, told, folder));
    return seen === undefined ? undefined : `it holds ${whatOf(seen)}; say it at topic level`;
  };
}

const NUMBERS = new Set(
  'SSN PHONE EMAIL DOB ADDRESS LOCATION MRN HEALTH_ID ACCOUNT CASE_ID DL PLATE CREDIT_CARD IBAN URL IP ID'.split(' '),
);

/** Does a mark in a description tell something that the row does not already name by right? */
function isTelling(mark: Mark, description: string, told: string, { law, matter }: MatterFolder): boolean {
  if (law.bases.some((base) => base.id === mark.basis && base.existence_sensitive)) return true;
  if (mark.basis === 'reporter_identity') return true;
  if (mark.area.kind !== 'span') return false;
  const words = description.slice(mark.area.start, mark.area.end);
  if (told.includes(words)) return false;
  if (NUMBERS.has(mark.label)) return true;
  if (mark.label !== 'PERSON') return false;
  const served = mark.role !== undefined && law.texts.roles[mark.role]?.served === true;
  return !served && (mark.tier === 'auto' || matter.people.some((person) => person.name.includes(words)));
}

function whatOf(mark: Mark): string {
  if (NUMBERS.has(mark.label)) return `an identifier (${mark.label})`;
  return mark.label === 'PERSON' ? 'a name that the log may not give' : 'words that name what may not be acknowledged';
}

/** A description as the one page of a paper, for the detectors that read documents. */
function pageOf(text: string, { matter }: MatterFolder, rules: DetectRules): DetectInput {
  const ref = { file: 'description', page: 1 };
  const words = [...text.matchAll(/\S+/g)].map((match) => ({
    text: match[0],
    start: match.index,
    box: { x: 72 + match.index * 5, y: 72, w: match[0].length * 5, h: 10 },
    glyphs: [],
    confidence: 1,
    line: 0,
  }));
  const page = { ref, width: 612, height: 792, text, words, readBy: 'text-layer', turn: 0, treat: 'surgery' } as const;
  const document = {
    type: 'other',
    typeText: 'Log',
    date: {},
    correspondence: false,
    to: [],
    cc: [],
    bcc: [],
    reasons: [],
  };
  return {
    matter,
    documents: [{ ...document, id: 'description#p1-1', pages: [ref] }],
    pages: [{ ...page, zones: [], notes: [] }],
    rules,
  };
}

interface EditedRow {
  readonly logNo: string;
  readonly description: string;
}

function readRows(csv: string): Promise<readonly EditedRow[]> {
  return new Promise((resolve, reject) => {
    const rows: EditedRow[] = [];
    let known = false;
    const refuse = (cause?: Error): void =>
      reject(new UsageError(`${csv} is no privilege log: it needs the columns LOG_NO and DESCRIPTION.`, { cause }));
    parseString<Record<string, string>, Record<string, string>>(readGivenText(csv), {
      headers: (names) => names.map((name, index) => (name ?? '').trim() || `column ${index + 1}`),
      trim: true,
      ignoreEmpty: true,
    })
      .on('headers', (names: string[]) => {
        known = names.includes('LOG_NO') && names.includes('DESCRIPTION');
      })
      .on('error', refuse)
      .on('data', (row: Record<string, string>) =>
        rows.push({ logNo: row['LOG_NO'] ?? '', description: (row['DESCRIPTION'] ?? '').replace(/\s+/g, ' ') }),
      )
      .on('end', () => (known ? resolve(rows) : refuse()));
  });
}
