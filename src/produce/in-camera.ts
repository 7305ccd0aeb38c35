import { type Table, toCsv } from '../log/csv.ts';
import { fillText } from '../log/describe.ts';
import { dateText, partyText } from '../log/names.ts';
import type { Redaction } from '../model/disposition.ts';
import type { InCameraDocument, InCameraSet } from '../model/in-camera.ts';
import type { Matter } from '../model/matter.ts';
import type { Base } from '../model/pack.ts';
import { asPrinted, type PageRef, type PageText, pageKey } from '../model/page.ts';
import type { VolumeFile } from '../model/production.ts';
import type { PagePlan, RedactedPdf, Stamp } from '../model/redacting.ts';
import type { Texts } from '../model/texts.ts';
import { formatBates } from './bates.ts';
import { burnBoxes, printedBoxes } from './boxes.ts';
import { agencyCounsel } from './letter-facts.ts';
import type { LetterFonts } from './letter-page.ts';
import { letterPdf } from './letter-pdf.ts';
import { joinWords, longDate } from './letter-words.ts';
import { manifestFile } from './manifest.ts';
import { getPage } from './number-documents.ts';
import { orderDocuments } from './order.ts';
import { tintPdf } from './tint.ts';

/** What a set for chambers is made of; the same input gives the same bytes. */
export interface InCameraInput {
  readonly matter: Matter;
  readonly texts: Texts;
  readonly bases: readonly Base[];
  readonly set: InCameraSet;
  readonly pages: readonly PageText[];
  /** Bates number of a page, by its key, where the volume gave one. */
  readonly numbers: ReadonlyMap<string, string>;
  /** Takes out what is barred, and stamps. */
  readonly redact: (file: string, plans: readonly PagePlan[]) => Promise<RedactedPdf>;
  readonly fonts: LetterFonts;
  readonly released: boolean;
}

/** The set as files: what is brought to chambers, and what stays with the custodian. */
export interface InCameraFiles {
  readonly sealed: readonly VolumeFile[];
  readonly internal: readonly VolumeFile[];
  readonly documents: number;
  readonly pages: number;
}

interface Numbered {
  readonly one: InCameraDocument;
  readonly numbers: readonly string[];
}

/** PDF/, LOGS/, LETTERS/ and MANIFEST.sha256 of a set for chambers, with the record of where each page comes from. */
export async function buildInCamera(input: InCameraInput): Promise<InCameraFiles> {
  const numbered = numberPages(input);
  const pdfs: VolumeFile[] = [];
  for (const one of numbered) pdfs.push(await pdfOf(input, one));
  const pages = numbered.reduce((sum, { numbers }) => sum + numbers.length, 0);
  const files = [
    ...pdfs,
    { path: 'LOGS/sealed-log.csv', bytes: Buffer.from(await toCsv(sealedLog(input, numbered))) },
    { path: `LETTERS/${input.texts.in_camera.letter.file}`, bytes: await coverLetter(input, numbered, pages) },
  ];
  const internal = { path: 'sources.csv', bytes: Buffer.from(await toCsv(sourceRows(input, numbered))) };
  return { sealed: [...files, manifestFile(files)], internal: [internal], documents: numbered.length, pages };
}

/** The page's Bates number where it has one, else a control number: both run through the set in its order. */
function numberPages({ set, matter, texts, numbers }: InCameraInput): readonly Numbered[] {
  const format = { prefix: texts.in_camera.control_prefix, digits: matter.production.digits };
  let next = 1;
  const byId = new Map(set.documents.map((one) => [one.document.id, one]));
  return orderDocuments(set.documents).flatMap(({ document }) => {
    const one = byId.get(document.id);
    if (one === undefined || one.pages.length === 0) return [];
    return [{ one, numbers: one.pages.map((page) => numbers.get(pageKey(page)) ?? formatBates(format, next++)) }];
  });
}

