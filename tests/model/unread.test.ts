import { expect, test } from 'vitest';
import type { PageText, Zone } from '../../src/model/page.ts';
import { unreadOf } from '../../src/model/unread.ts';
import { readAs } from '../support/read-pages.ts';

const zone = (x: number, y: number, w: number, h: number, kind: Zone['kind'] = 'handwriting'): Zone => ({
  box: { x, y, w, h },
  kind,
  why: 'not read',
});
const page = (number: number, zones: readonly Zone[]): PageText => ({
  ...readAs('a', number, 'text'),
  width: 100,
  height: 200,
  zones,
});

test('the unread area counts what zones share once, page by page and in all', () => {
  const unread = unreadOf([
    page(2, [zone(0, 0, 100, 200, 'unreadable')]),
    page(1, [zone(10, 10, 20, 10), zone(20, 10, 20, 10, 'barcode'), zone(90, 190, 50, 50)]),
    page(3, []),
  ]);
  expect(unread).toEqual({
    share: 0.34,
    zones: 4,
    kinds: { handwriting: 2, barcode: 1, unreadable: 1 },
    by_page: [
      { file: 'a', page: 1, share: 0.02, zones: 3 },
      { file: 'a', page: 2, share: 1, zones: 1 },
    ],
  });
});

test('a matter without pages or zones has none', () => {
  expect(unreadOf([])).toMatchObject({ share: 0, zones: 0, by_page: [] });
  expect(unreadOf([page(1, [])])).toMatchObject({ share: 0, zones: 0, by_page: [] });
});
