import { UsageError } from '../errors.ts';
import type { LogForm, Policy } from '../model/records.ts';
import { fillText } from './describe.ts';
import type { LogInput } from './facts.ts';
import type { PrivilegeColumn, PrivilegeEntry, PrivilegeRow } from './privilege-log.ts';

/** Documents from which a hybrid log makes one row of what is alike. */
const HYBRID_FROM = 3;

/** The form of the log: what matter or pack says; categories only where an agreement or order is on record. */
export function formOf(policy: Policy, ofPack: LogForm | undefined): LogForm {
  const form = policy.log_form ?? ofPack ?? 'document';
  const grouped = form === 'categorical' || form === 'hybrid';
  return grouped && policy.log_agreement === undefined ? 'document' : form;
}

/** Throws a UsageError where matter.yaml changes the status of a row that no log of the matter has. */
export function checkChanges(input: LogInput, logs: { readonly items: readonly PrivilegeEntry[] }): void {
  const known = new Set([
    ...logs.items.map(({ logNo }) => logNo),
    ...(input.served ?? []).map(({ row }) => row['LOG_NO'] ?? ''),
  ]);
  const wrong = (input.matter.log_changes ?? []).find((change) => !known.has(change.log_no));
  if (wrong !== undefined)
    throw new UsageError(
      `matter.yaml: key log_changes: ${wrong.log_no} is no row of the privilege log; see LOGS/privilege-log.csv of the volume.`,
    );
}

/** The log as served: its rows, and the entries with the number under which each is found there. */
export interface ServedForm {
  readonly rows: readonly PrivilegeRow[];
  readonly entries: readonly PrivilegeEntry[];
}

/**
 * The log in the form that policy or pack asks for (domain 3.1, 3.8), under the one header there is: a row a document;
 * the topic in place of a description; a row a category; or categories only for what is many and alike.
 */
export function inForm(input: LogInput, entries: readonly PrivilegeEntry[]): ServedForm {
  const form = input.form ?? 'document';
  if (form === 'document') return { entries, rows: entries.map(({ row }) => row) };
  if (form === 'metadata_plus_topic') {
    const told = entries.map((entry) => ({ ...entry, row: { ...entry.row, DESCRIPTION: topicText(entry) } }));
    return { entries: told, rows: told.map(({ row }) => row) };
  }
  return categories(input, entries, form === 'hybrid' ? HYBRID_FROM : 1);
}

/** Words of the closed list of topics: never the subject line. */
function topicText({ row, claim }: PrivilegeEntry): string {
  return `${row.PRIVILEGE} - ${claim.topic}`;
}

/** What makes two entries one category. */
const ALIKE: readonly PrivilegeColumn[] = [
  'PRIVILEGE',
  'LAW',
  'DOC_TYPE',
  'TREATMENT',
  'HOLDER',
  'ASSERTED_BY',
  'STATUS',
];

function categories(input: LogInput, entries: readonly PrivilegeEntry[], from: number): ServedForm {
  const groups = [...Map.groupBy(entries, ({ row }) => JSON.stringify(ALIKE.map((column) => row[column]))).values()];
  const grouped = groups.filter((group) => group.length >= from).sort((a, b) => (firstNo(a) < firstNo(b) ? -1 : 1));
  const numbers = new Map(
    grouped.flatMap((group, i) => group.map(({ key }) => [key, `CAT-${String(i + 1).padStart(2, '0')}`] as const)),
  );
  const byItem = new Map(entries.map(({ key, logNo }) => [logNo, numbers.get(key) ?? logNo]));
  const single = entries
    .filter(({ key }) => !numbers.has(key))
    .map(({ row }) => ({ ...row, FAMILY_ID: byItem.get(row.FAMILY_ID) ?? row.FAMILY_ID }));
  const rows = grouped.map((group) => categoryRow(input, group, numbers.get(group[0]?.key ?? '') ?? ''));
  return {
    rows: [...rows, ...single],
    entries: entries.map((entry) => ({ ...entry, logNo: numbers.get(entry.key) ?? entry.logNo })),
  };
}

const firstNo = (group: readonly PrivilegeEntry[]): string => group.map(({ logNo }) => logNo).sort()[0] ?? '';

/** One row for documents that are alike: every range, every name once, sums of pages, the span of dates. */
function categoryRow(input: LogInput, group: readonly PrivilegeEntry[], logNo: string): PrivilegeRow {
  const of = group.map(({ row }) => row);
  const all = (column: PrivilegeColumn): string =>
    [...new Set(of.map((row) => row[column]))].filter((cell) => cell !== '').join('; ');
  const names = (column: PrivilegeColumn): string =>
    [...new Set(of.flatMap((row) => row[column].split('; ')))]
      .filter((name) => name !== '')
      .sort()
      .join('; ');
  const sum = (column: 'PAGES' | 'PAGES_AFFECTED'): string =>
    String(of.reduce((total, row) => total + Number(row[column]), 0));
  const documents = new Set(group.map(({ claim }) => claim.document.document.id)).size;
  const first = group[0]?.row;
  if (first === undefined) throw new RangeError('a category has no rows');
  return {
    ...first,
    LOG_NO: logNo,
    FAMILY_ID: logNo,
    PARENT_ATTACH: 'Category',
    BEGBATES: all('BEGBATES'),
    ENDBATES: all('ENDBATES'),
    DOC_DATE: dateSpan(of.map((row) => row.DOC_DATE)),
    AUTHOR: names('AUTHOR'),
    FROM: names('FROM'),
    TO: names('TO'),
    CC: names('CC'),
    DESCRIPTION: fillText(input.texts.log.category, {
      documents: counted(documents, 'document'),
      pages: counted(Number(sum('PAGES')), 'page'),
      agreement: input.matter.policy.log_agreement?.evidence ?? '',
      type: first.DOC_TYPE,
      topic: [...new Set(group.map(({ claim }) => claim.topic))].sort().join('; '),
    }),
    PAGES: sum('PAGES'),
    PAGES_AFFECTED: sum('PAGES_AFFECTED'),
    LITIGATION: all('LITIGATION'),
    STATUS_DATE:
      of
        .map((row) => row.STATUS_DATE)
        .sort()
        .at(-1) ?? '',
  };
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** First and last day that stand in dates; undated papers are said to be there. */
function dateSpan(dates: readonly string[]): string {
  const days = dates.flatMap((date) => date.match(/\d{4}-\d{2}(?:-\d{2})?/g) ?? []).sort();
  const undated = dates.some((date) => date.startsWith('undated')) ? ['undated'] : [];
  const span = days.length === 0 ? [] : [days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`];
  return [...span, ...undated].join('; ');
}
