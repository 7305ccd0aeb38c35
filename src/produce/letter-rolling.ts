import { getBasis, isServedPrivilege, type LogInput } from '../log/facts.ts';
import type { Logs } from '../log/make-logs.ts';
import type { Recall } from '../model/ledger.ts';
import type { ForumText, LetterFlag } from '../model/texts.ts';
import { rangesText } from './bates.ts';
import { joinWords, longDate } from './letter-words.ts';

/** What letters say of the volumes that went before. */
export interface RollingFacts {
  /** The volume sealed last. */
  readonly earlierVolume: string;
  /** Old and new number of each page that this volume replaces. */
  readonly replaced: readonly { readonly old: string; readonly now: string }[];
  /** What this volume calls back. */
  readonly recalls: readonly Recall[];
}

interface Facts {
  readonly log: LogInput;
  readonly logs: Logs;
  readonly forum: ForumText;
  readonly rolling?: RollingFacts;
}

/** Which sentences on earlier volumes stand. */
export function rollingFlags({ log, forum, rolling }: Facts): Readonly<Partial<Record<LetterFlag, boolean>>> {
  const recalls = rolling?.recalls ?? [];
  const isNamed = recalls.length > 0 && recalls.every(({ basis }) => isServedPrivilege(getBasis(log.bases, basis)));
  return {
    supplemental: rolling !== undefined,
    replacement: (rolling?.replaced.length ?? 0) > 0,
    recall: recalls.length > 0,
    recall_privilege: isNamed,
    recall_nonwaiver: isNamed && recalls.every(({ basis }) => forum.nonwaiver?.bases.includes(basis) === true),
  };
}

/** Names in braces that speak of earlier volumes; empty in a first volume. A ground is named only where it may be. */
export function rollingValues({ log, logs, forum, rolling }: Facts): Readonly<Record<string, string>> {
  const recalls = rolling?.recalls ?? [];
  const { production } = log.matter;
  const called = new Set(recalls.flatMap((one) => one.numbers));
  const replaced = rolling?.replaced ?? [];
  const grounds = recalls.map(({ basis }) => log.texts.bases[basis]?.privilege ?? getBasis(log.bases, basis).label);
  const entries = logs.privileges.filter((entry) => entry.row.STATUS === 'clawed back').map((entry) => entry.logNo);
  return {
    earlier_volume: rolling?.earlierVolume ?? '',
    replaced_range: rangesText(
      production,
      replaced.map((one) => one.old),
    ),
    recall_range: rangesText(production, [...called].sort()),
    recall_replacement: rangesText(
      production,
      replaced.filter((one) => called.has(one.old)).map((one) => one.now),
    ),
    recall_produced: joinWords([...new Set(recalls.map((one) => longDate(one.produced)))]),
    recall_ground: joinWords([...new Set(grounds)]),
    recall_log: entries.length === 0 ? 'of the enclosed logs' : joinWords(entries),
    clawback_rule: forum.clawback_rule ?? 'the rules of the forum',
    nonwaiver_rule: forum.nonwaiver?.rule ?? 'the rules of the forum',
  };
}
