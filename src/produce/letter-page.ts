import fontkit from '@cantoo/fontkit';
import { PDFDocument, type PDFFont, type PDFPage, rgb } from 'pdf-lib';
import { writeFreshPdf } from '../pdf/write-pdf.ts';

type Fontkit = Parameters<PDFDocument['registerFontkit']>[0];

/** TrueType fonts of letters, handed in as bytes: regular and bold. */
export interface LetterFonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
}

export type Weight = 'regular' | 'bold';

/** US letter; margins and sizes in points. */
export const PAPER = { width: 612, height: 792, left: 72, right: 72, top: 72, bottom: 80 } as const;

/** Parsed fonts by their bytes: a volume has a dozen letters and slip sheets, parsing takes longer than all of them. */
const parsed = new WeakMap<Uint8Array, ReturnType<Fontkit['create']>>();

const reader: Fontkit = {
  create(bytes: Uint8Array): ReturnType<Fontkit['create']> {
    const engine: Fontkit = fontkit;
    const font = parsed.get(bytes) ?? engine.create(bytes);
    parsed.set(bytes, font);
    return font;
  },
};

const BLACK = rgb(0, 0, 0);
const GREY = rgb(0.35, 0.35, 0.35);

/** A PDF in the making: pages, a pen that moves down, and text in a font that has every letter it can. */
export class LetterSheet {
  private readonly doc: PDFDocument;
  private readonly fonts: Readonly<Record<Weight, PDFFont>>;
  private readonly known: ReadonlySet<number>;
  private readonly pages: PDFPage[] = [];
  private readonly widths = new Map<string, number>();
  /** Distance of the pen from the top of the page, in points. */
  y: number = PAPER.top;

  private constructor(doc: PDFDocument, fonts: Readonly<Record<Weight, PDFFont>>) {
    this.doc = doc;
    this.fonts = fonts;
    this.known = new Set(fonts.regular.getCharacterSet());
    this.addPage();
  }

  /** A sheet with one empty page. Subsets are embedded without ligatures, so that text reads back letter by letter. */
  static async open(fonts: LetterFonts): Promise<LetterSheet> {
    const doc = await PDFDocument.create({ updateMetadata: false });
    doc.registerFontkit(reader);
    const options = { subset: true, features: { liga: false, clig: false, dlig: false } };
    return new LetterSheet(doc, {
      regular: await doc.embedFont(fonts.regular, options),
      bold: await doc.embedFont(fonts.bold, options),
    });
  }

  get pageCount(): number {
    return this.pages.length;
  }

  addPage(): void {
    this.pages.push(this.doc.addPage([PAPER.width, PAPER.height]));
    this.y = PAPER.top;
  }

  /** Goes to a new page unless `height` points are left on this one. */
  keep(height: number): void {
    if (this.y + height > PAPER.height - PAPER.bottom) this.addPage();
  }

  /** `text` with every letter the font lacks as U+FFFD, blanks of any kind as blanks. */
  clean(text: string): string {
    const letters = [...text.toWellFormed().normalize('NFC').replace(/\s+/gu, ' ')];
    return letters
      .filter((letter) => !/[\p{Cc}\p{Cf}]/u.test(letter))
      .map((letter) => (this.known.has(letter.codePointAt(0) ?? 0) ? letter : '\uFFFD'))
      .join('');
  }

  /** Width in points. Glyphs are set at their own advance, so that words measured once add up. */
  widthOf(text: string, size: number, weight: Weight): number {
    const words = text.split(' ');
    const blanks = (words.length - 1) * this.wordWidth(' ', weight);
    return size * words.reduce((sum, word) => sum + this.wordWidth(word, weight), blanks);
  }

  private wordWidth(word: string, weight: Weight): number {
    if (word === '') return 0;
    const key = `${weight} ${word}`;
    const width = this.widths.get(key) ?? this.fonts[weight].widthOfTextAtSize(word, 1);
    this.widths.set(key, width);
    return width;
  }

  /** Lines of `text` that fit `width`; a word longer than a line is broken. */
  wrap(text: string, width: number, size: number, weight: Weight): readonly string[] {
    const lines: string[] = [];
    let line = '';
    for (const word of this.clean(text).split(' ')) {
      for (const part of this.breakWord(word, width, size, weight)) {
        const longer = line === '' ? part : `${line} ${part}`;
        if (line !== '' && this.widthOf(longer, size, weight) > width) {
          lines.push(line);
          line = part;
        } else {
          line = longer;
        }
      }
    }
    return line === '' && lines.length > 0 ? lines : [...lines, line];
  }

  private breakWord(word: string, width: number, size: number, weight: Weight): readonly string[] {
    if (this.widthOf(word, size, weight) <= width) return [word];
    const parts: string[] = [];
    let part = '';
    for (const letter of word) {
      if (part !== '' && this.widthOf(part + letter, size, weight) > width) {
        parts.push(part);
        part = '';
      }
      part += letter;
    }
    return [...parts, part];
  }

  /** Sets a line at the pen without moving it; `x` from the left edge of the page. */
  put(text: string, x: number, size: number, weight: Weight = 'regular'): void {
    this.putOn(this.pages.length - 1, text, x, this.y, size, weight);
  }

  /** Sets a line on a page (from 0), its baseline `y` points from the top. */
  putOn(page: number, text: string, x: number, y: number, size: number, weight: Weight, grey = false): void {
    const font = this.fonts[weight];
    this.pages[page]?.drawText(this.clean(text), { x, y: PAPER.height - y, size, font, color: grey ? GREY : BLACK });
  }

  /** Sets a line in the middle of a page (from 0). */
  center(page: number, text: string, y: number, size: number, weight: Weight, grey = false): void {
    const clean = this.clean(text);
    this.putOn(page, clean, (PAPER.width - this.widthOf(clean, size, weight)) / 2, y, size, weight, grey);
  }

  /** A rule from `x` to `right` at the pen. */
  rule(x: number, right: number, thickness = 0.6): void {
    const y = PAPER.height - this.y;
    this.pages.at(-1)?.drawLine({ start: { x, y }, end: { x: right, y }, thickness, color: BLACK });
  }

  /** A frame on the last page; `y` is its top, from the top of the page. */
  frame(x: number, y: number, width: number, height: number): void {
    this.pages.at(-1)?.drawRectangle({
      x,
      y: PAPER.height - y - height,
      width,
      height,
      borderWidth: 1,
      borderColor: BLACK,
    });
  }

  /** The finished file: no dates, no producer, an ID made of its content; the same sheet gives the same bytes. */
  async bytes(): Promise<Uint8Array> {
    await this.doc.flush();
    return writeFreshPdf(this.doc.context, this.doc.catalog);
  }
}
