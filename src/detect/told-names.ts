import type { Hit } from '../model/detecting.ts';
import type { Field } from './fields.ts';
import type { Lexicon } from './lexicon.ts';
import type { PageWork } from './people.ts';
import type { Known } from './roster.ts';
import { plainLetters } from './words.ts';

interface NamedPage {
  readonly work: PageWork;
  readonly fields: readonly Field[];
  readonly names: readonly Hit[];
}

type Who = Pick<Hit, 'relation' | 'role'>;

const lettersOf = (name: string): string[] => plainLetters(name).match(/\p{L}+/gu) ?? [];

/** Of several things said of one name the first of these counts. */
const RANK: readonly (string | undefined)[] = ['reporter', 'minor', 'other_client', 'third_party'];

/** What papers tell of people whom the matter does not list. */
export interface Told {
  /** The hit with what any paper says of its name. */
  readonly tell: (name: string, hit: Hit) => Hit;
  /** Initials without stops that speak or act, of whoever reported: "ZO called again". */
  readonly spoken: (work: PageWork, lexicon: Lexicon) => readonly Hit[];
}

/**
 * The strangers' names of the matter, each with what any paper of it says of that name: who reported, who is a child,
 * whose foster home it is. The name of a reporter is known by each of its parts and by its initials too.
 */
export function toldNames(pages: readonly NamedPage[], listed: readonly Known[]): Told {
  const whole = new Map<string, Who>();
  const reporters = listed
    .filter(({ relation }) => relation === 'reporter')
    .flatMap(({ person }) => [person.name, ...person.aliases].map(lettersOf));
  for (const { work, fields, names } of pages) {
    for (const hit of names.filter(isStranger)) {
      const words = lettersOf(work.page.text.slice(hit.start, hit.end));
      const who = said(hit, fields);
      if (who === undefined) continue;
      if (who.relation === 'reporter') reporters.push(words);
      const key = words.join(' ');
      const known = whole.get(key);
      if (words.length > 1 && (known === undefined || rank(who) < rank(known))) whole.set(key, who);
    }
  }
  const tell: Told['tell'] = (name, hit) => {
    if (!isStranger(hit)) return hit;
    const words = lettersOf(name);
    if (reporters.some((own) => isPartOf(words, own)))
      return { ...hit, relation: 'reporter', role: 'reporter', tier: 'auto' };
    const who = hit.relation === undefined || hit.relation === 'third_party' ? whole.get(words.join(' ')) : undefined;
    return who === undefined || (hit.relation !== undefined && rank(who) >= rank(hit)) ? hit : { ...hit, ...who };
  };
  const initials = new Set([
    ...reporters.filter(({ length }) => length > 1).map(initialsOf),
    ...listed.flatMap(({ relation, signs }) => (relation === 'reporter' ? signs : [])),
  ]);
  return { tell, spoken: (work, lexicon) => (initials.size === 0 ? [] : spokenInitials(work, initials, lexicon)) };
}

const initialsOf = (words: readonly string[]): string => words.map((word) => word[0] ?? '').join('');

function spokenInitials({ words }: PageWork, initials: ReadonlySet<string>, lexicon: Lexicon): readonly Hit[] {
  return words.flatMap((word, i): Hit[] => {
    const next = words[i + 1];
    const acts = next?.gap === ' ' && next.shape === 'lower' && lexicon.speech.has(next.lower);
    if (word.shape !== 'upper' || !acts || !initials.has(plainLetters(word.text))) return [];
    const { start, end } = word;
    return [
      {
        start,
        end,
        label: 'PERSON',
        basis: 'third_party',
        aspect: 'name',
        tier: 'auto',
        score: 0.8,
        rules: ['people/initials'],
        why: 'Initials of somebody who reported, who speaks or acts here.',
        key: `name:${plainLetters(word.text)}`,
        relation: 'reporter',
        role: 'reporter',
      },
    ];
  });
}

const rank = (who: Who): number => RANK.indexOf(who.relation) + (who.role === undefined ? 0.5 : 0);

const isStranger = (hit: Hit): boolean => !hit.key.startsWith('person:');

/** What a label, a heading or an age says of a name; parties and staff are left to the list of the matter. */
function said(hit: Hit, fields: readonly Field[]): Who | undefined {
  const field = fields.find((f) => f.start <= hit.start && hit.end <= f.end && f.names);
  const labelled = hit.rules.some((r) => /^cue\/(?:label|column|age|role-reporter)/.test(r)) || isToldBehind(hit);
  const who = labelled && field?.owner?.relation !== 'reporter' ? hit : field?.owner;
  if (who?.relation === undefined || !RANK.includes(who.relation)) return undefined;
  return { relation: who.relation, ...(who.role === undefined ? {} : { role: who.role }) };
}

/** "Zuleyma Okonkwo, the reporter": a name and what it is in one breath. */
const isToldBehind = (hit: Hit): boolean => hit.relation === 'reporter' && hit.rules.includes('cue/role-after');

/** All words of the name, some of them, or its initials. */
function isPartOf(words: readonly string[], own: readonly string[]): boolean {
  if (words.length === 0) return false;
  if (own.length > 1 && words.length === 1 && words[0] === initialsOf(own)) return true;
  if (words.every((w) => w.length > 2)) return words.every((w) => own.includes(w));
  return own.length > 1 && words.length === own.length && words.every((w, i) => w === own[i] || w === own[i]?.[0]);
}
