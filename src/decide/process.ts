import type { RuleStep } from '../model/disposition.ts';
import type { ProcessRule } from '../model/forum.ts';
import type { Matter } from '../model/matter.ts';
import type { Pack } from '../model/pack.ts';

/** What the request is worth in its forum: the column it opens, and whether it compels. */
export interface Process {
  readonly column?: 'S0' | 'GJ' | 'AD';
  readonly counsel: boolean;
  readonly mandate: boolean;
  readonly text: string;
  /** Rules of the forum that the request does not meet. */
  readonly steps: readonly RuleStep[];
}

/** Authority types that count and facts that are recorded: what the forum's rules ask after. */
export interface Shown {
  readonly authorities: readonly string[];
  readonly facts: readonly string[];
}

/**
 * The request under its forum's rules on who may issue it and what must have gone before (CPLR 2307,
 * CCP 1985.3): one that a rule makes void opens nothing and compels nothing. What is not known is not met.
 */
export function processOf(matter: Matter, pack: Pack, shown: Shown): Process {
  const { column, counsel, mandate, text } = pack.requests[matter.request.type];
  const rules = pack.forums[matter.forum]?.process ?? [];
  const unmet = rules.flatMap((rule) => {
    const lacks = missing(rule, matter, shown);
    return lacks === undefined ? [] : [{ rule, lacks }];
  });
  const isVoid = unmet.some(({ rule }) => rule.otherwise === 'void');
  const steps = unmet.map(
    ({ rule, lacks }): RuleStep => ({
      rule: `${pack.id}:${matter.forum}/process`,
      text: `${lacks}: ${rule.otherwise === 'void' ? 'the request opens nothing and compels nothing' : 'counsel decides on every document'}`,
      citation: rule.rule,
    }),
  );
  return {
    ...(column === undefined || isVoid ? {} : { column }),
    counsel: counsel || unmet.some(({ rule }) => rule.otherwise === 'counsel'),
    mandate: mandate && !isVoid,
    text: isVoid ? `not valid process in this forum: ${text}` : text,
    steps,
  };
}

/** What a rule asks for and the matter does not show, in words; undefined where all is there or the rule is not for it. */
function missing(rule: ProcessRule, matter: Matter, shown: Shown): string | undefined {
  const { type, signatory } = matter.request;
  if (!rule.requests.includes(type) || rule.unless.some((fact) => shown.facts.includes(fact))) return undefined;
  const lacks = [
    ...(rule.signatory === undefined || (signatory !== undefined && rule.signatory.includes(signatory.role))
      ? []
      : [`it must be signed by ${rule.signatory.join(' or ')}`]),
    ...(rule.authorities.length === 0 || rule.authorities.some((id) => shown.authorities.includes(id))
      ? []
      : [`it needs ${rule.authorities.join(' or ')}`]),
    ...rule.facts.filter((id) => !shown.facts.includes(id)).map((id) => `it needs the recorded fact ${id}`),
  ];
  return lacks.length === 0 ? undefined : lacks.join('; ');
}
