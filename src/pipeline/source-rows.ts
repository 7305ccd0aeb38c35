import { join } from 'node:path';
import { parseString } from 'fast-csv';
import type { PageRef } from '../model/page.ts';
import { isFile, readGivenText } from '../store/files.ts';

/** The Bates numbers of a draft, from the `sources.csv` of its internal folder; [] where there is none. */
export async function draftNumbers(
  internal: string,
): Promise<readonly { readonly ref: PageRef; readonly number: string }[]> {
  const path = join(internal, 'sources.csv');
  if (!isFile(path)) return [];
  const rows = await new Promise<Record<string, string>[]>((done, failed) => {
    const read: Record<string, string>[] = [];
    parseString<Record<string, string>, Record<string, string>>(readGivenText(path), { headers: true })
      .on('error', failed)
      .on('data', (row) => read.push(row))
      .on('end', () => done(read));
  });
  return rows.flatMap(({ BATES: number = '', SOURCE_FILE: file = '', SOURCE_PAGE: page = '' }) =>
    number === '' || page === '' ? [] : [{ ref: { file, page: Number(page) }, number }],
  );
}
