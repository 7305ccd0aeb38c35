import { readFileSync } from 'node:fs';
import type { PeopleRules } from '../../src/model/detecting.ts';

/** A text of our own with the places of the persons in it. */
export interface Sample {
  readonly text: string;
  readonly persons: readonly { readonly start: number; readonly end: number }[];
}

/** Chance that is the same in every run: mulberry32. */
export function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const ORGANIZATIONS =
  'Hospital,Clinic,Medical Center,Counseling Services,Elementary School,High School,Middle School,University,College,Recovery Center,Family Services,Bank,Credit Union,Church,Foundation,Institute,Council,Police Department,Sheriff Office,Pharmacy,Laboratories,Group,Associates,Partners,Records,Pictures,Studios,Press,Times,Herald,Airlines,Motors,Foods,Systems,Technologies,Industries,Insurance,Museum,Library,Theatre,Orchestra,Society,League,Union,Party,Ministry of Justice,Court of Appeal,Housing Authority,Inc,Ltd,LLC,Corp,GmbH,and Sons,Daycare,Shelter,House,Apartments,Academy';
const TEAMS =
  'Eagles,Bears,Tigers,Lions,Hawks,Rovers,United,City,Rangers,Wanderers,Athletic,Falcons,Bulls,Sharks,Warriors,Knights,Raiders,Pirates,Giants,Kings,Senators,Blazers,FC,Hornets,Braves,Saints,Chargers,Panthers';
const EVENTS =
  'Cup,World Cup,Championship,Open,Grand Prix,Film Festival,Jazz Festival,Marathon,Olympics,Fair,Conference,Awards,Summit,Carnival,Tournament,League,Treaty,Congress,Convention,Exhibition';
const HEADS =
  'Safety Plan,Case Plan,Intake Summary,Progress Note,Service Plan,Risk Assessment,Home Visit,Contact Log,Court Report,Discharge Summary,Treatment Plan,Release of Information,Parenting Class,Family Team Meeting,Next Steps,Background,Presenting Problem,Mental Status,Follow Up,Visitation Schedule,Findings,Recommendations,Medical History,Education,Employment,Legal Status,Placement History,Strengths and Needs,Protective Factors,Screening Decision,Allegation Summary,Kinship Assessment,Drug Screen Results,Permanency Goal,Reasonable Efforts,Notice of Hearing,Proof of Service,Initial Disposition,Emergency Removal,Group Session,Check In,Good News,Open Case,Green Light,Last Page,Total Due,Account Summary,Order Status,Customer Service,Terms and Conditions';
const DRUGS =
  'Zoloft,Prozac,Lexapro,Adderall,Suboxone,Ativan,Seroquel,Risperdal,Lithium,Abilify,Xanax,Klonopin,Vivitrol,Methadone,Ritalin,Concerta,Strattera,Wellbutrin,Celexa,Depakote,Lamictal,Topamax,Gabapentin,Metformin,Lisinopril,Albuterol,Tylenol,Motrin,Benadryl,Narcan,Subutex,Percocet,Vicodin,Oxycontin,Fentanyl,Bipolar,Asthma,Influenza,Hepatitis';
const STREETS = 'Street,Avenue,Road,Lane,Drive,Court,Boulevard,Way,Place,Terrace,Circle,Square,Parkway,Trail,Highway';
const WORKWORDS =
  'Last,First,Dark,Silent,Golden,Broken,Blue,Red,White,Night,Day,Summer,Winter,River,House,Road,Dream,Heart,World,Time,Fire,Rain,Stone,City,Song,Story,Garden,Long,Lost,Wild,Love,Life,Death,War,Peace,Light,Shadow,Moon,Sun,Star,Sky,Sea,Land,Home,Return,Secret,Perfect,Little,Great,Best,New,Old,Bad,Good,Happy,Lonely,American,Modern,Electric,Crystal,Iron,Glass,Paper,Velvet,Thunder,Ghost,Angel,King,Queen,Children,Days,Nights,Years,Dance,Machine,Train,Door,Window,Letters,Rules,Games,Tales,Ways,Hours';
const BEFORE_PLACES = 'North,South,New,Upper,Lake,Mount,Port,Fort';
const BEHIND_PLACES = 'City,Falls,Springs,Beach,Park,Heights';
const MONTHS = 'January,February,March,April,May,June,July,August,September,October,November,December';
const DAYS = 'Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday';
const TITLES = 'Mr,Mrs,Ms,Dr,Mr.,Mrs.,Ms.,Dr.,Judge,Officer,Professor,Sir,Captain,Detective,Senator,Rev.,Hon.';

const part = (list: string): readonly string[] => list.split(',');

type Slots = Readonly<Record<string, () => string>>;

