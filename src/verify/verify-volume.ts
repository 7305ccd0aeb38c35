import { unzipSync } from 'fflate';
import type { Finding } from '../model/finding.ts';
import type { Box } from '../model/geometry.ts';
import type { OcrEngine } from '../model/ocr.ts';
import type { VolumeFile } from '../model/production.ts';
import { type LeakClass, type Sighting, toFindings } from './classes.ts';
import { type FolderPdf, folderFindings, isProduction } from './folder-sightings.ts';
import { pictureFindings } from './picture-pages.ts';
import { indexRuns, indexSecrets } from './secrets.ts';
import { type Attacked, attackPdf, type PdfToVerify } from './verify-pdf.ts';

/** A finished volume and what must not be in it (contract.md 3.1, "Nothing hidden goes out"). */
export interface VolumeToVerify {
  readonly files: readonly VolumeFile[];
  /** Redacted names, numbers and sentences that no decision leaves open elsewhere. */
  readonly secrets: readonly string[];
  /** Words that never leave: safety words, names of sources, names of unacknowledged categories. */
  readonly forbidden: readonly string[];
  /** Sentences that may hold such words because they stand in every response. */
  readonly standing: readonly string[];
  /** Text of pages that do not go out. */
  readonly hidden: readonly string[];
  /** Text that does go out, and what the letters say in every matter. */
  readonly open: readonly string[];
  /** Boxes as printed, by file of the volume. */
  readonly burnt: readonly {
    readonly file: string;
    readonly page: number;
    readonly box: Box;
    readonly code: string;
  }[];
  readonly ocr?: OcrEngine;
  /** Somebody's folder: it is judged as a production only where it is laid out as one, and its boxes are not known. */
  readonly foreign?: boolean;
  /** Attacks one PDF, by default in this thread; undefined where it could not be, which who hands this in has to mind. */
  readonly attack?: (pdf: PdfToVerify) => Promise<Attacked | undefined>;
}

/** Tries to break a volume file by file; `advance` is called after each. Never quotes what it found. */
export async function verifyVolume(input: VolumeToVerify, advance: () => void): Promise<readonly Finding[]> {
  const search = makeSearch(input);
  const findings: Finding[] = [];
  const pdfs: FolderPdf[] = [];
  for (const file of input.files) {
    findings.push(...toFindings(file.path, nameSightings(file.path, search)));
    findings.push(...(isPdf(file) ? await checkPdf(file, input, search, pdfs) : checkText(file, search)));
    advance();
  }
  findings.push(...(await pictureFindings(input.files)));
  const whole = folderFindings(input.files, pdfs);
  // Where it is known what must be gone, every copy was searched for it; likeness of pages alone is then no leak.
  const known = input.hidden.length > 0;
  return [
    ...findings,
    ...whole.map((finding) =>
      known && finding.name === 'copies-disagree' ? { ...finding, level: 'risk' as const } : finding,
    ),
  ];
}

const REPEATED = 'a passage of a page that does not go out';

interface Search {
  /** What of the hidden things a text holds; '' = nothing. */
  readonly sees: (text: string) => string;
  /** Whether it holds a hidden name with its last word first, and what that is. */
  readonly seesTurned: (text: string) => boolean;
  readonly turnedIs: 'leak' | 'risk';
}

const TURNED = 'a name that was redacted, its last word first';

function makeSearch(input: VolumeToVerify): Search {
  const secrets = indexSecrets(input.secrets.filter((secret) => secret.replace(/[^\p{L}\p{N}]/gu, '').length > 2));
  const forbidden = indexSecrets(input.forbidden);
  const runs = indexRuns(input.hidden, input.open);
  const turned = turnedNames(input.secrets);
  const withoutStanding = (text: string): string =>
    input.standing.reduce((rest, sentence) => rest.split(sentence).join(' '), text.replace(/\s+/g, ' '));
  return {
    sees: (text) => {
      if (secrets.find(text).length > 0) return 'text that was redacted';
      if (forbidden.find(withoutStanding(text)).length > 0) return 'a word that must never leave';
      if (runs.repeats(text)) return REPEATED;
      return '';
    },
    seesTurned: (text) => turned?.test(text) === true,
    // Who wrote and received what goes out stands so in our own logs, by a decision about each of them.
    turnedIs: input.foreign === true ? 'leak' : 'risk',
  };
}

/**
 * Finds names of two words with the last one first, as load files, logs and folders have them: "Doe, Jane", Doe_Jane,
 * a column for each. Undefined where no secret is such a name.
 */
