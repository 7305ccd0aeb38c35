import { type LetterFonts, LetterSheet, PAPER } from './letter-page.ts';

/** A paragraph or list of a letter, all names filled in. */
export type LetterPart =
  | { readonly kind: 'heading' | 'text' | 'quote'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly [string, string])[] };

/** A letter ready to be laid out. */
export interface Letter {
  readonly file: string;
  readonly title: string;
  /** Name and address of the agency. */
  readonly letterhead: readonly string[];
  readonly addressee: readonly string[];
  /** `Re:` block: label and value. */
  readonly about: readonly (readonly [string, string])[];
  readonly salutation: string;
  readonly parts: readonly LetterPart[];
  /** The sentence of every letter (T-ALL). */
  readonly always: string;
  /** Lines under the signature rule; [] = nobody signs. */
  readonly signer: readonly string[];
  readonly executed: boolean;
  readonly copies: string;
  /** Draft mark of every page; '' = released. */
  readonly mark: string;
}

const SIZE = 11.5;
const LEADING = 15;
const WIDTH = PAPER.width - PAPER.left - PAPER.right;
const RIGHT = PAPER.width - PAPER.right;
/** Room that a signature block takes; it is not parted from its rule. */
const SIGNATURE = 130;

/** The letter as a PDF on the agency's letterhead; signature and date lines stay empty. */
export async function letterPdf(letter: Letter, fonts: LetterFonts): Promise<Uint8Array> {
  const sheet = await LetterSheet.open(fonts);
  addHead(sheet, letter);
  for (const part of letter.parts) addPart(sheet, part);
  addParagraph(sheet, letter.always, 0);
  if (letter.signer.length > 0) addSignature(sheet, letter);
  if (letter.copies !== '') {
    sheet.keep(LEADING * 2);
    sheet.y += 6;
    addParagraph(sheet, letter.copies, 0);
  }
  addEdges(sheet, letter);
  return sheet.bytes();
}

function addHead(sheet: LetterSheet, letter: Letter): void {
  const [name, ...rest] = letter.letterhead;
  sheet.center(0, name ?? '', sheet.y, 17, 'bold');
  sheet.y += 16;
  for (const line of rest) {
    sheet.center(0, line, sheet.y, 10, 'regular');
    sheet.y += 13;
  }
  sheet.rule(PAPER.left, RIGHT, 1.2);
  sheet.y += 30;
  if (letter.signer.length > 0 && !letter.executed) {
    sheet.put('Date:', PAPER.left, SIZE);
    sheet.y += 2;
    sheet.rule(PAPER.left + 32, PAPER.left + 190);
    sheet.y += LEADING + 13;
  }
  for (const line of letter.addressee.flatMap((text) => sheet.wrap(text, WIDTH, SIZE, 'regular'))) {
    sheet.put(line, PAPER.left, SIZE);
    sheet.y += LEADING;
  }
  if (letter.addressee.length > 0) sheet.y += 10;
  addAbout(sheet, letter.about);
  sheet.keep(LEADING * 4);
  for (const line of sheet.wrap(letter.title.toUpperCase(), WIDTH, 12.5, 'bold')) {
    sheet.center(sheet.pageCount - 1, line, sheet.y, 12.5, 'bold');
    sheet.y += 17;
  }
  sheet.y += 8;
  if (letter.salutation !== '') addParagraph(sheet, letter.salutation, 0);
}

function addAbout(sheet: LetterSheet, about: readonly (readonly [string, string])[]): void {
  if (about.length === 0) return;
  const indent = PAPER.left + 84;
  for (const [label, value] of about) {
    const lines = sheet.wrap(value, RIGHT - indent, SIZE, 'bold');
    sheet.put(label, PAPER.left, SIZE);
    for (const line of lines) {
      sheet.put(line, indent, SIZE, 'bold');
      sheet.y += LEADING;
    }
  }
  sheet.y += 14;
}

function addPart(sheet: LetterSheet, part: LetterPart): void {
  if (part.kind === 'heading') addHeading(sheet, part.text);
  else if (part.kind === 'list') for (const item of part.items) addItem(sheet, item);
  else if (part.kind === 'table') addTable(sheet, part.rows);
  else addParagraph(sheet, part.text, part.kind === 'quote' ? 30 : 0);
  if (part.kind === 'list' || part.kind === 'table') sheet.y += 7;
}

