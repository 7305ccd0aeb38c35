import type { Hit } from '../model/detecting.ts';
import type { SubjectRelation } from '../model/mark.ts';
import type { PersonRole } from '../model/matter.ts';
import type { Field } from './fields.ts';
import type { Lexicon } from './lexicon.ts';
import { phraseEnding } from './name-cues.ts';
import type { PageWork, People } from './people.ts';
import type { Known } from './roster.ts';
import { contextTokens } from './text-view.ts';
import { plainLetters } from './words.ts';

/** Whose a hit is, and how that was seen. */
export interface Owner {
  readonly relation: SubjectRelation;
  readonly role?: PersonRole;
  readonly known?: Known;
  /** `list`, `field`, `row`, `name`, `role`: how near the person stands. */
  readonly by: string;
  /** Where the person is named; -1 in a form. */
  readonly at: number;
  /** Somebody else may be meant: a person should look. */
  readonly contested?: true;
}

/** A place where a page speaks of a person: a name or a role word. */
export interface Spot extends Owner {
  /** Named with a title or credential of her work. */
  readonly atWork?: true;
  readonly end: number;
}

/** The person of the matter most likely meant by a mention: parties and staff share their surnames with nobody hidden. */
export function likeliest(known: readonly Known[]): Known | undefined {
  const open = known.find(
    (k) => k.relation === 'record_subject' || k.relation === 'requester_party' || k.relation === 'staff',
  );
  const rank: readonly SubjectRelation[] = ['reporter', 'minor', 'other_client', 'third_party'];
  return open ?? [...known].sort((a, b) => rank.indexOf(a.relation) - rank.indexOf(b.relation))[0];
}

/** Every person of a page in reading order: names of the matter, strangers, role words. */
export function spotsOf(work: PageWork, people: People, hits: readonly Hit[]): Spot[] {
  const spots: Spot[] = [];
  const within = (m: PageWork['mentions'][number], s: PageWork['strangers'][number]): boolean =>
    s.start <= m.start && m.end <= s.end && s.end - s.start > m.end - m.start;
  const strangers = work.strangers.filter((s) => s.score >= 0.5 || work.mentions.some((m) => within(m, s)));
  for (const m of work.mentions) {
    // "June Vale" is nobody of the matter, though a party is called Vale.
    if (strangers.some((s) => within(m, s))) continue;
    const known = likeliest(m.known);
    if (known !== undefined)
      spots.push({ relation: known.relation, role: known.person.role, known, by: 'name', at: m.start, end: m.end });
  }
  for (const s of strangers) {
    const told = hits.find((h) => h.label === 'PERSON' && h.start === s.start && h.end === s.end);
    const role = told?.role ?? s.cue?.role;
    spots.push({
      relation: told?.relation ?? s.cue?.relation ?? 'third_party',
      ...(role === undefined ? {} : { role }),
      by: 'name',
      at: s.start,
      end: s.end,
      ...(namedAtWork(work, s, people) ? { atWork: true as const } : {}),
    });
  }
  for (const [i, word] of work.words.entries()) {
    const cue = phraseEnding(work.words, i, people.lexicon.roles);
    if (cue === undefined || phraseEnding(work.words, i + 1, people.lexicon.roles) !== undefined) continue;
    spots.push({
      relation: cue.relation,
      ...(cue.role === undefined ? {} : { role: cue.role }),
      by: 'role',
      at: word.start,
      end: word.end,
    });
  }
  return spots.sort((a, b) => a.at - b.at || a.end - b.end);
}

/** A credential behind a stranger's name, or a title before it that is more than courtesy. */
function namedAtWork(work: PageWork, stranger: PageWork['strangers'][number], { lexicon }: People): boolean {
  if (stranger.rules.includes('cue/credential')) return true;
  const title = plainLetters(work.words[stranger.from - 1]?.text ?? '');
  return stranger.rules.includes('cue/title') && !lexicon.courtesy.has(title);
}

/** Start and end of the sentence (or form line) around an offset. */
export function sentenceAround(text: string, offset: number): { readonly start: number; readonly end: number } {
  const before = text.slice(0, offset);
  const cut = Math.max(
    before.lastIndexOf('\n\n'),
    ...[...before.matchAll(/[.!?]["”']?\s+(?=[\p{Lu}"“])/gu)]
      .filter(
        (m) =>
          !/(?:\b(?:Mr|Mrs|Ms|Dr|St|No|Ave|Apt|Rd|Jr|Sr|Hon|Ph|ext|tel)|\b\p{Lu})$/u.test(before.slice(0, m.index)),
      )
      .map((m) => m.index + m[0].length - 1),
  );
  const rest = text.slice(offset);
  const stop = /\n\n|[.!?]["”']?(?=\s+[\p{Lu}"“]|\s*$)/u.exec(rest);
  return {
    start: cut < 0 ? 0 : cut + 1,
    end: stop === null ? text.length : offset + stop.index + (stop[0] === '\n\n' ? 0 : stop[0].length),
  };
}

/** True where the sentence at `from` goes on about the person just named: "She", "Their". */
export function opensWithPronoun(text: string, from: number, lexicon: Lexicon): boolean {
  const word = /^[^\p{L}]{0,6}(\p{L}+)/u.exec(text.slice(from, from + 16))?.[1] ?? '';
  return /^\p{Lu}/u.test(word) && lexicon.pronouns.has(word.toLowerCase());
}

