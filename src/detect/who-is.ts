import type { Hit } from '../model/detecting.ts';
import { credentialKey, type Lexicon } from './lexicon.ts';
import type { Candidate } from './name-score.ts';
import type { PageWork } from './people.ts';

const AGE = /^,? ?\(? ?(?:age[ds]?:? )?(\d{1,2})(?:[- ](?:years?|yrs?|y\/?o)[ -]?(?:old)?)?(?=[),.; ])/i;

/** What stands around a stranger's name and says who that is: a label or role, an age under 18, a title or credential of work. */
export function whoIs(work: PageWork, found: Candidate, lexicon: Lexicon): Pick<Hit, 'relation' | 'role'> {
  const { cue } = found;
  const child = isChild(work, found);
  if (cue !== undefined && !(child && cue.relation === 'third_party'))
    return { relation: cue.relation, ...(cue.role === undefined ? {} : { role: cue.role }) };
  if (child) return { relation: 'minor', role: 'child' };
  const role = workRole(work, found, lexicon);
  return role === undefined ? {} : { relation: 'third_party', role };
}

/** "Sasha Oduya (7)", "Sasha, age 7". */
function isChild({ page }: PageWork, found: Candidate): boolean {
  const behind = page.text.slice(found.end, found.end + 24);
  if (!/^ ?\(|^, ?(?:age|aged|\d)/i.test(behind)) return false;
  const age = AGE.exec(behind)?.[1];
  return age !== undefined && Number(age) < 18;
}

function workRole({ words }: PageWork, found: Candidate, lexicon: Lexicon): Hit['role'] {
  const title = lexicon.workTitles.get(credentialKey(words[found.from - 1]?.text ?? ''));
  if (title !== undefined && found.rules.includes('cue/title')) return title;
  if (!found.rules.includes('cue/credential')) return undefined;
  const joined = [1, 2, 3].map((n) =>
    words
      .slice(found.to + 1, found.to + 1 + n)
      .map((w) => w.text)
      .join(''),
  );
  return joined.map((j) => lexicon.workTitles.get(credentialKey(j))).find((r) => r !== undefined);
}

/** What a rule saw, as counsel reads it; the first that fits the rule's id. */
const SEEN: readonly (readonly [id: RegExp, says: string])[] = [
  [/^cue\/title/, 'a title stands before it'],
  [/^cue\/label/, 'a label says that a name follows'],
  [/^cue\/role-after/, 'a role follows it'],
  [/^cue\/role/, 'a role stands before it'],
  [/^cue\/credential/, 'a credential follows it'],
  [/^cue\/verb/, 'it speaks or acts'],
  [/^cue\/age/, 'an age follows it'],
  [/^cue\/list/, 'it goes on a list of names'],
  [/^people\/seen-whole/, 'met as a whole name in the matter'],
  [/^list\/first/, 'on the list of first names'],
  [/^list\/last/, 'on the list of family names'],
  [/^tagger/, 'its letters and neighbors are those of a name'],
  [/^shape\/vocabulary/, 'a plain word with a capital inside a sentence'],
  [/^shape\/acting/, 'a word that may be a name, and acts like a person'],
  [/^shape\/run/, 'words with capitals that no vocabulary explains'],
  [/^shape\/initial/, 'initials'],
  [/^shape/, 'written like a name'],
];

/** The reasons of a name in words of our own. */
export function saidOf(rules: readonly string[]): string {
  const said = rules.map((rule) => SEEN.find(([id]) => id.test(rule))?.[1] ?? rule);
  return [...new Set(said)].join('; ');
}
