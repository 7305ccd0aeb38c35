import type { DetectInput, DetectRules } from '../../src/model/detecting.ts';
import type { CaseDocument } from '../../src/model/document.ts';
import type { Suggestion } from '../../src/model/local-model.ts';
import type { Matter, Person } from '../../src/model/matter.ts';
import type { PageText, Word } from '../../src/model/page.ts';
import { splitSource } from '../../src/split/split-source.ts';

/** A row of a set: `{id, text, roster?, spans?, passages?}`. */
export interface Row {
  readonly id?: string | number;
  readonly text: string;
  readonly roster?: readonly RosterRow[];
  readonly spans?: readonly {
    readonly start: number;
    readonly end: number;
    readonly label: string;
    readonly onRoster?: boolean;
    readonly role?: string;
  }[];
  readonly passages?: readonly { readonly start: number; readonly end: number; readonly cls: string }[];
  readonly cls?: string;
  /** What a model of one's own says of the text (`--model`). */
  readonly said?: readonly Suggestion[];
}

export interface RosterRow {
  readonly role: string;
  readonly first: string;
  readonly last: string;
  readonly mi?: string;
  readonly nick?: string;
  readonly email?: string;
  readonly represents?: string;
}

const ROLES: readonly (readonly [RegExp, Person['role'], NonNullable<Person['relation']> | undefined])[] = [
  [/^(?:child|youth|minor)/, 'child', 'record_subject'],
  [/^(?:mother|father|parent|mo|fa)/, 'parent', 'record_subject'],
  [/foster|resource|kin/, 'foster_parent', 'third_party'],
  [/grand|aunt|uncle|cousin|relative/, 'relative', 'third_party'],
  [/supervisor/, 'supervisor', 'staff'],
  [/counsel$|attorney|lawyer/, 'attorney', 'third_party'],
  [/worker|investigator|staff/, 'caseworker', 'staff'],
  [/reporter|caller/, 'reporter', 'reporter'],
  [/therap|psycholog/, 'psychologist', 'third_party'],
  [/doctor|physician/, 'physician', 'third_party'],
  [/sud/, 'sud_counselor', 'third_party'],
  [/advocate/, 'dv_advocate', 'third_party'],
  [/teacher/, 'teacher', 'third_party'],
  [/police|officer/, 'police', 'third_party'],
];

/** Roles by which a roster calls the agency's own lawyers. */
const OWN =
  /(?:county|agency|department|state|cps|dcs|dcf|dhs|our|own|in-?house|general)[ _-]?(?:counsel|attorney|lawyer)|assistant attorney general/;

function personOf(row: RosterRow): Person {
  const rule = ROLES.find(([shape]) => shape.test(row.role.toLowerCase()));
  const agency =
    rule?.[1] === 'attorney' &&
    (row.represents === 'agency' || (row.represents === undefined && OWN.test(row.role.toLowerCase())));
  const represents = agency ? 'agency' : row.represents;
  const middle = row.mi === undefined || row.mi === '' ? '' : ` ${row.mi}.`;
  return {
    name: `${row.first}${middle} ${row.last}`,
    aliases: row.nick === undefined || row.nick === '' ? [] : [row.nick],
    role: rule?.[1] ?? 'other',
    ...(agency ? {} : { relation: rule?.[2] ?? 'third_party' }),
    ...(row.email === undefined ? {} : { email: row.email }),
    ...(represents === undefined ? {} : { represents }),
  };
}

/** A text as a page of one document of a matter whose people are the row's roster. */
export function inputOf(row: Row, rules: DetectRules): DetectInput {
  const ref = { file: 'row.pdf', page: 1 };
  const page: PageText = {
    ref,
    width: 612,
    height: 792,
    text: row.text,
    words: wordsOfText(row.text),
    readBy: 'text-layer',
    turn: 0,
    treat: 'surgery',
    zones: [],
    notes: [],
  };
  const people = (row.roster ?? []).map(personOf);
  return { matter: matterOf(people), documents: [documentOf(page)], pages: [page], rules };
}

/** The same, with the document told apart by the product's own splitter: type, author, recipients. */
export function splitInputOf(row: Row, rules: DetectRules): DetectInput {
  const input = inputOf(row, rules);
  return { ...input, documents: splitSource({ pages: input.pages, rules, matter: input.matter }) };
}

function documentOf(page: PageText): CaseDocument {
  return {
    id: 'row.pdf#p1-1',
    pages: [page.ref],
    type: 'other',
    typeText: 'Document',
    date: {},
    correspondence: false,
    to: [],
    cc: [],
    bcc: [],
    reasons: [],
  };
}

function wordsOfText(text: string): readonly Word[] {
  const words: Word[] = [];
  let line = 0;
  let from = 0;
  for (const match of text.matchAll(/\S+/g)) {
    line += text.slice(from, match.index).split('\n').length - 1;
    from = match.index;
    const column = match.index - text.lastIndexOf('\n', match.index) - 1;
    words.push({
      text: match[0],
      start: match.index,
      box: { x: 72 + column * 6, y: 72 + line * 12, w: match[0].length * 6, h: 10 },
      glyphs: [],
      confidence: 1,
      line,
    });
  }
  return words;
}

function matterOf(people: readonly Person[]): Matter {
  return {
    matter: 'EVAL',
    pack: 'demo-us',
    forum: 'demo',
    agency: { name: 'Agency', role: 'nonparty', profile: { hipaa: 'none', part2: 'none', victim_services: 'none' } },
    custodian: { name: 'Records Custodian' },
    request: { type: 'subpoena_attorney', requester: { name: 'Requesting Party' }, subjects: [], items: [] },
    authorities: [],
    facts: [],
    people,
    organizations: [],
    proceedings: [],
    safety: [],
    production: { prefix: 'E-', start: 1, digits: 6, volume: 'VOL001', profile: 'pdf' },
    policy: {},
  };
}
