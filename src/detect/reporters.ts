import type { DetectInput, Hit } from '../model/detecting.ts';
import { pageKey } from '../model/page.ts';
import type { Run } from '../model/paragraphs.ts';
import type { PageContext } from './claims.ts';
import { cellsBeside, employerPlaces, employersOf, organizationsIn } from './employers.ts';
import type { Field } from './fields.ts';
import { findTerms } from './find-terms.ts';
import type { Lexicon } from './lexicon.ts';
import type { PassageInput } from './passage-input.ts';
import type { PageWork, People } from './people.ts';
import { byReporter, reporterParticulars } from './reporter-papers.ts';
import { contextTokens } from './text-view.ts';

/** Values that say nothing of anybody. */
const EMPTY = /^(?:yes|no|none|unknown|n\/?a|anonymous|not given|refused|declined|[-–—. ]*)$/i;

/** What tells of the reporters of the matter on each page: fields, rows, employers, letterheads and signatures of their papers. */
export function reporterHits(
  input: DetectInput & PassageInput,
  contexts: readonly PageContext[],
  people: People,
): (context: PageContext) => Hit[] {
  const { lexicon } = people;
  const textIn = (work: PageWork) => (run: Run) => work.page.text.slice(run.start, run.end);
  const papers = input.documents.filter((d) => byReporter(d, input));
  const rowsOf = ({ work, fields }: PageContext) =>
    cellsBeside(work.page.text, fields, input.reporters?.get(pageKey(work.page.ref)) ?? []);
  const headsOf = ({ work }: PageContext) => {
    const paper = papers.find((d) => d.pages.some((ref) => pageKey(ref) === pageKey(work.page.ref)));
    return paper === undefined ? [] : reporterParticulars(paper, work.page, input);
  };
  const values = contexts.flatMap(({ work, fields }) => reporterFields(work, fields).map(textIn(work)));
  const told = [
    ...people.roster.people.filter((k) => k.relation === 'reporter').flatMap((k) => k.person.organization ?? []),
    ...[...values, ...contexts.flatMap((c) => [...rowsOf(c), ...headsOf(c)].map(textIn(c.work)))].flatMap((v) =>
      organizationsIn(v, lexicon),
    ),
  ];
  const texts = contexts.map((c) => c.work.page.text);
  const employers = employersOf([...new Set(told)].sort(), texts, input.matter, lexicon);
  return (context) => {
    const { work, fields } = context;
    const names = input.reporters?.get(pageKey(work.page.ref)) ?? [];
    const places = employerPlaces(work.page.text, employers, names, work.page.readBy === 'ocr');
    const hit = (rule: string, why: string) => (run: Run) =>
      reporterHit(run.start, run.end, rule, why, textIn(work)(run));
    return [
      ...reporterFields(work, fields),
      ...reporterEchoes(input, work, people, values),
      ...reporterNicknames(work, values, lexicon),
      ...places.map(
        hit('people/reporter-employer', 'Where the person who reported works, under a name for short too.'),
      ),
      ...rowsOf(context).map(hit('people/reporter-row', 'A particular in the row of the person who reported.')),
      ...headsOf(context).map(
        hit('people/reporter-paper', 'Letterhead or signature of a paper that the person who reported wrote.'),
      ),
    ];
  };
}

/** Values of the reporter's fields on a page: name, number, employer, caller-ID line. */
function reporterFields(work: PageWork, fields: readonly Field[]): Hit[] {
  return fields
    .filter((f) => f.owner?.relation === 'reporter' && (f.names || f.owned) && f.end - f.start < 160)
    .filter((f) => !EMPTY.test(work.page.text.slice(f.start, f.end)))
    .map((f) =>
      reporterHit(
        f.start,
        f.end,
        'cue/reporter-field',
        `The value of the field "${f.label}", which tells who reported.`,
        work.page.text.slice(f.start, f.end),
      ),
    );
}