async function pdfOf(input: InCameraInput, { one, numbers }: Numbered): Promise<VolumeFile> {
  const { texts } = input;
  const pages = new Map(input.pages.map((page) => [pageKey(page.ref), page]));
  const on = (list: readonly Redaction[], ref: PageRef): readonly Redaction[] =>
    list.filter((redaction) => pageKey(redaction.page) === pageKey(ref));
  const plans = one.pages.map(
    (ref, i): PagePlan => ({
      page: ref.page,
      burn: burnBoxes(printedBoxes(on(one.removed, ref), texts), texts),
      stamps: stampsOf(input, one, numbers[i] ?? ''),
      text: asPrinted(getPage(pages, ref)),
    }),
  );
  const made = await input.redact(one.pages[0]?.file ?? '', plans);
  const bytes = await tintPdf(
    made.bytes,
    one.pages.map((ref) => ({
      boxes: on(one.proposed, ref).flatMap(({ boxes, ...redaction }) =>
        boxes.map((box) => ({ box, code: codeOf(input, redaction) })),
      ),
      text: getPage(pages, ref),
      whole: one.whole.length > 0,
    })),
  );
  return { path: `PDF/${numbers[0] ?? ''}.pdf`, bytes };
}

/** The code under which the agency keeps the ground: chambers see it as it is. */
function codeOf({ bases }: InCameraInput, { basis, boxCode, kind }: Omit<Redaction, 'boxes'>): string {
  return kind === 'privilege' ? boxCode : (bases.find((base) => base.id === basis)?.internal_code ?? boxCode);
}

function stampsOf(input: InCameraInput, one: InCameraDocument, number: string): readonly Stamp[] {
  const { in_camera: words, draft_mark: draft } = input.texts;
  const codes = one.whole.map((id) => input.bases.find((base) => base.id === id)?.internal_code ?? id).join('/');
  const withheld: readonly Stamp[] =
    codes === '' ? [] : [{ text: fillText(words.withheld_mark, { codes }), place: 'bottom-left' }];
  return [
    { text: number, place: 'bottom-right' },
    ...withheld,
    { text: words.banner, place: 'top-center' },
    ...(input.released ? [] : [{ text: draft, place: 'top-center' } as const]),
  ];
}

const LOG_COLUMNS = [
  'NO',
  'BEGIN',
  'END',
  'PAGE',
  'DOC_DATE',
  'DOC_TYPE',
  'AUTHOR',
  'WHAT',
  'CODE',
  'BASIS',
  'CITATION',
  'ORDER',
  'AUTHORITY_THAT_WOULD_RELEASE',
] as const;

/** One row a withheld document, one a page and ground of what is boxed or removed; of the removed no ground is told. */
function sealedLog(input: InCameraInput, numbered: readonly Numbered[]): Table<(typeof LOG_COLUMNS)[number]> {
  const { in_camera: words } = input.texts;
  const rows = numbered.flatMap(({ one, numbers }) => {
    const { document } = one;
    const row = (what: string, page: string, grounds: readonly string[]) => ({
      BEGIN: numbers[0] ?? '',
      END: numbers.at(-1) ?? '',
      PAGE: page,
      DOC_DATE: dateText(document.date),
      DOC_TYPE: document.typeText,
      AUTHOR: document.author === undefined ? '' : partyText(input.texts, document.author),
      WHAT: what,
      ...groundCells(input, grounds),
      ORDER: one.askedBy.map((id) => orderText(input.matter, id)).join('; '),
    });
    const whole = one.whole.length === 0 ? [] : [row(words.document, '', one.whole)];
    const onPages = one.pages.flatMap((ref, i) => {
      const here = (list: readonly Redaction[]): readonly Redaction[] =>
        list.filter((redaction) => pageKey(redaction.page) === pageKey(ref));
      const bases = [...new Set(here(one.proposed).map(({ basis }) => basis))];
      const gone = here(one.removed).length > 0;
      return [
        ...bases.map((basis) => row(words.passage, numbers[i] ?? '', [basis])),
        ...(gone ? [row(words.removed, numbers[i] ?? '', [])] : []),
      ];
    });
    return [...whole, ...onPages];
  });
  return { columns: LOG_COLUMNS, rows: rows.map((row, i) => ({ NO: String(i + 1), ...row })) };
}

function groundCells(
  { bases, texts }: InCameraInput,
  ids: readonly string[],
): { CODE: string; BASIS: string; CITATION: string; AUTHORITY_THAT_WOULD_RELEASE: string } {
  const known = ids.flatMap((id) => bases.find((base) => base.id === id) ?? []);
  const joined = (cell: (base: Base) => string): string => [...new Set(known.map(cell))].join('; ');
  if (ids.length === 0)
    return { CODE: '', BASIS: texts.in_camera.removed_ground, CITATION: '', AUTHORITY_THAT_WOULD_RELEASE: '' };
  return {
    CODE: known.map((base) => base.internal_code).join('/'),
    BASIS: joined((base) => base.label),
    CITATION: joined((base) => base.citation),
    AUTHORITY_THAT_WOULD_RELEASE: joined((base) => base.may_be_produced_under.join(', ').replaceAll('_', ' ')),
  };
}