function addHeading(sheet: LetterSheet, text: string): void {
  // A heading stays with the two lines that follow it.
  sheet.keep(LEADING * 3 + 8);
  sheet.y += 4;
  for (const line of sheet.wrap(text, WIDTH, SIZE, 'bold')) {
    sheet.put(line, PAPER.left, SIZE, 'bold');
    sheet.y += LEADING + 2;
  }
}

function addParagraph(sheet: LetterSheet, text: string, indent: number): void {
  const lines = sheet.wrap(text, WIDTH - 2 * indent, SIZE, 'regular');
  addLines(sheet, lines, PAPER.left + indent);
  sheet.y += 7;
}

/** Lines of one paragraph; neither its first nor its last line stands alone on a page. */
function addLines(sheet: LetterSheet, lines: readonly string[], x: number): void {
  lines.forEach((line, i) => {
    const left = lines.length - i;
    const together = (i === 0 && left > 1) || left === 2 ? 2 : 1;
    sheet.keep(LEADING * together);
    sheet.put(line, x, SIZE);
    sheet.y += LEADING;
  });
}

function addItem(sheet: LetterSheet, text: string): void {
  const lines = sheet.wrap(text, WIDTH - 34, SIZE, 'regular');
  sheet.keep(LEADING * Math.min(2, lines.length));
  sheet.put('\u2022', PAPER.left + 16, SIZE);
  addLines(sheet, lines, PAPER.left + 34);
  sheet.y += 2;
}

function addTable(sheet: LetterSheet, rows: readonly (readonly [string, string])[]): void {
  const split = PAPER.left + 190;
  for (const [label, value] of rows) {
    const lines = sheet.wrap(value, RIGHT - split - 8, SIZE, 'regular');
    sheet.keep(LEADING * lines.length + 6);
    sheet.put(label, PAPER.left + 8, SIZE, 'bold');
    for (const line of lines) {
      sheet.put(line, split, SIZE);
      sheet.y += LEADING;
    }
    sheet.y -= LEADING - 5;
    sheet.rule(PAPER.left, RIGHT, 0.4);
    sheet.y += LEADING;
  }
}

function addSignature(sheet: LetterSheet, letter: Letter): void {
  sheet.keep(SIGNATURE);
  sheet.y += 10;
  if (!letter.executed) sheet.put('Respectfully,', PAPER.left, SIZE);
  sheet.y += 48;
  sheet.rule(PAPER.left, PAPER.left + 240);
  if (letter.executed) sheet.rule(PAPER.left + 290, RIGHT);
  sheet.y += LEADING - 1;
  letter.signer.forEach((line, i) => {
    if (letter.executed && i === 0) sheet.put('Date and place', PAPER.left + 290, SIZE);
    sheet.put(line, PAPER.left, SIZE);
    sheet.y += LEADING;
  });
}

/** Draft mark at the top and page number at the foot of every page. */
function addEdges(sheet: LetterSheet, letter: Letter): void {
  for (let page = 0; page < sheet.pageCount; page++) {
    if (letter.mark !== '') sheet.center(page, letter.mark, 34, 11, 'bold');
    const foot = `${letter.title} \u00B7 page ${page + 1} of ${sheet.pageCount}`;
    sheet.center(page, foot, PAPER.height - 44, 9, 'regular', true);
  }
}

/** A slip sheet: what it stands for in a frame, its range at the lower right, the draft mark on top. */
export async function slipSheetPdf(text: string, range: string, mark: string, fonts: LetterFonts): Promise<Uint8Array> {
  const sheet = await LetterSheet.open(fonts);
  const clean = sheet.clean(text);
  const room = PAPER.width - 2 * 54;
  const size = Math.min(13, (room - 32) / sheet.widthOf(clean, 1, 'bold'));
  sheet.frame(54, 340, room, 64);
  sheet.center(0, clean, 376, size, 'bold');
  const width = sheet.widthOf(sheet.clean(range), 9, 'regular');
  sheet.putOn(0, range, PAPER.width - 18 - width, PAPER.height - 18, 9, 'regular');
  if (mark !== '') sheet.center(0, mark, 24, 9, 'regular');
  return sheet.bytes();
}
