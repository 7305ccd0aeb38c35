import type { Table } from './csv.ts';

export const SOURCES_COLUMNS = ['BATES', 'SOURCE_FILE', 'SOURCE_PAGE', 'DOCUMENT', 'TREATMENT'] as const;

export type SourcesColumn = (typeof SOURCES_COLUMNS)[number];
/** One received page, or one file that could not be read. */
export type SourcesRow = Readonly<Record<SourcesColumn, string>>;

/** sources.csv, internal: where every received page went (contract 3.2). */
export function sourcesLog(rows: readonly SourcesRow[]): Table<SourcesColumn> {
  return { columns: SOURCES_COLUMNS, rows };
}
