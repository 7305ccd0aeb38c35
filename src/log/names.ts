import type { CaseDocument, DocumentDate, Party } from '../model/document.ts';
import type { Matter, Person } from '../model/matter.ts';
import type { RoleText, Texts } from '../model/texts.ts';

const PARTICLES = new Set(['da', 'de', 'del', 'della', 'der', 'di', 'du', 'la', 'le', 'los', 'san', 'van', 'von', 'y']);
const SUFFIX = /^(?:jr|sr|ii|iii|iv)\.?$/i;

/** `Surname, Given` of a person's name; names that are no person's ("Agency caseworker") stay as they are. */
export function surnameFirst(name: string): string {
  const words = name.trim().split(/\s+/);
  if (words.length < 2 || name.includes(',') || !words.every(isNameWord)) return name.trim();
  const suffix = SUFFIX.test(words.at(-1) ?? '') ? words.pop() : undefined;
  let first = words.length - 1;
  while (first > 1 && PARTICLES.has((words[first - 1] ?? '').toLowerCase())) first--;
  const given = words.slice(0, first).join(' ');
  const surname = words.slice(first).join(' ');
  if (given === '') return name.trim();
  return `${surname}${suffix === undefined ? '' : ` ${suffix}`}, ${given}`;
}

/** The surname alone: "Dummond". */
export function surnameOf(name: string): string {
  return surnameFirst(name).split(',')[0] ?? name;
}

function isNameWord(word: string): boolean {
  return PARTICLES.has(word.toLowerCase()) || /^\p{Lu}/u.test(word);
}

/** The person of `matter.yaml` a party is, by name or alias. */
export function findPerson(matter: Matter, name: string): Person | undefined {
  const wanted = foldName(name);
  return matter.people.find((person) => [person.name, ...person.aliases].some((known) => foldName(known) === wanted));
}

function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s,.*]+/g, ' ')
    .trim();
}

/** What the texts say of a party's role; an unknown role is a third party that is not served. */
export function roleOf(texts: Texts, party: Party): RoleText {
  const known = texts.roles[party.role] ?? texts.roles['other'];
  return (
    known ?? {
      text: 'third party',
      privilege_role: 'third party',
      served: false,
    }
  );
}

/** Role words for a log: the paper's where it gives any, counsel by whom they represent, else the role's. */
export function roleText(texts: Texts, party: Party): string {
  if (!roleOf(texts, party).served) return roleOf(texts, party).text;
  if (party.roleText !== '') return party.roleText;
  if (party.attorney && party.represents === 'agency') return texts.roles['agency_counsel']?.text ?? 'agency counsel';
  return roleOf(texts, party).text;
}

/**
 * A party for a served log: `Dummond, Lex* (agency counsel)`, `Notareal, Quill, PsyD (licensed psychologist)`.
 * A person who may not be named stands as `texts.log.withheld_name`.
 */
export function partyText(texts: Texts, party: Party): string {
  if (!roleOf(texts, party).served) return texts.log.withheld_name;
  const role = roleText(texts, party);
  if (party.name === '') return capitalised(role);
  const star = party.attorney ? '*' : '';
  // A degree matters to a log only where the privilege hangs on a licence (domain 5.1).
  const licensed = party.role === 'physician' || roleOf(texts, party).privilege_role === 'MHP';
  const credential = licensed && party.credential !== undefined ? `, ${party.credential}` : '';
  return `${surnameFirst(party.name)}${star}${credential}${role === '' ? '' : ` (${role})`}`;
}

/** Parties joined by `; `, every recipient, bcc marked as such (contract 3.1). */
export function recipientsText(texts: Texts, parties: readonly Party[], mark = ''): string {
  return parties.map((party) => `${partyText(texts, party)}${mark}`).join('; ');
}

/** `text` with a capital first letter. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A document's date in a log: ISO, a range, or `undated (c. 2024-03)`; never blank. */
export function dateText(date: DocumentDate): string {
  if (date.from !== undefined && date.to !== undefined && date.from !== date.to) return `${date.from} to ${date.to}`;
  const day = date.from ?? date.to;
  if (day !== undefined) return day;
  return date.circa === undefined ? 'undated' : `undated (c. ${date.circa})`;
}

/** Everyone a document names, author first. */
export function partiesOf(document: CaseDocument): readonly Party[] {
  const { author, from } = document;
  return [
    ...(author === undefined ? [] : [author]),
    ...(from === undefined || from.name === author?.name ? [] : [from]),
    ...document.to,
    ...document.cc,
    ...document.bcc,
  ];
}
