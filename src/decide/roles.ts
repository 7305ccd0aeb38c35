import type { RuleStep } from '../model/disposition.ts';
import { factsFor } from './authorities.ts';
import type { Law, Subject } from './law.ts';

/**
 * Why it is doubtful that a privilege arose, because of who wrote the paper or how she was trained (domain 5.1);
 * undefined where the pack asks for no role or the author's is named. A doubt opens nothing: counsel is asked.
 */
export function roleDoubt(law: Law, subject: Subject): Omit<RuleStep, 'rule'> | undefined {
  const rule = law.pack.privilege_roles[subject.basis];
  const author = subject.document?.author ?? subject.document?.from;
  if (rule === undefined) return undefined;
  const { citation } = rule;
  if (author !== undefined) {
    const credentials = (author.credential ?? '').split(/[\s,;/]+/);
    const named =
      rule.roles.some((role) => role === author.role) || rule.credentials.some((one) => credentials.includes(one));
    if (!named)
      return {
        text: 'the pack does not name the author’s role among those who carry the privilege: counsel is asked',
        citation,
      };
  }
  const { training } = rule;
  if (training === undefined) return undefined;
  const facts = factsFor(law.matter, law.pack, law.standing, subject.document).map((f) => f.fact);
  if (facts.includes(training.fact)) return undefined;
  return {
    text: `the privilege asks for a training (${training.text}), and nobody recorded it: counsel is asked`,
    citation,
  };
}
