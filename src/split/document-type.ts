import { cuesMet, weigh } from '../model/cues.ts';
import type { Cue, DocumentTypeRule, DocumentTypeRules } from '../model/passage-rules.ts';
import type { PageFacts } from './page-facts.ts';

/** A type with what spoke for it. */
export interface TypeFound {
  readonly id: string;
  readonly text: string;
  readonly rule?: DocumentTypeRule;
  readonly score: number;
  readonly says: readonly string[];
}

const NEEDED = 0.5;
/** What a title cue counts where it stands in running text of the head and not in a title. */
const IN_TEXT = 0.6;
const BODY_CAP = 0.6;

/** The type of a document from the head of its first page and the text of all its pages. */
export function findType(pages: readonly PageFacts[], rules: DocumentTypeRules): TypeFound {
  const first = pages.find((p) => p.readable);
  const fallback: TypeFound = { ...rules.fallback, score: 0, says: [] };
  if (first === undefined) return fallback;
  const text = pages.map((p) => p.text).join(' ');
  let best = fallback;
  for (const rule of rules.types) {
    const found = scoreType(rule, first, text);
    if (found.score >= NEEDED && found.score > best.score) best = found;
  }
  return best;
}

function scoreType(rule: DocumentTypeRule, first: PageFacts, text: string): TypeFound {
  const { rows, head } = ownWords(rule, first);
  const inTitle = cuesMet(rows.join(' '), rule.title);
  const inHead = cuesMet(head, rule.title).filter((c) => !inTitle.includes(c));
  const body = cuesMet(text, rule.body);
  const against = cuesMet(`${first.head} ${text}`, rule.against);
  const early = firstPlace(rows, inTitle);
  const title = weigh(inTitle) + IN_TEXT * weigh(inHead);
  // A paper is what its head says; the text only helps a head that says something, or is very plain.
  const help = Math.min(BODY_CAP, weigh(body)) * (title > 0 ? 1 : 0.6);
  return {
    id: rule.id,
    text: rule.text,
    rule,
    score: title + help + weigh(against) + early,
    says: [...inTitle, ...inHead, ...body].map((c) => c.says),
  };
}

/** Titles and head without the headings of dated entries, where the type must name the paper and not one entry of it. */
function ownWords(
  rule: DocumentTypeRule,
  first: PageFacts,
): { readonly rows: readonly string[]; readonly head: string } {
  const inner = rule.ownTitle && !first.entries.every((e) => cuesMet(e, rule.title).length > 0) ? first.entries : [];
  return {
    rows: first.titles.filter((t) => !inner.includes(t)),
    head: inner.reduce((text, entry) => text.replace(entry, ''), first.head),
  };
}

/** A small lead for the type whose title stands first. */
function firstPlace(titles: readonly string[], cues: readonly Cue[]): number {
  const at = titles.findIndex((t) => cuesMet(t, cues).length > 0);
  return at < 0 ? 0 : Math.max(0, 0.25 - at * 0.05);
}

/** Ids of the types that the name at the top of the page is of; rows that the page before had too do not count. */
export function titledTypes(
  page: PageFacts,
  rules: DocumentTypeRules,
  running: readonly string[] = [],
): readonly string[] {
  const names = page.names.filter((n) => !running.includes(n));
  return rules.types
    .filter((rule) => names.some((n) => cuesMet(n, rule.title).some((c) => c.weight >= 0.8)))
    .map((rule) => rule.id);
}
