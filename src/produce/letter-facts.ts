import { fillText } from '../log/describe.ts';
import { getBasis, type LoggedDocument, type LogInput, orderCodes } from '../log/facts.ts';
import type { Logs } from '../log/make-logs.ts';
import { dateText, roleOf } from '../log/names.ts';
import type { Decided } from '../model/disposition.ts';
import type { Authority, Matter, Person } from '../model/matter.ts';
import type { FilingRules } from '../model/pack.ts';
import type { ForumText, LetterBlock, LetterFlag } from '../model/texts.ts';
import { type BatesFormat, rangesText } from './bates.ts';
import { recordFlags, recordList, recordValues } from './letter-record.ts';
import { type RollingFacts, rollingFlags, rollingValues } from './letter-rolling.ts';
import { joinWords, longDate } from './letter-words.ts';

/** Counts of the volume; letters say no other number of pages or documents. */
export interface VolumeCounts {
  readonly producedDocuments: number;
  readonly producedPages: number;
  readonly redactedPages: number;
  readonly withheldDocuments: number;
  readonly withheldPages: number;
}

/** All that letters are written from. */
export interface LetterFacts {
  readonly log: LogInput;
  readonly logs: Logs;
  readonly decided: Decided;
  readonly forum: ForumText;
  readonly released: boolean;
  readonly serveRedactionLog: boolean;
  /** Bases of withheld documents that may be acknowledged: what the letter to the court names. */
  readonly withheldBases: readonly string[];
  /** Bases under which content is produced. */
  readonly producedBases: readonly string[];
  readonly counts: VolumeCounts;
  /** What a letter that is filed may show; absent: as it is. */
  readonly filing?: FilingRules;
  /** What went before; absent in a first volume. */
  readonly rolling?: RollingFacts;
}

/** The agency's lawyer, if the matter names exactly one; letters leave the name open otherwise. */
export function agencyCounsel(matter: Matter): string {
  const known = matter.people.filter((person) => person.role === 'attorney' && person.represents === 'agency');
  return known.length === 1 ? (known[0]?.name ?? '') : '';
}

/** The court's order that counts, the latest received. */
export function findOrder(matter: Matter, decided: Decided): Authority | undefined {
  const valid = new Set(decided.authorities.filter((one) => one.valid).map((one) => one.id));
  return matter.authorities
    .filter((one) => one.type === 'court_order' && valid.has(one.id))
    .sort((a, b) => ((a.received_on ?? '') < (b.received_on ?? '') ? 1 : -1))[0];
}

/** Which letters and sentences stand: the flags of the texts. */
export function letterFlags(facts: LetterFacts): ReadonlySet<LetterFlag> {
  const { log, logs, decided } = facts;
  const produced = decided.fileMayBeDisclosed;
  const codes = logs.redactions.flatMap((entry) => entry.row.BOX_CODE.split('/'));
  const school = facts.withheldBases.some((id) => id === 'education_record_cw' || id === 'education_record');
  const all: Readonly<Partial<Record<LetterFlag, boolean>>> = {
    not_disclosed: !produced,
    produced,
    withheld: facts.counts.withheldPages > 0,
    privilege: logs.privilege.rows.length > 0,
    confidential: codes.includes('LAW'),
    school_records: school,
    order: findOrder(log.matter, decided) !== undefined && log.designation !== '',
    released: facts.released,
    redaction_log: facts.serveRedactionLog && logs.redactions.length > 0,
    redisclosure: redisclosureTexts(facts).length > 0,
    third_party_names: codes.includes('3P'),
    nothing:
      produced && facts.rolling === undefined && facts.counts.producedDocuments + facts.counts.withheldDocuments === 0,
    ...recordFlags(log.matter),
    ...rollingFlags(facts),
    notice: !produced || decided.dispositions.some((one) => one.gates.some((gate) => gate.kind === 'notice')),
  };
  return new Set((Object.keys(all) as LetterFlag[]).filter((flag) => all[flag]));
}

