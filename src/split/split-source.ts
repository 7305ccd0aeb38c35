import { pickTopic } from '../model/cues.ts';
import type { CaseDocument } from '../model/document.ts';
import { documentId } from '../model/document.ts';
import { foldText } from '../model/fold-text.ts';
import type { Matter } from '../model/matter.ts';
import type { PageText } from '../model/page.ts';
import type { DocumentTypeRules } from '../model/passage-rules.ts';
import { findDocumentDate } from './document-date.ts';
import { findPeople } from './document-people.ts';
import type { TypeFound } from './document-type.ts';
import { findType } from './document-type.ts';
import { linkAttachments } from './families.ts';
import { isOtherCase, namesOwnFamily } from './other-case.ts';
import type { BreakFound } from './page-breaks.ts';
import { scoreBreak } from './page-breaks.ts';
import type { PageFacts } from './page-facts.ts';
import { pageFacts } from './page-facts.ts';

/** The pages of one source in order, as read, and what tells documents apart. */
export interface SplitInput {
  readonly pages: readonly PageText[];
  readonly rules: { readonly documentTypes: DocumentTypeRules };
  readonly matter: Matter;
}

interface OpenDocument {
  readonly pages: PageFacts[];
  readonly start: BreakFound | undefined;
}

/**
 * Splits one source into documents: every page in exactly one, in order. A page that could not be
 * read stays with the page before it, or with the next where it is the first.
 */
export function splitSource(input: SplitInput): readonly CaseDocument[] {
  const rules = input.rules.documentTypes;
  const open: OpenDocument[] = [];
  for (const page of input.pages) {
    const facts = pageFacts(page, rules);
    const current = open.at(-1);
    const before = current?.pages.filter((p) => p.sure) ?? [];
    if (current === undefined) open.push({ pages: [facts], start: undefined });
    else if (!facts.sure || before.length === 0) current.pages.push(facts);
    else {
      const found = familyBreak(before, facts, input) ?? scoreBreak(before, facts, rules);
      if (found.breaks) open.push({ pages: [facts], start: found });
      else current.pages.push(facts);
    }
  }
  const documents = open.map((one) => describe(one, open.length, input));
  return linkAttachments(
    documents,
    open.map((one) => attachmentsNamed(one)),
  );
}

/** Another family's page never shares a document with the matter's own family: its protection would be lost there. */
function familyBreak(before: readonly PageFacts[], next: PageFacts, input: SplitInput): BreakFound | undefined {
  const rules = input.rules.documentTypes;
  const other = isOtherCase(before, input.matter, rules);
  const enters = !other && isOtherCase([next], input.matter, rules);
  const leaves = other && namesOwnFamily(next, input.matter);
  if (!enters && !leaves) return undefined;
  return {
    breaks: true,
    score: 1,
    says: [enters ? 'it is about another family' : 'it is about the family of the matter'],
  };
}

function describe(open: OpenDocument, count: number, input: SplitInput): CaseDocument {
  const rules = input.rules.documentTypes;
  const { matter } = input;
  const refs = open.pages.map((p) => p.page.ref);
  const type = findType(open.pages, rules);
  const people = findPeople(open.pages, type, matter, rules);
  const text = foldText(open.pages.map((p) => p.text).join(' '));
  return {
    id: documentId(refs),
    pages: refs,
    type: type.id,
    typeText: type.text,
    date: findDocumentDate(open.pages, type, rules),
    ...(people.author === undefined ? {} : { author: people.author }),
    correspondence: type.rule?.correspondence === true,
    ...(people.from === undefined ? {} : { from: people.from }),
    to: people.to,
    cc: people.cc,
    bcc: people.bcc,
    ...(isOtherCase(open.pages, matter, rules) ? { otherCase: true } : {}),
    topic: pickTopic(text, rules.topics),
    reasons: reasonsOf(open, count, type),
  };
}

function reasonsOf(open: OpenDocument, count: number, type: TypeFound): readonly string[] {
  const unread = open.pages.filter((p) => !p.readable);
  const unsure = open.pages.filter((p) => p.readable && !p.sure);
  const whole = open.start === undefined && count === 1;
  const begins =
    open.start === undefined
      ? 'It begins with the first page of the file.'
      : `It begins here because: ${listed(open.start.says)}.`;
  return [
    whole ? 'It is the whole file.' : begins,
    type.says.length === 0
      ? 'No cue of a document type was met; a person should name the type.'
      : `Read as "${type.text}" by: ${listed([...new Set(type.says)])}.`,
    ...unread.map(
      (p) => `Page ${p.page.ref.page} could not be read and stays with its neighbour; a person should look at it.`,
    ),
    ...unsure.map((p) => `Page ${p.page.ref.page} is handwriting or hard to read and stays with its neighbour.`),
  ];
}

function listed(parts: readonly string[]): string {
  return parts.join('; ');
}

/** How many attachments a mail or letter names, and whether the document is itself headed as one. */
function attachmentsNamed(open: OpenDocument): { readonly names: number; readonly headed: boolean } {
  const first = open.pages.find((p) => p.readable);
  const fields =
    first?.fields.filter((f) => f.row < 16 && /^(?:attachments?|attached|enclosures?|encl\.?)$/i.test(f.label)) ?? [];
  const names = fields
    .flatMap((f) => f.value.split(/[;,]/))
    .filter((n) => n.trim() !== '' && !/^none$/i.test(n.trim()));
  return { names: names.length, headed: first?.attachment === true };
}
