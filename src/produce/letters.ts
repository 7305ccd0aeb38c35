import { fillText } from '../log/describe.ts';
import type { Person } from '../model/matter.ts';
import type { LetterBlock, LetterFlag, LetterText } from '../model/texts.ts';
import { forFiling } from './filing.ts';
import { agencyCounsel, type LetterFacts, letterFlags, letterList, letterValues, volumeTable } from './letter-facts.ts';
import type { Letter, LetterPart } from './letter-pdf.ts';
import { deliveryAddress } from './letter-record.ts';

/** A letter, and whether it may leave. */
export interface AddressedLetter {
  readonly letter: Letter;
  readonly outgoing: boolean;
}

/** The letters of a volume, by the flags of the texts; a notice to each individual stays inside (contract 3.2). */
export function makeLetters(facts: LetterFacts): readonly AddressedLetter[] {
  const flags = letterFlags(facts);
  return facts.log.texts.letters
    .filter((text) => holds(text.when, flags))
    .flatMap((text): readonly AddressedLetter[] => {
      if (text.to !== 'individual') return [{ letter: makeLetter(facts, text, flags), outgoing: true }];
      return individuals(facts).map((person, i) => {
        const file = i === 0 ? text.file : text.file.replace(/\.pdf$/, `-${i + 1}.pdf`);
        return { letter: { ...makeLetter(facts, text, flags, person), file }, outgoing: false };
      });
    });
}

function holds(when: readonly string[], flags: ReadonlySet<string>): boolean {
  return when.every((flag) => (flag.startsWith('!') ? !flags.has(flag.slice(1)) : flags.has(flag)));
}

/** Adults the records are about, but for the requester: they have a right to be told. */
function individuals(facts: LetterFacts): readonly Person[] {
  const { people, request } = facts.log.matter;
  return people.filter(
    (person) =>
      person.relation === 'record_subject' && person.role !== 'child' && person.name !== request.requester.name,
  );
}

function makeLetter(facts: LetterFacts, text: LetterText, flags: ReadonlySet<LetterFlag>, person?: Person): Letter {
  const { matter, texts } = facts.log;
  const values = shownTo(text, letterValues(facts, person), facts);
  return {
    file: text.file,
    title: text.title,
    // The line between keeps name and address from repeating the letterhead of a paper that is withheld.
    letterhead: [
      matter.agency.name,
      texts.letterhead,
      ...(matter.agency.address === undefined ? [] : [matter.agency.address]),
    ],
    addressee: addressee(facts, text, person),
    about: [
      ['Re:', values['caption'] ?? ''],
      ['Court:', values['court'] ?? ''],
      ['No.:', values['docket'] ?? ''],
      ['Our file:', matter.matter],
    ],
    salutation: salutation(facts, text, person),
    parts: text.body.filter((block) => holds(block.when, flags)).flatMap((block) => partOf(facts, block, values)),
    always: texts.t_all,
    signer: signer(facts, text),
    executed: text.signer === 'custodian',
    copies: copiesOf(facts, text),
    mark: facts.released ? '' : texts.draft_mark,
  };
}

/** A letter to the court is filed: its facts show no more than the pack's filing rules let them. */
function shownTo(
  text: LetterText,
  values: Readonly<Record<string, string>>,
  { filing, log }: LetterFacts,
): Readonly<Record<string, string>> {
  if (filing === undefined || text.to !== 'court') return values;
  const { people } = log.matter;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, forFiling(value, filing, people, log.date)]),
  );
}

/** What goes to the court goes to everybody: no letter is ex parte. */
function copiesOf(facts: LetterFacts, text: LetterText): string {
  const toCourt = text.to === 'court' || (text.to === 'delivery' && deliveryAddress(facts.log.matter) !== undefined);
  return toCourt ? 'Copies: all counsel and unrepresented parties' : '';
}

function partOf(
  facts: LetterFacts,
  block: LetterBlock,
  values: Readonly<Record<string, string>>,
): readonly LetterPart[] {
  if (block.heading !== undefined) return [{ kind: 'heading', text: fillText(block.heading, values) }];
  if (block.text !== undefined) return [{ kind: 'text', text: fillText(block.text, values).trim() }];
  if (block.quote !== undefined) return [{ kind: 'quote', text: fillText(block.quote, values).trim() }];
  if (block.list !== undefined) return [{ kind: 'list', items: letterList(facts, block.list) }];
  return block.table === undefined ? [] : [{ kind: 'table', rows: volumeTable(facts) }];
}

function addressee(facts: LetterFacts, text: LetterText, person?: Person): readonly string[] {
  const { requester, court } = facts.log.matter.request;
  const delivered = text.to === 'delivery' ? deliveryAddress(facts.log.matter) : undefined;
  if (delivered !== undefined) return delivered;
  if (text.to === 'requester' || text.to === 'delivery') {
    if (requester.represented_by === undefined) return [requester.name];
    return [requester.represented_by, `Attorney for ${requester.name}`];
  }
  if (text.to === 'court') return [court ?? 'The Court', 'Attention: Clerk of the Court'];
  if (text.to !== 'individual' || person === undefined) return [];
  return [nameOf(person), 'By safe contact method only'];
}

function salutation(facts: LetterFacts, text: LetterText, person?: Person): string {
  const { requester } = facts.log.matter.request;
  if (text.to === 'delivery' && deliveryAddress(facts.log.matter) !== undefined) return 'May it please the Court:';
  if (text.to === 'requester' || text.to === 'delivery')
    return requester.represented_by === undefined ? `Dear ${requester.name}:` : 'Dear Counsel:';
  if (text.to === 'court') return 'May it please the Court:';
  return text.to === 'individual' && person !== undefined ? `Dear ${nameOf(person)}:` : '';
}

/** A privilege outlives its holder: the notice goes to whoever speaks for the person now. */
function nameOf(person: Person): string {
  return person.died_on === undefined ? person.name : `Personal representative of ${person.name}`;
}

function signer(facts: LetterFacts, text: LetterText): readonly string[] {
  const { matter } = facts.log;
  if (text.signer === 'custodian') {
    return [matter.custodian.name, matter.custodian.title ?? 'Custodian of records', matter.agency.name];
  }
  if (text.signer === 'none') return [];
  const counsel = agencyCounsel(matter);
  return [...(counsel === '' ? [] : [counsel]), 'Agency counsel'];
}

/** All words of a letter as running text, for the leak search. */
export function letterText(letter: Letter): string {
  const parts = letter.parts.flatMap((part) => {
    if (part.kind === 'list') return part.items;
    return part.kind === 'table' ? part.rows.map((row) => row.join(' ')) : [part.text];
  });
  return [
    ...letter.letterhead,
    ...letter.addressee,
    ...letter.about.map(([, value]) => value),
    letter.title,
    letter.salutation,
    ...parts,
    letter.always,
    ...letter.signer,
    letter.copies,
  ].join('\n');
}
