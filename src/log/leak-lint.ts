import type { Table } from './csv.ts';

/** What must not stand in anything served (contract 3.1, "Nothing hidden goes out"). */
export interface LeakTerms {
  /** Redacted names, numbers and sentences, each as a whole. */
  readonly redacted: readonly string[];
  /** Names that are sealed in this matter: reporters, minors, people of programs. */
  readonly names: readonly string[];
  /** `safety` of matter.yaml. */
  readonly safety: readonly string[];
  /** Words that name a category whose existence is protected. */
  readonly existence: readonly string[];
  /** Names of source files. */
  readonly files: readonly string[];
}

export type LeakKind = keyof LeakTerms;

/** Where a forbidden term stands; never the term itself. */
export interface LeakFinding {
  readonly file: string;
  /** `row 3, DESCRIPTION` of a table; '' for running text. */
  readonly place: string;
  readonly kind: LeakKind;
}

const KINDS: readonly LeakKind[] = ['redacted', 'names', 'safety', 'existence', 'files'];
/** Folded terms shorter than this are no secret by themselves: initials, single digits. */
const SHORTEST = 3;

/** Words of a text, case folded, hyphens and marks dropped inside words, every other sign a blank. */
function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[\u00AD\u200B-\u200D\u2060]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** A term ready to be looked for. */
export interface FoldedTerm {
  readonly kind: LeakKind;
  readonly letters: string;
}

/** All terms, folded; those too short to be a secret are left out. */
export function foldTerms(terms: LeakTerms): readonly FoldedTerm[] {
  return KINDS.flatMap((kind) =>
    terms[kind].flatMap((term) => {
      const letters = wordsOf(term).join('');
      return letters.length < SHORTEST ? [] : [{ kind, letters }];
    }),
  );
}

/**
 * Kinds of terms that stand in `text` as whole words: case, blanks, hyphens and signs between the
 * words do not count, so `123-45-6789` is found in `123 456789`, and `Ann` is not in `Annual`.
 */
export function findTerms(text: string, terms: readonly FoldedTerm[]): ReadonlySet<LeakKind> {
  const words = wordsOf(text);
  const starts = new Set<number>();
  const ends = new Set<number>();
  let length = 0;
  for (const word of words) {
    starts.add(length);
    length += word.length;
    ends.add(length);
  }
  const letters = words.join('');
  const found = new Set<LeakKind>();
  for (const term of terms) {
    for (let at = letters.indexOf(term.letters); at >= 0; at = letters.indexOf(term.letters, at + 1)) {
      if (starts.has(at) && ends.has(at + term.letters.length)) found.add(term.kind);
    }
  }
  return found;
}

/** Leaks in a table that is served, cell by cell. */
export function lintTable(file: string, table: Table, terms: readonly FoldedTerm[]): readonly LeakFinding[] {
  return table.rows.flatMap((row, i) =>
    table.columns.flatMap((column) =>
      [...findTerms(row[column] ?? '', terms)].map((kind) => ({
        file,
        place: `row ${i + 1}, ${column}`,
        kind,
      })),
    ),
  );
}

/** Leaks in running text: a letter, a slip sheet. `except` are sentences that may stand as they are. */
export function lintText(
  file: string,
  text: string,
  terms: readonly FoldedTerm[],
  except: readonly string[] = [],
): readonly LeakFinding[] {
  const rest = except.reduce((left, sentence) => left.split(sentence).join('\n'), text);
  return [...findTerms(rest, terms)].map((kind) => ({ file, place: '', kind }));
}