/** Statements that go with produced content of their bases, filled in. */
export function redisclosureTexts(facts: LetterFacts): readonly string[] {
  const values = { order: orderText(facts) };
  return facts.log.texts.redisclosure
    .filter((one) => one.bases.some((id) => facts.producedBases.includes(id)))
    .map((one) => fillText(one.text, values));
}

function orderText(facts: LetterFacts): string {
  const order = findOrder(facts.log.matter, facts.decided);
  if (order === undefined) return 'the authority that the agency received';
  const day = order.received_on === undefined ? '' : ` that the agency received on ${longDate(order.received_on)}`;
  return `the order of the Court${day}`;
}

/** Values of the names in braces; see `KNOWN.letter` of the loader. */
export function letterValues(facts: LetterFacts, person?: Person): Readonly<Record<string, string>> {
  const { log, decided, forum } = facts;
  const { matter } = log;
  const { request, agency } = matter;
  const due = decided.objectionDue;
  const short = log.texts.process[request.type] ?? 'request';
  const issued =
    request.signatory === undefined ? '' : ` issued by ${request.signatory.name}, ${request.signatory.role},`;
  const served =
    request.served_on === undefined ? '' : `${issued === '' ? '' : ' and'} served on ${longDate(request.served_on)}`;
  return {
    ...recordValues(matter, person),
    ...rollingValues(facts),
    agency: agency.name,
    standing: agency.role === 'nonparty' ? 'a non-party' : 'a party',
    requester: request.requester.name,
    requester_counsel: request.requester.represented_by ?? request.requester.name,
    court: request.court ?? 'the Court',
    docket: request.docket ?? 'not stated',
    caption: request.caption ?? 'the matter named in the request',
    process: `${short}${issued}${served}`,
    process_short: short,
    items: itemsText(matter),
    items_text: request.items.map((item) => `(${item.id}) ${item.text}`).join('; '),
    return_date: request.return_date === undefined ? 'the return date' : longDate(request.return_date),
    objection_rule: forum.objection_rule,
    objection_due_sentence: due === undefined ? '' : `The objection is due on ${longDate(due.date)}.`,
    log_rule: forum.log_rule,
    declaration: forum.declaration,
    statutes: joinWords(statutes(facts)),
    order: orderText(facts),
    designation: log.designation,
    volume: matter.production.volume,
    bates_range: producedRanges(facts),
  };
}

function itemsText(matter: Matter): string {
  const ids = matter.request.items.map((item) => item.id);
  if (ids.length === 0) return 'everything it asks for';
  return `${ids.length === 1 ? 'item' : 'items'} ${joinWords(ids)}`;
}

/** Statutes that restrict what is withheld, as far as they may be named; never of a ground that is protected itself. */
function statutes(facts: LetterFacts): readonly string[] {
  const { texts, bases } = facts.log;
  const named = facts.withheldBases.filter((id) => !getBasis(bases, id).existence_sensitive).sort();
  const found = named.flatMap((id) => texts.bases[id]?.statute ?? []);
  return found.length === 0 ? ['the statutes on the confidentiality of agency records'] : [...new Set(found)];
}

function format(facts: LetterFacts): BatesFormat {
  return facts.log.matter.production;
}

function producedRanges(facts: LetterFacts): string {
  const produced = facts.log.documents.filter((one) => one.treatment !== 'withhold');
  return rangesText(
    format(facts),
    produced.flatMap((one) => one.pages.map((page) => page.number)),
  );
}

/** Lists of the texts, filled from the logs and counts. */
export function letterList(facts: LetterFacts, list: NonNullable<LetterBlock['list']>): readonly string[] {
  if (list === 'service_defects' || list === 'conferrals' || list === 'search')
    return recordList(facts.log.matter, list);
  if (list === 'grounds') return groundsList(facts);
  if (list === 'enclosures') return enclosuresList(facts);
  if (list === 'codes') return facts.log.texts.codes.map((one) => `${one.code}: ${one.legend}`);
  if (list === 'redisclosure') return redisclosureTexts(facts);
  if (list === 'schedule_c') return spacedPages(facts);
  return scheduleList(facts, list === 'schedule_a');
}

