import { meetsAny } from '../model/cues.ts';
import { findDates } from '../model/date-text.ts';
import type { Party } from '../model/document.ts';
import { foldText, nameWords } from '../model/fold-text.ts';
import type { Matter } from '../model/matter.ts';
import type { Field } from '../model/page-rows.ts';
import type { DocumentTypeRules } from '../model/passage-rules.ts';
import type { TypeFound } from './document-type.ts';
import type { PageFacts } from './page-facts.ts';
import { findOnRoster, partiesIn, partyOf } from './parties.ts';

/** Who wrote a document and to whom. */
export interface DocumentPeople {
  readonly author?: Party;
  readonly from?: Party;
  readonly to: readonly Party[];
  readonly cc: readonly Party[];
  readonly bcc: readonly Party[];
}

interface Candidate {
  readonly party: Party;
  readonly rank: number;
}

const WRITERS = new Set([
  'caseworker',
  'supervisor',
  'attorney',
  'paralegal',
  'gal',
  'judge',
  'psychologist',
  'psychiatrist',
  'physician',
  'clinical_social_worker',
  'counselor',
  'sud_counselor',
  'dv_advocate',
  'sa_counselor',
  'teacher',
  'police',
]);

/** Author and recipients from labels of the head, then signature, then the people whom the head names. */
export function findPeople(
  pages: readonly PageFacts[],
  type: TypeFound,
  matter: Matter,
  rules: DocumentTypeRules,
): DocumentPeople {
  const readable = pages.filter((p) => p.readable);
  const head = firstMessage(readable[0]?.fields.filter((f) => f.row < 24) ?? []);
  const from = partiesOfLabel(head, ['from'], matter, rules)[0];
  const labelled = partiesOfLabel(head, rules.marks.toLabels, matter, rules);
  const addressed =
    labelled.length > 0 || type.rule?.correspondence !== true ? labelled : insideAddress(readable[0], matter, rules);
  const house = type.rule?.authors.includes('organization') ? letterheadOf(readable[0], matter, rules) : undefined;
  const found = from ?? house ?? authorOf(readable, head, type, labelled, matter, rules);
  const author =
    found ?? writerInHead(readable[0], addressed, type, matter, rules) ?? letterheadOf(readable[0], matter, rules);
  const to = addressed.filter((p) => labelled.includes(p) || p.name !== author?.name);
  return {
    ...(author === undefined ? {} : { author }),
    ...(type.rule?.correspondence === true && author !== undefined ? { from: author } : {}),
    to,
    cc: partiesOfLabel(head, ['cc', 'copy', 'copies(?: to)?'], matter, rules),
    bcc: partiesOfLabel(head, ['bcc'], matter, rules),
  };
}

/** The fields of a mail's own head: who was on a message that it quotes or forwards is not who it was sent to. */
function firstMessage(fields: readonly Field[]): readonly Field[] {
  const senders = fields.filter((f) => isLabelled(f, ['from']));
  const second = senders[1];
  return second === undefined ? fields : fields.filter((f) => f.row < second.row);
}

/**
 * To whom a letter goes that has no "To:": who stands in the rows over its salutation, or in the salutation.
 * A letterhead may name its writer there; whoever signs is taken out by the caller.
 */
function insideAddress(first: PageFacts | undefined, matter: Matter, rules: DocumentTypeRules): readonly Party[] {
  const rows = first?.rows.slice(0, 24) ?? [];
  const at = rows.findIndex((r) => meetsAny(r.text, rules.marks.salutation));
  if (at < 0) return [];
  const dated = rows.slice(0, at).findLastIndex((r) => findDates(foldText(r.text)).length > 0);
  const found = rows.slice(Math.max(dated + 1, at - 7), at).flatMap((r) => personIn(r.text, matter, rules));
  if (found.length > 0) return found;
  const greeted = nameWords(rows[at]?.text ?? '');
  const known = matter.people.filter((p) => greeted.includes(nameWords(p.name).at(-1) ?? ''));
  const party = known.length === 1 && known[0] !== undefined ? partyOf(known[0].name, matter, rules) : undefined;
  return party === undefined ? [] : [party];
}

/** Somebody of the matter, or a row that begins with a title or ends in a credential or role of the rules. */
function personIn(text: string, matter: Matter, rules: DocumentTypeRules): readonly Party[] {
  const party = partyOf(text, matter, rules);
  if (party === undefined || party.name === '') return [];
  const titled =
    /^(?:Mr|Mrs|Ms|Dr|Hon|Rev)\.? /u.test(text) || party.credential !== undefined || party.role !== 'other';
  return titled || findOnRoster(text, matter) !== undefined ? [party] : [];
}

/** True where the field's label is one of `labels` as a whole. */
export function isLabelled(field: Field, labels: readonly string[]): boolean {
  return meetsAny(
    field.label.replace(/[:.]$/, '').trim(),
    labels.map((l) => `^(?:${l})$`),
  );
}

