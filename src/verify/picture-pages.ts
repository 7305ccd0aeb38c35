import { createCanvas, loadImage } from '@napi-rs/canvas';
import UTIF from 'utif2';
import type { Finding } from '../model/finding.ts';
import type { VolumeFile } from '../model/production.ts';
import { type Sighting, toFindings } from './classes.ts';
import { type Picture, viewWithPdfium } from './pdfium-view.ts';
import { luminance } from './sample.ts';

/** Dots an inch at which pictures are compared with their pages. */
const DPI = 300;
/** Pixels that may differ outright: rounding at the edge of a page. */
const STRAY = 30;
/** Brightness that cannot have become black, and that cannot have become white. */
const PLAIN_PAPER = 235;
const PLAIN_INK = 80;
/** Mean difference of a block of 8 x 8 pixels that compression does not explain. */
const BLOCK = 28;

/** The tags of a page picture; any other may tell who made it, when, or of what (TIFF 6.0, section 8). */
const TAGS = new Set([256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 282, 283, 293, 296]);

/**
 * Pictures of a volume against the PDFs they are pictures of, by its Opticon file: each must show its verified
 * page and nothing else, and hold nothing that is not seen. Volumes without IMAGES/ have no findings.
 */
export async function pictureFindings(files: readonly VolumeFile[]): Promise<readonly Finding[]> {
  const pictures = new Map(files.filter(({ path }) => path.startsWith('IMAGES/')).map((file) => [file.path, file]));
  const opt = files.find(({ path }) => /^DATA\/[^/]+\.opt$/.test(path));
  if (pictures.size === 0 && opt === undefined) return [];
  const findings: Finding[] = [];
  const documents = documentsOf(opt);
  for (const [begin, paths] of documents) {
    const pdf = files.find(({ path }) => path === `PDF/${begin}.pdf`);
    findings.push(...(await compareDocument(pdf, paths, pictures)));
    for (const path of paths) pictures.delete(path);
  }
  for (const path of pictures.keys()) findings.push(...fault(path, 'no line of the load file names this picture'));
  return findings;
}

/** Paths of pictures by the first number of their document, in the order of the Opticon file. */
function documentsOf(opt: VolumeFile | undefined): ReadonlyMap<string, readonly string[]> {
  const documents = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of Buffer.from(opt?.bytes ?? [])
    .toString('utf8')
    .split(/\r?\n/)) {
    const [key = '', , path = '', breaks = ''] = line.split(',');
    if (key === '') continue;
    if (breaks === 'Y') {
      current = [];
      documents.set(key, current);
    }
    current.push(path.replaceAll('\\', '/'));
  }
  return documents;
}

async function compareDocument(
  pdf: VolumeFile | undefined,
  paths: readonly string[],
  pictures: ReadonlyMap<string, VolumeFile>,
): Promise<readonly Finding[]> {
  const first = paths[0] ?? '';
  if (pdf === undefined) return fault(first, 'there is no PDF that these pictures show');
  const view = await viewWithPdfium(pdf.bytes);
  try {
    if (view.pageCount !== paths.length) return fault(first, 'there are more or fewer pictures than pages');
    const findings: Finding[] = [];
    for (const [i, path] of paths.entries()) {
      const file = pictures.get(path);
      const said =
        file === undefined
          ? ['the load file names a picture that is not there']
          : await judge(file, view.draw(i + 1, DPI));
      findings.push(...said.flatMap((what) => fault(path, what)));
    }
    return findings;
  } finally {
    view.close();
  }
}

async function judge(file: VolumeFile, page: Picture): Promise<readonly string[]> {
  const stowaways = file.path.endsWith('.tif') ? tiffExtras(file.bytes) : jpegExtras(file.bytes);
  const picture = await decode(file);
  if (picture === undefined) return [...stowaways, 'the picture cannot be read'];
  const same = file.path.endsWith('.tif') ? sameInk(picture, page) : sameTones(picture, page);
  return same ? stowaways : [...stowaways, 'the picture shows something else than the page that was checked'];
}

