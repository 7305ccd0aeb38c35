import { availableParallelism } from 'node:os';
import { findPatterns } from '../detect/find-patterns.ts';
import { findTerms } from '../detect/find-terms.ts';
import { LeakError, UsageError } from '../errors.ts';
import type { DetectRules } from '../model/detecting.ts';
import type { Finding } from '../model/finding.ts';
import { type Box, clipBox, sharedArea } from '../model/geometry.ts';
import { boxesOfSpan, type PageText } from '../model/page.ts';
import type { BurnBox, PageOutcome, PagePlan } from '../model/redacting.ts';
import type { MarkedBox } from '../pdf/marked-boxes.ts';
import { normalisePdf } from '../pdf/normalise.ts';
import { redactPdf } from '../redact/redact-pdf.ts';
import { gapRisks } from './gap-risks.ts';
import { looksLikeName, nameLists, THRESHOLD } from './name-lists.ts';
import { type Progress, silent } from './progress.ts';
import { readPdf } from './read-pdf.ts';
import { loadRules } from './rules.ts';
import { verifyOne } from './verify-files.ts';
import { withOcr } from './with-ocr.ts';

/** What is to be removed from one PDF: contract.md 1, `redact`. What is left out is empty, or off. */
export interface RedactRequest {
  /** Its name, for messages. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Whole words, any case, across line breaks, hyphens and ligatures. */
  readonly terms?: readonly string[];
  /** Ids of identifier patterns: ssn, phone ... */
  readonly patterns?: readonly string[];
  /** Displayed points from the top left; `page` from 1. */
  readonly boxes?: readonly MarkedBox[];
  /** Treat /Redact and highlight annotations as boxes. */
  readonly applyMarks?: boolean;
  /** What the boxes say; REDACTED. */
  readonly code?: string;
  readonly ocr?: 'auto' | 'always' | 'never';
  /**
   * What is done where the width of a box would tell the name under it: auto closes gaps that fit few names,
   * always closes every gap, never leaves them and reports each as a risk.
   */
  readonly relay?: 'auto' | 'always' | 'never';
  readonly passwords?: readonly string[];
  /** Detection rules; by default those that come with withhold. */
  readonly rules?: DetectRules;
}

export interface RedactAnswer {
  readonly bytes: Uint8Array;
  /** Places boxed. */
  readonly removed: number;
  /** Numbers (from 1) of terms that stand nowhere. */
  readonly notFound: readonly number[];
  readonly pages: readonly PageOutcome[];
  readonly risks: readonly Finding[];
}

/** Redacts one file; throws LeakError, and gives nothing, where verification finds anything left. */
export async function redactFile(request: RedactRequest, progress: Progress = silent): Promise<RedactAnswer> {
  const source = await normalisePdf(request.bytes, request.passwords ?? []);
  const pages = await withOcr((ocr) =>
    readPdf(
      { file: request.file, bytes: source.bytes, pixels: request.ocr ?? 'auto', ocr, width: availableParallelism() },
      progress,
    ),
  );
  const terms = request.terms ?? [];
  const marks = request.applyMarks === true ? source.marks : [];
  const given = [...(request.boxes ?? []), ...marks];
  const beyond = given.find(({ page }) => page < 1 || page > pages.length);
  if (beyond !== undefined)
    throw new UsageError(`${request.file} has pages 1 to ${pages.length}; a box names page ${beyond.page}.`);
  const rules = request.rules ?? loadRules();
  const when = request.relay ?? 'auto';
  const relay = { when, threshold: THRESHOLD, names: nameLists(rules.people) };
  const places = pages.map((page) => placesOn(page, terms, request.patterns ?? [], rules));
  const plans = pages.map((text, index): PagePlan => {
    const own = given.filter(({ page }) => page === index + 1).map(({ box }) => box);
    const found = (places[index] ?? []).flatMap((place) => boxesOfSpan(text, place.start, place.end));
    return {
      page: index + 1,
      burn: burnBoxes([...own, ...found], text, request.code ?? 'REDACTED', when === 'always'),
      stamps: [],
      text,
    };
  });
  progress('redact', 0, 1);
  const made = await redactPdf(source.bytes, plans, {
    scope: 'file',
    terms,
    relay,
  });
  progress('redact', 1, 1);
  const burnt = made.pages.flatMap(({ page, painted = [] }) => painted.map(({ box, code }) => ({ page, box, code })));
  const found = await verifyOne({ file: request.file, bytes: made.bytes, terms, burnt }, progress);
  const findings = [...found.values()].flat();
  const leaks = findings.filter((finding) => finding.level === 'leak');
  if (leaks.length > 0) throw new LeakError(leakMessage(request.file, leaks));
  return {
    bytes: made.bytes,
    removed: given.length + places.flat().length,
    notFound: missing(terms, places.flat()),
    pages: made.pages,
    risks: [...gapRisks(request.file, made.pages, relay.threshold), ...findings.filter((one) => one.level === 'risk')],
  };
}

interface Place {
  readonly term?: number;
  readonly start: number;
  readonly end: number;
}

function placesOn(
  page: PageText,
  terms: readonly string[],
  patterns: readonly string[],
  rules: DetectRules,
): readonly Place[] {
  const fuzzy = page.readBy === 'ocr';
  return [...findTerms(page.text, terms, { fuzzy, joined: true }), ...findPatterns(page.text, patterns, rules, fuzzy)];
}

function burnBoxes(boxes: readonly Box[], page: PageText, code: string, always: boolean): readonly BurnBox[] {
  const label = code === 'REDACTED' ? 'content' : code;
  return boxes.flatMap((box): readonly BurnBox[] => {
    const inside = clipBox(box, page);
    if (inside === undefined) return [];
    const hides = always || looksLikeName(textUnder(page, inside));
    return [{ box: inside, code, label, ...(hides ? { hidesIdentity: true } : {}) }];
  });
}

/** The words that a box covers, for judging what kind they are; never written. */
function textUnder(page: PageText, box: Box): string {
  return page.words
    .filter((word) => sharedArea(word.box, box) > 0.5 * word.box.w * word.box.h)
    .map((word) => word.text)
    .join(' ');
}

function missing(terms: readonly string[], places: readonly Place[]): readonly number[] {
  const found = new Set(places.map((place) => place.term));
  return terms.flatMap((_, index) => (found.has(index) ? [] : [index + 1]));
}

/** Names classes and pages, never what was read. */
export function leakMessage(file: string, leaks: readonly Finding[]): string {
  const where = leaks
    .slice(0, 5)
    .map((leak) => `${leak.name}${leak.page === null ? '' : ` on page ${leak.page}`} (${leak.seenBy.join(', ')})`);
  const more = leaks.length > 5 ? ` and ${leaks.length - 5} more` : '';
  return `${file}: verification found hidden content: ${where.join('; ')}${more}. Nothing was written. Try larger boxes, or report it.`;
}