function orderText(matter: Matter, id: string): string {
  const order = matter.authorities.find((one) => one.id === id);
  if (order === undefined)
    return id === 'request' ? `order in ${matter.request.docket ?? 'this matter'}` : 'the rule on in camera review';
  const day = order.received_on === undefined ? '' : ` that the agency received on ${longDate(order.received_on)}`;
  return `the order of the Court${day}`;
}

async function coverLetter(input: InCameraInput, numbered: readonly Numbered[], pages: number): Promise<Uint8Array> {
  const { matter, texts } = input;
  const { letter: words, banner } = texts.in_camera;
  const { request, agency } = matter;
  const all = numbered.flatMap(({ numbers }) => numbers);
  const orders = [...new Set(numbered.flatMap(({ one }) => one.askedBy))].map((id) => orderText(matter, id));
  const values = {
    agency: agency.name,
    court: request.court ?? 'the Court',
    docket: request.docket ?? 'not stated',
    caption: request.caption ?? 'the matter named in the request',
    process: texts.process[request.type] ?? 'request',
    orders: joinWords([...new Set(orders)]),
    documents: numbered.length === 1 ? 'one document' : `${numbered.length} documents`,
    pages: pages === 1 ? 'one page' : `${pages} pages`,
    range: rangesOf(all),
  };
  const counsel = agencyCounsel(matter);
  return letterPdf(
    {
      file: words.file,
      title: words.title,
      letterhead: [agency.name, texts.letterhead, ...(agency.address === undefined ? [] : [agency.address])],
      addressee: [request.court ?? 'The Court', words.addressee],
      about: [
        ['Re:', values.caption],
        ['Court:', values.court],
        ['No.:', values.docket],
        ['Our file:', matter.matter],
      ],
      salutation: words.salutation,
      parts: words.body.map((text) => ({ kind: 'text' as const, text: fillText(text, values).trim() })),
      always: texts.t_all,
      signer: [...(counsel === '' ? [] : [counsel]), 'Agency counsel'],
      executed: false,
      copies: words.copies,
      mark: input.released ? banner : `${texts.draft_mark} | ${banner}`,
    },
    input.fonts,
  );
}

/** `A-000004 to A-000008, IC-000001`: runs of numbers that follow one another. */
function rangesOf(numbers: readonly string[]): string {
  const runs: { first: string; last: string }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && follows(run.last, number)) run.last = number;
    else runs.push({ first: number, last: number });
  }
  return joinWords(runs.map(({ first, last }) => (first === last ? first : `${first} to ${last}`)));
}

function follows(before: string, after: string): boolean {
  const [one, two] = [/^(.*?)(\d+)$/.exec(before), /^(.*?)(\d+)$/.exec(after)];
  return one !== null && two !== null && one[1] === two[1] && Number(one[2]) + 1 === Number(two[2]);
}

const SOURCE_COLUMNS = ['NUMBER', 'SOURCE_FILE', 'SOURCE_PAGE', 'SUBMITTED', 'WHY'] as const;

/** One row a page of what is withheld or redacted: its number in the set, or why it is not in it. */
function sourceRows({ set }: InCameraInput, numbered: readonly Numbered[]): Table<(typeof SOURCE_COLUMNS)[number]> {
  const row = (page: PageRef, number: string, why: string) => ({
    NUMBER: number,
    SOURCE_FILE: page.file,
    SOURCE_PAGE: String(page.page),
    SUBMITTED: number === '' ? 'no' : 'yes',
    WHY: why,
  });
  const given = numbered.flatMap(({ one, numbers }) =>
    one.pages.map((page, i) => {
      const gone = one.removed.filter((redaction) => pageKey(redaction.page) === pageKey(page));
      const grounds = [...new Set(gone.map(({ basis }) => basis))].join(', ');
      return row(page, numbers[i] ?? '', grounds === '' ? '' : `passages removed: ${grounds}`);
    }),
  );
  const other = set.documents.flatMap(({ document, pages }) => {
    const kept = new Set(pages.map(pageKey));
    return document.pages.filter((page) => !kept.has(pageKey(page))).map((page) => row(page, '', 'not responsive'));
  });
  const left = set.leftOut.flatMap(({ document, why }) => document.pages.map((page) => row(page, '', why)));
  return { columns: SOURCE_COLUMNS, rows: [...given, ...other, ...left] };
}
