import type { BoxTreatment, LoggedDocument, LoggedPage } from '../log/facts.ts';
import { asPrinted, type PageText, pageKey } from '../model/page.ts';
import type { PageOutcome, PagePlan, RedactedPdf, Stamp } from '../model/redacting.ts';
import type { Allotted } from './bates.ts';
import { burnBoxes, paintedBoxes, printedBoxes } from './boxes.ts';
import { acknowledgedFamilies, type SettledDocument } from './order.ts';
import type { VolumeInput } from './volume-input.ts';

/** A produced document's PDF next to what the logs know of it. */
export interface MadeDocument {
  readonly logged: LoggedDocument;
  /** Absent where the document is withheld. */
  readonly pdf?: Uint8Array;
}

/** The page as read; a RangeError names one that was not handed in. */
export function getPage(pages: ReadonlyMap<string, PageText>, ref: { file: string; page: number }): PageText {
  const page = pages.get(pageKey(ref));
  if (page === undefined) throw new RangeError(`no page text for ${pageKey(ref)}`);
  return page;
}

/**
 * Numbers, boxes and burns the acknowledged documents; `withholdAll` makes each a withheld one, `given` are
 * documents of earlier volumes, whose families go on.
 */
export async function makeDocuments(
  input: VolumeInput,
  acknowledged: readonly SettledDocument[],
  numbers: readonly Allotted[],
  designation: string,
  withholdAll: boolean,
  given: readonly SettledDocument[] = [],
): Promise<readonly MadeDocument[]> {
  const pages = new Map(input.pages.map((page) => [pageKey(page.ref), page]));
  const families = acknowledgedFamilies([...acknowledged, ...given]);
  const parents = new Set([...families.values()].map((family) => family.parent));
  const made: MadeDocument[] = [];
  // One after the other: a redactor holds a whole source and its pixels.
  for (const [i, settled] of acknowledged.entries()) {
    const allotted = numbers[i];
    if (allotted === undefined) throw new RangeError('a document without numbers');
    const family = families.get(settled.document.id);
    const common = {
      document: settled.document,
      disposition: settled.disposition,
      range: allotted.range,
      ...(family === undefined ? {} : { family }),
      hasAttachment: parents.has(settled.document.id),
    };
    if (withholdAll || settled.disposition.treatment === 'withhold') {
      made.push({ logged: { ...common, treatment: 'withhold', pages: blankPages(settled, allotted, pages) } });
    } else {
      made.push(await burnDocument(input, settled, allotted, pages, designation, common));
    }
  }
  return made;
}

function blankPages(
  settled: SettledDocument,
  allotted: Allotted,
  pages: ReadonlyMap<string, PageText>,
): readonly LoggedPage[] {
  return settled.document.pages.map((ref, i) => {
    const { width, height } = getPage(pages, ref);
    return { number: allotted.numbers[i] ?? '', width, height, boxes: [], treatment: 'image' };
  });
}

async function burnDocument(
  input: VolumeInput,
  settled: SettledDocument,
  allotted: Allotted,
  pages: ReadonlyMap<string, PageText>,
  designation: string,
  common: Omit<LoggedDocument, 'treatment' | 'pages'>,
): Promise<MadeDocument> {
  const { document, disposition } = settled;
  const file = document.pages[0]?.file ?? '';
  if (document.pages.some((ref) => ref.file !== file)) throw new RangeError(`${document.id} has pages of two files`);
  const own = new Set(document.pages.map(pageKey));
  const stray = disposition.redactions.find((one) => !own.has(pageKey(one.page)));
  if (stray !== undefined) throw new RangeError(`${document.id} has a redaction on ${pageKey(stray.page)}`);
  const boxes = document.pages.map((ref) =>
    printedBoxes(
      disposition.redactions.filter((one) => pageKey(one.page) === pageKey(ref)),
      input.texts,
    ),
  );
  const plans = document.pages.map(
    (ref, i): PagePlan => ({
      page: ref.page,
      burn: burnBoxes(boxes[i] ?? [], input.texts),
      stamps: stampsOf(input, allotted.numbers[i] ?? '', designation),
      text: asPrinted(getPage(pages, ref)),
    }),
  );
  const made = await input.redact(file, plans);
  const logged = document.pages.map((ref, i): LoggedPage => {
    const outcome = made.pages[i];
    const { width, height } = getPage(pages, ref);
    return {
      number: allotted.numbers[i] ?? '',
      width,
      height,
      boxes: paintedBoxes(boxes[i] ?? [], outcome?.painted),
      treatment: treatmentOf(outcome, getPage(pages, ref)),
    };
  });
  const treatment = logged.some((page) => page.boxes.length > 0) ? 'redact' : 'produce';
  return { logged: { ...common, treatment, pages: logged }, pdf: checkedBytes(made, plans) };
}

/** The bytes, where the redactor accounts for every page that was asked for. */
function checkedBytes(made: RedactedPdf, plans: readonly PagePlan[]): Uint8Array {
  if (made.pages.length !== plans.length || made.pages.some((page, i) => page.page !== plans[i]?.page)) {
    throw new RangeError('the redactor answered for other pages than it was given');
  }
  return made.bytes;
}

/** What was changed on a page: its picture, where it has no text of its own or was made of pixels. */
function treatmentOf(outcome: PageOutcome | undefined, page: PageText): BoxTreatment {
  if (outcome === undefined || outcome.mode === 'rebuild' || page.readBy !== 'text-layer') return 'image';
  return outcome.respaced === true ? 'text re-spaced' : 'text';
}

/** Number lower right, legend lower left, draft mark on top (domain 4, contract 3.3). */
function stampsOf(input: VolumeInput, number: string, designation: string): readonly Stamp[] {
  return [
    { text: number, place: 'bottom-right' },
    ...(designation === '' ? [] : [{ text: designation, place: 'bottom-left' } as const]),
    ...(input.released ? [] : [{ text: input.texts.draft_mark, place: 'top-center' } as const]),
  ];
}
