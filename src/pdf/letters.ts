import type { FontFacts } from './fonts.ts';
import type { PageFont } from './page-model.ts';
import type { Doubts } from './trust.ts';

/** Control characters, private use, not a character: no letter a reader could mean. */
const NO_LETTER = /^$|[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufffd\ue000-\uf8ff]/;

/** Symbols, not words: no name hides in them. */
const PICTORIAL = /symbol|dingbat|wingding|webding|icon|awesome|marlett|math|cmsy|cmex|msam|msbm/i;

/** Watches which glyphs of a page have letters that their font really tells. */
export class Letters {
  private readonly bad = new Map<number, Set<number>>();
  private readonly sure = new Map<FontFacts, Map<number, boolean>>();

  /** Notes one use of a code of the font with that index. */
  note(fontIndex: number, font: FontFacts, code: number, unicode: string): void {
    let codes = this.sure.get(font);
    if (codes === undefined) {
      codes = new Map();
      this.sure.set(font, codes);
    }
    let sure = codes.get(code);
    if (sure === undefined) {
      sure = font.tells(code) && !NO_LETTER.test(unicode);
      codes.set(code, sure);
    }
    if (sure) return;
    const list = this.bad.get(fontIndex) ?? new Set();
    list.add(code);
    this.bad.set(fontIndex, list);
  }

  /** The fonts with their judgement; one odd bullet does not make a font unreliable. */
  judge(fonts: readonly PageFont[], doubts: Doubts): readonly PageFont[] {
    return fonts.map((font, index) => {
      const bad = this.bad.get(index)?.size ?? 0;
      if (bad < 2 || PICTORIAL.test(font.baseFont)) return font;
      doubts.unreadable('a font does not say which letters its glyphs are');
      return { ...font, unicode: 'unreliable' as const };
    });
  }
}
