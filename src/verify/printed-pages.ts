import { type Box, growBox, sharedArea } from '../model/geometry.ts';
import type { OcrEngine } from '../model/ocr.ts';
import type { Sighting } from './classes.ts';
import { confirmLetters } from './letter-sheet.ts';
import type { PaintedPage } from './painted.ts';
import type { PdfiumView } from './pdfium-view.ts';
import { InkReader } from './read-ink.ts';
import { type PlacedWord, textsAround } from './read-together.ts';
import { regionsToRead } from './regions-to-read.ts';
import type { SecretIndex } from './secrets.ts';
import { ShownLetters } from './shown-letters.ts';
import { unexplainedInk } from './unexplained-ink.ts';

/** Pages read at once. */
const AT_ONCE = 4;

interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly ink: readonly Box[];
}

/**
 * Reads pages with boxes as printed. Where every letter that a page shows has been seen to be what the file says it
 * is, and letters, rules and boxes explain all its ink, its picture says what the other readers were told; else an OCR
 * engine reads what is left to explain.
 */
export class PrintedPages {
  private readonly letters = new ShownLetters();
  private readonly pages = new Map<number, Sheet>();
  private readonly view: PdfiumView;

  constructor(view: PdfiumView) {
    this.view = view;
  }

  /** Takes note of a page that is to be read. */
  add(page: PaintedPage): void {
    this.letters.add(page);
    const { number, width, height } = page;
    this.pages.set(number, { width, height, ink: unexplainedInk(page, this.view.shades(number, 72)) });
  }

  async sightings(secrets: SecretIndex, ocr: OcrEngine): Promise<readonly Sighting[]> {
    await confirmLetters(this.letters.samples, this.view, ocr);
    const reader = new InkReader(this.view, ocr);
    const found: Sighting[] = [];
    const pages = [...this.pages];
    // Several at once keep the engine's threads busy; all at once would hold the pictures of a whole document.
    for (let from = 0; from < pages.length; from += AT_ONCE) {
      const some = pages.slice(from, from + AT_ONCE);
      const read = await Promise.all(some.map(([page, sheet]) => this.read(page, sheet, reader)));
      for (const [i, [page]] of some.entries()) {
        const seen = new Set((read[i] ?? []).flatMap((text) => secrets.find(text)));
        for (const _ of seen) found.push(readable(page));
      }
    }
    return found;
  }

  /** What the engine reads where only the picture tells what stands there, with the words that stand around it. */
  private async read(page: number, sheet: Sheet, reader: InkReader): Promise<readonly string[]> {
    const { patches, strips } = regionsToRead(sheet, this.letters.unsure(page), sheet.ink);
    if (patches.length + strips.length === 0) return [];
    const sure = this.letters.sure(page);
    const [inPatches, inStrips] = await Promise.all([reader.read(page, patches), reader.read(page, strips)]);
    const rows = wordsByRow(sure);
    const said = inStrips.map((words) =>
      words.map(({ box, text }) => ({ box, text: saidAt(box, rows, sheet.ink) ?? text })),
    );
    const alone = [...inPatches, ...said].map((words) => words.map(({ text }) => text).join(' '));
    const all = [...inPatches.flat(), ...said.flat(), ...sure];
    return [
      ...alone,
      ...inPatches.flatMap((words) =>
        textsAround(
          words,
          all.filter((one) => !words.includes(one)),
        ),
      ),
    ];
  }
}

/** Height of the rows in which words are looked up, in points. */
const ROW = 16;

function wordsByRow(words: readonly PlacedWord[]): ReadonlyMap<number, readonly PlacedWord[]> {
  return Map.groupBy(words, ({ box }) => Math.floor((box.y + box.h / 2) / ROW));
}

/**
 * What the file says at a place where every letter was seen to be what it says: an engine that reads the place once
 * more may take an s for a blank. Undefined where ink that nothing explains may lie over those letters.
 */
function saidAt(place: Box, rows: ReadonlyMap<number, readonly PlacedWord[]>, ink: readonly Box[]): string | undefined {
  if (ink.some((patch) => sharedArea(growBox(patch, 2), place) > 0)) return undefined;
  const middle = place.y + place.h / 2;
  const row = Math.floor(middle / ROW);
  const here = [row - 1, row, row + 1].flatMap((at) => rows.get(at) ?? []);
  const [word, ...more] = here.filter(
    ({ box }) => sharedArea(box, place) > 0.1 * Math.min(box.w * box.h, place.w * place.h),
  );
  if (word === undefined || more.length > 0) return undefined;
  const beyond = Math.max(0, word.box.x - place.x) + Math.max(0, place.x + place.w - word.box.x - word.box.w);
  return beyond < 0.2 * place.w ? word.text : undefined;
}

function readable(page: number): Sighting {
  return {
    name: 'image-pixels',
    level: 'leak',
    page,
    seenBy: ['ocr'],
    what: 'text that must be gone can be read from the picture of the page',
  };
}