interface Shown {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

async function decode({ path, bytes }: VolumeFile): Promise<Shown | undefined> {
  try {
    if (path.endsWith('.tif')) {
      const copy = Buffer.from(bytes);
      const [page] = UTIF.decode(copy);
      if (page === undefined) return undefined;
      UTIF.decodeImage(copy, page);
      return { width: page.width, height: page.height, data: UTIF.toRGBA8(page) };
    }
    const image = await loadImage(bytes);
    const context = createCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    return {
      width: image.width,
      height: image.height,
      data: context.getImageData(0, 0, image.width, image.height).data,
    };
  } catch {
    return undefined;
  }
}

const levelAt = (data: Uint8Array | Uint8ClampedArray, at: number): number =>
  luminance(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);

function sameInk(picture: Shown, page: Picture): boolean {
  if (picture.width !== page.width || picture.height !== page.height) return false;
  let stray = 0;
  for (let at = 0; at < page.data.length; at += 4) {
    const level = levelAt(page.data, at);
    const black = (picture.data[at] ?? 0) < 128;
    if ((black && level > PLAIN_PAPER) || (!black && level < PLAIN_INK)) stray += 1;
  }
  return stray <= STRAY;
}

function sameTones(picture: Shown, page: Picture): boolean {
  const { width, height } = page;
  if (picture.width !== width || picture.height !== height) return false;
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      let [sum, count] = [0, 0];
      for (let y = top; y < Math.min(top + 8, height); y++) {
        for (let x = left; x < Math.min(left + 8, width); x++) {
          const at = (y * width + x) * 4;
          sum += levelAt(picture.data, at) - levelAt(page.data, at);
          count += 1;
        }
      }
      if (Math.abs(sum) > BLOCK * count) return false;
    }
  }
  return true;
}

/** What a TIFF holds besides one page of pixels. */
function tiffExtras(bytes: Uint8Array): readonly string[] {
  const file = Buffer.from(bytes);
  if (file.length < 14 || file.toString('latin1', 0, 2) !== 'II') return ['the picture is no TIFF of this volume'];
  const at = file.readUInt32LE(4);
  if (at + 6 > file.length) return ['the picture has no directory'];
  const count = file.readUInt16LE(at);
  if (at + 6 + 12 * count > file.length) return ['the directory of the picture is cut off'];
  const entries = Array.from({ length: count }, (_, i) => at + 2 + 12 * i);
  const tags = entries.map((entry) => file.readUInt16LE(entry));
  const firstOf = (tag: number): number => {
    const entry = entries[tags.indexOf(tag)];
    return entry === undefined ? 0 : file.readUInt32LE(entry + 8);
  };
  return [
    ...(tags.every((tag) => TAGS.has(tag)) ? [] : ['the picture has a tag that a page does not need']),
    ...(file.readUInt32LE(at + 2 + 12 * count) === 0 ? [] : ['the picture holds a second page']),
    ...(firstOf(273) + firstOf(279) === file.length ? [] : ['there are bytes behind the picture']),
  ];
}

/** What a JPEG holds besides its pixels: parts for programs or people, or bytes after its end. */
function jpegExtras(bytes: Uint8Array): readonly string[] {
  const end = bytes.length >= 4 && bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9;
  const found = new Set<string>(end ? [] : ['there are bytes behind the picture']);
  for (let at = 2; at + 4 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xda) break;
    const isProfile =
      marker === 0xe2 && Buffer.from(bytes.subarray(at + 4, at + 15)).toString('latin1') === 'ICC_PROFILE';
    if (marker === 0xfe || (marker > 0xe0 && marker < 0xee && !isProfile))
      found.add('the picture has a header of its own');
    at += 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
  }
  return [...found];
}

function fault(path: string, what: string): readonly Finding[] {
  const sighting: Sighting = { name: 'twin-output', level: 'leak', seenBy: ['pixels'], what };
  return toFindings(path, [sighting]);
}
