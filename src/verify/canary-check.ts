import { PDFDocument } from 'pdf-lib';
import type { GreyImage, OcrEngine } from '../model/ocr.ts';
import type { VolumeFile } from '../model/production.ts';
import { CANARY, FILE_PLANTS, PAGE_PLANTS, type Plant } from './canaries.ts';
import { LEAK_CLASSES, type LeakClass } from './classes.ts';
import { viewWithPdfium } from './pdfium-view.ts';
import { wordsOf } from './secrets.ts';
import { verifyPdf } from './verify-pdf.ts';
import { verifyVolume } from './verify-volume.ts';

/** How many faults were planted, and the classes (or readers) that did not see theirs. */
export interface CanaryAnswer {
  readonly planted: number;
  readonly missed: string[];
}

/**
 * Tests the verifier before it is trusted with `files`: plants a fault of every class that can be planted in a
 * copy of the smallest PDF, and in files of a volume, and looks whether each is found. A class that is missed
 * must stop the run. `ocr`, where given, must read a line that is drawn for it.
 */
export async function canaryCheck(files: readonly VolumeFile[], ocr: OcrEngine | undefined): Promise<CanaryAnswer> {
  const host = await hostOf(files);
  const missed: string[] = [];
  const before = await classesOf(host);
  const plants = [...PAGE_PLANTS, ...FILE_PLANTS];
  for (const plant of plants) {
    const after = await classesOf(await planted(host, plant));
    if ((after.get(plant.name) ?? 0) > (before.get(plant.name) ?? 0)) continue;
    // The host may have the fault itself; a blank page has none.
    const alone = await classesOf(await planted(await hostOf([]), plant));
    if (!alone.has(plant.name)) missed.push(plant.name);
  }
  const volume = await volumeMisses(host);
  missed.push(...volume.missed);
  if (ocr !== undefined && !(await reads(ocr))) missed.push('ocr');
  return { planted: plants.length + volume.planted + (ocr === undefined ? 0 : 1), missed };
}

/** First page of the smallest PDF that can be opened, with a blank page behind it; a blank page where there is none. */
async function hostOf(files: readonly VolumeFile[]): Promise<Uint8Array> {
  const smallest = files
    .filter(({ path }) => path.toLowerCase().endsWith('.pdf'))
    .toSorted((a, b) => a.bytes.length - b.bytes.length || (a.path < b.path ? -1 : 1))
    .slice(0, 3);
  for (const { bytes } of smallest) {
    try {
      const source = await PDFDocument.load(bytes, { updateMetadata: false });
      const doc = await PDFDocument.create({ updateMetadata: false });
      const [first] = await doc.copyPages(source, [0]);
      if (first !== undefined) doc.addPage(first);
      doc.addPage([420, 300]);
      return await save(doc);
    } catch {
      // The next one: a PDF that cannot be opened is the verifier's to report, not the canaries'.
    }
  }
  const doc = await PDFDocument.create({ updateMetadata: false });
  doc.addPage([420, 300]);
  return save(doc);
}

async function planted(host: Uint8Array, { plant }: Plant): Promise<Uint8Array> {
  const doc = await PDFDocument.load(host, { updateMetadata: false });
  await plant(doc, doc.getPage(doc.getPageCount() - 1));
  return save(doc);
}

function save(doc: PDFDocument): Promise<Uint8Array> {
  return doc.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}

async function classesOf(bytes: Uint8Array): Promise<ReadonlyMap<LeakClass, number>> {
  const counts = new Map<LeakClass, number>();
  const found = await verifyPdf({ file: 'canary.pdf', bytes, terms: [CANARY], strict: true });
  for (const { name } of found) counts.set(name as LeakClass, (counts.get(name as LeakClass) ?? 0) + 1);
  return counts;
}

const text = (content: string): Uint8Array => Buffer.from(content, 'utf8');

/** Faults that show only in a folder: names of files, logs, texts beside the pages. */
async function volumeMisses(host: Uint8Array): Promise<CanaryAnswer> {
  const plants: readonly (readonly [LeakClass, VolumeFile])[] = [
    ['file-name', { path: `PDF/${CANARY}.pdf`, bytes: host }],
    ['log-text', { path: 'LOGS/privilege-log.csv', bytes: text(`LOG_NO,DESCRIPTION\r\n1,Advice about ${CANARY}\r\n`) }],
    ['twin-output', { path: 'TEXT/CANARY-000001.txt', bytes: text(`met ${CANARY.toUpperCase()} there`) }],
  ];
  const missed: string[] = [];
  for (const [name, file] of plants) {
    const found = await verifyVolume(
      { files: [file], secrets: [CANARY], forbidden: [], standing: [], hidden: [], open: [], burnt: [] },
      () => undefined,
    );
    if (!found.some((finding) => finding.class === LEAK_CLASSES[name] && finding.level === 'leak')) missed.push(name);
  }
  return { planted: plants.length, missed };
}

/** Whether the engine reads the canary from a picture. */
async function reads(ocr: OcrEngine): Promise<boolean> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  doc.addPage([300, 60]).drawText(CANARY, { x: 20, y: 24, size: 18 });
  const view = await viewWithPdfium(await save(doc));
  try {
    const picture = view.draw(1, 200);
    const data = new Uint8Array(picture.width * picture.height);
    for (let i = 0; i < data.length; i++) data[i] = picture.data[4 * i] ?? 0;
    const image: GreyImage = { width: picture.width, height: picture.height, data, dpi: picture.dpi };
    const words = await ocr.recognise(image, { layout: 'block' });
    const read = new Set(wordsOf(words.map((word) => word.text).join(' ')));
    return wordsOf(CANARY).some((word) => read.has(word));
  } finally {
    view.close();
  }
}
