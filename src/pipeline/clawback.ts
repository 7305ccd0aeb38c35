import { UsageError } from '../errors.ts';
import { naturalOrder } from '../model/natural-order.ts';
import { batesEnds, parseBates } from '../produce/bates.ts';
import { keepRecall, keepVolume } from '../store/volumes.ts';
import { currentLedger, freeName, sealedVolumes, volumesFor } from './earlier.ts';
import { type ProduceAnswer, writeVolume } from './produce.ts';
import type { Progress } from './progress.ts';
import { quoted } from './quoted.ts';
import {
  forOf,
  forOption,
  inSession,
  judgeIn,
  namesOfOthers,
  openRecall,
  type Session,
  sessionOf,
  today,
} from './session.ts';

/** What is called back, on which ground, and by whom. */
export interface ClawbackRun {
  /** `A-000004`, or `A-000004-A-000011`, `A-000004:A-000011`, `A-000004..A-000011`. */
  readonly bates: string;
  /** Id of a basis of `patterns/bases.json`. */
  readonly basis: string;
  readonly by?: string;
  /** Id of the request of `requests_besides` whose volume it is; absent = the first. */
  readonly forId?: string;
}

/**
 * Calls back pages that a sealed volume gave: records it, and writes the next volume as a draft with the letter,
 * the changed logs and the replacement. The sealed volume stays as it is; `release` makes the draft servable.
 */
export async function clawbackFolder(dir: string, run: ClawbackRun, progress: Progress): Promise<ProduceAnswer> {
  const recall = async (session: Session): Promise<ProduceAnswer> => {
    const { folder, records } = session;
    const base = folder.law.bases.find((one) => one.id === run.basis);
    if (base === undefined) {
      const known = folder.law.bases.map((one) => one.id).sort(naturalOrder);
      throw new UsageError(`--basis ${run.basis} is not an id of patterns/bases.json. Known: ${known.join(', ')}.`);
    }
    const hit = pagesIn(session, run.bates);
    const name =
      openRecall(folder, records) ?? freeName(folder.matter.production.volume, records, namesOfOthers(folder));
    const by = run.by ?? folder.matter.custodian.name;
    const called = { volume: name, date: today(), by, basis: run.basis, ...hit };
    keepRecall(folder.workspace, called);
    const record = { date: called.date, ...forOf(folder), sealed: false, recall: true as const, runBy: by };
    keepVolume(folder.workspace, name, record);
    const next = sessionOf(
      { ...session, records: { ...records, [name]: record }, recalls: [...session.recalls, called] },
      name,
    );
    const answer = await writeVolume(next, judgeIn(next, true), { released: false, runBy: by }, progress);
    const place = `${quoted(dir)}${forOption(folder)}`;
    return { ...answer, ...wordsOf(place, answer, base.kind === 'privilege', hit.numbers) };
  };
  return inSession(dir, progress, recall, run.forId === undefined ? {} : { forId: run.forId });
}

function wordsOf(
  place: string,
  answer: ProduceAnswer,
  isPrivilege: boolean,
  numbers: readonly string[],
): Pick<ProduceAnswer, 'lines' | 'next' | 'result'> {
  const steps = isPrivilege
    ? []
    : [
        'The ground is no privilege, so no rule makes the recipient give it back. Before anything else: warn by safe contact whoever is put at risk, then counsel: stop further copies, ask for a protective order, see to the breach notices that the law asks for.',
      ];
  return {
    lines: [`Called back ${numbers.length === 1 ? 'page' : 'pages'} ${numbers.join(', ')}.`, ...steps, ...answer.lines],
    next: `withhold release ${place} --by NAME (an attorney of the agency, not the one who called it back)`,
    result: { ...answer.result, recalled: numbers },
  };
}

/** The pages of a range as the requester holds them; a UsageError where one was never produced or is withheld already. */
function pagesIn(
  { folder, records }: Session,
  range: string,
): { readonly numbers: readonly string[]; readonly pages: readonly string[]; readonly produced: string } {
  const { production } = folder.matter;
  const own = volumesFor(records, folder.forId);
  const ledger = currentLedger(own);
  const sealed = sealedVolumes(own);
  if (ledger === undefined) {
    const why = sealed.length === 0 ? 'no volume is sealed yet' : 'no sealed volume gave a numbered page';
    throw new UsageError(`--bates ${range}: nothing was produced that could be called back: ${why}.`);
  }
  const [first, last] = batesEnds(production, range);
  const numberOf = (text: string): number | undefined => parseBates(production, text.replace(/\.R\d+$/, ''));
  const from = numberOf(first);
  const to = numberOf(last);
  if (from === undefined || to === undefined || from > to) {
    throw new UsageError(
      `--bates ${range} is no range of ${production.prefix} and ${production.digits} digits: write it as ${production.prefix}${'1'.padStart(production.digits, '0')} or two such numbers with a colon between.`,
    );
  }
  const held = ledger.documents.flatMap((one) =>
    one.numbers.map((number, i) => ({
      number,
      page: one.pages[i] ?? '',
      at: numberOf(number) ?? 0,
      withheld: one.treatment === 'withhold',
    })),
  );
  const hit = held.filter(({ at }) => at >= from && at <= to).sort((a, b) => a.at - b.at);
  const open = hit.filter((one) => !one.withheld);
  if (hit.length !== to - from + 1 || open.length !== hit.length) {
    const why =
      hit.length === to - from + 1 ? 'pages of it were withheld, not produced' : 'not all of it was ever produced';
    throw new UsageError(
      `--bates ${range}: ${why}. Given so far: ${sealed.map((one) => one.name).join(', ')}, to number ${ledger.last}; see sources.csv in their .internal folders.`,
    );
  }
  const seen = sealed.find((one) => one.ledger?.documents.some((d) => d.numbers.includes(hit[0]?.number ?? '')));
  return {
    numbers: hit.map((one) => one.number),
    pages: hit.map((one) => one.page),
    produced: seen?.date ?? ledger.date,
  };
}
