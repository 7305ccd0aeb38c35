import type { Matter } from '../model/matter.ts';
import type { Table } from './csv.ts';

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
  /** Ids of the authorities that count. */
  readonly authorities: readonly string[];
}

/** disclosures.csv: one row where a covered holder released content, else the header alone. */
export function disclosuresLog(facts: DisclosureFacts): Table<DisclosuresColumn> {
  const { matter } = facts;
  const accounted = facts.released && facts.bates !== '' && matter.agency.profile.hipaa !== 'none';
  if (!accounted) return { columns: DISCLOSURES_COLUMNS, rows: [] };
  const { requester, court, docket, caption } = matter.request;
  const row = {
    DATE: facts.date,
    RECIPIENT: requester.represented_by ?? requester.name,
    RECIPIENT_ADDRESS: '',
    DESCRIPTION: 'Pages of the agency file as numbered, redacted as the logs state',
    PURPOSE: `Answer to the request in ${[caption, docket, court].filter((part) => part !== undefined).join(', ')}`,
    AUTHORITY_ID: facts.authorities.join('; '),
    DECIDED_BY: facts.decidedBy,
    VOLUME: facts.volume,
    BATES: facts.bates,
  };
  return { columns: DISCLOSURES_COLUMNS, rows: [row] };
}
