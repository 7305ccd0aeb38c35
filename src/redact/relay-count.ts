import type { NameLists, RespacedWords } from '../model/redacting.ts';
import type { PageModel } from '../pdf/page-model.ts';
import { blankOf, EXACT, type Fits, fitting, metricsOf, type NameWidths, nameWidths } from './gaps.ts';
import type { Hole } from './relay-layout.ts';

/** How the width of gaps is dealt with. */
export interface RelayOptions {
  /** auto: where fewer names than `threshold` fit a gap. always: wherever a box hides an identity. never: only counted. */
  readonly when: 'auto' | 'always' | 'never';
  /** Names of the dictionary that must still fit a gap. */
  readonly threshold: number;
  /** People of the roster that must, or all of them where they are fewer. */
  readonly rosterLeast: number;
  readonly names: NameLists;
  readonly words: RespacedWords;
}

/** Does a gap leave so few names that it is to be closed? */
export function isTelling(options: RelayOptions, fits: Fits): boolean {
  if (options.when !== 'auto') return options.when === 'always';
  return (
    fits.dictionary < options.threshold || fits.roster < Math.min(options.rosterLeast, options.names.roster.length)
  );
}

/** Counts the names that fit gaps of a page, in the fonts of the page. */
export class Ruler {
  private readonly page: PageModel;
  private readonly names: NameLists;
  private readonly known = new Map<number, NameWidths>();

  constructor(page: PageModel, names: NameLists) {
    this.page = page;
    this.names = names;
  }

  /** The widths of all names in a font of the page. */
  widths(font: number): NameWidths {
    let widths = this.known.get(font);
    if (widths === undefined) {
      widths = nameWidths(this.names, metricsOf(this.page, font), blankOf(this.page, font));
      this.known.set(font, widths);
    }
    return widths;
  }

  /** Names that fit what was taken out, by its exact width. */
  exact(hole: Hole): Fits {
    return fitting(this.widths(hole.font), hole.natural, hole.size, EXACT);
  }
}
