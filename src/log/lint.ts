import type { Decided } from '../model/disposition.ts';
import { isServedPrivilege, type LogInput } from './facts.ts';
import type { LeakFinding } from './leak-lint.ts';
import { partiesOf, roleOf, surnameFirst } from './names.ts';
import type { PrivilegeEntry } from './privilege-log.ts';

/** A defect of a log that courts criticise (domain 3.4). `row` is a LOG_NO, or '' for the whole log. */
export interface LintFinding {
  readonly rule: string;
  readonly level: 'error' | 'warning';
  readonly row: string;
  readonly message: string;
}

export interface LintInput {
  readonly log: LogInput;
  readonly entries: readonly PrivilegeEntry[];
  /** NAME column of players.csv. */
  readonly players: readonly string[];
  readonly leaks: readonly LeakFinding[];
  readonly decided: Decided;
  /** Pages of the volume: numbers given, pages produced, pages withheld. */
  readonly numbers: {
    readonly given: number;
    readonly produced: number;
    readonly withheld: number;
  };
  /** Documents that repeat one another: groups of document ids. */
  readonly duplicates: readonly (readonly string[])[];
}

type Rule = (input: LintInput) => readonly LintFinding[];

const STOP = new Set('a an and as at by for from in is its it no of on or that the this to was were with'.split(' '));
const FEWEST_WORDS = 8;
const MOST_REPEATS = 3;
const BLANKET_PAGES = 100;
const MOST_RECIPIENTS = 10;
const CORRESPONDENCE = /^(?:e-?mail|letter|memo|memorandum|fax)\b/i;
const EMPTY = /^(?:|n\/?a|none|unknown|-)$/i;

/** Runs the sixteen rules in order. */
export function lintLog(input: LintInput): readonly LintFinding[] {
  return RULES.flatMap((rule) => rule(input));
}

/** One rule over each row: a message where it is broken. */
function eachRow(
  rule: string,
  level: LintFinding['level'],
  check: (entry: PrivilegeEntry, input: LintInput) => string | undefined,
): Rule {
  return (input) =>
    input.entries.flatMap((entry) => {
      const message = check(entry, input);
      return message === undefined ? [] : [{ rule, level, row: entry.logNo, message }];
    });
}

/** Words of a description that say something. */
function contentWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}*]+/u)
    .filter((word) => word !== '' && !STOP.has(word));
}

/** Why a description says too little (L01); undefined where it does not. */
export function describesTooLittle(description: string, boilerplates: readonly string[]): string | undefined {
  const plain = description.toLowerCase().replace(/[.\s]+$/, '');
  if (boilerplates.includes(plain)) return 'The description is boilerplate.';
  return contentWords(description).length < FEWEST_WORDS ? 'The description says too little.' : undefined;
}

const boilerplate = eachRow('L01', 'error', ({ row }, { log }) =>
  describesTooLittle(row.DESCRIPTION, log.texts.boilerplate),
);

const repeated: Rule = ({ entries }) =>
  [...Map.groupBy(entries, (entry) => entry.row.DESCRIPTION).values()]
    .filter((same) => new Set(same.map((entry) => entry.claim.document)).size > MOST_REPEATS)
    .map((same) => ({
      rule: 'L02',
      level: 'warning',
      row: same[0]?.logNo ?? '',
      message: `The same description stands in ${same.length} rows.`,
    }));

const rolesMissing = eachRow('L03', 'error', ({ claim }, { players, log }) => {
  const missing = partiesOf(claim.document.document).filter(
    (party) =>
      roleOf(log.texts, party).served &&
      surnameFirst(party.name).includes(',') &&
      !players.includes(surnameFirst(party.name)),
  );
  return missing.length > 0 ? 'A person named in the row is not in the players list.' : undefined;
});

const noAttorney = eachRow('L04', 'error', ({ row, claim }) => {
  if (!claim.bases.some((basis) => basis.id === 'attorney_client')) return undefined;
  const star = [row.AUTHOR, row.FROM, row.TO, row.CC, row.DESCRIPTION].some((cell) => cell.includes('*'));
  return star ? undefined : 'An attorney-client entry names no attorney (*).';
});

const roleMismatch = eachRow('L05', 'warning', ({ claim }, { log }) => {
  const ours = claim.bases.some((basis) => ['attorney_client', 'work_product'].includes(basis.id));
  const parties = partiesOf(claim.document.document);
  const wrong = parties.some((party) => party.attorney && roleOf(log.texts, party).privilege_role !== 'atty');
  if (wrong) return 'A person who is no licensed attorney bears the * of one.';
  const outside = parties.some(
    (party) =>
      roleOf(log.texts, party).privilege_role === 'third party' ||
      (party.attorney && party.represents !== undefined && party.represents !== 'agency'),
  );
  if (ours && claim.passages === 0 && outside) return 'The header names a person outside the privilege.';
  const { to, cc, bcc } = claim.document.document;
  return ours && to.length + cc.length + bcc.length > MOST_RECIPIENTS
    ? 'So many recipients speak against confidence: did each need the advice?'
    : undefined;
});

