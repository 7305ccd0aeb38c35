import type { Matter } from '../model/matter.ts';
import type { Disclosure } from '../model/records.ts';
import type { Table } from './csv.ts';
import { findPerson } from './names.ts';

/** 45 CFR 164.528(b)(2): date, recipient and address, what, why; besides the authority and who decided. */
export const DISCLOSURES_COLUMNS = [
  'DATE',
  'RECIPIENT',
  'RECIPIENT_ADDRESS',
  'DESCRIPTION',
  'PURPOSE',
  'AUTHORITY_ID',
  'DECIDED_BY',
  'VOLUME',
  'BATES',
] as const;

export type DisclosuresColumn = (typeof DISCLOSURES_COLUMNS)[number];

export interface DisclosureFacts {
  readonly matter: Matter;
  readonly date: string;
  readonly volume: string;
  /** Ranges of produced pages; '' = nothing was produced. */
  readonly bates: string;
  readonly released: boolean;
  readonly decidedBy: string;
  /** The authorities that count. */
  readonly authorities: readonly { readonly id: string; readonly type: string }[];
}

/** What a sealed volume discloses; undefined for a draft, and where no page goes out. */
export function disclosureOf(facts: DisclosureFacts): Disclosure | undefined {
  if (!facts.released || facts.bates === '') return undefined;
  const { requester, court, docket, caption } = facts.matter.request;
  const recipient = requester.represented_by ?? requester.name;
  return {
    volume: facts.volume,
    date: facts.date,
    recipient,
    address: findPerson(facts.matter, recipient)?.address ?? '',
    description: 'Pages of the agency file as numbered, redacted as the logs state',
    purpose: `Answer to the request in ${[caption, docket, court].filter((part) => part !== undefined).join(', ')}`,
    authorities: facts.authorities.map((one) => one.id),
    decidedBy: facts.decidedBy,
    bates: facts.bates,
    ...accountingOf(facts),
  };
}

/** Consents: what goes out under one of them alone is not accounted for (45 CFR 164.528(a)(1)(iv)). */
const CONSENTS = new Set(['authorization_508', 'access_request']);

/** Does 164.528 ask for an entry? Only of covered holders, and not under an authorization or to the person herself. */
function accountingOf({ matter, authorities }: DisclosureFacts): Pick<Disclosure, 'accounted' | 'why'> {
  if (matter.agency.profile.hipaa === 'none')
    return { accounted: false, why: 'the agency is no covered entity or component (45 CFR 164.528(a))' };
  const byConsent =
    CONSENTS.has(matter.request.type) ||
    (authorities.length > 0 && authorities.every(({ type }) => CONSENTS.has(type)));
  return byConsent
    ? { accounted: false, why: 'under an authorization or to the individual (45 CFR 164.528(a)(1))' }
    : { accounted: true, why: '45 CFR 164.528(a)(1)' };
}

/** The cells of a disclosure. */
export function disclosureRow(of: Disclosure): Readonly<Record<DisclosuresColumn, string>> {
  return {
    DATE: of.date,
    RECIPIENT: of.recipient,
    RECIPIENT_ADDRESS: of.address,
    DESCRIPTION: of.description,
    PURPOSE: of.purpose,
    AUTHORITY_ID: of.authorities.join('; '),
    DECIDED_BY: of.decidedBy,
    VOLUME: of.volume,
    BATES: of.bates,
  };
}

/** disclosures.csv of a volume: one row where a covered holder released content, else the header alone. */
export function disclosuresLog(of: Disclosure | undefined): Table<DisclosuresColumn> {
  return { columns: DISCLOSURES_COLUMNS, rows: of?.accounted === true ? [disclosureRow(of)] : [] };
}

/** The chain's own columns, after the fields of a disclosure. */
const CHAIN_COLUMNS = ['ACCOUNTED', 'WHY', 'RECORDED_AT', 'SEQ', 'PREVIOUS_HASH', 'HASH'] as const;

type AccountingColumn = DisclosuresColumn | (typeof CHAIN_COLUMNS)[number];

/** The accounting of a matter as a table: each row bears its place in the chain. */
export function accountingTable(
  rows: readonly (Disclosure & {
    readonly at: string;
    readonly seq: number;
    readonly previous: string;
    readonly hash: string;
  })[],
): Table<AccountingColumn> {
  return {
    columns: [...DISCLOSURES_COLUMNS, ...CHAIN_COLUMNS],
    rows: rows.map((row) => ({
      ...disclosureRow(row),
      ACCOUNTED: row.accounted ? 'yes' : 'no',
      WHY: row.why,
      RECORDED_AT: row.at,
      SEQ: String(row.seq),
      PREVIOUS_HASH: row.previous,
      HASH: row.hash,
    })),
  };
}
