import { expect, test } from 'vitest';
import { makeLogs } from '../../src/log/make-logs.ts';
import type { Matter } from '../../src/model/matter.ts';
import type { ResponseRecord } from '../../src/model/response.ts';
import { type AddressedLetter, letterText, makeLetters } from '../../src/produce/letters.ts';
import { logInput, matter, papers, texts } from '../log/example.ts';
import { volumeInput } from './example-volume.ts';

const nothing: ResponseRecord = {
  deadlines: [],
  fees: [],
  objections: [],
  conferrals: [],
  notices: [],
  protective_orders: [],
  search: [],
};

/** The letters of stage 2 (or of a file that stays closed) with a record of the response. */
function lettersOf(
  record: Partial<ResponseRecord>,
  over: { closed?: boolean; matter?: Partial<Matter>; empty?: boolean } = {},
) {
  const of = over.empty === true ? [] : papers;
  const { decided } = volumeInput(of);
  const whole = { ...matter, ...over.matter, response: { ...nothing, ...record } };
  const log = logInput(of, { matter: whole });
  const forum = texts.forums['demo'];
  if (forum === undefined) throw new Error('no demo forum');
  const count = of.length;
  return makeLetters({
    log,
    logs: makeLogs(log),
    decided: { ...decided, fileMayBeDisclosed: over.closed !== true },
    forum,
    released: false,
    serveRedactionLog: true,
    withheldBases: ['cps_record'],
    producedBases: of.map(() => 'cps_record'),
    counts: {
      producedDocuments: count,
      producedPages: count,
      redactedPages: 0,
      withheldDocuments: 0,
      withheldPages: 0,
    },
  });
}

const textOf = (letters: readonly AddressedLetter[], file: string): string =>
  letters
    .filter(({ letter }) => letter.file.startsWith(file))
    .map(({ letter }) => letterText(letter))
    .join('\n');

test.each<[string, Partial<ResponseRecord>, string, string]>([
  [
    'defects of service',
    { service: { method: 'post', defects: ['no witness fee was tendered'] } },
    'objection',
    'no witness fee was tendered',
  ],
  [
    'a longer time to object',
    {
      deadlines: [
        {
          what: 'Objection',
          due: '2025-06-24',
          extended_to: '2025-07-08',
          extended_by: 'stipulation of June 20, 2025',
        },
      ],
    },
    'objection',
    'The time to object was extended to July 8, 2025 by stipulation of June 20, 2025.',
  ],
  [
    'a talk',
    { conferrals: [{ on: '2025-06-20', with: 'Otto Placeholder', about: 'item 1' }] },
    'objection',
    'June 20, 2025, with Otto Placeholder: item 1',
  ],
  ['costs', { fees: [{ what: 'copying', amount: '$12.25' }] }, 'objection', 'copying, $12.25'],
])('%s stands in the objection', (_, record, file, sentence) => {
  expect(textOf(lettersOf(record, { closed: true }), file)).toContain(sentence);
  expect(textOf(lettersOf({}, { closed: true }), file)).not.toContain(sentence);
});

test('what is paid is not asked for', () => {
  const paid = { fees: [{ what: 'copying', amount: '$12.25', paid_on: '2025-06-30' }] };
  expect(textOf(lettersOf(paid), 'transmittal')).not.toContain('$12.25');
});

test('the volume goes under seal to the clerk, with copies to all, and back by the day of the order', () => {
  const letters = lettersOf({
    delivery: { to: 'clerk', address: '1 Court Street', method: 'hand', sealed: true },
    protective_orders: [{ id: 'PO1', entered_on: '2025-08-12', return_or_destroy_by: '2026-08-12' }],
  });
  const transmittal = letters.find(({ letter }) => letter.file === 'transmittal.pdf')?.letter;
  expect(transmittal?.addressee).toEqual([
    'Cedar Hollow Family Court',
    'Clerk of the Court',
    '1 Court Street',
    'FILED UNDER SEAL',
  ]);
  expect(transmittal?.copies).toBe('Copies: all counsel and unrepresented parties');
  expect(textOf(letters, 'transmittal')).toMatch(/under seal, by hand.*August 12, 2026/s);
  expect(textOf(lettersOf({}), 'transmittal')).not.toMatch(/under seal|returned or destroyed/);
});

test('where was looked stands in the notice of withholding', () => {
  const search = [{ where: 'Paper file', by: 'Wanda Recordbook', on: '2025-06-12', found: 'one file' }];
  expect(textOf(lettersOf({ search }), 'objection')).toContain(
    'Paper file, by Wanda Recordbook, June 12, 2025: one file',
  );
});

test('a notice names the last day to object, and goes to whoever speaks for the dead', () => {
  const notices = [{ to: 'Testina Samplewood', method: 'phone', safe: true, window_ends: '2025-06-20' }];
  expect(textOf(lettersOf({ notices }, { closed: true }), 'notice')).toContain('by June 20, 2025');
  expect(textOf(lettersOf({}, { closed: true }), 'notice')).toContain('by June 26, 2025');
  const people = matter.people.map((one) =>
    one.name === 'Testina Samplewood' ? { ...one, died_on: '2025-01-01' } : one,
  );
  const letter = lettersOf({}, { closed: true, matter: { people } }).find(({ letter: { file } }) =>
    file.startsWith('notice'),
  )?.letter;
  expect(letter?.salutation).toBe('Dear Personal representative of Testina Samplewood:');
});

test('where nothing may be acknowledged one neutral reply goes out, and no certificate, table or legend', () => {
  const letters = lettersOf({}, { empty: true }).filter(({ outgoing }) => outgoing);
  expect(letters.map(({ letter }) => letter.file)).toEqual(['reply.pdf']);
  expect(textOf(letters, 'reply')).toContain('the same whether or not records exist');
});
