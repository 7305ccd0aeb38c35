import { findAcrossLines, findAcrossPages } from '../detect/find-across-lines.ts';
import { findInPieces } from '../detect/find-in-pieces.ts';
import { findOpenTerms } from '../detect/find-open-terms.ts';
import { findPastNotes } from '../detect/find-past-notes.ts';
import { findPatterns } from '../detect/find-patterns.ts';
import { findTerms } from '../detect/find-terms.ts';
import { seamsOf } from '../detect/glued.ts';
import { type Naming, namesSomebody } from '../detect/names-somebody.ts';
import { LeakError, UsageError } from '../errors.ts';
import type { PeopleRules } from '../model/detecting.ts';
import type { Finding } from '../model/finding.ts';
import { type Box, clipBox, sharedArea } from '../model/geometry.ts';
import { asPrinted, boxesOfSpan, isCutOff, type PageText, type Word } from '../model/page.ts';
import { type BurnBox, type PageOutcome, type PagePlan, partsOf, type RedactedPdf } from '../model/redacting.ts';
import type { MarkedBox } from '../pdf/marked-boxes.ts';
import { type NormalisedPdf, normalisePdf } from '../pdf/normalise.ts';
import { openPdf } from '../pdf/open.ts';
import { type RedactOptions, redactPdf } from '../redact/redact-pdf.ts';
import type { RelayOptions } from '../redact/relay-count.ts';
import { loadBarcodeProgram } from '../store/load-barcodes.ts';
import { loadRedactDefaults } from '../store/load-redact-defaults.ts';
import { openBarcodeReader } from '../tools/barcodes.ts';
import { findHiddenTerms, type HiddenTerm } from './found-hidden.ts';
import { gapRisks } from './gap-risks.ts';
import { leakMessage } from './leak-message.ts';
import { nameLists } from './name-lists.ts';
import { type Progress, silent } from './progress.ts';
import { pagesAhead, readOnce } from './read-once.ts';
import { openReader } from './read-pdf.ts';
import { pagesToRebuild, rebuilding } from './rebuild-pages.ts';
import { loadSearchRules, type SearchRules } from './rules.ts';
import { united } from './united-runs.ts';
import { verifyOne } from './verify-files.ts';
import { PAGES_AT_ONCE, withOcr } from './with-ocr.ts';

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
  readonly rules?: SearchRules;
}

export interface RedactAnswer {
  readonly bytes: Uint8Array;
  /** Places boxed. */
  readonly removed: number;
  /** Numbers (from 1) of terms that stand nowhere. */
  readonly notFound: readonly number[];
  /** Terms that stood only where no page shows them; they are gone too. */
  readonly foundHidden: readonly HiddenTerm[];
  readonly pages: readonly PageOutcome[];
  readonly risks: readonly Finding[];
  /** Of a tagged source: whether the file still is, and if not, why. */
  readonly tags?: { readonly kept: boolean; readonly why?: string };
}

/** Redacts one file; throws LeakError, and gives nothing, where verification finds anything left. */
export async function redactFile(request: RedactRequest, progress: Progress = silent): Promise<RedactAnswer> {
  refuseOwnWords(request.terms ?? [], request.code ?? CODE);
  const source = await normalisePdf(request.bytes, request.passwords ?? []);
  const given = [...(request.boxes ?? []), ...(request.applyMarks === true ? source.marks : [])];
  const beyond = given.find(({ page }) => page < 1 || page > source.pages);
  if (beyond !== undefined)
    throw new UsageError(`${request.file} has pages 1 to ${source.pages}; a box names page ${beyond.page}.`);
  const { made: first, places, threshold } = await cut(request, source, given, progress);
  const { file } = request;
  const terms = request.terms ?? [];
  let made = first;
  let findings = await attack(file, made, terms, progress);
  const again = pagesToRebuild(findings, made.pages);
  if (again.size > 0) {
    // What hides in the way a page is made, its source's own faults too, is not in its picture.
    // The file is read once more: to hold all its pages until here would take memory without bound.
    made = (await cut(request, source, given, progress, again)).made;
    findings = await attack(file, made, terms, progress);
  }
  const leaks = findings.filter((finding) => finding.level === 'leak');
  if (leaks.length > 0) throw new LeakError(leakMessage(file, leaks));
  const unseen = missing(terms, places);
  const foundHidden = await findHiddenTerms(source.bytes, terms, unseen);
  return {
    bytes: made.bytes,
    removed: given.length + places.length,
    notFound: unseen.filter((number) => !foundHidden.some(({ term }) => term === number)),
    foundHidden,
    pages: made.pages,
    risks: [...gapRisks(file, made.pages, threshold), ...findings.filter((one) => one.level === 'risk')],
    ...(made.tags === undefined ? {} : { tags: made.tags }),
  };
}