/** What identifies the reporters of the matter, wherever it is repeated: listed particulars and values of reporter fields. */
function reporterEchoes(input: DetectInput, work: PageWork, people: People, values: readonly string[]): Hit[] {
  const listed = people.roster.people
    .filter((k) => k.relation === 'reporter')
    .flatMap(({ person }) => [
      person.organization,
      /\s/.test(person.title ?? '') ? person.title : undefined,
      person.phone,
      person.address,
      person.email,
    ])
    .filter((v) => v !== undefined);
  const open = new Set(input.matter.organizations.map((o) => o.name.toLowerCase()));
  const told = values.filter((v) => tells(v, people.lexicon));
  const terms = [...new Set([...listed, ...told])].filter((v) => v.length > 4 && !open.has(v.toLowerCase())).sort();
  const text = work.page.text;
  const exact = findTerms(text, terms);
  const like = work.page.readBy === 'ocr' ? findTerms(text, terms, { fuzzy: true }) : [];
  const more = like.filter((l) => !exact.some((e) => e.start < l.end && l.start < e.end));
  return [...exact, ...more].map(({ start, end }) =>
    reporterHit(
      start,
      end,
      'people/reporter-echo',
      'A particular of the person who reported, met again.',
      text.slice(start, end),
    ),
  );
}

/** Whether a value of a field points to somebody where it is met again: "mother" or "the child" does not. */
function tells(value: string, lexicon: Lexicon): boolean {
  const words = contextTokens(value);
  return /\d/.test(value) || words.length > 3 || words.some((word) => !lexicon.isCommon(word));
}

function reporterHit(start: number, end: number, rule: string, why: string, value: string): Hit {
  return {
    start,
    end,
    label: /\d{4}/.test(value) ? 'PHONE' : 'ORG',
    basis: 'reporter_identity',
    aspect: /\d{4}/.test(value) ? 'contact' : 'clue',
    tier: 'auto',
    score: 0.95,
    rules: [rule],
    why,
    relation: 'reporter',
    role: 'reporter',
    key: `reporter:${value.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')}`,
  };
}

/** "the bus lady" for somebody whose form says "School bus driver": asked about, wherever it stands. */
function reporterNicknames(work: PageWork, values: readonly string[], lexicon: Lexicon): Hit[] {
  const jobs = new Set(
    values
      .flatMap((v) => v.split(/[,;]/))
      .filter((v) => !/\d/.test(v) && v.trim().split(/\s+/).length < 6)
      .flatMap(contextTokens)
      .filter((w) => w.length > 2 && !lexicon.personWords.includes(w) && !lexicon.roles.has(w)),
  );
  return work.words.flatMap((word, i): Hit[] => {
    const next = work.words[i + 1];
    if (next === undefined || next.gap !== ' ' || !jobs.has(word.lower) || !lexicon.personWords.includes(next.lower))
      return [];
    const text = work.page.text.slice(word.start, next.end);
    const hit = reporterHit(
      word.start,
      next.end,
      'people/reporter-nickname',
      'Words for a person that fit the work or tie of the person who reported.',
      text,
    );
    return [{ ...hit, tier: 'review', score: 0.5 }];
  });
}

/** Descriptions that matter.yaml lists as aliases, as they stand: "the bus lady". */
export function phraseNames(work: PageWork, people: People): Hit[] {
  const known = people.roster.people.filter(
    (k) => k.relation === 'reporter' || k.relation === 'third_party' || k.relation === 'minor',
  );
  return known.flatMap((k) =>
    findTerms(work.page.text, k.phrases).map(({ start, end }): Hit => {
      const hit = reporterHit(
        start,
        end,
        'people/alias',
        'A description that the list of people gives for somebody.',
        `alias ${k.index}`,
      );
      if (k.relation === 'reporter') return { ...hit, label: 'PERSON', aspect: 'name' };
      return {
        ...hit,
        label: 'PERSON',
        aspect: 'name',
        basis: k.relation === 'minor' ? 'minor_identity' : 'third_party',
        relation: k.relation,
        role: k.person.role,
        key: `person:${k.index}`,
      };
    }),
  );
}
