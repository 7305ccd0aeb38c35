import type { PageText, ZoneKind } from './page.ts';

/** How much of a page nobody and nothing has read. */
export interface UnreadPage {
  readonly file: string;
  readonly page: number;
  /** Share of the page's area that lies in zones, 0 to 1. */
  readonly share: number;
  readonly zones: number;
}

/** The unread area of a run, in all and page by page; pages without a zone are left out. */
export interface Unread {
  /** Share of the area of all pages, 0 to 1. */
  readonly share: number;
  readonly zones: number;
  readonly kinds: Readonly<Partial<Record<ZoneKind, number>>>;
  readonly by_page: readonly UnreadPage[];
}

/** The unread area of some pages. */
export function unreadOf(pages: readonly PageText[]): Unread {
  const kinds: Partial<Record<ZoneKind, number>> = {};
  const by_page: UnreadPage[] = [];
  let [all, unread, zones] = [0, 0, 0];
  for (const page of pages.toSorted(byPlace)) {
    const open = page.zones;
    const area = page.width * page.height;
    all += area;
    if (open.length === 0) continue;
    const share = coveredShare(page, open);
    unread += share * area;
    zones += open.length;
    for (const { kind } of open) kinds[kind] = (kinds[kind] ?? 0) + 1;
    by_page.push({ ...page.ref, share: rounded(share), zones: open.length });
  }
  return { share: rounded(all === 0 ? 0 : unread / all), zones, kinds, by_page };
}

function byPlace({ ref: a }: PageText, { ref: b }: PageText): number {
  if (a.file === b.file) return a.page - b.page;
  return a.file < b.file ? -1 : 1;
}

/** Four places: a hundredth of a per cent of a page is a letter or two. */
const rounded = (share: number): number => Math.max(0, Math.ceil(share * 10_000 - 1e-6)) / 10_000;

/** Share of the page under the boxes, what they share counted once: exact, by the lines their sides draw. */
function coveredShare({ width, height }: PageText, zones: PageText['zones']): number {
  const lines = (ends: readonly number[], most: number): number[] =>
    [...new Set([0, most, ...ends.map((x) => Math.min(most, Math.max(0, x)))])].sort((a, b) => a - b);
  const xs = lines(
    zones.flatMap(({ box }) => [box.x, box.x + box.w]),
    width,
  );
  const ys = lines(
    zones.flatMap(({ box }) => [box.y, box.y + box.h]),
    height,
  );
  let area = 0;
  for (const [i, x] of xs.entries()) {
    for (const [j, y] of ys.entries()) {
      const [w, h] = [(xs[i + 1] ?? x) - x, (ys[j + 1] ?? y) - y];
      const under = zones.some(({ box }) => box.x <= x && x < box.x + box.w && box.y <= y && y < box.y + box.h);
      if (under) area += w * h;
    }
  }
  return area / (width * height);
}

/** The unread area as sentences for people: in all, then the worst pages; [] where everything was read. */
export function unreadLines({ share, zones, by_page }: Unread): readonly string[] {
  if (zones === 0) return [];
  const worst = by_page.toSorted((a, b) => b.share - a.share).slice(0, 5);
  const more = by_page.length > worst.length ? [`  and ${by_page.length - worst.length} more pages`] : [];
  return [
    `Unread: ${percent(share)} of all pages' area, in ${zones} ${zones === 1 ? 'zone' : 'zones'}; boxed until a person looks`,
    ...worst.map((page) => `  ${page.file} p. ${page.page}: ${percent(page.share)}, ${page.zones}`),
    ...more,
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
