import type { VolumeFile } from '../model/production.ts';

/** A page of a produced PDF as a picture file. */
export interface DrawnPage {
  readonly ending: 'tif' | 'jpg';
  readonly bytes: Uint8Array;
}

/** A file of the volume's PDF/ with its pictures, one a page. */
export interface DrawnDocument {
  /** Bates number of each picture: every page's, or a slip sheet's first. */
  readonly numbers: readonly string[];
  readonly pages: readonly DrawnPage[];
}

/** Pictures that lie in one folder: load programs and people open no larger ones gladly. */
const FOLDER_SIZE = 1000;

/** IMAGES/ of a volume and the lines of its Opticon load file, in Bates order (domain 4). */
export function imageFiles(
  volume: string,
  documents: readonly DrawnDocument[],
): { readonly files: readonly VolumeFile[]; readonly opt: string } {
  const files: VolumeFile[] = [];
  const lines: string[] = [];
  for (const { numbers, pages } of documents) {
    if (numbers.length !== pages.length) throw new RangeError(`${pages.length} pictures for ${numbers.length} pages`);
    pages.forEach((page, i) => {
      const folder = String(Math.floor(files.length / FOLDER_SIZE) + 1).padStart(4, '0');
      const name = `${numbers[i] ?? ''}.${page.ending}`;
      files.push({ path: `IMAGES/${folder}/${name}`, bytes: page.bytes });
      const first = i === 0;
      lines.push(
        [
          numbers[i] ?? '',
          volume,
          `IMAGES\\${folder}\\${name}`,
          first ? 'Y' : '',
          '',
          '',
          first ? String(pages.length) : '',
        ].join(','),
      );
    });
  }
  return { files, opt: lines.map((line) => `${line}\r\n`).join('') };
}
