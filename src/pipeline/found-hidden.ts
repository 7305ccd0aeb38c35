import { findTerms } from '../detect/find-terms.ts';
import { type ChannelText, viewWithPdfjs } from '../verify/pdfjs-view.ts';

/** A term that no page shows and that the file held all the same. */
export interface HiddenTerm {
  /** Number of the term, from 1. */
  readonly term: number;
  /** Where it stood, and on which pages, from 1; none: beside the pages. */
  readonly places: readonly { readonly where: HiddenPlace; readonly pages: readonly number[] }[];
}

/** `hidden-text`: invisible, off the page, under a picture or in a layer that is off; else the channel of the string. */
export type HiddenPlace = 'hidden-text' | ChannelText['channel'];

/**
 * Which of the terms with those numbers (from 1) stand in a file where its pages do not show them; [] too where the
 * file cannot be read that way.
 */
export async function findHiddenTerms(
  bytes: Uint8Array,
  terms: readonly string[],
  numbers: readonly number[],
): Promise<readonly HiddenTerm[]> {
  if (numbers.length === 0) return [];
  const asked = numbers.map((number) => terms[number - 1] ?? '');
  const found = new Map<number, Map<HiddenPlace, Set<number>>>();
  const search = (text: string, where: HiddenPlace, page: number | undefined): void => {
    for (const { term } of findTerms(text, asked, { joined: true })) {
      const places = found.get(term) ?? new Map<HiddenPlace, Set<number>>();
      const pages = places.get(where) ?? new Set<number>();
      if (page !== undefined) pages.add(page);
      found.set(term, places.set(where, pages));
    }
  };
  try {
    const { pages, channels } = await viewWithPdfjs(bytes);
    for (const { number, text } of pages) search(text, 'hidden-text', number);
    for (const { channel, page, text } of channels) search(text, channel, page);
  } catch {
    return [];
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([term, places]) => ({
      term: numbers[term] ?? 0,
      places: [...places].map(([where, pages]) => ({ where, pages: [...pages] })),
    }));
}
