import type { Hit } from '../model/detecting.ts';
import type { PageText } from '../model/page.ts';
import { chunksOf } from './chunks.ts';
import { type Field, linesOf } from './fields.ts';

/** Words of a heading over a column of birth dates; `other` = over a column of other dates. */
const BIRTH = /\b(?:d\.?o\.?b\.?|birth ?date|date of birth|birthday|born)(?![\p{L}])/iu;
const DATED =
  /\b(?:d\.?o\.?b\.?|birth ?date|birthday|born|date|admitted|admission|entered|entry|enrolled|issued|expires|expiration|discharged?|filed|seen|visit|served|service|placed|opened|closed)(?![\p{L}])/giu;

/**
 * Dates that stand in a table's column of birth dates: the heading line names the columns, the lines under it
 * hold the dates in the same order. Returned as birth dates, to stand beside the plain dates they were.
 */
export function birthColumns(text: string, hits: readonly Hit[]): Hit[] {
  const dates = hits.filter((h) => h.label === 'DATE');
  const lines = linesOf(text);
  const found: Hit[] = [];
  for (const [at, line] of lines.entries()) {
    const heading = text.slice(line.start, line.end);
    const birth = BIRTH.exec(heading);
    if (birth === null || /[\d:]/.test(heading)) continue;
    const columns = [...heading.matchAll(DATED)].map((m) => m.index);
    const column = columns.filter((c) => c < birth.index).length;
    for (const row of lines.slice(at + 1)) {
      const own = dates.filter((d) => d.start >= row.start && d.end <= row.end);
      if (own.length === 0 || text.slice(row.start, row.end).search(DATED) >= 0) break;
      const date = own[column];
      if (date !== undefined) found.push(born(date));
    }
  }
  return found;
}

/** Whether a heading names a column of dates. */
export function headed(value: string): boolean {
  return BIRTH.test(value) || value.search(DATED) >= 0;
}

/** Dates of table fields whose heading says that they are birth dates. */
export function birthCells(fields: readonly Field[], hits: readonly Hit[]): Hit[] {
  const births = fields.filter((f) => f.row !== undefined && BIRTH.test(f.label));
  return hits.filter((h) => h.label === 'DATE' && births.some((f) => f.start <= h.start && h.end <= f.end)).map(born);
}

/** How far under a heading, in its heights, the next date of its column may stand. */
const NEXT = 4;

/**
 * Dates under a heading of birth dates by their place on the page, for a table whose rows the reader cut otherwise
 * than its cells. A heading stands alone in its cell; the column ends where no date follows soon.
 */
export function birthsUnder(page: PageText, hits: readonly Hit[]): Hit[] {
  const dates = hits.filter((h) => h.label === 'DATE');
  if (dates.length === 0 || !BIRTH.test(page.text)) return [];
  const chunks = chunksOf(page);
  const heads = chunks.filter(({ words }) => words.length < 4 && wholeHead(words.map((w) => w.text).join(' ')));
  const parts = chunks.flatMap((chunk) => {
    const date = dates.find((d) => chunk.words.some((w) => w.start <= d.start && d.start < w.start + w.text.length));
    return date === undefined ? [] : [{ date, chunk }];
  });
  return heads.flatMap((head) => {
    let low = head.top;
    return parts
      .filter(({ chunk }) => chunk.top > head.top && chunk.left < head.right && head.left < chunk.right)
      .sort((a, b) => a.chunk.top - b.chunk.top)
      .filter(({ chunk }) => {
        const near = chunk.top - low <= NEXT * head.height;
        if (near) low = chunk.top;
        return near;
      })
      .map(({ date }) => born(date));
  });
}

const wholeHead = (text: string): boolean =>
  /^(?:d\.?o\.?b\.?|birth ?date|date of birth|birthday|born)[.:]?$/iu.test(text);

function born(date: Hit): Hit {
  return {
    ...date,
    label: 'DOB',
    tier: 'auto',
    score: 0.8,
    rules: ['dob/column'],
    why: 'Date of birth: stands in a column that is headed so.',
  };
}
