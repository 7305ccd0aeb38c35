import type { SourcesRow } from '../log/sources.ts';
import { naturalOrder } from '../model/natural-order.ts';
import type { UnreadableSource } from '../model/source.ts';
import type { CountedDocument } from './reconciliation.ts';

/** Rows of sources.csv in the order of `files/`: one a received page, one a file nobody could read. */
export function sourcesRows(
  counted: readonly CountedDocument[],
  unreadable: readonly UnreadableSource[],
  disclosed: boolean,
): readonly SourcesRow[] {
  const pages = counted.flatMap((one) =>
    one.document.pages.map((ref, i) => ({
      file: ref.file,
      page: ref.page,
      row: {
        BATES: one.numbers[i] ?? '',
        SOURCE_FILE: ref.file,
        SOURCE_PAGE: String(ref.page),
        DOCUMENT: disclosed ? (one.numbers[0] ?? '') : '',
        TREATMENT: treatmentOf(one),
      },
    })),
  );
  const files = unreadable.map(({ file }) => ({
    file,
    page: 0,
    row: { BATES: '', SOURCE_FILE: file, SOURCE_PAGE: '', DOCUMENT: '', TREATMENT: 'Unreadable' },
  }));
  return [...pages, ...files].sort((a, b) => naturalOrder(a.file, b.file) || a.page - b.page).map((one) => one.row);
}

/** The document's treatment in the words of contract 3.2. */
export function treatmentOf(one: CountedDocument): string {
  if (one.counted === 'produced') return one.boxed > 0 ? 'Redacted' : 'Produced';
  if (one.counted === 'withheld') return 'Withheld in full';
  return one.counted === 'not_responsive' ? 'Not responsive' : 'Unacknowledged';
}
