import type { DetectInput, Hit } from '../model/detecting.ts';
import { birthCells, birthColumns, birthsUnder } from './birth-columns.ts';
import { cellNames, cellNumbers } from './cell-names.ts';
import type { Field } from './fields.ts';
import { searchGuarded } from './guarded.ts';
import type { Lexicon } from './lexicon.ts';
import { pageFields } from './page-fields.ts';
import { AUTO_NAME, findPeople, type PageWork, type People } from './people.ts';
import { sourceNames } from './source-names.ts';
import { toldNames } from './told-names.ts';
import { saidOf, whoIs } from './who-is.ts';
import { plainLetters } from './words.ts';
import { wrappedNumbers } from './wrapped-numbers.ts';

/** What was seen on a page: the page made ready, and every identifier and name, sorted by place. */
export interface PageHits {
  readonly work: PageWork;
  readonly fields: readonly Field[];
  readonly hits: readonly Hit[];
  /** Patterns that did not come to an end on the page. */
  readonly brokenOff: readonly string[];
}

/**
 * Does a number or address say all that the name inside it does? Not a date, and not the address of a page or file
 * where somebody of the matter is named: the name stays closed where a person opens the rest.
 */
function takesUp(number: Hit, name: Hit): boolean {
  if (number.start > name.start || number.end < name.end) return false;
  if (number.label === 'URL') return !name.key.startsWith('person:');
  return number.label !== 'DATE' && number.label !== 'AGE';
}

/** All identifiers and people of all pages, before it is asked whose they are. */
export function findHits(input: DetectInput): { readonly people: People; readonly pages: readonly PageHits[] } {
  const people = findPeople(input);
  const named = sourceNames(input.pages.map((page) => page.ref.file));
  const pages = people.pages.map((work) => {
    const { hits: found, brokenOff } = searchGuarded(work.views, input);
    const fields = pageFields(work, people.lexicon);
    const cells = cellNumbers(work, fields, found, people.lexicon);
    const births = [
      ...birthColumns(work.page.text, found),
      ...birthCells(fields, found),
      ...birthsUnder(work.page, found),
    ];
    const numbers = [
      ...found.filter((h) => !births.some((b) => b.start === h.start && b.end === h.end)),
      ...births,
      ...cells,
      ...wrappedNumbers(work.page, found),
      ...named(work.page),
    ];
    const names = [...namesOf(work, people.lexicon), ...cellNames(work, fields, people.lexicon)].filter(
      (name) => !numbers.some((number) => takesUp(number, name)),
    );
    return { work, fields, numbers, names, brokenOff };
  });
  const told = toldNames(pages, people.roster.people);
  return {
    people,
    pages: pages.map(({ work, fields, numbers, names, brokenOff }) => {
      const all = names.map((hit) => told.tell(work.page.text.slice(hit.start, hit.end), hit));
      const spoken = told
        .spoken(work, people.lexicon)
        .filter((hit) => !all.some(({ start, end }) => start < hit.end && hit.start < end));
      return { work, fields, hits: unique([...numbers, ...all, ...spoken]), brokenOff };
    }),
  };
}

/** Hits by place, one for each place and label. */
function unique(hits: readonly Hit[]): Hit[] {
  const sorted = [...hits].sort((a, b) => a.start - b.start || b.end - a.end || (a.label < b.label ? -1 : 1));
  return sorted.filter((h, i) => {
    const before = sorted[i - 1];
    return before === undefined || before.start !== h.start || before.end !== h.end || before.label !== h.label;
  });
}

function namesOf(work: PageWork, lexicon: Lexicon): Hit[] {
  const strangers = work.strangers.map((c): Hit => {
    const text = work.page.text.slice(c.start, c.end);
    const auto = c.score >= AUTO_NAME;
    return {
      start: c.start,
      end: c.end,
      label: 'PERSON',
      basis: 'third_party',
      aspect: 'name',
      tier: auto ? 'auto' : 'review',
      score: Math.round(c.score * 100) / 100,
      rules: c.rules,
      why: `A name of somebody the matter does not list, ${c.score.toFixed(2)}: ${saidOf(c.rules)}.`,
      key: `name:${plainLetters(text)
        .replace(/[^\p{L}]+/gu, ' ')
        .trim()}`,
      ...whoIs(work, c, lexicon),
    };
  });
  const known = work.mentions
    .filter((m) => !strangers.some((s) => s.start <= m.start && m.end <= s.end && s.end - s.start > m.end - m.start))
    .map(
      (m): Hit => ({
        start: m.start,
        end: m.end,
        label: 'PERSON',
        basis: 'third_party',
        aspect: 'name',
        tier: m.tier,
        score: m.score,
        rules: [m.rule],
        why: m.why,
        key: `person:${m.known.map((k) => k.index).join('/')}`,
      }),
    );
  return [...strangers, ...known];
}
