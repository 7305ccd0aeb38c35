import { cuesMet } from '../model/cues.ts';
import type { CaseDocument } from '../model/document.ts';
import type { Mark, SubjectRelation, Tier } from '../model/mark.ts';
import type { PageText } from '../model/page.ts';
import type { TypeCategory } from '../model/passage-rules.ts';
import { counselCategories } from './categories-counsel.ts';
import type { DocumentSource } from './categories-source.ts';
import { sourceOf } from './categories-source.ts';
import { markId } from './mark-id.ts';
import type { PassageInput } from './passage-input.ts';
import { pagesOf } from './passage-input.ts';
import { textWithoutFooters } from './passages-footers.ts';

interface Found {
  readonly basis: string;
  readonly tier: Tier;
  readonly score: number;
  readonly rules: readonly string[];
  readonly why: string;
  readonly relation?: SubjectRelation;
}

/**
 * What attaches to whole documents by type, source and roles (domain 5.2): marks of area document,
 * label DOCUMENT. `cps_record` is not among them: every paper of a child-protection file has it, and
 * the decision adds it.
 */
export function detectCategories(input: PassageInput): readonly Mark[] {
  return input.documents.flatMap((document) => {
    const best = new Map<string, Found>();
    for (const found of categoriesOf(document, input)) {
      const known = best.get(found.basis);
      if (known === undefined || (known.tier === 'review' && found.tier === 'auto')) best.set(found.basis, found);
    }
    return [...best.values()].map((found) => markOf(document, found));
  });
}

function categoriesOf(document: CaseDocument, input: PassageInput): readonly Found[] {
  const pages = pagesOf(input, document);
  const text = textWithoutFooters(pages, input.rules.passages.footers);
  const parent = input.documents.find((d) => d.id === document.family?.parent);
  const source = sourceOf(document, pages, input.matter);
  return [
    ...(document.otherCase === true ? [otherClient(document)] : []),
    ...counselCategories(document, text, parent, input.matter, input.rules.passages),
    ...typeCategories(document, pages, text, source, input),
    ...sourceCategories(document, source, input),
  ];
}

function otherClient(document: CaseDocument): Found {
  return {
    basis: 'third_party',
    tier: 'auto',
    score: 0.9,
    rules: ['category/other-client'],
    relation: 'other_client',
    why: `${document.typeText}: its head names a family, client or case that is not this matter's; it was filed here by mistake.`,
  };
}

function typeCategories(
  document: CaseDocument,
  pages: readonly PageText[],
  text: string,
  source: DocumentSource,
  input: PassageInput,
): readonly Found[] {
  const rule = input.rules.documentTypes.types.find((t) => t.id === document.type);
  if (rule === undefined || pages.length === 0) return [];
  const out: Found[] = [];
  for (const category of rule.categories) {
    const reason = attaches(category, text, source, input);
    if (reason === undefined) continue;
    out.push({
      basis: category.basis,
      tier: category.tier,
      score: category.tier === 'auto' ? 0.9 : 0.6,
      rules: [`type/${rule.id}`, `category/${category.basis}`],
      why: `${rule.text}: ${category.why}${reason === '' ? '' : ` (${reason})`}.`,
    });
  }
  return out;
}

/** Why the category attaches; undefined where it does not. A source that fits counts before a marker. */
function attaches(
  category: TypeCategory,
  text: string,
  source: DocumentSource,
  input: PassageInput,
): string | undefined {
  if (cuesMet(text, category.unless).length > 0) return undefined;
  const fromSource = sourceReason(category.organizations, category.roles, source);
  const marker = cuesMet(text, category.markers)[0];
  switch (category.when) {
    case 'always':
      return '';
    case 'source':
      return fromSource;
    case 'marker':
      return marker?.says;
    case 'source-or-marker':
      return fromSource ?? marker?.says;
    case 'covered':
      return input.matter.agency.profile.hipaa === 'none' ? undefined : 'the holder is covered';
  }
}

function sourceReason(kinds: readonly string[], roles: readonly string[], source: DocumentSource): string | undefined {
  const organization = source.organizations.find((o) => kinds.includes(o.kind));
  if (organization !== undefined) return `its source is listed as ${organization.kind.replaceAll('_', ' ')}`;
  return source.role !== undefined && roles.includes(source.role)
    ? `its author's role is ${source.role.replaceAll('_', ' ')}`
    : undefined;
}

function sourceCategories(document: CaseDocument, source: DocumentSource, input: PassageInput): readonly Found[] {
  return input.rules.documentTypes.sources.flatMap((rule) => {
    const reason = sourceReason(rule.organizations, rule.roles, source);
    if (reason === undefined || rule.exceptTypes.includes(document.type)) return [];
    return rule.bases.map((basis) => ({
      basis,
      tier: rule.tier,
      score: rule.tier === 'auto' ? 0.9 : 0.6,
      rules: [`source/${rule.id}`],
      why: `${document.typeText}: ${rule.why} (${reason}).`,
    }));
  });
}

function markOf(document: CaseDocument, found: Found): Mark {
  const area = { kind: 'document' } as const;
  return {
    id: markId(document.id, area, found.basis),
    document: document.id,
    area,
    basis: found.basis,
    label: 'DOCUMENT',
    relation: found.relation ?? 'unknown',
    tier: found.tier,
    score: found.score,
    rules: found.rules,
    why: found.why,
    ...(found.basis === 'attorney_client' || found.basis === 'work_product' ? topicOf(document) : {}),
  };
}

function topicOf(document: CaseDocument): { readonly topic?: string } {
  return document.topic === undefined ? {} : { topic: document.topic };
}
