import { cueRegExp } from '../model/cues.ts';
import type { Party } from '../model/document.ts';
import { foldText, nameWords } from '../model/fold-text.ts';
import type { Matter, Person } from '../model/matter.ts';
import type { DocumentTypeRules } from '../model/passage-rules.ts';

const EMAIL = /[a-z0-9._%+-]{1,64}@[a-z0-9.-]{3,100}/gi;
const NAME =
  /^(?:(?:Mr|Mrs|Ms|Dr|Hon|Rev)\.? )?(\p{Lu}[\p{L}'.-]*(?: (?:de|la|del|van|von|der|\p{Lu}[\p{L}'.-]*)){1,4})(?=$|[,;(<[]| -| {2})/u;
const LAST_FIRST = /^(\p{Lu}[\p{L}'-]+), (\p{Lu}[\p{L}'-]+(?: \p{Lu}\.?)?)$/u;

/** Everybody a field of a head names: roster people wherever they stand in it, then what else looks like a party. */
export function partiesIn(raw: string, matter: Matter, rules: DocumentTypeRules): readonly Party[] {
  return splitNames(foldText(raw), matter)
    .map((part) => partyOf(part, matter, rules))
    .filter((p) => p !== undefined);
}

/** One party from the words of a paper; undefined where they name nobody. */
export function partyOf(raw: string, matter: Matter, rules: DocumentTypeRules): Party | undefined {
  const text = foldText(raw).trim();
  const person = findOnRoster(text, matter);
  if (person !== undefined) return listedParty(person, text, rules);
  return agencyParty(text, matter, rules) ?? unlistedParty(text, rules);
}

/** The roster person whom the text names: by e-mail address, by name or alias, or as "Last, First". */
export function findOnRoster(text: string, matter: Matter): Person | undefined {
  const addresses = (text.match(EMAIL) ?? []).map((a) => a.toLowerCase());
  const byMail = matter.people.find((p) => p.email !== undefined && addresses.includes(p.email.toLowerCase()));
  if (byMail !== undefined) return byMail;
  const words = nameWords(text.replace(EMAIL, ' '));
  const found = matter.people.filter((p) => namesOf(p).some((name) => holds(words, name)));
  return found.sort((a, b) => b.name.length - a.name.length)[0];
}

function namesOf(person: Person): readonly (readonly string[])[] {
  return [person.name, ...person.aliases].map(nameWords).filter((w) => w.length >= 2);
}

/** First and last word of the name stand together in the text, in either order, at most two words apart. */
function holds(words: readonly string[], name: readonly string[]): boolean {
  const first = name[0];
  const last = name.at(-1);
  if (first === undefined || last === undefined) return false;
  return words.some((w, i) => {
    if (w !== last) return false;
    const near = words.slice(Math.max(0, i - 3), i + 3);
    return near.includes(first) || near.some((n) => n.length === 1 && n === first[0] && name.length === 2);
  });
}

/** The agency itself, or the first words of its name where a cell cuts it off. */
function agencyParty(text: string, matter: Matter, rules: DocumentTypeRules): Party | undefined {
  const { name } = matter.agency;
  const own = nameWords(name);
  const words = nameWords(text);
  const same = own.filter((w, i) => words[i] === w).length;
  if (same < 2 || same < Math.min(own.length, words.length)) return undefined;
  return {
    name,
    role: 'other',
    roleText: rules.roleTexts['organization:agency'] ?? 'agency',
    organization: name,
    attorney: false,
  };
}

function listedParty(person: Person, text: string, rules: DocumentTypeRules): Party {
  const attorney = person.role === 'attorney';
  const credential = person.credential ?? credentialIn(text, rules);
  return {
    name: person.name,
    ...(credential === undefined ? {} : { credential }),
    role: person.role,
    roleText: rosterRole(person, rules),
    ...(person.organization === undefined ? {} : { organization: person.organization }),
    attorney,
    ...(attorney && person.represents !== undefined ? { represents: person.represents } : {}),
  };
}

function rosterRole(person: Person, rules: DocumentTypeRules): string {
  if (person.role === 'other' && person.title !== undefined) return person.title.toLowerCase();
  if (person.role !== 'attorney') return rules.roleTexts[person.role] ?? person.role;
  const side = person.represents ?? 'other';
  return rules.roleTexts[`attorney:${side}`] ?? rules.roleTexts['attorney:other'] ?? 'attorney';
}

function unlistedParty(text: string, rules: DocumentTypeRules): Party | undefined {
  const bare = text
    .replace(EMAIL, ' ')
    .replace(/[<>[\]"]/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  const lastFirst = LAST_FIRST.exec(bare);
  const name = lastFirst === null ? NAME.exec(bare)?.[1] : `${lastFirst[2]} ${lastFirst[1]}`;
  const role = roleIn(text, rules);
  if (name !== undefined && !isRoleOnly(name, rules)) {
    const credential = credentialIn(bare.slice(bare.indexOf(name) + name.length), rules);
    return {
      name: name.trim(),
      ...(credential === undefined ? {} : { credential }),
      role: role?.role ?? 'other',
      roleText: role?.says ?? rules.roleTexts['other'] ?? 'other',
      attorney: role?.attorney === true,
    };
  }
  if (role === undefined) return text.includes('@') ? strangerParty(rules) : undefined;
  return {
    name: '',
    role: role.role,
    roleText: roleWords(bare, role.regex, role.says, rules),
    attorney: role.attorney === true,
  };
}

function strangerParty(rules: DocumentTypeRules): Party {
  return { name: '', role: 'other', roleText: rules.roleTexts['other'] ?? 'other', attorney: false };
}

function isRoleOnly(name: string, rules: DocumentTypeRules): boolean {
  return rules.roles.some((r) => cueRegExp(r.regex).test(name));
}

function roleIn(text: string, rules: DocumentTypeRules): DocumentTypeRules['roles'][number] | undefined {
  return rules.roles.find((r) => cueRegExp(r.regex).test(text));
}

/** "agency caseworker (limited release)": the role in rule words, whose it is, and how far the release goes. */
function roleWords(text: string, regex: string, says: string, rules: DocumentTypeRules): string {
  const at = text.search(new RegExp(regex, 'iu'));
  const agency = /\b(?:agency|county|department)\b/i.test(text.slice(0, Math.max(0, at) + 1)) ? 'agency ' : '';
  const own = says.startsWith('agency') ? says : `${agency}${says}`;
  const limited = rules.marks.limitedRelease.some((l) => cueRegExp(l).test(text));
  return limited ? `${own} (limited release)` : own;
}

/** The credential after a name as the rules write it: "psy.d." gives PsyD. */
export function credentialIn(text: string, rules: DocumentTypeRules): string | undefined {
  const words = text.split(/[\s,;()]+/).map((w) => w.replace(/\./g, '').toLowerCase());
  return rules.credentials.find((c) => words.includes(c.toLowerCase()));
}

/** A list of names: `;` parts it; a comma parts it only between two addresses or two roster people. */
function splitNames(text: string, matter: Matter): readonly string[] {
  return text.split(/;| and (?=\p{Lu})/u).flatMap((part) => {
    const pieces = part
      .split(',')
      .map((p) => p.trim())
      .filter((p) => p !== '');
    const people = pieces.filter((p) => findOnRoster(p, matter) !== undefined || p.includes('@'));
    return people.length > 1 ? joinTails(pieces, matter) : [part];
  });
}

/** Puts roles and credentials back to the name before them: "A B", "LCSW", "C D" gives "A B, LCSW" and "C D". */
function joinTails(pieces: readonly string[], matter: Matter): readonly string[] {
  const out: string[] = [];
  for (const piece of pieces) {
    const isName = findOnRoster(piece, matter) !== undefined || piece.includes('@') || NAME.test(piece);
    if (isName || out.length === 0) out.push(piece);
    else out[out.length - 1] = `${out.at(-1)}, ${piece}`;
  }
  return out;
}
