import type { Hit } from '../model/detecting.ts';
import type { Field } from './fields.ts';
import type { Lexicon } from './lexicon.ts';
import type { PageWork } from './people.ts';
import { plainLetters } from './words.ts';

/** Up to four words with a capital, or in a row of capitals, with a comma and initials at most. */
const NAME = /^\p{Lu}[\p{L}'\u2019-]*\.?(?:,? \p{Lu}[\p{L}'\u2019-]*\.?){0,4}$/u;

/** "RED ELK, THOMAS J": capitals, a comma, a first name. */
function isTurned(value: string, lexicon: Lexicon): boolean {
  const given = /^[\p{Lu}' -]{2,30}, (\p{Lu}{2,})(?: \p{Lu}\.?)?$/u.exec(value)?.[1];
  return given !== undefined && /^(?:first|both|ambiguous)$/.test(lexicon.classOf(given.toLowerCase()));
}

/** Numbers in columns whose headings say what they are, where no pattern knew them. */
export function cellNumbers(work: PageWork, fields: readonly Field[], found: readonly Hit[], lexicon: Lexicon): Hit[] {
  return fields.flatMap((field): Hit[] => {
    const label = field.row === undefined ? undefined : lexicon.numberLabels.get(field.label);
    const value = work.page.text.slice(field.start, field.end);
    if (label === undefined || !/^(?=.*\d)[A-Z0-9][A-Z0-9 -]{3,24}$/i.test(value)) return [];
    if (found.some((h) => h.label !== 'DATE' && h.start < field.end && field.start < h.end && h.tier === 'auto'))
      return [];
    return [
      {
        start: field.start,
        end: field.end,
        label,
        basis: 'identifier',
        aspect: 'identifier',
        tier: 'auto',
        score: 0.7,
        rules: ['cue/number-column'],
        why: `A number in a column headed "${field.label}".`,
        key: `${label}:${value.toLowerCase().replace(/[^a-z0-9]/g, '')}`,
      },
    ];
  });
}

/** Values of the name fields of tables that no finder of names knew: the column vouches for them. */
export function cellNames(work: PageWork, fields: readonly Field[], lexicon: Lexicon): Hit[] {
  const { text } = work.page;
  return fields.flatMap((field): Hit[] => {
    const value = text.slice(field.start, field.end);
    if (field.row === undefined || !(field.names || isTurned(value, lexicon))) return [];
    const words = value.match(/\p{L}{2,}/gu) ?? [];
    if (!NAME.test(value) || words.length === 0) return [];
    const plain = words.map((w) => w.toLowerCase());
    if (plain.every((w) => lexicon.isCommon(w)) || plain.some((w) => lexicon.isOrganization(w))) return [];
    const known = [...work.mentions, ...work.strangers.filter((s) => s.score >= 0.5)];
    if (known.some((k) => k.start <= field.start && field.end <= k.end + 2)) return [];
    if (!isTurned(value, lexicon) && known.some((k) => k.start < field.end && field.start < k.end)) return [];
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
