import { cuesMet, weigh } from '../model/cues.ts';
import type { CaseDocument, Party } from '../model/document.ts';
import { nameWords } from '../model/fold-text.ts';
import type { Tier } from '../model/mark.ts';
import type { Matter, Proceeding } from '../model/matter.ts';
import type { PassageClass, PassageRules } from '../model/passage-rules.ts';
import { namesIt } from './categories-source.ts';

/** A category of a whole document that counsel's part in it makes. */
export interface CounselCategory {
  readonly basis: 'attorney_client' | 'work_product';
  readonly tier: Tier;
  readonly score: number;
  readonly rules: readonly string[];
  readonly why: string;
}

const STAFF = new Set(['caseworker', 'supervisor', 'paralegal']);
/** Papers that go to counsel to get advice, besides mail. */
const PREPARED = new Set(['chronology', 'memo', 'legal_note', 'case_narrative', 'other', 'email', 'letter', 'fax']);
const WORK = new Set(['chronology', 'memo', 'legal_note', 'other']);

/**
 * Attorney-client and work product of a whole paper, by who wrote to whom for what (domain 5.1, 5.2).
 * Only the agency's own counsel counts; an outsider on the thread breaks it; a banner alone proves nothing.
 * `text` is folded and has no footers; `parent` is the document it is attached to.
 */
export function counselCategories(
  document: CaseDocument,
  text: string,
  parent: CaseDocument | undefined,
  matter: Matter,
  rules: PassageRules,
): readonly CounselCategory[] {
  if (!PREPARED.has(document.type)) return [];
  const people = peopleOf(document);
  const counsel = people.filter((p) => isOwnCounsel(p));
  const outside = people.filter((p) => !isOwnCounsel(p) && !isInside(p, matter) && !isUnknown(p, matter, text));
  const unknown = people.some((p) => isUnknown(p, matter, text));
  const toCounsel = counsel.length > 0 && outside.length === 0;
  const attached = parent !== undefined && isWithCounsel(parent, matter, text) && outside.length === 0;
  return [
    ...adviceCategory(document, text, toCounsel, attached, counsel, rules),
    ...workCategory(document, text, { toCounsel, attached, outside: outside.length > 0 }, matter, rules),
  ].map((found) => (unknown ? asked(found) : found));
}

function peopleOf(document: CaseDocument): readonly Party[] {
  const author = document.author ?? document.from;
  return [...(author === undefined ? [] : [author]), ...document.to, ...document.cc, ...document.bcc];
}

function isOwnCounsel(party: Party): boolean {
  return (
    party.attorney &&
    (party.represents === 'agency' || (party.represents === undefined && /agency counsel/.test(party.roleText)))
  );
}

/** Agency staff: on the roster as such, or of the agency by organisation. A role alone counts for caseworkers and supervisors. */
function isInside(party: Party, matter: Matter): boolean {
  if (party.organization !== undefined && !namesIt(party.organization, matter.agency.name)) return false;
  const person = matter.people.find((p) => p.name === party.name);
  if (person !== undefined) return person.relation === 'staff' || STAFF.has(person.role);
  return STAFF.has(party.role);
}

/**
 * Somebody of whom neither the list nor the paper says where she belongs: a caseworker whom nobody listed, or a stranger.
 * What counsel wrote to her is asked about, never taken for open.
 */
function isUnknown(party: Party, matter: Matter, text: string): boolean {
  if (isOwnCounsel(party) || party.attorney || isInside(party, matter)) return false;
  if (party.organization !== undefined && !namesIt(party.organization, matter.agency.name)) return false;
  if (writesFromElsewhere(party, matter, text)) return false;
  const { requester, subjects } = matter.request;
  const parties = [requester.name, requester.represented_by, ...subjects];
  return party.role === 'other' && !parties.includes(party.name) && !matter.people.some((p) => p.name === party.name);
}

/** An address behind the name whose domain no listed person of the agency has. */
function writesFromElsewhere({ name }: Party, { people }: Matter, text: string): boolean {
  const at = text.toLowerCase().indexOf(name.toLowerCase());
  const domain = at < 0 ? undefined : /^.{0,40}?@([a-z0-9.-]+)/i.exec(text.slice(at, at + 120))?.[1]?.toLowerCase();
  if (domain === undefined) return false;
  const own = people.filter((p) => p.relation === 'staff' || p.represents === 'agency').flatMap((p) => p.email ?? []);
  return !own.some((email) => email.toLowerCase().endsWith(`@${domain.replace(/\.+$/, '')}`));
}

function asked(found: CounselCategory): CounselCategory {
  return {
    ...found,
    tier: 'review',
    score: Math.min(found.score, 0.6),
    why: `${found.why.replace(/\.$/, '')}; somebody on it is on no list: a person should say whether she is of the agency.`,
  };
}

function isWithCounsel(document: CaseDocument, matter: Matter, text: string): boolean {
  const people = peopleOf(document);
  return (
    people.some(isOwnCounsel) &&
    people.every((p) => isOwnCounsel(p) || isInside(p, matter) || isUnknown(p, matter, text))
  );
}

