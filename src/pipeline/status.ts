import { join } from 'node:path';
import { type AgendaEntry, agendaOf } from '../decide/agenda.ts';
import { applyRecalls } from '../decide/recalls.ts';
import { acceptanceBlockers, missRateOf, releaseBlockers } from '../decide/release.ts';
import type { MissingThing } from '../model/mentions.ts';
import { type PriorFlag, priorText } from '../model/prior.ts';
import type { UnreadableSource } from '../model/source.ts';
import { type Unread, unreadLines, unreadOf } from '../model/unread.ts';
import { readRecalls, readVolumes } from '../store/volumes.ts';
import { withLock } from '../store/workspace.ts';
import { freeName } from './earlier.ts';
import { inputKey } from './input-key.ts';
import { countItems, type Judged, judge } from './judge.ts';
import { type MatterFolder, openMatterFolder } from './matter-folder.ts';
import { isPrepared, type Prepared, prepareMatter } from './prepare.ts';
import { compareProductions } from './prior.ts';
import { silent } from './progress.ts';
import { quoted } from './quoted.ts';
import { absentLines } from './received.ts';
import { lastPurge } from './retention.ts';
import { loadRules } from './rules.ts';
import { forOption, namesOfOthers, sessionOf, today, volumeAtHand } from './session.ts';

/** What `status --json` prints. */
export interface Status {
  readonly prepared: boolean;
  readonly volume: { readonly name: string; readonly state: 'none' | 'draft' | 'sealed' };
  /** The other requests of the matter; id null = the first. */
  readonly other_requests: readonly {
    readonly id: string | null;
    readonly requester: string;
    readonly volume: string;
    readonly state: 'none' | 'draft' | 'sealed';
  }[];
  readonly authorities: readonly {
    readonly id: string;
    readonly type: string;
    readonly valid: boolean;
    readonly failed: readonly string[];
  }[];
  readonly objection_due: string | null;
  /** Clocks and open things of the custodian's day. */
  readonly agenda: readonly AgendaEntry[];
  /** Other days that the forum's rules set. */
  readonly deadlines: readonly { readonly date: string; readonly text: string; readonly rule: string }[];
  readonly documents: readonly {
    readonly id: string;
    readonly type: string;
    readonly treatment: string;
    readonly undecided: boolean;
    readonly gates: readonly string[];
  }[];
  /** Items by kind and state. */
  readonly items: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly blocks_acceptance: readonly string[];
  readonly blocks_release: readonly string[];
  /** What papers mention and the file does not hold. */
  readonly missing: readonly MissingThing[];
  /** Pages that another production, to anyone, shows otherwise. */
  readonly prior: readonly PriorFlag[];
  /** What `prior` of matter.yaml names and the file does not hold. */
  readonly prior_unmatched: readonly string[];
  readonly unreadable: readonly UnreadableSource[];
  /** What was received and read, and is gone from `files/` or lies there with other bytes. */
  readonly absent: readonly { readonly file: string; readonly replaced: boolean }[];
  /** The area that nobody has read: items of kind zone. */
  readonly unread: Unread;
  readonly next: string;
  /** The same for people. */
  readonly lines: readonly string[];
}

/** What is done, undecided and gated in a matter, and the next command. Changes nothing. */
export async function statusOf(dir: string, forId?: string): Promise<Status> {
  const folder = await openMatterFolder(dir, forId);
  const rules = loadRules(folder.folder);
  if (!isPrepared(folder)) return unprepared(folder, dir);
  return withLock(folder.workspace, async () => {
    const prepared = await prepareMatter(folder, rules, silent);
    const records = readVolumes(folder.workspace);
    const at = sessionOf({ dir, folder, prepared, records, recalls: [] }, volumeAtHand(folder, records));
    const judged = judge(at.folder, prepared, { acceptProposals: false, actingOn: at.record.date });
    return settledStatus(at.folder, prepared, judged, at.name, dir);
  });
}

/** The day that clocks are read on: the one the matter sets, or this one. */
function dayOf(folder: MatterFolder): string {
  return folder.matter.production.date ?? today();
}