/** What boxes say, and what is read out at those that say no more: the first of these that no term is. */
const CODE = 'REDACTED';
const LABELS = ['content', 'text', 'passage'];

/** A box that says a term would be found, and rightly, when the file is verified. */
function refuseOwnWords(terms: readonly string[], code: string): void {
  const said = findTerms(`${code}\nRedacted:`, terms, { fuzzy: false, joined: true })[0]?.term;
  if (said === undefined) return;
  throw new UsageError(
    `term ${said + 1} is among the words that the boxes say ("${code}", read out as "Redacted: ..."): leave it out, or give other words with --code.`,
  );
}

function spokenLabel(terms: readonly string[], code: string): string {
  if (code !== CODE) return code;
  const isFree = (label: string): boolean =>
    findTerms(`Redacted: ${label}`, terms, { fuzzy: false, joined: true }).length === 0;
  return LABELS.find(isFree) ?? '';
}

async function attack(
  file: string,
  made: RedactedPdf,
  terms: readonly string[],
  progress: Progress,
): Promise<readonly Finding[]> {
  const burnt = made.pages.flatMap(({ page, painted = [] }) =>
    painted.flatMap((one) => partsOf(one).map((box) => ({ page, box, code: one.code }))),
  );
  const found = await verifyOne({ file, bytes: made.bytes, terms, burnt }, progress);
  return [...found.values()].flat();
}

interface Cut {
  readonly made: RedactedPdf;
  readonly places: readonly Place[];
  readonly threshold: number;
}

