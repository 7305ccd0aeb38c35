import type { DetectInput, Hit } from '../model/detecting.ts';
import { birthColumns } from './birth-columns.ts';
import { searchGuarded } from './guarded.ts';
import { AUTO_NAME, findPeople, type PageWork, type People } from './people.ts';
import { plainLetters } from './words.ts';

/** What was seen on a page: the page made ready, and every identifier and name, sorted by place. */
export interface PageHits {
  readonly work: PageWork;
  readonly hits: readonly Hit[];
  /** Patterns that did not come to an end on the page. */
  readonly brokenOff: readonly string[];
}

/** All identifiers and people of all pages, before it is asked whose they are. */
export function findHits(input: DetectInput): { readonly people: People; readonly pages: readonly PageHits[] } {
  const people = findPeople(input);
  const pages = people.pages.map((work) => {
    const { hits: found, brokenOff } = searchGuarded(work.views, input);
    const births = birthColumns(work.page.text, found);
    const numbers = [...found.filter((h) => !births.some((b) => b.start === h.start && b.end === h.end)), ...births];
    const names = namesOf(work).filter(
      (n) => !numbers.some((h) => h.label !== 'DATE' && h.label !== 'AGE' && h.start <= n.start && n.end <= h.end),
    );
    const hits = [...numbers, ...names].sort(
      (a, b) => a.start - b.start || b.end - a.end || (a.label < b.label ? -1 : 1),
    );
    return { work, hits, brokenOff };
  });
  return { people, pages };
}

function namesOf(work: PageWork): Hit[] {
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
      why: `A name of somebody the matter does not list (${c.rules.join(', ')}).`,
      key: `name:${plainLetters(text)
        .replace(/[^\p{L}]+/gu, ' ')
        .trim()}`,
      ...(c.cue === undefined ? {} : { relation: c.cue.relation }),
      ...(c.cue?.role === undefined ? {} : { role: c.cue.role }),
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
