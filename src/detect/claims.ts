import type { DetectInput, Hit } from '../model/detecting.ts';
import type { SubjectRelation } from '../model/mark.ts';
import type { Field } from './fields.ts';
import { holderOf } from './holders.ts';
import { likeliest, type Owner, ownerOf, type Spot, sameAddress, sentenceAround } from './owners.ts';
import type { PageWork, People } from './people.ts';
import { contextTokens } from './text-view.ts';
import { isoDate } from './validators.ts';

/** A page with all that the claims are decided from. */
export interface PageContext {
  readonly work: PageWork;
  readonly hits: readonly Hit[];
  readonly fields: readonly Field[];
  readonly spots: readonly Spot[];
}

const NAMED_OPENLY = new Set<SubjectRelation>(['record_subject', 'requester_party', 'opposing_party', 'staff']);

/** The hit with relation and ground, once for each ground; [] where nobody needs to look at it. */
export function claimed(hit: Hit, context: PageContext, people: People, input: DetectInput): Hit[] {
  if (hit.label === 'PERSON') return claimedName(hit, context, input);
  if (hit.aspect === 'contact' || hit.aspect === 'address') return claimedContact(hit, context, people, input);
  if (hit.label === 'DATE') return claimedBirth(hit, context, people);
  if (hit.tier === 'hint') return [];
  // A place on a computer tells of whoever named the folders, not of whoever is named near it.
  if (hit.label === 'URL') return [{ ...hit, relation: 'unknown' }];
  const owner = holderOf(hit, context.work, context.fields, context.spots, people);
  const own: Hit = { ...hit, relation: owner?.relation ?? 'unknown', ...roleOf(owner) };
  if (own.relation === 'reporter') return [own, { ...own, basis: 'reporter_identity' }];
  if (hit.aspect !== 'birth_date' || owner?.relation !== 'minor') return [own];
  return [own, { ...own, basis: 'minor_identity' }];
}

const roleOf = (owner: Owner | undefined): Partial<Pick<Hit, 'role'>> =>
  owner?.role === undefined ? {} : { role: owner.role };

/** Birth dates that matter.yaml knows are birth dates wherever they stand. */
function claimedBirth(hit: Hit, { work }: PageContext, people: People): Hit[] {
  const date = isoDate(work.views.digits.slice(hit.start, hit.end));
  const known = people.roster.people.find((k) => date !== undefined && k.person.born === date);
  if (known === undefined) return [];
  const own: Hit = {
    ...hit,
    label: 'DOB',
    tier: 'auto',
    relation: known.relation,
    role: known.person.role,
    rules: ['people/born'],
    why: 'The birth date of a person of the matter.',
  };
  return known.relation === 'minor' ? [own, { ...own, basis: 'minor_identity' }] : [own];
}

function claimedName(hit: Hit, context: PageContext, input: DetectInput): Hit[] {
  const mention = context.work.mentions.find((m) => m.start === hit.start && m.end === hit.end);
  const field = context.fields.find((f) => f.start <= hit.start && hit.end <= f.end && f.names);
  const known = mention === undefined ? undefined : likeliest(mention.known);
  if (known !== undefined) {
    if (NAMED_OPENLY.has(known.relation)) return [];
    return [{ ...hit, ...groundOf(known.relation), relation: known.relation, role: known.person.role }];
  }
  // "Alternate contact", then "Name: ...": the heading says more than the label.
  const said =
    field?.owner !== undefined && hit.relation !== 'reporter' && NAMED_OPENLY.has(hit.relation ?? 'unknown')
      ? field.owner
      : hit;
  const relation = said.relation ?? field?.owner?.relation ?? 'third_party';
  const role = said.role ?? field?.owner?.role;
  if (relation === 'reporter')
    return [{ ...hit, basis: 'reporter_identity', relation, role: 'reporter', tier: 'auto' }];
  if (relation === 'staff' || isOrganization(hit, context, input)) return [];
  const party = relation === 'record_subject' || relation === 'requester_party' || relation === 'opposing_party';
  const own: Hit = { ...hit, relation: party ? 'unknown' : relation, ...(role === undefined || party ? {} : { role }) };
  return [{ ...own, ...groundOf(own.relation ?? 'unknown'), tier: party ? 'review' : own.tier }];
}

function groundOf(relation: SubjectRelation): Pick<Hit, 'basis'> {
  if (relation === 'reporter') return { basis: 'reporter_identity' };
  return { basis: relation === 'minor' ? 'minor_identity' : 'third_party' };
}