function partiesOfLabel(
  fields: readonly Field[],
  labels: readonly string[],
  matter: Matter,
  rules: DocumentTypeRules,
): readonly Party[] {
  const found = fields.filter((f) => isLabelled(f, labels)).flatMap((f) => partiesIn(f.value, matter, rules));
  const seen = new Set<string>();
  return found.filter((p) => {
    const key = p.name === '' ? p.roleText : p.name;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function authorOf(
  pages: readonly PageFacts[],
  head: readonly Field[],
  type: TypeFound,
  to: readonly Party[],
  matter: Matter,
  rules: DocumentTypeRules,
): Party | undefined {
  const labelled: Candidate[] = [];
  rules.marks.authorLabels.forEach((label, rank) => {
    for (const field of head.filter((f) => isLabelled(f, [label]))) {
      const party = partiesIn(field.value, matter, rules)[0];
      if (party !== undefined) labelled.push({ party: withLabelRole(party, field.label, rules), rank });
    }
  });
  labelled.push(...writtenBy(pages[0], matter, rules));
  const signed = signatures(pages, matter, rules);
  const candidates = [...labelled, ...signed].filter((c) => !to.some((p) => p.name !== '' && p.name === c.party.name));
  const liked = type.rule?.authors ?? [];
  const preferred = candidates.filter((c) => liked.includes(c.party.role));
  return [...preferred, ...candidates].sort((a, b) => liking(a, liked) - liking(b, liked) || a.rank - b.rank)[0]?.party;
}

function liking(candidate: Candidate, liked: readonly string[]): number {
  return liked.includes(candidate.party.role) ? 0 : 1;
}

/** Somebody off the roster takes the role that the label names: "Therapist: J. Poe". */
function withLabelRole(party: Party, label: string, rules: DocumentTypeRules): Party {
  if (party.role !== 'other') return party;
  const role = rules.roles.find((r) => meetsAny(label, [r.regex]));
  return role === undefined
    ? party
    : { ...party, role: role.role, roleText: role.says, attorney: role.attorney === true };
}

/** "Prepared by A. B. at the request of C. D.": the same labels in a sentence of the head. */
function writtenBy(first: PageFacts | undefined, matter: Matter, rules: DocumentTypeRules): readonly Candidate[] {
  const labels = rules.marks.authorLabels.filter((l) => / by$/.test(l)).join('|');
  const label = new RegExp(`^(?:${labels}) (.+)$`, 'iu');
  return (first?.rows.slice(0, 12) ?? []).flatMap((row) => {
    const named = label.exec(row.text)?.[1]?.split(/,| (?:at|for|to|on|of|under) /u)[0];
    const party = named === undefined ? undefined : partyOf(named, matter, rules);
    return party === undefined || party.name === '' ? [] : [{ party, rank: 500 }];
  });
}

/** Writers named in the last rows of the last page: after a close (first), or as "Name, LCSW" on a row of their own. */
function signatures(pages: readonly PageFacts[], matter: Matter, rules: DocumentTypeRules): readonly Candidate[] {
  const last = pages.at(-1);
  if (last === undefined) return [];
  const rows = last.rows.slice(-14);
  const close = rows.findIndex((r) => meetsAny(r.text, rules.marks.closing));
  const greeting = rows.findIndex((r) => meetsAny(r.text, rules.marks.salutation));
  const found: Candidate[] = [];
  rows.forEach((row, i) => {
    if (row.text.split(' ').length > 9 || i < greeting) return;
    const follows = close >= 0 && i >= close && i <= close + 4;
    const party = partyOf(row.text.replace(/^(?:\/s\/|signed ?:?|by ?:) ?/i, ''), matter, rules);
    if (party === undefined || party.name === '') return;
    const person = findOnRoster(row.text, matter);
    const listed = person !== undefined;
    const alone = nameWords(row.text).length <= nameWords(party.name).length + 5;
    const writes = WRITERS.has(party.role) || person?.relation === 'staff';
    if (alone && writes && (listed || follows)) found.push({ party, rank: follows ? 1000 : 1001 });
  });
  return found;
}

/** The organisation whose letterhead the first page bears signs where nobody is named. */
function letterheadOf(first: PageFacts | undefined, matter: Matter, rules: DocumentTypeRules): Party | undefined {
  const labelled = new Set(first?.fields.map((f) => f.row));
  const heads =
    first?.rows
      .slice(0, 5)
      .filter((_, i) => !labelled.has(i))
      .map((r) => nameWords(r.text).join(' ')) ?? [];
  const found = matter.organizations.find((o) =>
    [o.name, ...o.aliases].some((n) => heads.some((h) => ` ${h} `.includes(` ${nameWords(n).join(' ')} `))),
  );
  if (found === undefined) return undefined;
  const roleText = rules.roleTexts[`organization:${found.kind}`] ?? rules.roleTexts['other'] ?? 'other';
  return { name: found.name, role: 'other', roleText, organization: found.name, attorney: false };
}

/** Last resort: the one professional whom the head names and who is not a recipient, in a role that writes such papers. */
function writerInHead(
  first: PageFacts | undefined,
  to: readonly Party[],
  type: TypeFound,
  matter: Matter,
  rules: DocumentTypeRules,
): Party | undefined {
  const liked = type.rule?.authors ?? [];
  if (first === undefined || liked.length === 0) return undefined;
  const found = first.rows
    .slice(0, 14)
    .map((row) => findOnRoster(row.text, matter))
    .filter((p) => p !== undefined)
    .filter((p) => liked.includes(p.role) && !to.some((t) => t.name === p.name));
  const only = new Set(found.map((p) => p.name));
  const person = found[0];
  return only.size === 1 && person !== undefined ? partyOf(person.name, matter, rules) : undefined;
}
