import type { Sighting } from './classes.ts';
import { holdsMiddle, type PaintedPage } from './painted.ts';
import type { Annotation } from './pdfjs-parts.ts';

/** Comments that propose a redaction. */
const PROPOSAL = /\bredact|\bwithh[eo]ld|\bprivileged?\b|\bconfidential\b|\bto be removed\b|\bblack(?:ed)? ?out\b/i;
const MARKUP = new Set(['Highlight', 'Underline', 'StrikeOut', 'Squiggly', 'Square', 'Polygon', 'FreeText', 'Stamp']);

/** Redactions that were marked and not applied, ISO 32000-1 12.5.6.23: the text they mark is still there. */
export function markSightings(page: PaintedPage, annotations: readonly Annotation[]): readonly Sighting[] {
  return annotations.flatMap((annotation): readonly Sighting[] => {
    const isMark = annotation.subtype === 'Redact';
    const isProposal = MARKUP.has(annotation.subtype) && PROPOSAL.test(annotation.text);
    if (!isMark && !isProposal) return [];
    const what = isMark
      ? 'a redaction was marked and never applied'
      : 'a comment proposes a redaction that was never made';
    return annotation.parts.map((box) => {
      const under =
        page.glyphs.some((glyph) => holdsMiddle(box, glyph.band)) ||
        page.images.some((image) => holdsMiddle(image.box, box));
      return {
        name: 'unapplied-redact-annotation',
        level: under ? 'leak' : 'risk',
        page: page.number,
        box,
        seenBy: ['pdfjs'],
        what,
      };
    });
  });
}