function turnedNames(secrets: readonly string[]): RegExp | undefined {
  const forms = secrets.flatMap((secret) => {
    const [, first, last] = /^(\p{L}[\p{L}'’]+) (\p{L}[\p{L}'’-]+)$/u.exec(secret.trim()) ?? [];
    if (first === undefined || last === undefined) return [];
    // Two words in small letters may be no name, and turned round by chance.
    const between = /^\p{Lu}/u.test(first) ? '[ \\t,;_|-]{1,5}' : '[ \\t]?[,;_|][ \\t,;_|]{0,4}';
    return [`${last}["']?${between}["']?${first}`];
  });
  if (forms.length === 0) return undefined;
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
}

function nameSightings(path: string, search: Search): readonly Sighting[] {
  const named = path.replaceAll('/', ' / ');
  const seen = search.sees(named);
  if (seen === '' && search.seesTurned(named))
    return [{ name: 'file-name', level: search.turnedIs, seenBy: ['raw'], what: `the file's name holds ${TURNED}` }];
  return seen === ''
    ? []
    : [
        {
          name: 'file-name',
          level: 'leak',
          seenBy: ['raw'],
          what: `the file's name holds ${seen}`,
        },
      ];
}

/** By its name, or by its first bytes (ISO 32000-1, 7.5.2) whatever it is called. */
function isPdf({ path, bytes }: VolumeFile): boolean {
  return (
    /\.pdf$/i.test(path) || Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(1024, bytes.length)).includes('%PDF-')
  );
}

async function checkPdf(
  file: VolumeFile,
  input: VolumeToVerify,
  search: Search,
  pdfs: FolderPdf[],
): Promise<readonly Finding[]> {
  const attacked = await (input.attack ?? attackPdf)({
    file: file.path,
    bytes: file.bytes,
    terms: input.secrets.filter((secret) => secret.replace(/[^\p{L}\p{N}]/gu, '').length > 2),
    ...(input.foreign === true ? {} : { burnt: input.burnt.filter((box) => box.file === file.path) }),
    ...(input.ocr === undefined ? {} : { ocr: input.ocr }),
    strict: input.foreign !== true || isProduction(input.files),
  });
  if (attacked === undefined) return [];
  const { findings: found, view, boxes } = attacked;
  pdfs.push({ path: file.path, view, boxes });
  const sightings: Sighting[] = [];
  for (const page of view.pages) {
    const seen = search.sees(page.text);
    if (seen !== '')
      sightings.push({
        name: 'same-string-elsewhere',
        // Letters are made of the pack's texts and the process alone; six words of theirs can only meet a page's by chance.
        level: seen === REPEATED && file.path.startsWith('LETTERS/') ? 'risk' : 'leak',
        page: page.number,
        seenBy: ['pdfjs'],
        what: `the page holds ${seen}`,
      });
  }
  for (const { channel, page, text } of view.channels) {
    const seen = search.sees(text);
    if (seen === '') continue;
    sightings.push({
      name: channel,
      level: 'leak',
      ...(page === undefined ? {} : { page }),
      seenBy: ['pdfjs'],
      what: `a string of the file holds ${seen}`,
    });
  }
  return [...found, ...toFindings(file.path, sightings)];
}

/** Compared with its page by `pictureFindings`; its bytes are no text. */
const PICTURE = /^IMAGES\/.*\.(?:tif|jpg)$/;

/** The text of a file; of a spreadsheet every part of it, as a reader would show it. */
function textsOf({ path, bytes }: VolumeFile): readonly string[] {
  // The signs around and between the cells of a load file are letters to whoever does not know them.
  if (/\.dat$/i.test(path))
    return [
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/[\u00fe\u0014]/g, ' , '),
    ];
  if (!path.toLowerCase().endsWith('.xlsx')) return [Buffer.from(bytes).toString('utf8')];
  return Object.entries(unzipSync(bytes)).flatMap(([name, part]) => [
    name,
    Buffer.from(part)
      .toString('utf8')
      .replace(/<[^>]*>/g, ' ')
      .replace(/&(lt|gt|quot|apos|amp|#39);/g, (_, entity: string) => ENTITIES[entity] ?? ' '),
  ]);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', '#39': "'" };

function checkText(file: VolumeFile, search: Search): readonly Finding[] {
  if (PICTURE.test(file.path)) return [];
  const texts = textsOf(file);
  const hidden = texts.map((text) => search.sees(text)).find((what) => what !== '');
  const isTurned = hidden === undefined && texts.some((text) => search.seesTurned(text));
  const seen = isTurned ? TURNED : hidden;
  if (seen === undefined) return [];
  const name: LeakClass = file.path.startsWith('LOGS/') || file.path.startsWith('DATA/') ? 'log-text' : 'twin-output';
  const level = isTurned ? search.turnedIs : 'leak';
  return toFindings(file.path, [{ name, level, seenBy: ['raw'], what: `the file holds ${seen}` }]);
}
