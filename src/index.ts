/**
 * withhold as a toolkit: the stages as functions, the values that flow between them as types.
 * Stages are pure; `openMatterFolder`, `prepareMatter`, `produceFolder` and `releaseFolder` are the ones
 * that read and write a matter folder. Coordinates are points from the top left of a page as displayed;
 * pages count from 1; dates are ISO. Errors are the classes of `errors.ts`; none quotes a page.
 */
export { type DecideInput, decide } from './decide/decide.ts';
export { explainCategory } from './decide/explain.ts';
export { itemsOf } from './decide/items.ts';
export { releaseBlockers } from './decide/release.ts';
export { detect } from './detect/detect.ts';
export { findPatterns } from './detect/find-patterns.ts';
export { findTerms, type TermPlace } from './detect/find-terms.ts';
export { LeakError, SourceError, UsageError, WithholdError, WorkRemainsError, WorkspaceError } from './errors.ts';
export { type Ingested, ingestFile } from './ingest/ingest-file.ts';
export type { Decision, Item, Verdict } from './model/decision.ts';
export type { DetectInput, DetectRules } from './model/detecting.ts';
export type { Decided, Disposition, Redaction, RuleStep } from './model/disposition.ts';
export type { CaseDocument, Party } from './model/document.ts';
export type { Finding } from './model/finding.ts';
export type { Box } from './model/geometry.ts';
export type { Area, Mark } from './model/mark.ts';
export type { Matter } from './model/matter.ts';
export type { OcrEngine } from './model/ocr.ts';
export type { Base, Pack } from './model/pack.ts';
export { boxesOfSpan, type PageRef, type PageText, type Word, type Zone } from './model/page.ts';
export type { Volume, VolumeFile } from './model/production.ts';
export {
  type BurnBox,
  type GapCount,
  type NameLists,
  type PageOutcome,
  type PagePlan,
  type PaintedBox,
  partsOf,
  type RedactDefaults,
  type RedactedPdf,
  type RespacedWords,
  type Stamp,
} from './model/redacting.ts';
export type { Source, UnreadableSource } from './model/source.ts';
export { normalisePdf } from './pdf/normalise.ts';
export { openMatterFolder } from './pipeline/matter-folder.ts';
export { nameLists } from './pipeline/name-lists.ts';
export { type Prepared, prepareMatter } from './pipeline/prepare.ts';
export { type ProduceAnswer, produceFolder, releaseFolder } from './pipeline/produce.ts';
export type { Progress } from './pipeline/progress.ts';
export { type ReadRequest, readPdf } from './pipeline/read-pdf.ts';
export { type RedactAnswer, type RedactRequest, redactFile } from './pipeline/redact-file.ts';
export { loadBases, loadLaw, loadRules } from './pipeline/rules.ts';
export { type VerifyRequest, verifyFolder, verifyOne } from './pipeline/verify-files.ts';
export { withOcr } from './pipeline/with-ocr.ts';
export { buildVolume } from './produce/build-volume.ts';
export { finishVolume } from './produce/finish-volume.ts';
export { type RedactOptions, redactPdf } from './redact/redact-pdf.ts';
export type { RelayOptions } from './redact/relay-count.ts';
export { splitSource } from './split/split-source.ts';
export { type PdfToVerify, verifyPdf } from './verify/verify-pdf.ts';
export { verifyVolume } from './verify/verify-volume.ts';
