import { addDays, isIsoDate } from '../model/dates.ts';
import type { AuthorityFinding } from '../model/disposition.ts';
import type { Authority, Fact, Matter } from '../model/matter.ts';
import type { AuthorityRule, Base, Check, Pack } from '../model/pack.ts';
import type { PageRef } from '../model/page.ts';
import { type Process, processOf } from './process.ts';

/** An authority whose every check holds, with the findings of it that hold. */
export interface ValidAuthority {
  readonly authority: Authority;
  readonly opens: AuthorityRule['opens'];
  readonly findings: readonly string[];
}

/** What stands on paper in a matter: which authorities count, whether anything compels, whose word is counsel's. */
export interface Standing {
  readonly findings: readonly AuthorityFinding[];
  readonly valid: readonly ValidAuthority[];
  readonly mandate: boolean;
  readonly counsel: readonly string[];
  /** The request itself under the rules of its forum. */
  readonly process: Process;
}

type Failed = AuthorityFinding['failed'][number];

/**
 * Every authority checked field by field (domain 1.7): a missing answer is unknown
 * and unknown is false. `actingOn` is the day of the production, ISO; without it a
 * window counts as past only where it ended before the authority was received.
 */
export function standingOf(matter: Matter, pack: Pack, bases: readonly Base[], actingOn?: string): Standing {
  const counsel = agencyCounsel(matter);
  const words = new Set([...bases.map((b) => b.id), 'privilege', ...Object.keys(pack.groups)]);
  const checked = matter.authorities.map((authority) => {
    const rule = pack.authorities[authority.type];
    if (rule === undefined)
      return { authority, failed: [{ check: 'type', why: `the pack knows no authority of type ${authority.type}` }] };
    const dates = dateReader(matter, authority, actingOn);
    const failed = [
      ...rule.checks.flatMap((check) => failures(check, authority, dates)),
      ...unknownWords(authority, words, pack),
      ...timeFailures(authority, dates('acting')),
      ...(rule.confirmed ? confirmationFailures(authority, counsel) : []),
    ];
    return { authority, rule, failed };
  });
  const valid = checked.flatMap(({ authority, rule, failed }): ValidAuthority[] =>
    rule === undefined || failed.length > 0
      ? []
      : [{ authority, opens: rule.opens, findings: soundFindings(matter, pack, authority, actingOn) }],
  );
  const process = processOf(matter, pack, {
    authorities: valid.map((v) => v.authority.type),
    facts: factsFor(matter, pack, { counsel }).map((f) => f.fact),
  });
  return {
    findings: checked.map(({ authority, failed }) => ({
      id: authority.id,
      type: authority.type,
      valid: failed.length === 0,
      failed: [...failed, ...findingFailures(matter, pack, authority, actingOn)],
    })),
    valid,
    mandate: process.mandate || valid.some((v) => v.opens === 'mandate'),
    counsel,
    process,
  };
}

/** Names (and aliases) of the attorneys of matter.yaml who represent the agency. */
export function agencyCounsel(matter: Matter): readonly string[] {
  return matter.people
    .filter((p) => p.role === 'attorney' && p.represents === 'agency')
    .flatMap((p) => [p.name, ...p.aliases]);
}

/** Facts that count for a document (or, without one, for the whole matter): by id, recorded by who may. */
export function factsFor(
  matter: Matter,
  pack: Pack,
  standing: Pick<Standing, 'counsel'>,
  document?: { readonly pages: readonly PageRef[] },
): readonly Fact[] {
  return matter.facts.filter((fact) => {
    const rule = pack.facts[fact.fact];
    if (rule === undefined || (rule.counsel && !standing.counsel.includes(fact.by))) return false;
    if (rule.forums !== undefined && !rule.forums.includes(matter.forum)) return false;
    if (fact.document === undefined) return !rule.document;
    return document !== undefined && namesPages(fact.document, document.pages);
  });
}

/** Whether `file` or `file#p3-4` of matter.yaml names every one of some pages. */
export function namesPages(name: string, pages: readonly PageRef[]): boolean {
  const match = /^(.*)#p(\d+)(?:-(\d+))?$/.exec(name);
  const [, file, first, last = first] = match ?? [];
  return pages.every((p) => p.file === name || (p.file === file && p.page >= Number(first) && p.page <= Number(last)));
}

/** An authority that has run out or was taken back opens nothing (45 CFR 164.508(b)(2); 42 CFR 2.31). */
function timeFailures(authority: Authority, acting: string | undefined): Failed[] {
  const { expires_on: expires, revoked_on: revoked } = authority;
  return [
    ...(expires !== undefined && (acting === undefined || acting > expires)
      ? [{ check: 'expires_on', why: `it ran out on ${expires}` }]
      : []),
    ...(revoked !== undefined && (acting === undefined || acting >= revoked)
      ? [{ check: 'revoked_on', why: `it was revoked on ${revoked}` }]
      : []),
  ];
}