function adviceCategory(
  document: CaseDocument,
  text: string,
  toCounsel: boolean,
  attached: boolean,
  counsel: readonly Party[],
  rules: PassageRules,
): readonly CounselCategory[] {
  if (!toCounsel && !attached) return [];
  if (!document.correspondence && document.type === 'other' && !attached) return [];
  // What was prepared at counsel's direction was prepared for counsel's advice.
  const prepared = cuesMet(text, rules.classes.find((c) => c.basis === 'work_product')?.cues ?? []).some(
    (c) => c.id === 'direction',
  );
  const purpose = purposeOf(
    text,
    rules.classes.find((c) => c.basis === 'attorney_client'),
  );
  const listed = counsel.some((p) => p.represents === 'agency') || attached;
  const auto = listed && (purpose.score >= 0.35 || attached || prepared);
  const who = toCounsel
    ? "it passed only between agency staff and the agency's own counsel"
    : "it is attached to a communication with the agency's own counsel";
  const what =
    purpose.says.length > 0
      ? `its purpose shows by: ${purpose.says.join('; ')}`
      : 'no words of legal advice were met, a person should look';
  return [
    {
      basis: 'attorney_client',
      tier: auto ? 'auto' : 'review',
      score: Math.min(0.99, 0.6 + purpose.score / 3),
      rules: ['category/attorney-client', ...purpose.ids],
      why: `${document.typeText}: ${who}; nobody from outside is named on it; ${what}; footers were left out.`,
    },
  ];
}

function purposeOf(text: string, rule: PassageClass | undefined): { score: number; says: string[]; ids: string[] } {
  if (rule === undefined) return { score: 0, says: [], ids: [] };
  const met = cuesMet(text, rule.cues).filter((c) => c.group === 'strong' || c.group === 'act');
  return {
    score: Math.min(1, weigh(met)),
    says: met.slice(0, 3).map((c) => c.says),
    ids: met.slice(0, 3).map((c) => `cue/${c.id}`),
  };
}

interface Standing {
  readonly toCounsel: boolean;
  readonly attached: boolean;
  readonly outside: boolean;
}

function workCategory(
  document: CaseDocument,
  text: string,
  standing: Standing,
  matter: Matter,
  rules: PassageRules,
): readonly CounselCategory[] {
  const rule = rules.classes.find((c) => c.basis === 'work_product');
  if (!WORK.has(document.type) || standing.outside || rule === undefined) return [];
  const met = cuesMet(text, rule.cues).filter((c) => c.group === 'prep');
  const author = document.author ?? document.from;
  const byCounsel = author !== undefined && isOwnCounsel(author);
  const directed = met.some((c) => DIRECTED.has(c.id)) && headNamesCounsel(text, matter);
  const near = standing.toCounsel || standing.attached || byCounsel || directed;
  if (met.length === 0 || !near) return [];
  const proceeding = proceedingAt(document.date.from, matter.proceedings);
  // The day of a chronology is that of its events: where its head says for whom it was made, a person is asked.
  if (proceeding === 'before' && !directed) return [];
  const known = proceeding !== undefined && proceeding !== 'before';
  return [
    {
      basis: 'work_product',
      tier: known ? 'auto' : 'review',
      score: known ? 0.9 : 0.6,
      rules: ['category/work-product', ...met.slice(0, 3).map((c) => `cue/${c.id}`)],
      why: `${document.typeText} ${byCounsel ? 'by' : 'for'} the agency's own counsel; ${met
        .slice(0, 2)
        .map((c) => c.says)
        .join(
          '; ',
        )}; ${known ? 'dated after a recorded proceeding was anticipated' : 'the matter records no proceeding that was anticipated, a person should name it'}.`,
    },
  ];
}

/** Cues that say at whose wish a paper was made. */
const DIRECTED = new Set(['direction', 'at-request']);
/** Letters of a paper that count as its head. */
const HEAD = 400;

/** "at the request of K. Ortiz, Asst. County Atty": the agency's own counsel by surname in the head of the paper. */
function headNamesCounsel(text: string, matter: Matter): boolean {
  const head = new Set(nameWords(text.slice(0, HEAD)));
  return matter.people
    .filter((p) => p.role === 'attorney' && p.represents === 'agency')
    .some((p) => head.has(nameWords(p.name).at(-1) ?? ''));
}

/** The proceeding that was in view on a day; 'before' where all recorded ones came later; undefined where none tells. */
function proceedingAt(day: string | undefined, proceedings: readonly Proceeding[]): Proceeding | 'before' | undefined {
  const dated = proceedings.filter((p) => (p.anticipated_from ?? p.filed_on) !== undefined);
  if (day === undefined || dated.length === 0) return undefined;
  return dated.find((p) => (p.anticipated_from ?? p.filed_on ?? '') <= day) ?? 'before';
}
