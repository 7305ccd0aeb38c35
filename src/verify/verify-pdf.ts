import type { Finding } from '../model/finding.ts';
import type { Box } from '../model/geometry.ts';
import type { OcrEngine } from '../model/ocr.ts';
import type { OutsideReader } from '../model/outside-reader.ts';
import { lostSightings } from './against.ts';
import { solidSightings } from './burnt-boxes.ts';
import { type LeakClass, type Sighting, toFindings } from './classes.ts';
import { attachmentSightings, revisionSightings, titleSightings } from './document-sightings.ts';
import { fontSightings } from './font-residue.ts';
import { jpegSightings } from './jpeg-metadata.ts';
import { orphanSightings } from './orphans.ts';
import { outsideSightings } from './outside.ts';
import { pageSightings } from './page-sightings.ts';
import { type PdfiumView, viewWithPdfium } from './pdfium-view.ts';
import { type PdfjsView, viewWithPdfjs } from './pdfjs-view.ts';
import { rowSightings } from './picture-rows.ts';
import { placedSightings } from './placed-strings.ts';
import { PrintedPages } from './printed-pages.ts';
import { carvePdf, type RawPdf } from './raw-pdf.ts';
import { rawSightings } from './raw-sightings.ts';
import { PictureReader } from './read-pictures.ts';
import { readingsOf, withoutNotes } from './readings.ts';
import { indexSecrets, type SecretIndex } from './secrets.ts';
import { sideSightings } from './side-channels.ts';
import { spokenSightings } from './spoken-text.ts';
import { straySightings } from './stray-text.ts';
import { structureSightings } from './structure.ts';
import { newSurvey, type Survey } from './survey.ts';
import { thumbnailSightings } from './thumbnails.ts';

/** A PDF to be attacked. */
export interface PdfToVerify {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Text that must not be found in any form. */
  readonly terms: readonly string[];
  /** Boxes known to be burnt in, by page from 1, in displayed points. */
  readonly burnt?: readonly {
    readonly page: number;
    readonly box: Box;
    readonly code: string;
  }[];
  /** Reads what the boxes show; without it the pixels are judged by colour alone. */
  readonly ocr?: OcrEngine;
  /** A file of a production: anything off the allow-list is a leak, not a risk. */
  readonly strict: boolean;
  /** What the file was made of: words that are gone outside its boxes are told too. */
  readonly against?: Uint8Array;
  /** Outside programs to be asked where there are terms. */
  readonly readers?: readonly OutsideReader[];
  /** Names to be tried in the gaps that boxes fill. */
  readonly names?: readonly string[];
  /** Hears of each page that was looked at. */
  readonly advance?: (page: number, pages: number) => void;
}

/** What an attack on a PDF brought: findings, what pdfjs read on the way, and the boxes seen. */
export interface Attacked {
  readonly findings: readonly Finding[];
  readonly view: PdfjsView;
  readonly boxes: Survey['boxes'];
}

/** Finds what a redaction left behind (leak classes of classes.ts); never quotes it. */
export async function verifyPdf(input: PdfToVerify): Promise<readonly Finding[]> {
  return (await attackPdf(input)).findings;
}

/** The same, with what pdfjs read on the way. */
export async function attackPdf(input: PdfToVerify): Promise<Attacked> {
  const secrets = indexSecrets(input.terms);
  const raw = carvePdf(input.bytes);
  const pdfium = await viewWithPdfium(input.bytes);
  try {
    const pages: Sighting[] = [];
    const gathered = newSurvey();
    const checks = {
      pdfium,
      strict: input.strict,
      foreign: input.burnt === undefined,
      survey: gathered,
      isJpeg: jpegSizes(raw),
      names: input.names ?? [],
    };
    const printed = new PrintedPages(pdfium);
    const boxed = new Set(input.terms.length === 0 ? [] : (input.burnt ?? []).map(({ page }) => page));
    const { ocr } = input;
    const reader =
      ocr === undefined || secrets.count === 0 || input.burnt !== undefined
        ? undefined
        : new PictureReader(secrets, ocr);
    const pdfjs = await viewWithPdfjs(input.bytes, async (page) => {
      pdfium.fit(page.painted.number, page.painted.width);
      if (ocr !== undefined && boxed.has(page.painted.number)) printed.add(page.painted);
      pages.push(...(await pageSightings(page, checks)));
      await reader?.page(page.painted, pdfium);
      input.advance?.(page.page.number, pdfium.pageCount);
    });
    await reader?.spare(raw);
    const findings = toFindings(input.file, [
      ...withoutPrintersMarks(pages, input.strict),
      ...pdfjsSightings(pdfjs, secrets, input.burnt),
      ...pdfiumSightings(pdfium, secrets, input.burnt === undefined),
      ...(input.burnt === undefined ? turnedSightings(pdfjs, input.terms) : []),
      ...rawSightings(raw, secrets, [() => pdfjs.pages.map(({ text }) => text), () => textsOf(pdfium)]),
      ...structureSightings(raw, pdfjs, input.strict),
      ...titleSightings(pdfjs, gathered),
      ...(await attachmentSightings(raw, gathered, secrets)),
      ...(await revisionSightings(input.bytes, raw, { pdfjs, pdfium }, gathered)),
      ...orphanSightings(raw, gathered, input.strict),
      ...fontSightings(raw, gathered),
      ...spokenSightings(raw, gathered),
      ...sideSightings(raw, gathered, input.strict),
      ...straySightings(raw, gathered),
      ...placedSightings(raw, gathered),
      ...jpegSightings(raw, input.strict),
      ...(await rowSightings(raw)),
      ...(await thumbnailSightings(raw, gathered, pdfium.draw, pdfium.pageCount)),
      ...(input.against === undefined ? [] : await lostSightings(input.bytes, input.against, input.burnt ?? [])),
      ...(input.terms.length === 0 ? [] : await outsideSightings(input.bytes, secrets, input.readers ?? [])),
      ...solidSightings(pdfium, input.burnt ?? []),
      ...(ocr === undefined ? [] : await printed.sightings(secrets, ocr)),
      ...(reader?.found ?? []),
    ]);
    return { findings, view: pdfjs, boxes: gathered.boxes };
  } finally {
    pdfium.close();
  }
}

