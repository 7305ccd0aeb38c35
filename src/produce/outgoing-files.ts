import type { Table } from '../log/csv.ts';
import { fillText } from '../log/describe.ts';
import type { Logs } from '../log/make-logs.ts';
import { dateText, partyText, recipientsText, roleOf } from '../log/names.ts';
import { pageKey } from '../model/page.ts';
import type { VolumeFile } from '../model/production.ts';
import { slipSheetPdf } from './letter-pdf.ts';
import { DAT_FIELDS, type DatRow, datRow, formatDat } from './load-file.ts';
import { sha256Hex } from './manifest.ts';
import { getPage, type MadeDocument } from './number-documents.ts';
import { type DrawnDocument, imageFiles } from './page-images.ts';
import { shownText } from './page-text.ts';
import type { VolumeInput } from './volume-input.ts';

/** Files of the documents, and the words among them that the leak search reads. */
export interface DocumentFiles {
  readonly files: readonly VolumeFile[];
  readonly dat: Table;
  readonly slips: readonly { readonly path: string; readonly text: string; readonly except: readonly string[] }[];
}

/** PDF, TEXT and DATA of a volume: contract 3.1. */
export async function documentFiles(
  input: VolumeInput,
  documents: readonly MadeDocument[],
  logs: Logs,
  designation: string,
): Promise<DocumentFiles> {
  const made = await Promise.all(documents.map((one) => filesOf(input, one, documents, logs, designation)));
  const rows = made.map((one) => one.row);
  const dat = Buffer.from(`\uFEFF${formatDat(rows)}`);
  const { volume, profile } = input.matter.production;
  const images = profile === 'images' ? await picturesOf(input, documents, made) : [];
  return {
    files: [...made.flatMap((one) => one.files), { path: `DATA/${volume}.dat`, bytes: dat }, ...images],
    dat: { columns: [...DAT_FIELDS], rows },
    slips: made.flatMap((one) => one.slips),
  };
}

/** IMAGES/ and the Opticon file: pictures of the very PDFs that go out; a withheld range has one, of its slip sheet. */
async function picturesOf(
  input: VolumeInput,
  documents: readonly MadeDocument[],
  made: readonly { readonly files: readonly VolumeFile[] }[],
): Promise<readonly VolumeFile[]> {
  const { volume } = input.matter.production;
  const drawn: DrawnDocument[] = [];
  // One after the other: a page at 300 dots an inch is 33 MB of pixels.
  for (const [i, { logged, pdf }] of documents.entries()) {
    const numbers = pdf === undefined ? [logged.range.begin] : logged.pages.map((page) => page.number);
    const file = made[i]?.files.find(({ path }) => path.startsWith('PDF/'));
    if (file === undefined) throw new RangeError('a document without its PDF');
    drawn.push({ numbers, pages: await input.drawPages(file.bytes) });
  }
  const { files, opt } = imageFiles(volume, drawn);
  return [...files, { path: `DATA/${volume}.opt`, bytes: Buffer.from(opt) }];
}

async function filesOf(
  input: VolumeInput,
  made: MadeDocument,
  all: readonly MadeDocument[],
  logs: Logs,
  designation: string,
): Promise<{ files: readonly VolumeFile[]; row: DatRow; slips: DocumentFiles['slips'] }> {
  const { range } = made.logged;
  const slip = made.pdf === undefined ? slipText(input, made, logs) : '';
  const bytes = made.pdf ?? (await slipSheet(input, made, slip));
  const text = made.pdf === undefined ? `${slip}\n` : producedText(input, made, designation);
  const path = `PDF/${range.begin}.pdf`;
  return {
    files: [
      { path, bytes },
      { path: `TEXT/${range.begin}.txt`, bytes: Buffer.from(text) },
    ],
    row: rowOf(input, made, all, logs, bytes, designation),
    slips: slip === '' ? [] : [{ path, text: slip, except: [] }],
  };
}