const fieldsMissing = eachRow('L06', 'error', ({ row }) => {
  if (EMPTY.test(row.DOC_DATE)) return 'The date is missing.';
  if (EMPTY.test(row.AUTHOR)) return 'The author is missing.';
  return CORRESPONDENCE.test(row.DOC_TYPE) && EMPTY.test(row.TO) && row.TREATMENT !== 'Redacted'
    ? 'The recipient is missing.'
    : undefined;
});

const familyCount: Rule = ({ entries, log }) =>
  entries.flatMap(({ logNo, claim }) => {
    const { hasAttachment, document } = claim.document;
    const attached = log.documents.filter((other) => other.family?.parent === document.id);
    const unlogged = attached.filter(
      (other) =>
        other.treatment === 'withhold' &&
        !entries.some((entry) => entry.claim.document.document.id === other.document.id),
    );
    const wrong = hasAttachment !== attached.length > 0 || unlogged.length > 0;
    const message = 'An attachment of this document is not logged by itself.';
    return wrong ? [{ rule: 'L07', level: 'warning', row: logNo, message }] : [];
  });

const litigationMissing = eachRow('L08', 'error', ({ row, claim }, { log }) => {
  if (!claim.bases.some((basis) => basis.id === 'work_product')) return undefined;
  if (row.LITIGATION === '') return 'Work product without a proceeding.';
  const dates = log.matter.proceedings.flatMap((one) => one.anticipated_from ?? one.filed_on ?? []);
  if (dates.length === 0) return 'Work product, and matter.yaml names no proceeding.';
  return dates.every((date) => date > row.DOC_DATE.slice(0, 10))
    ? 'Work product older than its proceeding.'
    : undefined;
});

const notAPrivilege = eachRow('L09', 'error', ({ claim }) =>
  claim.bases.every(isServedPrivilege) ? undefined : 'A ground that is no privilege stands in PRIVILEGE.',
);

const blanket = eachRow('L10', 'warning', ({ claim }) =>
  claim.passages === 0 && claim.document.pages.length > BLANKET_PAGES
    ? `One row stands for more than ${BLANKET_PAGES} pages.`
    : undefined,
);

const leaking: Rule = ({ leaks }) =>
  leaks.map((leak) => ({
    rule: 'L11',
    level: 'error',
    row: '',
    message: `${leak.file}${leak.place === '' ? '' : `, ${leak.place}`} holds what may not be told (${leak.kind}).`,
  }));

const notReconciled: Rule = ({ numbers }) =>
  numbers.given === numbers.produced + numbers.withheld
    ? []
    : [
        {
          rule: 'L12',
          level: 'error',
          row: '',
          message: 'Produced and withheld pages do not add up to the numbers given.',
        },
      ];

const segregable = eachRow('L13', 'warning', ({ row, claim }) =>
  claim.passages === 0 && row.TREATMENT === 'Withheld in full' && claim.document.disposition.redactions.length > 0
    ? 'Withheld in full though only passages were marked: is the rest segregable?'
    : undefined,
);

const late: Rule = ({ decided, log }) => {
  const due = decided.objectionDue;
  if (due === undefined || log.date <= due.date) return [];
  return [
    {
      rule: 'L14',
      level: 'warning',
      row: '',
      message: `The log is dated after ${due.date}, the day objections were due.`,
    },
  ];
};

const inconsistent: Rule = ({ duplicates, log }) =>
  duplicates.flatMap((group) => {
    const of = log.documents.filter((one) => group.includes(one.document.id));
    if (new Set(of.map((one) => one.treatment)).size < 2) return [];
    const ranges = of.map((one) => one.range.begin).join(', ');
    return [
      {
        rule: 'L15',
        level: 'error',
        row: '',
        message: `Copies are treated differently: ${ranges}.`,
      },
    ];
  });

const wrongHolder = eachRow('L16', 'error', ({ row, claim }) => {
  if (row.HOLDER === '' || row.ASSERTED_BY === '') return 'Holder or claimant is missing.';
  const ours = claim.bases.some((basis) => ['attorney_client', 'work_product'].includes(basis.id));
  return !ours &&
    row.HOLDER !== 'Agency' &&
    row.ASSERTED_BY === 'Agency' &&
    /patient|client|spouse|penitent/i.test(row.HOLDER)
    ? 'The agency claims a privilege of another without saying so.'
    : undefined;
});

const RULES: readonly Rule[] = [
  boilerplate,
  repeated,
  rolesMissing,
  noAttorney,
  roleMismatch,
  fieldsMissing,
  familyCount,
  litigationMissing,
  notAPrivilege,
  blanket,
  leaking,
  notReconciled,
  segregable,
  late,
  inconsistent,
  wrongHolder,
];
