import { UsageError } from '../errors.ts';
import type { DetectRules } from '../model/detecting.ts';
import { findIdentifiers } from './identifiers.ts';
import { viewsOf } from './text-view.ts';

/**
 * Places of a text where the named patterns match, as UTF-16 offsets, sorted. A name is a pattern's
 * id ("phone"), a label ("SSN", any case) or "all". Throws UsageError on a name no pack has.
 */
export function findPatterns(
  text: string,
  names: readonly string[],
  rules: Pick<DetectRules, 'identifiers' | 'people'>,
  fuzzy = true,
): readonly { readonly start: number; readonly end: number }[] {
  if (names.length === 0) return [];
  const known = rules.identifiers.flatMap((pack) => pack.patterns);
  for (const name of names) {
    if (name === 'all' || known.some((p) => p.id === name || p.label === name.toUpperCase())) continue;
    throw new UsageError(`No pattern is called "${name}". \`withhold patterns list\` names them.`);
  }
  const wanted = (id: string, label: string): boolean =>
    names.some((n) => n === 'all' || n === id || n.toUpperCase() === label);
  const views = viewsOf(text, rules.people.beforeNumbers);
  const plain = { flat: views.flat, digits: views.flat, letters: views.flat, both: views.flat };
  return findIdentifiers(fuzzy ? views : plain, rules.identifiers)
    .filter((hit) => wanted((hit.rules[0] ?? '').split('/')[0] ?? '', hit.label))
    .map(({ start, end }) => ({ start, end }));
}