/** Reads and cuts page after page: each is interpreted once, and few are held at a time. Pages of `rebuild` are made of their pixels. */
async function cut(
  request: RedactRequest,
  source: NormalisedPdf,
  given: readonly MarkedBox[],
  progress: Progress,
  rebuild: ReadonlySet<number> = new Set(),
): Promise<Cut> {
  const terms = request.terms ?? [];
  const rules = request.rules ?? loadSearchRules();
  const when = request.relay ?? 'auto';
  const defaults = loadRedactDefaults();
  const relay: RelayOptions = {
    when,
    threshold: defaults.relay_threshold,
    rosterLeast: defaults.relay_roster_least,
    names: nameLists(rules.people),
    words: defaults,
  };
  const options: RedactOptions = { scope: 'file', terms, relay };
  const places: Place[] = [];
  const code = request.code ?? CODE;
  const label = spokenLabel(terms, code);
  const names = terms.map((term) => isFullName(term, rules.people));
  const planOf = (text: PageText, across: readonly Place[]): PagePlan => {
    const { page } = text.ref;
    const own = given.filter((one) => one.page === page).map(({ box }) => ({ box, isName: false }));
    const here = [...placesOn(text, terms, request.patterns ?? [], rules), ...across].filter(
      ({ start, end }) => !isCutOff(text, start, end),
    );
    places.push(...here);
    const runs = here.map(({ term, start, end }) => ({
      start,
      end,
      isName: term !== undefined && names[term] === true,
    }));
    const found = united(runs).flatMap(({ start, end, isName }) =>
      boxesOfSpan(text, start, end).map((box) => ({ box, isName })),
    );
    const burn = burnBoxes([...own, ...found], text, { code, label }, when === 'always' || rules.people);
    return { page, burn, stamps: [], text: asPrinted(text) };
  };
  const made = await withOcr(async (ocr) => {
    const pdf = readOnce(await openPdf(source.bytes));
    const pixels = request.ocr ?? 'auto';
    try {
      const barcodes = openBarcodeReader(loadBarcodeProgram);
      const reader = await openReader({ file: request.file, bytes: source.bytes, pixels, ocr, barcodes, pdf });
      const plans = async function* (): AsyncGenerator<PagePlan> {
        // One page is held back: a term may run on to the next.
        let held: PageText | undefined;
        let begun: readonly Place[] = [];
        for await (const text of pagesAhead(reader, PAGES_AT_ONCE)) {
          progress('redact', text.ref.page, reader.pageCount, request.file);
          if (held !== undefined) {
            const fuzzy = held.readBy === 'ocr' || text.readBy === 'ocr';
            const { ends, begins } = findAcrossPages(held, text, terms, { fuzzy, joined: true });
            yield* rebuilding([planOf(held, [...begun, ...ends])], rebuild);
            begun = begins;
          }
          held = text;
        }
        if (held !== undefined) yield* rebuilding([planOf(held, begun)], rebuild);
      };
      try {
        return await redactPdf(source.bytes, plans(), { ...options, file: pdf });
      } finally {
        await reader.close();
      }
    } finally {
      await pdf.close();
    }
  });
  return { made, places, threshold: relay.threshold };
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
  rules: SearchRules,
): readonly Place[] {
  const fuzzy = page.readBy === 'ocr';
  const asked = { fuzzy, joined: true };
  const plain = findTerms(page.text, terms, { ...asked, seams: seamsOf(page) });
  const across = findAcrossLines(page, terms, asked);
  return [
    ...plain,
    ...findOpenTerms(page, terms),
    ...findPastNotes(page, terms, asked, plain),
    ...across,
    ...findInPieces(page, terms, [...plain, ...across]),
    ...findPatterns(page.text, patterns, rules, fuzzy),
  ];
}

function burnBoxes(
  boxes: readonly { readonly box: Box; readonly isName: boolean }[],
  page: PageText,
  words: Pick<BurnBox, 'code' | 'label'>,
  identity: true | PeopleRules,
): readonly BurnBox[] {
  return boxes.flatMap(({ box, isName }): readonly BurnBox[] => {
    const inside = clipBox(box, page);
    if (inside === undefined) return [];
    const naming = identity === true || isName ? 'sure' : namingUnder(page, inside, identity);
    const hides = naming === 'no' ? {} : { hidesIdentity: true, ...(naming === 'maybe' ? { sparing: true } : {}) };
    return [{ box: inside, ...words, ...hides }];
  });
}

/** Is a term somebody's name in full? Then it is wherever it stands, in an address of e-mail too: jane.doe@. */
function isFullName(term: string, rules: PeopleRules): boolean {
  const words = term.match(/\p{L}+/gu) ?? [];
  const written = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join(' ');
  return words.length > 1 && namesSomebody(written, 0, written.length, rules) === 'sure';
}

/** Do the words that a box covers name somebody? */
function namingUnder(page: PageText, box: Box, rules: PeopleRules): Naming {
  const isUnder = ({ box: own }: Word): boolean => sharedArea(own, box) > 0.5 * own.w * own.h;
  const runs: { start: number; end: number }[] = [];
  // Words beside each other on the page may stand far apart in its text.
  let run: { start: number; end: number } | undefined;
  for (const word of page.words) {
    if (!isUnder(word)) run = undefined;
    else if (run !== undefined) run.end = word.start + word.text.length;
    else {
      run = { start: word.start, end: word.start + word.text.length };
      runs.push(run);
    }
  }
  const namings = runs.map(({ start, end }) => namesSomebody(page.text, start, end, rules));
  return namings.find((naming) => naming === 'sure') ?? namings.find((naming) => naming === 'maybe') ?? 'no';
}

function missing(terms: readonly string[], places: readonly Place[]): readonly number[] {
  const found = new Set(places.map((place) => place.term));
  return terms.flatMap((_, index) => (found.has(index) ? [] : [index + 1]));
}
