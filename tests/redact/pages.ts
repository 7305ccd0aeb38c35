import { inflateSync } from 'node:zlib';
import { PDFDocument, type PDFFont, type PDFPage, StandardFonts } from 'pdf-lib';
import type { Box } from '../../src/model/geometry.ts';
import { unionBox } from '../../src/model/geometry.ts';
import { boxesOfSpan, type PageText, type Word } from '../../src/model/page.ts';
import type { BurnBox, PagePlan } from '../../src/model/redacting.ts';
import { openPdfjs } from '../../src/pdf/pdfjs.ts';

/** Words as the reader would give them for lines set in `font`. */
export class PageBuilder {
  readonly page: PDFPage;
  private readonly font: PDFFont;
  private readonly words: Word[] = [];
  private text = '';
  private lines = 0;

  constructor(page: PDFPage, font: PDFFont) {
    this.page = page;
    this.font = font;
  }

  /** Draws a line (unless `draw` is false) with its baseline at (x, y) from the top left. */
  line(text: string, x: number, y: number, size = 12, draw = true): this {
    if (draw) this.page.drawText(text, { x, y: this.page.getHeight() - y, size, font: this.font });
    if (this.text !== '') this.text += '\n';
    const start = this.text.length;
    for (const match of text.matchAll(/\S+/g)) {
      const glyphs: number[] = [];
      for (let i = 0; i < match[0].length; i++) {
        const before = widthOf(this.font, text.slice(0, match.index + i), size);
        const w = this.font.widthOfTextAtSize(match[0][i] ?? '', size);
        glyphs.push(x + before, y - size * 0.8, w, size * 1.05);
      }
      this.words.push({
        text: match[0],
        start: start + match.index,
        box: unionBox(quads(glyphs)),
        glyphs,
        confidence: 1,
        line: this.lines,
      });
    }
    this.text += text;
    this.lines++;
    return this;
  }

  pageText(number: number, more: Partial<PageText> = {}): PageText {
    return {
      ref: { file: 'test.pdf', page: number },
      width: this.page.getWidth(),
      height: this.page.getHeight(),
      text: this.text,
      words: [...this.words],
      readBy: 'text-layer',
      turn: 0,
      treat: 'surgery',
      zones: [],
      notes: [],
      ...more,
    };
  }
}

/** Without kerning, which pdf-lib measures but does not draw. */
function widthOf(font: PDFFont, text: string, size: number): number {
  return [...text].reduce((sum, char) => sum + font.widthOfTextAtSize(char, size), 0);
}

function quads(flat: readonly number[]): Box[] {
  const out: Box[] = [];
  for (let i = 0; i + 3 < flat.length; i += 4)
    out.push({ x: flat[i]!, y: flat[i + 1]!, w: flat[i + 2]!, h: flat[i + 3]! });
  return out;
}

/** A new document with `pages` letter pages and Helvetica. */
export async function newDocument(
  sizes: readonly [number, number][],
): Promise<{ doc: PDFDocument; builders: PageBuilder[] }> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  const font = await doc.embedFont(StandardFonts.Helvetica);
  return { doc, builders: sizes.map((size) => new PageBuilder(doc.addPage(size), font)) };
}

export async function saved(doc: PDFDocument): Promise<Uint8Array> {
  return doc.save({ useObjectStreams: false, updateFieldAppearances: false, addDefaultPage: false });
}

/** Boxes over every place of `phrase` in the text of a page. */
export function burnPhrase(text: PageText, phrase: string, code = 'MIN', label = 'name of a minor'): BurnBox[] {
  const burn: BurnBox[] = [];
  for (let at = text.text.indexOf(phrase); at >= 0; at = text.text.indexOf(phrase, at + 1)) {
    burn.push(...boxesOfSpan(text, at, at + phrase.length).map((box) => ({ box, code, label })));
  }
  if (burn.length === 0) throw new Error('phrase not on the page');
  return burn;
}

export function planOf(text: PageText, burn: readonly BurnBox[], stamp = 'ABC-000001'): PagePlan {
  return {
    page: text.ref.page,
    burn,
    stamps: [
      { text: stamp, place: 'bottom-right' },
      { text: 'CONFIDENTIAL', place: 'bottom-left' },
    ],
    text,
  };
}

/** What pdfjs extracts, one string a page, white space made single. */
export async function extract(bytes: Uint8Array): Promise<string[]> {
  const doc = await openPdfjs(bytes);
  const pages: string[] = [];
  for (let n = 1; n <= doc.numPages; n++) {
    const content = await (await doc.getPage(n)).getTextContent();
    pages.push(
      content.items
        .map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : ''))
        .join('')
        .replace(/\s+/g, ' '),
    );
  }
  await doc.loadingTask.destroy();
  return pages;
}

/** The file and every Flate stream in it, as Latin-1. */
export function rawText(bytes: Uint8Array): string {
  const raw = Buffer.from(bytes).toString('latin1');
  const parts = [raw];
  for (const match of raw.matchAll(/stream\r?\n/g)) {
    const start = match.index + match[0].length;
    const end = raw.indexOf('endstream', start);
    try {
      parts.push(inflateSync(bytes.subarray(start, end)).toString('latin1'));
    } catch {
      // Not Flate.
    }
  }
  return parts.join('\n');
}
