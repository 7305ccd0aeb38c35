import type { Hit } from '../model/detecting.ts';
import type { PageText } from '../model/page.ts';

/** What papers are written in before they are printed to PDF: the name of a draft is the name of its print. */
const ENDINGS = 'pdf|docx?|dotx?|odt|html?|mht|rtf|txt|md|msg|eml|tiff?|jpe?g|png|xlsx?|csv|wpd|pages';

/** Finds the names of the matter's own files where pages print them, in a footer for one (contract 3.1: none goes out). */
export function sourceNames(files: readonly string[]): (page: PageText) => Hit[] {
  const stems = [...new Set(files.map(stemOf))].filter((stem) => stem !== '').sort((a, b) => b.length - a.length);
  if (stems.length === 0) return () => [];
  const names = stems.map((stem) => stem.split(/\s+/).map(escaped).join('\\s{1,3}')).join('|');
  const regex = new RegExp(`(?<![\\p{L}\\p{N}])(?:${names})\\.(?:${ENDINGS})(?![\\p{L}\\p{N}])`, 'giu');
  return ({ text }) =>
    [...text.matchAll(regex)].map(
      (match): Hit => ({
        start: match.index,
        end: match.index + match[0].length,
        label: 'URL',
        basis: 'identifier',
        aspect: 'identifier',
        tier: 'auto',
        score: 1,
        rules: ['source-name'],
        why: 'The name of a file of this matter, printed on the page: names of sources do not go out.',
        key: `file:${match[0].toLowerCase()}`,
      }),
    );
}

function stemOf(file: string): string {
  const name =
    file
      .replace(/#attachment-\d.*$/u, '')
      .split('/')
      .at(-1) ?? '';
  return name.replace(/\.[^.]*$/u, '').trim();
}

const escaped = (part: string): string => part.normalize('NFC').replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
