import type { Hit } from '../model/detecting.ts';
import type { Field } from './fields.ts';
import type { Lexicon } from './lexicon.ts';
import type { PageWork } from './people.ts';
import { plainLetters } from './words.ts';

/** Up to four words with a capital, or in a row of capitals, with a comma and initials at most. */
const NAME = /^\p{Lu}[\p{L}'\u2019-]*\.?(?:,? \p{Lu}[\p{L}'\u2019-]*\.?){0,4}$/u;

/** Values of the name fields of tables that no finder of names knew: the column vouches for them. */
export function cellNames(work: PageWork, fields: readonly Field[], lexicon: Lexicon): Hit[] {
  const { text } = work.page;
  return fields.flatMap((field): Hit[] => {
    if (field.row === undefined || !field.names) return [];
    const value = text.slice(field.start, field.end);
    const words = value.match(/\p{L}{2,}/gu) ?? [];
    if (!NAME.test(value) || words.length === 0) return [];
    const plain = words.map((w) => w.toLowerCase());
    if (plain.every((w) => lexicon.isCommon(w)) || plain.some((w) => lexicon.isOrganization(w))) return [];
    const known = [...work.mentions, ...work.strangers.filter((s) => s.score >= 0.5)];
    if (known.some((k) => k.start < field.end && field.start < k.end)) return [];
    return [
      {
        start: field.start,
        end: field.end,
        label: 'PERSON',
        basis: 'third_party',
        aspect: 'name',
        tier: 'auto',
        score: 0.7,
        rules: ['cue/column'],
        why: `A name in a column headed "${field.label}".`,
        key: `name:${plainLetters(value)
          .replace(/[^\p{L}]+/gu, ' ')
          .trim()}`,
        ...(field.owner === undefined ? {} : { relation: field.owner.relation }),
        ...(field.owner?.role === undefined ? {} : { role: field.owner.role }),
      },
    ];
  });
}