/** Grounds as the served logs print them; nothing here tells more than the codes. */
function groundsList(facts: LetterFacts): readonly string[] {
  const { texts } = facts.log;
  if (!facts.decided.fileMayBeDisclosed)
    return statutes(facts).map((text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`);
  const privileges = facts.logs.privileges.map(
    ({ row }) => `${row.PRIVILEGE.replaceAll('; ', ' and ')} (${row.LAW}): see the privilege log.`,
  );
  const codes = facts.logs.redactions
    .filter((entry) => entry.row.KIND !== 'privilege')
    .flatMap((entry) => entry.row.BOX_CODE.split('/'));
  // LAW stands in every notice, whether or not a box bears it (domain 4.1).
  const legends = orderCodes(texts, [...codes, 'LAW']).map((code) => {
    const legend = texts.codes.find((known) => known.code === code)?.legend ?? code;
    return `${legend} (code ${code}).`;
  });
  return [...new Set(privileges), ...legends];
}

function enclosuresList(facts: LetterFacts): readonly string[] {
  const { logs, log } = facts;
  const shows = logs.privilege.rows.length > 0;
  return [
    `Volume ${log.matter.production.volume}: documents (PDF), ${log.matter.production.profile === 'images' ? 'page images, text files, load files' : 'text files, load file'} and manifest`,
    'Index of documents',
    ...(shows ? ['Privilege log and list of the persons named in it'] : []),
    ...(facts.serveRedactionLog ? ['Redaction log'] : []),
    'Objection and notice of withholding',
    'Legend of box codes',
    ...(redisclosureTexts(facts).length > 0 ? ['Notice on further disclosure'] : []),
    ...(facts.released ? ['Certification of the custodian of records'] : []),
  ];
}

function scheduleList(facts: LetterFacts, byStaff: boolean): readonly string[] {
  const produced = facts.log.documents.filter((one) => one.treatment !== 'withhold');
  const items = produced
    .filter((one) => isByStaff(facts, one) === byStaff)
    .map((one) => `${rangeText(one)}: ${one.document.typeText}, ${dateText(one.document.date)}`);
  return items.length === 0 ? ['None.'] : items;
}

function isByStaff(facts: LetterFacts, logged: LoggedDocument): boolean {
  const author = logged.document.author ?? logged.document.from;
  if (author === undefined) return false;
  if (roleOf(facts.log.texts, author).privilege_role === 'client') return true;
  const { matter } = facts.log;
  const person = matter.people.find((known) => known.name === author.name);
  return person?.relation === 'staff' || author.organization === matter.agency.name;
}

function rangeText(logged: LoggedDocument): string {
  const { begin, end } = logged.range;
  return begin === end ? begin : `${begin} to ${end}`;
}

function spacedPages(facts: LetterFacts): readonly string[] {
  const pages = facts.log.documents.flatMap((one) => one.pages.filter((page) => page.treatment === 'text re-spaced'));
  if (pages.length === 0) return ['None.'];
  return [
    rangesText(
      format(facts),
      pages.map((page) => page.number),
    ),
  ];
}

/** The table of the transmittal. */
export function volumeTable(facts: LetterFacts): readonly (readonly [string, string])[] {
  const { counts, log } = facts;
  const first = log.documents[0]?.range.begin ?? 'none';
  const last = log.documents.at(-1)?.range.end ?? 'none';
  return [
    ['Volume', log.matter.production.volume],
    ['Bates numbers', first === last ? first : `${first} to ${last}`],
    ['Documents produced', String(counts.producedDocuments)],
    ['Pages produced', String(counts.producedPages)],
    ['of these with redactions', String(counts.redactedPages)],
    ['Documents withheld and logged', String(counts.withheldDocuments)],
    ['Pages withheld and logged', String(counts.withheldPages)],
    ...(log.designation === '' ? [] : [['Designation', log.designation] as const]),
  ];
}
