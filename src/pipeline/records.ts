import { join } from 'node:path';
import { WorkspaceError } from '../errors.ts';
import { toCsv } from '../log/csv.ts';
import { accountingTable } from '../log/disclosures.ts';
import type { Decision } from '../model/decision.ts';
import type { Fact } from '../model/matter.ts';
import type { Consultation, Destruction, Disclosure } from '../model/records.ts';
import { isFile, readGivenText, writeGiven } from '../store/files.ts';
import { journalHashAt, journalHead, readJournal } from '../store/journal.ts';
import { type EditedDescription, readEdits } from '../store/log-register.ts';
import { appendDisclosure, type RecordedDisclosure, readDestructions, readDisclosures } from '../store/records.ts';
import { readVolumes } from '../store/volumes.ts';
import { journalPath } from './judge.ts';
import { type MatterFolder, openMatterFolder } from './matter-folder.ts';

/** Records what a volume discloses; the same disclosure is recorded once. */
export function recordDisclosure(folder: MatterFolder, disclosure: Disclosure): void {
  const decisions = journalHead(journalPath(folder));
  const last = readDisclosures(folder.workspace).findLast((one) => one.volume === disclosure.volume);
  if (last !== undefined && last.decisions.head === decisions.head && isSame(last, disclosure)) return;
  appendDisclosure(folder.workspace, { ...disclosure, at: new Date().toISOString(), decisions });
}

function isSame(recorded: RecordedDisclosure, disclosure: Disclosure): boolean {
  return (Object.keys(disclosure) as (keyof Disclosure)[]).every(
    (key) => JSON.stringify(recorded[key]) === JSON.stringify(disclosure[key]),
  );
}

/** What `disclosures --json` prints. */
export interface DisclosuresAnswer {
  readonly disclosures: readonly RecordedDisclosure[];
  /** Disclosures that the accounting leaves out, by why. */
  readonly left_out: Readonly<Record<string, number>>;
  readonly chain: 'unbroken';
  /** The same as CSV. */
  readonly csv: string;
}

/**
 * The accounting of disclosures (45 CFR 164.528): every sealed volume that went out and must be accounted for; with
 * `all` those too that need not be. Throws WorkspaceError where the chain is broken or lacks a sealed volume.
 */
export async function disclosuresOf(
  dir: string,
  how: { readonly all: boolean; readonly out?: string },
): Promise<DisclosuresAnswer> {
  const folder = await openMatterFolder(dir);
  const recorded = checkedDisclosures(folder);
  const suspended = folder.matter.accounting_suspended;
  const today = new Date().toISOString().slice(0, 10);
  const isSuspended = suspended !== undefined && today <= suspended.until;
  const reasonOut = (one: RecordedDisclosure): string | undefined => {
    if (how.all) return undefined;
    if (!one.accounted) return one.why;
    return isSuspended ? `suspended until ${suspended.until} (45 CFR 164.528(a)(2))` : undefined;
  };
  const shown = recorded.filter((one) => reasonOut(one) === undefined);
  const leftOut: Record<string, number> = {};
  for (const why of recorded.flatMap((one) => reasonOut(one) ?? [])) leftOut[why] = (leftOut[why] ?? 0) + 1;
  const csv = await toCsv(accountingTable(shown));
  if (how.out !== undefined) writeGiven(how.out, csv);
  return { disclosures: shown, left_out: leftOut, chain: 'unbroken', csv };
}

/** The chain of disclosures, held against the sealed volumes and against the decisions each went out on. */
function checkedDisclosures(folder: MatterFolder): ReturnType<typeof readDisclosures> {
  const { workspace } = folder;
  const recorded = readDisclosures(workspace);
  const sealed = Object.entries(readVolumes(workspace)).filter(([, volume]) => volume.sealed);
  const lacking = sealed.find(
    ([name]) => disclosedPages(folder, name) > 0 && !recorded.some((one) => one.volume === name),
  );
  if (lacking !== undefined)
    throw new WorkspaceError(
      `The record of disclosures ${workspace.path('disclosures.jsonl')} lacks ${lacking[0]}, which is sealed: restore it from a backup.`,
    );
  return recorded;
}

/** Pages that a volume produced, by its reconciliation; 0 where that is gone. */
function disclosedPages(folder: MatterFolder, volume: string): number {
  const path = join(folder.folder, 'productions', `${volume}.internal`, 'reconciliation.json');
  if (!isFile(path)) return 0;
  const produced: unknown = JSON.parse(readGivenText(path))?.pages?.produced;
  return typeof produced === 'number' ? produced : 0;
}

/** What `audit --json` prints: everything that named people did or recorded, in order. */
export interface AuditAnswer {
  readonly chain: { readonly state: 'unbroken'; readonly decisions: number; readonly head: string };
  readonly decisions: readonly Decision[];
  /** DESCRIPTIONs of the privilege log that a person wrote. */
  readonly descriptions: readonly EditedDescription[];
  readonly facts: readonly Fact[];
  readonly confirmations: readonly { readonly what: string; readonly by: string; readonly on: string }[];
  readonly consultations: readonly Consultation[];
  readonly disclosures: readonly Pick<RecordedDisclosure, 'volume' | 'date' | 'recipient' | 'decidedBy' | 'bates'>[];
  readonly destructions: readonly Pick<Destruction, 'certificate' | 'at' | 'by' | 'state'>[];
}

/**
 * Checks the decision chain and the chains that lean on it, and gives all they hold. Throws WorkspaceError (exit 5)
 * that names the first line which was changed or lost; lines cut off the end show in what a sealed volume recorded.
 */
export async function auditOf(dir: string): Promise<AuditAnswer> {
  const folder = await openMatterFolder(dir);
  const { matter, workspace } = folder;
  const path = journalPath(folder);
  const decisions = readJournal(path);
  const disclosures = checkedDisclosures(folder);
  for (const { volume, decisions: stood } of disclosures) {
    if (journalHashAt(path, stood.count) === stood.head) continue;
    throw new WorkspaceError(
      `The record of decisions ${path} is damaged at line ${Math.min(stood.count, decisions.length + 1)}: ${volume} went out on ${stood.count} decisions that are no longer all there; restore it from a backup.`,
    );
  }
  return {
    chain: { state: 'unbroken', decisions: decisions.length, head: journalHead(path).head },
    decisions,
    descriptions: readEdits(workspace),
    facts: folder.requests.flatMap((one) => one.matter.facts),
    confirmations: [
      ...(matter.pack_approved === undefined ? [] : [{ what: `pack ${matter.pack}`, ...matter.pack_approved }]),
      ...folder.requests.flatMap((one) =>
        one.matter.authorities.flatMap(({ id, confirmed_by: by }) =>
          by === undefined
            ? []
            : [{ what: `authority ${id}${one.id === undefined ? '' : ` for ${one.id}`}`, by: by.name, on: by.on }],
        ),
      ),
    ],
    consultations: matter.consultations ?? [],
    disclosures: disclosures.map(({ volume, date, recipient, decidedBy, bates }) => ({
      volume,
      date,
      recipient,
      decidedBy,
      bates,
    })),
    destructions: readDestructions(workspace).map(({ certificate, at, by, state }) => ({ certificate, at, by, state })),
  };
}