function stateOf(folder: MatterFolder, name: string): 'none' | 'draft' | 'sealed' {
  const kept = readVolumes(folder.workspace)[name];
  if (kept === undefined) return 'none';
  return kept.sealed ? 'sealed' : 'draft';
}

function otherRequests(folder: MatterFolder): Status['other_requests'] {
  return folder.requests
    .filter(({ id }) => id !== folder.forId)
    .map(({ id, matter: { request, production } }) => ({
      id: id ?? null,
      requester: request.requester.name,
      volume: production.volume,
      state: stateOf(folder, production.volume),
    }));
}

function unprepared(folder: MatterFolder, dir: string): Status {
  const name = folder.matter.production.volume;
  const { next, said } = unpreparedLines(folder, dir);
  return {
    prepared: false,
    volume: { name, state: stateOf(folder, name) },
    other_requests: otherRequests(folder),
    authorities: [],
    objection_due: null,
    agenda: agendaOf(folder.matter, undefined, dayOf(folder)),
    deadlines: [],
    documents: [],
    items: {},
    blocks_acceptance: [],
    blocks_release: [],
    missing: [],
    prior: [],
    prior_unmatched: [],
    unreadable: [],
    absent: [],
    unread: unreadOf([]),
    next,
    lines: [said, `Next: ${next}`],
  };
}

function unpreparedLines(folder: MatterFolder, dir: string): { readonly next: string; readonly said: string } {
  const purged = lastPurge(folder);
  if (purged !== undefined)
    return {
      next: 'nothing: decisions, disclosures and sealed volumes stay (withhold audit, withhold disclosures)',
      said: `Purged: ${purged.by} destroyed the working copies on ${purged.at.slice(0, 10)} (${purged.certificate}).`,
    };
  const prepare = `withhold prepare ${quoted(dir)}`;
  return {
    next: folder.files.length === 0 ? `put the case file into ${join(dir, 'files')}/, then: ${prepare}` : prepare,
    said: `${folder.files.length} ${folder.files.length === 1 ? 'file' : 'files'}, not prepared yet.`,
  };
}

function settledStatus(folder: MatterFolder, prepared: Prepared, judged: Judged, name: string, dir: string): Status {
  const { matter, law } = folder;
  const accepted = judge(folder, prepared, { acceptProposals: true, actingOn: judged.input.actingOn ?? '' });
  const runBy = readVolumes(folder.workspace)[name]?.runBy;
  const place = `${quoted(dir)}${forOption(folder)}`;
  const counsel = matter.people.find((person) => person.role === 'attorney' && person.represents === 'agency');
  const acceptance = acceptanceBlockers(matter, law.pack, accepted.decided).map(({ why }) => why);
  const release = releaseBlockers({
    matter,
    pack: law.pack,
    bases: law.bases,
    decided: accepted.decided,
    items: accepted.items,
    decisions: accepted.journal,
    by: counsel?.name ?? '',
    actingOn: judged.input.actingOn ?? '',
    ...(runBy === undefined ? {} : { runBy }),
  }).map(({ item, why }) => (item === undefined ? why : `${item}: ${why}`));
  const state = stateOf(folder, name);
  const recalls = readRecalls(folder.workspace);
  const outcome = applyRecalls(accepted.decided, prepared.documents, prepared.pages, recalls, law.bases);
  const prior = compareProductions(folder, prepared, outcome, name);
  const status = {
    prepared: true,
    volume: { name, state },
    other_requests: otherRequests(folder),
    authorities: judged.decided.authorities.map(({ id, type, valid, failed }) => ({
      id,
      type,
      valid,
      failed: failed.map((f) => f.why),
    })),
    objection_due: judged.decided.objectionDue?.date ?? null,
    agenda: agendaOf(matter, judged.decided.objectionDue, dayOf(folder)),
    deadlines: judged.decided.deadlines ?? [],
    documents: judged.decided.dispositions.map((d) => ({
      id: d.document,
      type: prepared.documents.find(({ id }) => id === d.document)?.typeText ?? '',
      treatment: d.treatment,
      undecided: d.undecided,
      gates: d.gates.map((gate) => gate.why),
    })),
    items: countItems(judged.items),
    blocks_acceptance: acceptance,
    blocks_release: release,
    missing: judged.missing,
    prior: prior.flags,
    prior_unmatched: prior.unmatched,
    unreadable: prepared.unreadable,
    absent: prepared.absent.map(({ file, replaced }) => ({ file, replaced })),
    unread: unreadOf(prepared.pages),
    next:
      state === 'sealed' && readVolumes(folder.workspace)[name]?.key !== inputKey(folder, prepared, accepted, true)
        ? `${name} is sealed and the matter has changed since: to produce anew, set production.volume: ${freeName(name, readVolumes(folder.workspace), namesOfOthers(folder))} in matter.yaml`
        : nextCommand(place, state, acceptance, release, counsel?.name),
  };
  const rate = missRateOf(judged.items, judged.journal);
  return { ...status, lines: linesOf(status, rate.read === 0 ? undefined : rate) };
}

