import {
  type PDFContext,
  type PDFDict,
  PDFName,
  PDFRawStream,
  type PDFRef,
  StandardFontEmbedder,
  StandardFonts,
} from 'pdf-lib';
import { writeToUnicode } from './to-unicode-trim.ts';

/** The faces the redactor writes in: two of the standard 14, and one without ink for letters they lack. */
export type Face = 'plain' | 'bold' | `blank${number}`;

/** A piece of text in one face, ready for a show operator. */
export interface Run {
  readonly face: Face;
  /** Operand of Tj, with its brackets. */
  readonly operand: string;
  /** Natural width at 1 pt. */
  readonly width: number;
}

/** Codes of a font without ink: 1 to 255. */
const CODES = 255;
/** Width of every glyph without ink, in thousandths of the size. */
const BLANK_WIDTH = 500;

const plain = standardEmbedder(StandardFonts.Helvetica);
const bold = standardEmbedder(StandardFonts.HelveticaBold);

/**
 * The fonts of one output document. Text in WinAnsi is set in Helvetica; a word with any other
 * character goes to a Type 3 font whose glyphs draw nothing and whose ToUnicode says what they are,
 * so that no letter of an invisible layer is lost.
 */
export class FontBook {
  private readonly context: PDFContext;
  private readonly made = new Map<Face, PDFRef>();
  private readonly blanks: string[] = [];

  constructor(context: PDFContext) {
    this.context = context;
  }

  /** Text for ink: characters that Helvetica lacks become `?`. */
  ink(text: string, face: 'plain' | 'bold'): Run {
    const embedder = face === 'plain' ? plain : bold;
    const safe = [...text].map((char) => (inWinAnsi(char) ? char : '?')).join('');
    return { face, operand: embedder.encodeText(safe).toString(), width: embedder.widthOfTextAtSize(safe, 1) };
  }

  /** Text without ink, whatever its characters. */
  invisible(text: string): readonly Run[] {
    if ([...text].every(inWinAnsi)) return [this.ink(text, 'plain')];
    const runs: { face: Face; codes: number[] }[] = [];
    for (const char of text) {
      const { face, code } = this.blankCode(char);
      const last = runs.at(-1);
      if (last?.face === face) last.codes.push(code);
      else runs.push({ face, codes: [code] });
    }
    return runs.map(({ face, codes }) => ({
      face,
      operand: `<${Buffer.from(codes).toString('hex').toUpperCase()}>`,
      width: (codes.length * BLANK_WIDTH) / 1000,
    }));
  }

  /** The font dictionary of a face. */
  reference(face: Face): PDFRef {
    const known = this.made.get(face);
    if (known !== undefined) return known;
    const ref = this.context.nextRef();
    this.made.set(face, ref);
    if (face === 'plain' || face === 'bold') this.context.assign(ref, standardFont(this.context, face));
    return ref;
  }

  /** Writes the fonts without ink; call once, when all pages are made. */
  finish(): void {
    for (const [face, ref] of this.made) {
      if (face === 'plain' || face === 'bold') continue;
      const first = Number(face.slice('blank'.length)) * CODES;
      this.context.assign(ref, blankFont(this.context, this.blanks.slice(first, first + CODES)));
    }
  }

  private blankCode(char: string): { face: Face; code: number } {
    let index = this.blanks.indexOf(char);
    if (index < 0) index = this.blanks.push(char) - 1;
    return { face: `blank${Math.floor(index / CODES)}`, code: (index % CODES) + 1 };
  }
}

function standardEmbedder(name: StandardFonts): StandardFontEmbedder {
  // The parameter's own enum is not exported; its values are the same names.
  return StandardFontEmbedder.for(name as string as Parameters<typeof StandardFontEmbedder.for>[0]);
}

function inWinAnsi(char: string): boolean {
  return plain.encoding.canEncodeUnicodeCodePoint(char.codePointAt(0) ?? 0);
}

function standardFont(context: PDFContext, face: 'plain' | 'bold'): PDFDict {
  const name = face === 'plain' ? 'Helvetica' : 'Helvetica-Bold';
  return context.obj({ Type: 'Font', Subtype: 'Type1', BaseFont: name, Encoding: 'WinAnsiEncoding' });
}

function blankFont(context: PDFContext, chars: readonly string[]): PDFDict {
  const glyph = PDFRawStream.of(context.obj({}), Buffer.from(`${BLANK_WIDTH} 0 d0\n`, 'latin1'));
  const names = chars.map((_, i) => `g${i + 1}`);
  const font = context.obj({
    Type: 'Font',
    Subtype: 'Type3',
    FontBBox: [0, -200, BLANK_WIDTH, 800],
    FontMatrix: [0.001, 0, 0, 0.001, 0, 0],
    FirstChar: 1,
    LastChar: chars.length,
    Widths: chars.map(() => BLANK_WIDTH),
    CharProcs: context.obj(Object.fromEntries(names.map((name) => [name, context.register(glyph)]))),
    Encoding: context.obj({ Type: 'Encoding', Differences: [1, ...names] }),
    Resources: {},
  });
  const map = PDFRawStream.of(
    context.obj({}),
    Buffer.from(writeToUnicode(new Map(chars.map((char, i) => [i + 1, utf16(char)])), 1), 'latin1'),
  );
  font.set(PDFName.of('ToUnicode'), context.register(map));
  return font;
}

function utf16(text: string): string {
  return Array.from({ length: text.length }, (_, i) =>
    text.charCodeAt(i).toString(16).toUpperCase().padStart(4, '0'),
  ).join('');
}