/** A capital run that is (part of) an organisation, a court or the caption of the matter. */
function isOrganization(hit: Hit, { work }: PageContext, { matter }: DetectInput): boolean {
  const words = contextTokens(work.page.text.slice(hit.start, hit.end));
  const names = [
    matter.agency.name,
    matter.request.court ?? '',
    ...matter.organizations.flatMap((o) => [o.name, ...o.aliases]),
  ];
  return names.some((name) => {
    const tokens = contextTokens(name);
    return words.length > 0 && words.every((w) => tokens.includes(w));
  });
}

function claimedContact(hit: Hit, context: PageContext, people: People, input: DetectInput): Hit[] {
  const { work } = context;
  const text = work.page.text;
  const value = text.slice(hit.start, hit.end);
  if (
    input.matter.agency.address !== undefined &&
    hit.label === 'ADDRESS' &&
    sameAddress(value, input.matter.agency.address)
  )
    return [];
  const owner = ownerOf(hit, work, context.fields, context.spots, people);
  if (owner?.relation === 'reporter')
    return [{ ...hit, basis: 'reporter_identity', relation: 'reporter', role: 'reporter', tier: 'auto' }];
  const loose = owner === undefined || owner.by === 'role' || (owner.by === 'name' && owner.at > hit.start);
  if (loose && ofOrganization(hit, context, people, input)) return [];
  if (owner === undefined || owner.contested === true) return [{ ...hit, relation: 'unknown', tier: 'review' }];
  if (owner.relation === 'staff')
    return privately(hit, text, people) ? [{ ...hit, basis: 'staff_personal', relation: 'staff' }] : [];
  if (owner.relation === 'record_subject' || owner.relation === 'requester_party') {
    // "His mother, Petra Roe (555-0100)": a mother whom the matter does not list is no party of it.
    if ((owner.by === 'name' || owner.by === 'row') && owner.known === undefined)
      return [{ ...hit, relation: 'unknown', tier: 'review' }];
    const sure = owner.by !== 'role' || (owner.at < hit.start && hit.start - owner.at < 50);
    return sure ? [] : [{ ...hit, relation: 'unknown', tier: 'review' }];
  }
  const work_contact = owner.role !== undefined && !LAY.has(owner.role) && !privately(hit, text, people);
  if (work_contact) return [{ ...hit, relation: owner.relation, ...roleOf(owner), tier: 'hint' }];
  return [{ ...hit, relation: owner.relation, ...roleOf(owner) }];
}

const LAY = new Set(['relative', 'neighbor', 'other', 'foster_parent', 'caregiver', 'child', 'parent', 'reporter']);

/** A private word beside a number or address of somebody at work. */
function privately(hit: Hit, text: string, people: People): boolean {
  return contextTokens(text.slice(Math.max(0, hit.start - 30), hit.start)).some((w) => people.lexicon.private.has(w));
}

/** Where the last person named before a hit ends: what stands before that name says nothing of whose the hit is. */
function lastPerson({ mentions, strangers }: PageWork, hit: Hit): number {
  const sure = strangers.filter((s) => s.score >= 0.5 && s.full);
  return Math.max(0, ...[...mentions, ...sure].filter((m) => m.end <= hit.start).map((m) => m.end));
}

/** Letterheads, footers and sentences whose nearest name is an organisation: their numbers are no person's. */
function ofOrganization(hit: Hit, { work, hits }: PageContext, people: People, { matter }: DetectInput): boolean {
  const text = work.page.text;
  const head =
    text
      .slice(0, hit.start)
      .split('\n')
      .filter((l) => l.trim() !== '').length <= 6;
  const sentence = sentenceAround(text, hit.start);
  const from = Math.max(head ? 0 : Math.max(sentence.start, hit.start - 120), lastPerson(work, hit));
  const near = text.slice(from, hit.start);
  const names = [
    matter.agency.name,
    matter.request.court ?? '',
    ...matter.organizations.flatMap((o) => [o.name, ...o.aliases]),
  ];
  const tokens = contextTokens(near).join(' ');
  if (names.some((n) => n !== '' && tokens.includes(contextTokens(n).join(' ')))) return true;
  const streets = hits.filter((h) => h.label === 'ADDRESS' && h.end > from && h.end <= hit.start);
  const bare = streets.reduce((t, h) => t.replace(text.slice(Math.max(from, h.start), h.end), ' '), near);
  const words = bare.slice(head ? 0 : -80).match(/\p{Lu}[\p{L}']+/gu) ?? [];
  return words.some((w) => people.lexicon.isOrganization(w.toLowerCase()));
}