function nextCommand(
  dir: string,
  state: string,
  acceptance: readonly string[],
  release: readonly string[],
  counsel?: string,
): string {
  if (state === 'sealed') return 'nothing: the volume is sealed';
  if (acceptance.length > 0)
    return `mend what blocks a draft, then: withhold respond ${dir} --accept-proposals --by NAME`;
  if (state === 'none')
    return `withhold produce ${dir} --accept-proposals --by NAME  (a draft), or decide first: withhold decide ${dir} --export marks.csv`;
  if (release.length > 0)
    return `withhold decide ${dir} --export marks.csv, settle the items, then --import marks.csv --by NAME`;
  return `withhold release ${dir} --by "${counsel ?? 'NAME'}"`;
}

function stateText(state: Status['volume']['state']): string {
  return state === 'none' ? 'not produced yet' : state;
}

function linesOf(
  status: Omit<Status, 'lines'>,
  rate: { read: number; missed: number; upper: number } | undefined,
): readonly string[] {
  const items = Object.entries(status.items).map(
    ([kind, states]) =>
      `  ${kind}: ${Object.entries(states)
        .map(([state, n]) => `${n} ${state}`)
        .join(', ')}`,
  );
  const list = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0
      ? []
      : [
          title,
          ...lines.slice(0, 8).map((line) => `  ${line}`),
          ...(lines.length > 8 ? [`  and ${lines.length - 8} more`] : []),
        ];
  return [
    `${status.volume.name}: ${stateText(status.volume.state)}`,
    ...list(
      'Asked for by others too:',
      status.other_requests.map(
        ({ id, requester, volume, state }) =>
          `${requester} (${id === null ? 'the first request' : `--for ${id}`}): ${volume}, ${stateText(state)}`,
      ),
    ),
    ...list(
      'The working day:',
      status.agenda.map((entry) => `${entry.on ?? 'no date   '}  ${entry.state.padEnd(4)}  ${entry.what}`),
    ),
    ...status.deadlines.map((one) => `${one.date}: ${one.text} (${one.rule})`),
    ...list(
      'Authorities:',
      status.authorities.map(
        (a) => `${a.id} ${a.type}: ${a.valid ? 'counts' : `does not count (${a.failed.join('; ')})`}`,
      ),
    ),
    ...list(
      'Not read:',
      status.unreadable.map((u) => `${u.file}: ${u.problem} ${u.nextStep}`),
    ),
    ...absentLines(status.absent),
    ...unreadLines(status.unread),
    ...list(
      'Mentioned, and not found in the file:',
      status.missing.map((m) => `${m.document}: ${m.what} (p. ${m.pages.map((ref) => ref.page).join(', ')})`),
    ),
    ...list('Shown otherwise in another production:', status.prior.map(priorText)),
    ...list('Named under prior, and no page of the file:', status.prior_unmatched),
    'Items:',
    ...items,
    ...(rate === undefined
      ? []
      : [
          `Sample: ${rate.read} pages read, ${rate.missed} missed, at most ${(100 * rate.upper).toFixed(1)} % missed (95 %)`,
        ]),
    ...list('Blocks even a draft:', status.blocks_acceptance),
    ...list('Blocks release:', status.blocks_release),
    `Next: ${status.next}`,
  ];
}
