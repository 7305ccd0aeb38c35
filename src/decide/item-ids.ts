import { createHash } from 'node:crypto';
import type { Box } from '../model/geometry.ts';
import type { PageRef } from '../model/page.ts';
import { pageKey } from '../model/page.ts';

/** Item id of a document: safe as a file name, stable while the document keeps its pages. */
export function documentItemId(document: string): string {
  return `doc-${digest(document)}`;
}

/** Item id of a distinct string that stands in several places. */
export function stringItemId(stringKey: string): string {
  return `str-${digest(stringKey)}`;
}

/** Item id of a gate: one a document, category and kind. */
export function gateItemId(document: string, basis: string, kind: string): string {
  return `gate-${digest(`${document}\n${basis}\n${kind}`)}`;
}

/** Item id of a zone nobody could read. */
export function zoneItemId(page: PageRef, box: Box): string {
  const at = [box.x, box.y, box.w, box.h].map((n) => n.toFixed(1)).join(',');
  return `zone-${digest(`${pageKey(page)}\n${at}`)}`;
}

/** Item id of a group of copies that must be treated alike. */
export function copyItemId(documents: readonly string[]): string {
  return `copy-${digest([...documents].sort().join('\n'))}`;
}

/** Item id of a file that was received and is gone. */
export function absentItemId(sha256: string): string {
  return `gone-${digest(sha256)}`;
}

export function isAbsentItem(id: string): boolean {
  return id.startsWith('gone-');
}

/** Item id of a page drawn for the miss rate. */
export function sampleItemId(page: PageRef): string {
  return `sample-${digest(pageKey(page))}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