/** Hidden text that stands on three pages or more is a mark of the printer's: a channel, not somebody's secret. */
function withoutPrintersMarks(sightings: readonly Sighting[], strict: boolean): readonly Sighting[] {
  if (strict) return sightings;
  const pages = new Map<string, Set<number | undefined>>();
  for (const { repeat, page } of sightings) {
    if (repeat !== undefined) pages.set(repeat, (pages.get(repeat) ?? new Set()).add(page));
  }
  return sightings.map((one) =>
    one.repeat !== undefined && (pages.get(one.repeat)?.size ?? 0) >= 3 ? { ...one, level: 'risk' } : one,
  );
}

function jpegSizes(raw: RawPdf): (width: number, height: number) => boolean {
  const sizes = new Set(
    raw.objects
      .filter(({ codec }) => codec === 'DCTDecode' || codec === 'DCT')
      .map(({ head }) => `${/\/Width\s+(\d+)/.exec(head)?.[1]} ${/\/Height\s+(\d+)/.exec(head)?.[1]}`),
  );
  return (width, height) => sizes.has(`${width} ${height}`);
}

function pdfjsSightings(
  view: PdfjsView,
  secrets: SecretIndex,
  known: readonly { readonly page: number; readonly box: Box }[] | undefined,
): readonly Sighting[] {
  const found: Sighting[] = [];
  const burnt = known ?? [];
  for (const page of view.pages) {
    const under = page.runs.filter((run) => burnt.some((b) => b.page === page.number && isUnder(run.box, b.box)));
    const hidden = secrets.find(under.map((run) => run.text).join(' '));
    for (const _ of hidden) found.push(saw('overlay', page.number, 'pdfjs', 'text that must be gone lies under a box'));
    for (const _ of searched(page.text, secrets, known === undefined)) {
      found.push(
        saw('same-string-elsewhere', page.number, 'pdfjs', 'text that must be gone is extracted from the page'),
      );
    }
  }
  for (const { channel, page, text } of view.channels) {
    if (secrets.count === 0 || !readingsOf(text).some((reading) => secrets.find(reading).length > 0)) continue;
    found.push(saw(channel, page, 'pdfjs', `text that must be gone stands in a string of the file (${channel})`));
  }
  return found;
}

/** Names of two words that stand with the last one first: likely the same person, which a term does not say. */
function turnedSightings(view: PdfjsView, terms: readonly string[]): readonly Sighting[] {
  const turned = indexSecrets(
    terms.flatMap((term) => {
      const [first, last, more] = term.trim().split(/\s+/);
      return last !== undefined && more === undefined && /^\p{L}{2,}$/u.test(last) ? [`${last} ${first}`] : [];
    }),
  );
  const what = 'a name that must be gone stands with its words the other way round';
  return [...view.pages.map(({ number, text }) => ({ page: number, text })), ...view.channels]
    .filter(({ text }) => turned.count > 0 && turned.find(text).length > 0)
    .map(({ page }) => ({ ...saw('same-string-elsewhere', page, 'pdfjs', what), level: 'risk' as const }));
}

function pdfiumSightings(view: PdfiumView, secrets: SecretIndex, foreign: boolean): readonly Sighting[] {
  return textsOf(view).flatMap((text, index) =>
    searched(text, secrets, foreign).map(() =>
      saw('same-string-elsewhere', index + 1, 'pdfium', 'text that must be gone is extracted from the page'),
    ),
  );
}

/** In somebody's file a name is one though its blanks are too narrow for a reader of text. */
function searched(text: string, secrets: SecretIndex, foreign: boolean): readonly number[] {
  const plain = foreign ? secrets.findGlued(text) : secrets.find(text);
  const past = secrets.count === 0 ? text : withoutNotes(text);
  return past === text ? plain : [...new Set([...plain, ...secrets.find(past)])];
}

function textsOf(view: PdfiumView): readonly string[] {
  return Array.from({ length: view.pageCount }, (_, index) => view.text(index + 1));
}

function saw(name: LeakClass, page: number | undefined, reader: string, what: string): Sighting {
  return {
    name,
    level: 'leak',
    ...(page === undefined ? {} : { page }),
    seenBy: [reader],
    what,
  };
}

/** Most of the run lies in the box. */
function isUnder(run: Box, box: Box): boolean {
  const w = Math.min(run.x + run.w, box.x + box.w) - Math.max(run.x, box.x);
  const h = Math.min(run.y + run.h, box.y + box.h) - Math.max(run.y, box.y);
  return w > 0 && h > 0 && w * h > 0.5 * run.w * run.h;
}
