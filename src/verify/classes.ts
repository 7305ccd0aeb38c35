import type { Finding } from '../model/finding.ts';
import type { Box } from '../model/geometry.ts';

/** The leak classes, as numbered and named wherever findings are printed. */
export const LEAK_CLASSES = {
  overlay: 1,
  'unapplied-redact-annotation': 2,
  'hidden-text': 3,
  'ocr-layer': 4,
  'image-pixels': 5,
  'vector-outlines': 6,
  'nested-content': 7,
  'optional-content': 8,
  'actual-text': 9,
  annotation: 10,
  'form-field': 11,
  outline: 12,
  'named-strings': 13,
  metadata: 14,
  attachment: 15,
  'script-or-action': 16,
  thumbnail: 17,
  'earlier-revision-or-orphan': 18,
  'carved-object': 19,
  'font-residue': 20,
  'gap-width': 21,
  'glyph-shift': 22,
  'box-edge': 23,
  'not-solid': 24,
  'codec-ringing': 25,
  'mosaic-or-blur': 26,
  'same-string-elsewhere': 27,
  'copies-disagree': 28,
  'known-public': 29,
  'file-name': 30,
  'log-text': 31,
  'embedded-image-metadata': 32,
  'twin-output': 33,
  'source-tracing': 34,
  'wrong-recipient': 35,
  'blind-verifier': 36,
} as const;

export type LeakClass = keyof typeof LEAK_CLASSES;

/** A finding without the file it was made in. */
export interface Sighting {
  readonly name: LeakClass;
  readonly level: 'leak' | 'risk';
  readonly page?: number;
  readonly box?: Box;
  readonly seenBy: readonly string[];
  readonly what: string;
  /** Folded hidden text, to tell printers' marks of many pages; never leaves the verifier. */
  readonly repeat?: string;
}

/** Findings of one file: same place and class seen by several readers become one; sorted. */
export function toFindings(file: string, sightings: readonly Sighting[]): readonly Finding[] {
  const merged = new Map<string, Finding>();
  for (const { name, level, page, box, seenBy, what } of sightings) {
    const key = JSON.stringify([name, level, page, box, what]);
    const before = merged.get(key)?.seenBy ?? [];
    merged.set(key, {
      file,
      class: LEAK_CLASSES[name],
      name,
      level,
      page: page ?? null,
      box: box === undefined ? null : roundBox(box),
      seenBy: [...new Set([...before, ...seenBy])].sort(),
      what,
    });
  }
  return [...merged.values()].sort(
    (a, b) => a.class - b.class || (a.page ?? 0) - (b.page ?? 0) || (a.what < b.what ? -1 : Number(a.what > b.what)),
  );
}

function roundBox(box: Box): Box {
  const round = (n: number): number => Math.round(n * 10) / 10;
  return { x: round(box.x), y: round(box.y), w: round(box.w), h: round(box.h) };
}