function dateReader(
  matter: Matter,
  authority: Authority,
  actingOn: string | undefined,
): (name: string) => string | undefined {
  const acting = actingOn ?? matter.production.date ?? authority.received_on;
  const named: Readonly<Record<string, string | undefined>> = {
    acting,
    received_on: authority.received_on,
    served_on: matter.request.served_on,
    issued_on: matter.request.issued_on,
    return_date: matter.request.return_date,
  };
  return (name) => {
    const value = name in named ? named[name] : authority.checks[name];
    return typeof value === 'string' && isIsoDate(value) ? value : undefined;
  };
}

function failures(check: Check, authority: Authority, dates: (name: string) => string | undefined): Failed[] {
  if (check.is === 'field') {
    const filled = { covers: authority.covers, recipients: authority.recipients, findings: authority.findings }[
      check.id
    ];
    return filled !== undefined && filled.length > 0
      ? []
      : [{ check: check.id, why: `not so or not known: ${check.text}` }];
  }
  if (check.is === 'any')
    return check.of.some((id) => authority.checks[id] === true)
      ? []
      : [{ check: check.id, why: `not so or not known: ${check.text} (one of ${check.of.join(', ')})` }];
  if (check.is === 'yes')
    return authority.checks[check.id] === true ? [] : [{ check: check.id, why: `not so or not known: ${check.text}` }];
  return dateFailures(check, dates);
}

function dateFailures(check: Check, dates: (name: string) => string | undefined): Failed[] {
  const value = dates(check.id);
  const fail = (why: string): Failed[] => [{ check: check.id, why }];
  if (value === undefined) return fail(`no date is known: ${check.text}`);
  for (const name of check.after) {
    const other = dates(name);
    if (other === undefined || value <= other) return fail(`impossible: it is not after ${name}`);
  }
  for (const name of check.before) {
    const other = dates(name);
    if (other === undefined || value >= other)
      return fail(`not yet: it is not before ${name === 'acting' ? 'the day of acting' : name}`);
  }
  for (const [name, days] of Object.entries(check.ahead_of)) {
    const other = dates(name);
    if (other === undefined || addDays(value, days) > other)
      return fail(`too late: it must lie ${days} days or more ahead of ${name}`);
  }
  for (const name of check.not_on) if (dates(name) === value) return fail(`impossible: it is the day of ${name}`);
  return [];
}

function unknownWords(authority: Authority, words: ReadonlySet<string>, pack: Pack): Failed[] {
  return [
    ...[...authority.covers, ...authority.excludes]
      .filter((word) => !words.has(word))
      .map((word) => ({ check: 'covers', why: `${word} is no category; what the order reaches is not known` })),
    ...authority.findings
      .filter((id) => pack.findings[id] === undefined)
      .map((id) => ({ check: 'findings', why: `${id} is no finding the pack knows` })),
  ];
}

function confirmationFailures(authority: Authority, counsel: readonly string[]): Failed[] {
  const by = authority.confirmed_by?.name;
  if (by === undefined) return [{ check: 'confirmed_by', why: 'counsel has not confirmed what it says' }];
  return counsel.includes(by)
    ? []
    : [{ check: 'confirmed_by', why: 'who confirmed it is no attorney of the agency in the list of people' }];
}

function soundFindings(matter: Matter, pack: Pack, authority: Authority, actingOn: string | undefined): string[] {
  return authority.findings.filter((id) => findingProblems(id, matter, pack, authority, actingOn).length === 0);
}

function findingFailures(matter: Matter, pack: Pack, authority: Authority, actingOn: string | undefined): Failed[] {
  return authority.findings.flatMap((id) => findingProblems(id, matter, pack, authority, actingOn));
}

function findingProblems(
  id: string,
  matter: Matter,
  pack: Pack,
  authority: Authority,
  actingOn: string | undefined,
): Failed[] {
  const rule = pack.findings[id];
  if (rule === undefined) return [];
  const dates = dateReader(matter, authority, actingOn);
  return [
    ...rule.checks
      .flatMap((check) => failures(check, authority, dates))
      .map((f) => ({ ...f, check: `${id}: ${f.check}` })),
    ...rule.with
      .filter((other) => !authority.findings.includes(other))
      .map((other) => ({ check: `${id}: ${other}`, why: `the order must also recite ${other}` })),
  ];
}