function slipText(input: VolumeInput, made: MadeDocument, logs: Logs): string {
  const { range, pages } = made.logged;
  return fillText(input.texts.slip_sheet, {
    begin: range.begin,
    end: range.end,
    pages: String(pages.length),
    log_no: logNumber(made, logs),
  });
}

/** LOG_NO of a withheld document, or its RED_NO where the ground is no privilege. */
function logNumber(made: MadeDocument, logs: Logs): string {
  const privilege = logs.privileges.find((entry) => entry.claim.document === made.logged);
  const redaction = logs.redactions.find((entry) => entry.document === made.logged);
  return privilege?.logNo ?? redaction?.row.RED_NO ?? '';
}

async function slipSheet(input: VolumeInput, made: MadeDocument, text: string): Promise<Uint8Array> {
  const { begin, end } = made.logged.range;
  const range = begin === end ? begin : `${begin}–${end}`;
  return slipSheetPdf(text, range, input.released ? '' : input.texts.draft_mark, input.fonts);
}

/** Text of a produced document: what its pages show, number and legend last, a form feed between pages. */
function producedText(input: VolumeInput, made: MadeDocument, designation: string): string {
  const pages = new Map(input.pages.map((page) => [pageKey(page.ref), page]));
  return made.logged.pages
    .map((page, i) => {
      const ref = made.logged.document.pages[i];
      if (ref === undefined) throw new RangeError('a number without a page');
      const mark = input.released ? [] : [input.texts.draft_mark];
      const legend = designation === '' ? [] : [designation];
      return `${[...mark, shownText(getPage(pages, ref), page.boxes), ...legend, page.number].join('\n')}\n`;
    })
    .join('\f');
}

function rowOf(
  input: VolumeInput,
  made: MadeDocument,
  all: readonly MadeDocument[],
  logs: Logs,
  bytes: Uint8Array,
  designation: string,
): DatRow {
  const { logged } = made;
  const privileged = logs.privileges.find((entry) => entry.claim.document === logged);
  const family = familyRange(logged, all);
  return datRow({
    logged,
    ...family,
    custodian: input.matter.custodian.name,
    date: dateText(logged.document.date),
    people: peopleOf(input, made, privileged !== undefined),
    subject: privileged === undefined ? '' : input.texts.log.title_subject,
    size: bytes.length,
    sha256: sha256Hex(bytes),
    designation: made.pdf === undefined && privileged === undefined ? '' : designation,
    logId: privileged?.logNo ?? '',
    volume: input.matter.production.volume,
  });
}

/** Range of the family's acknowledged members; empty for a document that has none. */
function familyRange(
  logged: MadeDocument['logged'],
  all: readonly MadeDocument[],
): { readonly begAttach: string; readonly endAttach: string } {
  const head = logged.family?.parent ?? (logged.hasAttachment ? logged.document.id : undefined);
  if (head === undefined) return { begAttach: '', endAttach: '' };
  const members = all.filter((one) => one.logged.document.id === head || one.logged.family?.parent === head);
  return {
    begAttach: members[0]?.logged.range.begin ?? '',
    endAttach: members.at(-1)?.logged.range.end ?? '',
  };
}

/** Names as the privilege log gives them; of other documents only staff and counsel who wrote them. */
function peopleOf(
  input: VolumeInput,
  made: MadeDocument,
  privileged: boolean,
): { author: string; from: string; to: string; cc: string } {
  const { document } = made.logged;
  const author = document.author ?? document.from;
  const inside = author !== undefined && ['client', 'atty'].includes(roleOf(input.texts, author).privilege_role);
  const told = author !== undefined && (privileged || (inside && made.pdf !== undefined));
  return {
    author: told ? partyText(input.texts, author) : '',
    from: told && document.correspondence ? partyText(input.texts, document.from ?? author) : '',
    to: privileged ? recipientsText(input.texts, document.to) : '',
    cc: privileged ? recipientsText(input.texts, document.cc) : '',
  };
}