/** What fills each slot of a sentence, drawn anew at each call. */
function slotsOf(people: PeopleRules, chance: () => number): Slots {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  const firsts = people.firstNames;
  const lasts = people.lastNames;
  const places = people.placeWords.filter((w) => /^\p{Lu}\p{Ll}{3,}$/u.test(w));
  const made = inventor([...places, ...people.organizationWords.filter((w) => w.length > 5)], chance);
  const place = (): string => pick(places);
  const one = (...ways: readonly (readonly [number, () => string])[]): string => {
    let roll = chance();
    for (const [share, make] of ways) {
      if (roll < share) return make();
      roll -= share;
    }
    return ways.at(-1)?.[1]() ?? '';
  };
  const initial = (): string => pick('ABCDEFGHJKLMNPRSTVW'.split(''));
  const whole = (): string => {
    const roll = chance();
    const last = chance() < 0.06 ? `${pick(lasts)}-${pick(lasts)}` : pick(lasts);
    if (roll < 0.12) return `${pick(firsts)} ${initial()}. ${last}`;
    if (roll < 0.16) return `${pick(firsts)} ${pick(firsts)} ${last}`;
    if (roll < 0.19) return `${pick(firsts)} ${pick(['de', 'van', 'von', 'de la', 'del', 'da'])} ${last}`;
    if (roll < 0.21) return `${pick(lasts)} ${pick(firsts)}`;
    if (roll < 0.22) return `${pick(firsts)} ${initial()} ${last}`;
    return `${pick(firsts)} ${last}`;
  };
  return {
    N: whole,
    F: () => pick(firsts),
    L: () => pick(lasts),
    T: () =>
      `${pick(part(TITLES))} ${one([0.5, () => pick(lasts)], [0.25, whole], [0.25, () => `${initial()}. ${pick(lasts)}`])}`,
    I: () => `${initial()}.${chance() < 0.5 ? ` ${initial()}.` : ''} ${pick(lasts)}`,
    K: () => `${pick(lasts)}, ${pick(firsts)}${chance() < 0.3 ? ` ${initial()}.` : ''}`,
    U: () => whole().toUpperCase(),
    ORG: () => {
      const head = one([0.35, place], [0.25, () => pick(part(WORKWORDS))], [0.15, () => pick(lasts)], [0.25, made]);
      const mid = chance() < 0.2 ? ` ${pick(part(WORKWORDS))}` : '';
      return `${chance() < 0.1 ? 'The ' : ''}${head}${mid} ${pick(part(ORGANIZATIONS))}`;
    },
    PLACE: () => one([0.75, place], [0.25, () => `${pick(part(BEFORE_PLACES))} ${made()}`]),
    CITY: () => one([0.55, place], [0.27, made], [0.18, () => `${made()} ${pick(part(BEHIND_PLACES))}`]),
    WORK: () => {
      const words = Array.from({ length: 2 + Math.floor(chance() * 2) }, () => pick(part(WORKWORDS)));
      return `${chance() < 0.3 ? 'The ' : ''}${words.join(chance() < 0.15 ? ' of the ' : ' ')}`;
    },
    MADE: () => made(),
    DEM: () => pick(places.filter((p) => /(?:an|ish|ese|ch)$/.test(p))),
    TEAM: () => `${chance() < 0.7 ? pick(places) : made()} ${pick(part(TEAMS))}`,
    EVENT: () => `${chance() < 0.6 ? pick(places) : made()} ${pick(part(EVENTS))}`,
    HEAD: () => pick(part(HEADS)),
    DRUG: () => pick(part(DRUGS)),
    STREET: () =>
      `${1 + Math.floor(chance() * 990)} ${chance() < 0.5 ? pick(lasts) : pick(part(WORKWORDS))} ${pick(part(STREETS))}`,
    DATE: () => `${1 + Math.floor(chance() * 28)} ${pick(part(MONTHS))} ${1950 + Math.floor(chance() * 75)}`,
    MONTH: () => pick(part(MONTHS)),
    DAY: () => pick(part(DAYS)),
    YEAR: () => String(1850 + Math.floor(chance() * 175)),
  };
}

/** Texts made of the sentences of `own/sentences.txt`, names and places drawn from the lists. Pure but for the file. */
export function samplesOf(people: PeopleRules, count: number, seed: number): Sample[] {
  const chance = chanceOf(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  const slots = slotsOf(people, chance);
  const templates = readFileSync(new URL('own/sentences.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replaceAll('\\n', '\n'));
  const samples: Sample[] = [];
  for (let n = 0; n < count; n++) {
    let text = '';
    const persons: { start: number; end: number }[] = [];
    const lines = 1 + Math.floor(chance() * 3);
    for (let line = 0; line < lines; line++) {
      if (line > 0) text += chance() < 0.7 ? ' ' : '\n';
      for (const piece of pick(templates).split(/(\{[A-Z]+\})/)) {
        const slot = /^\{([A-Z]+)\}$/.exec(piece)?.[1];
        const value = slot === undefined ? piece : (slots[slot]?.() ?? piece);
        if (slot !== undefined && /^(?:N|F|L|T|I|K|U)$/.test(slot))
          persons.push({ start: text.length, end: text.length + value.length });
        text += value;
      }
    }
    samples.push({ text, persons });
  }
  return samples;
}

/** Makes up words in the manner of a list: letters drawn by the two before them. */
function inventor(list: readonly string[], chance: () => number): () => string {
  const next = new Map<string, string[]>();
  for (const word of list) {
    const letters = `^^${word.toLowerCase()}$`;
    for (let i = 2; i < letters.length; i++) {
      const key = letters.slice(i - 2, i);
      next.set(key, [...(next.get(key) ?? []), letters[i] ?? '$']);
    }
  }
  return () => {
    for (;;) {
      let word = '^^';
      while (!word.endsWith('$') && word.length < 14) {
        const options = next.get(word.slice(-2)) ?? ['$'];
        word += options[Math.floor(chance() * options.length)] ?? '$';
      }
      const letters = word.replace(/[\^$]/g, '');
      if (letters.length >= 4) return `${(letters[0] ?? '').toUpperCase()}${letters.slice(1)}`;
    }
  };
}
