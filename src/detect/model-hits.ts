import type { DetectInput, Hit, PatternPack } from '../model/detecting.ts';
import type { Suggestion } from '../model/local-model.ts';
import { pageKey } from '../model/page.ts';
import { claimed, type PageContext } from './claims.ts';
import type { People } from './people.ts';

/**
 * What a person's own model adds to the hits of a page: stretches that no hit covers and that are no name the
 * matter explains. It takes nothing away, and does not change whose anything is.
 */
export function modelHits(
  context: PageContext,
  people: People,
  input: DetectInput,
  known: readonly Hit[],
): readonly Hit[] {
  const said = input.suggestions?.get(pageKey(context.work.page.ref)) ?? [];
  const text = context.work.page.text;
  const hits = said.flatMap((one) => hitOf(one, text, input.rules.identifiers));
  const fresh = hits.filter(
    ({ start, end }) =>
      !known.some((hit) => hit.start <= start && hit.end >= end) &&
      !context.work.mentions.some((m) => m.start < end && m.end > start),
  );
  return fresh.flatMap((hit) => claimed(hit, context, people, input));
}

function hitOf(said: Suggestion, text: string, packs: readonly PatternPack[]): readonly Hit[] {
  const { start, end, label, tier, score, model } = said;
  const pattern = packs.flatMap(({ patterns }) => patterns).find((one) => one.label === label);
  const person = label === 'PERSON' ? ({ basis: 'third_party', aspect: 'name' } as const) : undefined;
  const ground = person ?? pattern;
  if (ground === undefined) return [];
  const value = text
    .slice(start, end)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return [
    {
      start,
      end,
      label,
      basis: ground.basis,
      aspect: ground.aspect,
      tier,
      score,
      rules: [`model/${model}`],
      why: `The model ${model} takes it for ${label}, ${score.toFixed(2)}; no rule of ours found it.`,
      key: label === 'PERSON' ? `name:${value}` : `${label}:${value}`,
    },
  ];
}

/** The labels that a model's own may be mapped to: a person, and every identifier of the patterns. */
export function modelLabels(packs: readonly PatternPack[]): readonly string[] {
  return [...new Set(['PERSON', ...packs.flatMap(({ patterns }) => patterns.map(({ label }) => label))])].sort();
}