/** Whom a number or address belongs to: the field's owner, else the nearest person of the sentence, else nobody. */
export function ownerOf(
  hit: Hit,
  work: PageWork,
  fields: readonly Field[],
  spots: readonly Spot[],
  people: People,
): Owner | undefined {
  const listed = ownValue(hit, work, people);
  if (listed !== undefined)
    return { relation: listed.relation, role: listed.person.role, known: listed, by: 'list', at: -1 };
  const field = fields.find((f) => f.start <= hit.start && hit.start < f.end);
  if (field?.owner?.relation === 'reporter') return fieldOwner(field, fields, spots);
  const beside = field?.row === undefined ? undefined : rowOwner(hit, field, fields, spots);
  if (beside !== undefined) return beside;
  const sentence = sentenceAround(work.page.text, hit.start);
  const from = field === undefined ? sentence.start : Math.max(sentence.start, field.labelStart);
  const near = spots.filter((s) => s.at >= from && s.end <= hit.start && hit.start - s.end < 160);
  const after = spots.find((s) => s.at >= hit.end && s.at - hit.end < 60 && s.at < sentence.end);
  const named = near.filter((s) => s.by === 'name').at(-1) ?? near.at(-1);
  if (named !== undefined && (named.by === 'name' || field?.owner === undefined))
    return contested(named, near, after, hit, work.page.text);
  if (field?.owner !== undefined) return fieldOwner(field, fields, spots);
  return after;
}

/** The person of a sentence; where it speaks of somebody else too, whose number it is stays a question. */
function contested(owner: Spot, near: readonly Spot[], after: Spot | undefined, hit: Hit, text: string): Owner {
  const last = near.at(-1);
  if (last !== undefined && last !== owner && OPEN.has(owner.relation) && !OPEN.has(last.relation)) return last;
  const behind =
    after !== undefined && after.at - hit.end < 30 && /^ ?[(,-]|^ (?:is|was|for|belongs)\b/.test(text.slice(hit.end));
  const others = [...near, ...(behind && after !== undefined ? [after] : [])];
  const doubt = OPEN.has(owner.relation) && others.some((s) => !OPEN.has(s.relation));
  return doubt ? { ...owner, contested: true } : owner;
}

const OPEN = new Set<SubjectRelation>(['record_subject', 'requester_party', 'opposing_party', 'staff']);

/** In a table: the person of the column's label, else the one named in the row, the nearest to the left first. */
function rowOwner(hit: Hit, field: Field, fields: readonly Field[], spots: readonly Spot[]): Owner | undefined {
  if (field.saysOwner) return fieldOwner(field, fields, spots);
  const row = field.row ?? [];
  const named = spots.filter((s) => s.by === 'name' && row.some((c) => c.start <= s.at && s.end <= c.end));
  const left = named.filter((s) => s.end <= hit.start).at(-1) ?? named[0];
  if (left !== undefined) return { ...left, by: 'row' };
  return field.owner === undefined ? undefined : fieldOwner(field, fields, spots);
}

/** The owner of a field, sharpened by the name that stands as value of the nearest name field above. */
export function fieldOwner(field: Field, fields: readonly Field[], spots: readonly Spot[]): Owner | undefined {
  const cue = field.owner;
  if (cue === undefined) return undefined;
  const own = fields.filter((f) => f.owner === cue && f.start <= field.start);
  const above = own.findLast((f) => f.names) ?? own[0];
  const spot =
    above === undefined ? undefined : spots.find((s) => s.by === 'name' && s.at >= above.start && s.at < above.end);
  const base: Owner = {
    relation: cue.relation,
    ...(cue.role === undefined ? {} : { role: cue.role }),
    by: 'field',
    at: -1,
  };
  if (cue.relation === 'reporter' || spot === undefined) return base;
  if (spot.known !== undefined) return { ...spot, by: 'field', at: -1 };
  // "Name:" says that a subject of the record follows; a name that nobody knows is none.
  return OPEN.has(cue.relation) && cue.relation !== 'staff'
    ? { ...base, relation: 'third_party', contested: true }
    : base;
}

/** A number or address that matter.yaml gives for a person, or an e-mail made of her name. */
function ownValue(hit: Hit, work: PageWork, people: People): Known | undefined {
  const value = work.page.text.slice(hit.start, hit.end);
  const digits = value.replace(/\D/g, '');
  return people.roster.people.find(({ person }) => {
    if (hit.label === 'EMAIL')
      return person.email?.toLowerCase() === value.toLowerCase() || spellsName(value, person.name);
    if (hit.label === 'PHONE')
      return digits.length >= 7 && (person.phone ?? '').replace(/\D/g, '').endsWith(digits.slice(-10));
    if (hit.label === 'ADDRESS') return person.address !== undefined && sameAddress(value, person.address);
    return false;
  });
}

function spellsName(email: string, name: string): boolean {
  const local = plainLetters(email.split('@')[0] ?? '').replace(/[^a-z]/g, '');
  const words = plainLetters(name).match(/[a-z]+/g) ?? [];
  const [first, last] = [words[0] ?? '', words.at(-1) ?? ''];
  return last.length > 2 && local.includes(last) && (local.includes(first) || local.startsWith(first[0] ?? '?'));
}

/** Two spellings of one address: number and street word agree. */
export function sameAddress(a: string, b: string): boolean {
  const [x, y] = [contextTokens(a), contextTokens(b)];
  return x.length >= 2 && y.length >= 2 && x[0] === y[0] && x[1] === y[1];
}
