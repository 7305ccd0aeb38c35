import type { Party } from '../model/document.ts';
import type { Table } from './csv.ts';
import type { LogInput } from './facts.ts';
import { findPerson, partiesOf, roleOf, roleText, surnameFirst } from './names.ts';
import type { PrivilegeEntry } from './privilege-log.ts';
import { byColumn } from './rolling.ts';

export const PLAYERS_COLUMNS = [
  'NAME',
  'NAME_VARIANTS',
  'ORG',
  'TITLE',
  'ROLE',
  'CREDENTIAL',
  'ATTORNEY_FLAG',
  'CLIENT_REPRESENTED',
  'PRIVILEGE_ROLE',
  'DATES_IN_ROLE',
] as const;

export type PlayersColumn = (typeof PLAYERS_COLUMNS)[number];

/**
 * players.csv (domain 3.7): the people named in a served row, and nobody else. Who may not be named in a
 * log does not stand here either. Minors, reporters and their like never appear.
 */
export function playersList(input: LogInput, entries: readonly PrivilegeEntry[]): Table<PlayersColumn> {
  const parties = entries.flatMap((entry) => partiesOf(entry.claim.document.document));
  const custodian: Party = {
    name: input.matter.custodian.name,
    role: 'custodian',
    roleText: '',
    attorney: false,
    organization: input.matter.agency.name,
  };
  const named = [...parties, ...(entries.length === 0 ? [] : [custodian])].filter(
    (party) => roleOf(input.texts, party).served && surnameFirst(party.name).includes(','),
  );
  const byName = new Map(named.map((party) => [surnameFirst(party.name), party]));
  const names = [...byName.keys()].sort((a, b) => (a < b ? -1 : 1));
  const rows = names.flatMap((name) => {
    const party = byName.get(name);
    return party === undefined ? [] : [playerRow(input, name, party)];
  });
  // Rows of earlier volumes still stand in the log, and so do their people.
  const before = (input.earlier?.players ?? [])
    .filter((row) => !byName.has(row['NAME'] ?? ''))
    .map(
      (row) =>
        Object.fromEntries(PLAYERS_COLUMNS.map((column) => [column, row[column] ?? ''])) as (typeof rows)[number],
    );
  return { columns: PLAYERS_COLUMNS, rows: byColumn([...rows, ...before], 'NAME') };
}

function playerRow(input: LogInput, name: string, party: Party): Readonly<Record<PlayersColumn, string>> {
  const person = findPerson(input.matter, party.name);
  const role = roleOf(input.texts, party);
  const inside = role.privilege_role === 'client' || party.represents === 'agency';
  const title = party.role === 'custodian' ? input.matter.custodian.title : person?.title;
  return {
    NAME: name,
    NAME_VARIANTS: (person?.aliases ?? []).join('; '),
    ORG: party.organization ?? person?.organization ?? (inside ? input.matter.agency.name : ''),
    TITLE: title ?? '',
    ROLE: roleText(input.texts, party),
    CREDENTIAL: party.credential ?? person?.credential ?? '',
    ATTORNEY_FLAG: party.attorney ? '*' : '',
    CLIENT_REPRESENTED: clientOf(input, party),
    PRIVILEGE_ROLE: role.privilege_role,
    DATES_IN_ROLE: '',
  };
}

/** Whom a lawyer represents; a child is not named. */
function clientOf(input: LogInput, party: Party): string {
  if (!party.attorney) return '';
  if (party.represents === 'agency' || party.represents === undefined) return input.matter.agency.name;
  if (party.represents === 'requester') return input.matter.request.requester.name;
  return party.represents === 'child' ? 'the child' : 'a party';
}
