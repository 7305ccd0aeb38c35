import type { Matter, Person } from '../../src/model/matter.ts';

/** A person with the keys that have no default filled in. */
export function person(name: string, role: Person['role'], rest: Partial<Person> = {}): Person {
  return { name, role, aliases: [], ...rest };
}

/** A small matter of a made-up county, for the tests of split and detect. */
export function makeMatter(rest: Partial<Matter> = {}): Matter {
  return {
    matter: 'T-1',
    pack: 'demo-us',
    forum: 'demo',
    agency: {
      name: 'Larch County Family Services',
      role: 'nonparty',
      profile: { hipaa: 'none', part2: 'none', victim_services: 'none' },
    },
    custodian: { name: 'Rhea Files' },
    request: { type: 'subpoena_attorney', requester: { name: 'Noll Demander' }, subjects: ['Pell Quarry'], items: [] },
    authorities: [],
    facts: [],
    people: [
      person('Mara Quarry', 'parent', { relation: 'record_subject' }),
      person('Pell Quarry', 'child', { relation: 'record_subject' }),
      person('Ivo Tally', 'caseworker', { relation: 'staff', credential: 'BSW', email: 'itally@larch.example' }),
      person('Bea Over', 'supervisor', { relation: 'staff', aliases: ['Beatrice Over'] }),
      person('Una Brief', 'attorney', { represents: 'agency', email: 'ubrief@counsel.example' }),
      person('Sol Rival', 'attorney', { represents: 'requester' }),
      person('Ada Couch', 'psychologist', { credential: 'PsyD', organization: 'Couch Practice' }),
      person('Lin Judge', 'clinical_social_worker', { credential: 'LCSW' }),
      person('Rex Steady', 'sud_counselor', { credential: 'CADC', organization: 'Stepstone House' }),
      person('Wren Guard', 'dv_advocate', { organization: 'Lantern Place' }),
    ],
    organizations: [
      { name: 'Stepstone House', kind: 'part2_program', aliases: ['Stepstone'] },
      { name: 'Lantern Place', kind: 'victim_services', aliases: [] },
      { name: 'Couch Practice', kind: 'therapy_practice', aliases: [] },
      { name: 'Meadow Labs', kind: 'lab', aliases: [] },
      { name: 'Ash Grove School', kind: 'school', aliases: [] },
    ],
    proceedings: [{ kind: 'Dependency petition', filed_on: '2023-05-10', anticipated_from: '2023-04-20' }],
    safety: [],
    production: { prefix: 'T-', start: 1, digits: 6, volume: 'VOL001', profile: 'pdf' },
    policy: {},
    ...rest,
  };
}
