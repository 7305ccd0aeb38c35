import { cuesMet, weigh } from '../model/cues.ts';
import type { CaseDocument } from '../model/document.ts';
import { foldText, nameWords } from '../model/fold-text.ts';
import type { Tier } from '../model/mark.ts';
import type { Matter } from '../model/matter.ts';
import type { Cue, ListCue, PassageClass } from '../model/passage-rules.ts';
import { namesIt } from './categories-source.ts';

/** A score with what made it. */
export interface Score {
  readonly total: number;
  readonly met: readonly Cue[];
}

/** The lists of a case, ready to be looked up: names of a list cue. */
export interface CaseLists {
  readonly cue: ListCue;
  readonly names: readonly string[];
  /** First names and initials of organisations, which count only as written with capitals. */
  readonly given: readonly string[];
  /** First words of a shelter's name, which count only as the name of a place: "at Haven". */
  readonly places: readonly string[];
}

/** The names behind the list cues of a class: people by role and side, organisations by kind. */
export function caseLists(rule: PassageClass, matter: Matter): readonly CaseLists[] {
  return rule.lists.map((cue) => ({
    cue,
    names: cue.kind === 'person' ? peopleNames(cue, matter) : organizationNames(cue, matter),
    given: cue.kind === 'person' ? givenNames(cue, matter) : shortSigns(cue, matter),
    places: cue.of.includes('victim_services') ? headWords(cue, matter) : [],
  }));
}

/** What stands before a surname alone in notes: "per Dunmore". */
const BEFORE_SURNAME = [
  ...['mr', 'ms', 'mrs', 'dr', 'attorney', 'atty', 'counsel', 'aag', 'ada', 'cca', 'per', 'from', 'with', 'w', 'asked'],
  ...['called', 'emailed', 'told', 'by', 'to', 'and'],
];

/** "C. Dunmore". */
function initialForm(name: string): string {
  const words = nameWords(name);
  return words.length < 2 ? name : `${words[0]?.charAt(0) ?? ''} ${words.at(-1) ?? ''}`;
}

function peopleNames(cue: ListCue, matter: Matter): readonly string[] {
  const people = peopleOf(cue, matter);
  const full = people.flatMap((p) => [p.name, ...p.aliases, initialForm(p.name)]);
  const last = people
    .map((p) => nameWords(p.name).at(-1) ?? '')
    .filter((w) => w.length > 3 && !sharedSurname(w, matter));
  return [...full, ...last.flatMap((w) => BEFORE_SURNAME.map((t) => `${t} ${w}`))];
}

/** First names as offices use them of each other ("staffed it with Una"), where they tell somebody apart. */
function givenNames(cue: ListCue, matter: Matter): readonly string[] {
  return peopleOf(cue, matter)
    .map((p) => foldText(p.name).split(' ')[0] ?? '')
    .filter((g) => /^\p{Lu}[\p{L}'-]{2,}$/u.test(g) && !sharedWord(nameWords(g)[0] ?? '', matter));
}

function peopleOf(cue: ListCue, matter: Matter): Matter['people'] {
  return matter.people.filter(
    (p) => cue.of.includes(p.role) && (cue.represents === undefined || p.represents === cue.represents),
  );
}

/** A first name that is a word of another name of the matter too tells nobody apart. */
function sharedWord(word: string, matter: Matter): boolean {
  const names = [...matter.people.flatMap((p) => [p.name, ...p.aliases]), ...matter.organizations.map((o) => o.name)];
  return names.filter((n) => nameWords(n).includes(word)).length > 1;
}

/** A surname that several people of the matter bear tells nobody apart. */
function sharedSurname(surname: string, matter: Matter): boolean {
  return matter.people.filter((p) => nameWords(p.name).at(-1) === surname).length > 1;
}

function organizationNames(cue: ListCue, matter: Matter): readonly string[] {
  return matter.organizations.filter((o) => cue.of.includes(o.kind)).flatMap((o) => [o.name, ...o.aliases]);
}

/** "WB" and "HWB" for a shelter called Haven at Willow Bend, of which matter.yaml lists Willow Bend under safety. */
function shortSigns(cue: ListCue, matter: Matter): readonly string[] {
  if (!cue.of.includes('victim_services')) return [];
  const names = [...organizationNames(cue, matter), ...matter.safety];
  return names.map((n) => (n.match(/(?<![\p{L}'])\p{Lu}(?=\p{Ll})/gu) ?? []).join('')).filter((s) => s.length > 1);
}

function headWords(cue: ListCue, matter: Matter): readonly string[] {
  const names = matter.organizations.filter((o) => cue.of.includes(o.kind)).map((o) => o.name);
  return names.map((n) => nameWords(n)[0] ?? '').filter((w) => w.length > 3 && !sharedWord(w, matter));
}

const PLACE = /\b(?:at|to|from|in|into|with|of|left|by) (\p{Lu}[\p{L}']{3,30})(?! \p{Lu}\p{Ll})/gu;

/** A capital word behind a preposition, which may be in capitals. */
function placesNamed(text: string): readonly string[] {
  return [...text.replace(/\b(?:AT|TO|FROM|IN|WITH|OF|BY)\b/g, (w) => w.toLowerCase()).matchAll(PLACE)].map((m) =>
    (m[1] ?? '').toLowerCase(),
  );
}

/**
 * Score of a folded text under a class: cue weights with the caps of their groups, negatives, list hits,
 * the prior of the document type. What a class needs and does not find makes 0.
 */
export function scoreText(
  text: string,
  rule: PassageClass,
  lists: readonly CaseLists[],
  document: CaseDocument | undefined,
): Score {
  const listed = lists
    .filter(
      (l) =>
        l.names.some((n) => namesIt(text, n)) || l.given.some((g) => holdsWord(text, g)) || namesPlace(text, l.places),
    )
    .map((l) => asCue(l.cue));
  const met = [...listed, ...cuesMet(text, rule.cues)];
  if (met.length === 0) return { total: 0, met };
  const groups = new Set(met.map((c) => c.group));
  if (rule.needs.length > 0 && !rule.needs.some((n) => groups.has(n))) return { total: 0, met: [] };
  const against = cuesMet(text, rule.negatives);
  const prior = document === undefined ? 0 : (rule.priors[document.type] ?? 0);
  return { total: weigh(met, rule.caps) + weigh(against) + prior, met: [...met, ...against] };
}

function namesPlace(text: string, places: readonly string[]): boolean {
  return places.length > 0 && placesNamed(text).some((w) => places.includes(w));
}

function holdsWord(text: string, word: string): boolean {
  return text.split(/[^\p{L}'-]+/u).some((w) => w === word || w === `${word}'s`);
}

function asCue(list: ListCue): Cue {
  return { id: list.id, weight: list.weight, says: list.says, regex: '', group: list.group };
}

/** The tier of a score; undefined below `hint`. */
export function tierOf(
  total: number,
  limits: { readonly auto: number; readonly review: number; readonly hint: number },
): Tier | undefined {
  if (total >= limits.auto - 1e-9) return 'auto';
  if (total >= limits.review - 1e-9) return 'review';
  return total >= limits.hint - 1e-9 ? 'hint' : undefined;
}

/** What was seen, in rule words with weights, as counsel reads it. */
export function sayScore(met: readonly Cue[]): string {
  return met.map((c) => `${c.says} ${c.weight > 0 ? '+' : ''}${c.weight.toFixed(2)}`).join('; ');
}
