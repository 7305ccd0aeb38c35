import type { CaseDocument } from '../model/document.ts';
import type { Source } from '../model/source.ts';

/** What a document says of attachments: how many it names, and whether it is headed as one itself. */
export interface AttachmentSigns {
  readonly names: number;
  readonly headed: boolean;
}

/**
 * Families within one source: the documents after a mail or letter that names attachments, as many
 * as it names, and those headed "Attachment A" after it.
 */
export function linkAttachments(
  documents: readonly CaseDocument[],
  signs: readonly AttachmentSigns[],
): readonly CaseDocument[] {
  const parents = new Map<string, string>();
  let parent: CaseDocument | undefined;
  let left = 0;
  documents.forEach((document, i) => {
    const sign = signs[i] ?? { names: 0, headed: false };
    const attached = parent !== undefined && (sign.headed || (left > 0 && document.type !== 'email'));
    if (attached && parent !== undefined) {
      parents.set(document.id, parent.id);
      left -= 1;
    } else {
      parent = document.correspondence ? document : undefined;
      left = document.correspondence ? sign.names : 0;
    }
  });
  return withFamilies(documents, parents);
}

/**
 * Families across sources: a file found inside another (`mail.pdf#attachment-1`) belongs to the last
 * e-mail of that file, or to its last document. Where a file holds its attachments inside, the pages
 * that follow the mail are not counted as such.
 */
export function linkFamilies(documents: readonly CaseDocument[], sources: readonly Source[]): readonly CaseDocument[] {
  const parents = new Map<string, string>();
  const holders = new Set(sources.map((s) => s.parent?.file).filter((f) => f !== undefined));
  for (const document of documents) {
    if (document.family !== undefined && !holders.has(fileOf(document)))
      parents.set(document.id, document.family.parent);
  }
  const inside = sources
    .filter((s) => s.parent !== undefined)
    .sort((a, b) => (a.parent?.order ?? 0) - (b.parent?.order ?? 0));
  const ordered: CaseDocument[] = [];
  for (const source of inside) {
    const parent = parentIn(documents.filter((d) => fileOf(d) === source.parent?.file));
    for (const document of documents.filter((d) => fileOf(d) === source.file)) {
      if (parent !== undefined) parents.set(document.id, parent.id);
      ordered.push(document);
    }
  }
  const rest = documents.filter((d) => !ordered.includes(d));
  const linked = new Map(withFamilies([...rest, ...ordered], parents).map((d) => [d.id, d]));
  return documents.map((d) => linked.get(d.id) ?? d);
}

function fileOf(document: CaseDocument): string {
  return document.pages[0]?.file ?? '';
}

function parentIn(documents: readonly CaseDocument[]): CaseDocument | undefined {
  return (
    documents.findLast((d) => d.type === 'email') ?? documents.findLast((d) => d.correspondence) ?? documents.at(-1)
  );
}

function withFamilies(
  documents: readonly CaseDocument[],
  parents: ReadonlyMap<string, string>,
): readonly CaseDocument[] {
  const children = new Map<string, string[]>();
  for (const document of documents) {
    const parent = parents.get(document.id);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), document.id]);
  }
  return documents.map(({ family: _, ...document }) => {
    const parent = parents.get(document.id);
    if (parent === undefined) return document;
    const siblings = children.get(parent) ?? [];
    return { ...document, family: { parent, order: siblings.indexOf(document.id) + 1, of: siblings.length } };
  });
}
