import { createHash } from 'node:crypto';
import type { Area } from '../model/mark.ts';

/** Id of a mark: a hash of document, area and basis, so that the same finding by better rules keeps its decisions. */
export function markId(document: string, area: Area, basis: string): string {
  return createHash('sha256')
    .update(JSON.stringify([document, area, basis]))
    .digest('hex')
    .slice(0, 20);
}
