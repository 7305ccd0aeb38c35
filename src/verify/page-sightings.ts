import type { Sighting } from './classes.ts';
import { gapSightings } from './gaps.ts';
import { spaced } from './glyph-text.ts';
import { findHidden } from './hidden-glyphs.ts';
import { hiddenImageSightings } from './hidden-images.ts';
import { hiddenTextSightings } from './hidden-text.ts';
import { imageSightings } from './image-faults.ts';
import { markSightings } from './marks.ts';
import type { PdfiumView, Picture } from './pdfium-view.ts';
import type { OpenPage } from './pdfjs-view.ts';
import { wordsOf } from './secrets.ts';
import { type Survey, survey } from './survey.ts';
import { underBoxSightings } from './under-boxes.ts';

/** Fine enough for the ink of ten-point letters, coarse enough to be quick. */
const DPI = 100;

/** What the checks of a page share. */
export interface PageChecks {
  readonly pdfium: PdfiumView;
  readonly strict: boolean;
  readonly survey: Survey;
  /** Whether the file has a JPEG of this size. */
  readonly isJpeg: (width: number, height: number) => boolean;
  /** Somebody's file, of whose boxes nothing is known. */
  readonly foreign: boolean;
  /** Names to be tried in gaps. */
  readonly names: readonly string[];
}

/** What one page shows to somebody who looks under everything on it. */
export async function pageSightings(open: OpenPage, checks: PageChecks): Promise<readonly Sighting[]> {
  const { painted, annotations } = open;
  const { pdfium, strict } = checks;
  let picture: Picture | undefined;
  const draw = (): Picture => {
    picture ??= pdfium.draw(painted.number, DPI);
    return picture;
  };
  const { runs, hidden } = findHidden(painted, draw);
  survey(checks.survey, painted, hidden);
  const seen = painted.glyphs.filter((glyph) => !hidden.has(glyph));
  const visible = new Set(runs.length === 0 ? [] : wordsOf(spaced(seen)));
  return [
    ...hiddenTextSightings(painted.number, runs, visible, strict),
    ...markSightings(painted, annotations),
    ...underBoxSightings(painted, annotations, draw),
    ...imageSightings(painted, checks),
    ...hiddenImageSightings(painted, strict),
    ...gapSightings(painted, checks.names),
  ];
}
