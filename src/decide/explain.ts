import type { RuleStep } from '../model/disposition.ts';
import type { Fact, Matter } from '../model/matter.ts';
import type { Base, Pack } from '../model/pack.ts';
import { cellText, ruleOn } from './columns.ts';
import { type Law, lawOf, type Subject } from './law.ts';

/** What `patterns explain` asks: a category under the authorities of a matter. */
export interface ExplainInput {
  readonly matter: Matter;
  readonly pack: Pack;
  readonly bases: readonly Base[];
  /** Id of a base. */
  readonly category: string;
  readonly actingOn?: string;
}

/**
 * The rule path of a category: what the pack and the request are, which authority
 * failed which check, which cell speaks with which citation, and the outcome.
 */
export function explainCategory(input: ExplainInput): readonly RuleStep[] {
  const law = lawOf(input);
  const { matter, pack, category } = input;
  const base = law.bases.get(category);
  const ruling = ruleOn(law, subjectOf(law, category));
  const authorities = law.standing.findings.flatMap((finding): RuleStep[] => [
    { rule: `authority/${finding.id}`, text: `${finding.type}: ${finding.valid ? 'counts' : 'does not count'}` },
    ...finding.failed.map((f) => ({ rule: `authority/${finding.id}/${f.check}`, text: f.why })),
  ]);
  const facts = matter.facts.map((fact) => ({ rule: `fact/${fact.fact}`, text: factText(law, fact, category) }));
  return [
    {
      rule: `${pack.id}@${pack.version}`,
      text: law.advisoryWhy === undefined ? 'approved and in force' : `advisory: ${law.advisoryWhy}`,
    },
    { rule: `request/${matter.request.type}`, text: law.standing.process.text },
    ...law.standing.process.steps,
    ...authorities,
    ...facts,
    ...(base === undefined
      ? [{ rule: 'bases', text: `${category} is no base` }]
      : [{ rule: `bases/${category}`, text: `${base.label} (${base.kind})`, citation: base.citation }]),
    ...ruling.steps,
    {
      rule: ruling.rule,
      text: `outcome: ${cellText({ ...ruling.cell, barred: false })}`,
      ...(ruling.row === undefined ? {} : { citation: ruling.row.citation }),
    },
  ];
}

/** The category as it stands in a paper of the file: where an order opens the record of the file, that counts. */
export function subjectOf(law: Law, category: string): Subject {
  const own = law.pack.files[law.matter.agency.file ?? law.pack.default_file].category;
  if (own === undefined || own === category) return { basis: category };
  const record = ruleOn(law, { basis: own });
  return { basis: category, recordOpen: record.byOrder && record.cell.letter === 'P' };
}

/** Whether a recorded fact counts, and what it does to a category. */
function factText(law: Law, fact: Fact, category: string): string {
  const rule = law.pack.facts[fact.fact];
  if (rule === undefined) return 'does not count: the pack does not know it';
  if (rule.counsel && !law.standing.counsel.includes(fact.by))
    return 'does not count: only an attorney of the list of people who represents the agency may record it';
  if (rule.forums !== undefined && !rule.forums.includes(law.matter.forum))
    return `does not count: it is an exception of ${rule.forums.join(', ')} alone`;
  if (rule.document && fact.document === undefined) return 'does not count: it must name the document it is about';
  const where = fact.document === undefined ? 'for the whole matter' : 'for the document it names, and nowhere else';
  return rule.opens.includes(category) ? `counts: opens the key ${where}` : `counts ${where}`;
}
