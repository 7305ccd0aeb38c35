import type { Hit } from '../model/detecting.ts';
import type { Field } from './fields.ts';
import { fieldOwner, type Owner, opensWithPronoun, ownerOf, type Spot, sentenceAround } from './owners.ts';
import type { PageWork, People } from './people.ts';

/** Roles of people who are written about; everybody else is named for the work they do. */
const LAY = new Set(['relative', 'neighbor', 'other', 'foster_parent', 'caregiver', 'child', 'parent', 'reporter']);

/** A form's lines are no longer than this. */
const FORM_LINE = 90;

/**
 * Whose personal number or birth date a hit is: the person it is stated of in its sentence or its part of a form.
 * Staff and professionals hold one only where the label itself says so; mere nearness never makes it theirs.
 */
export function holderOf(
  hit: Hit,
  work: PageWork,
  fields: readonly Field[],
  spots: readonly Spot[],
  people: People,
): Owner | undefined {
  if (hit.label === 'ID') return ownerOf(hit, work, fields, spots, people);
  const field = fields.find((f) => f.start <= hit.start && hit.start < f.end);
  if (field?.owner !== undefined && (field.owner.relation === 'reporter' || field.saysOwner))
    return fieldOwner(field, fields, spots);
  const text = work.page.text;
  const lay = [...spots, ...holderSpots(work, people)].filter(isLay).sort((a, b) => a.at - b.at || a.end - b.end);
  const sentence = sentenceAround(text, hit.start);
  const from = field?.owned === true ? Math.max(sentence.start, field.labelStart) : sentence.start;
  const near = lay.filter((s) => s.at >= from && s.end <= hit.start && hit.start - s.end < 160);
  const named = near.filter((s) => s.by === 'name').at(-1) ?? near.at(-1);
  if (named !== undefined) return named;
  const owner = field?.owner === undefined ? undefined : fieldOwner(field, fields, spots);
  if (owner !== undefined && isLay(owner)) return owner;
  const line = field?.labelStart ?? hit.start;
  return (
    inForm(text, line, lay) ??
    spokenOf(text, sentence.start, lay, people) ??
    lay.find((s) => s.at >= hit.end && s.at - hit.end < 60 && s.at < sentence.end)
  );
}

const isLay = (spot: Owner & { readonly atWork?: true }): boolean =>
  spot.atWork !== true && spot.relation !== 'staff' && (spot.role === undefined || LAY.has(spot.role));

/** "the applicant's": words for the person a paper is about that are no roles of a case. */
function holderSpots(work: PageWork, people: People): Spot[] {
  return work.words.flatMap((word, i) => {
    const phrase = people.lexicon.holders.find((h) => h.every((part, j) => work.words[i + j]?.lower === part));
    const end = work.words[i + (phrase?.length ?? 1) - 1]?.end ?? word.end;
    return phrase === undefined ? [] : [{ relation: 'record_subject' as const, by: 'role', at: word.start, end }];
  });
}

/** In a form, the person named last above a line. */
function inForm(text: string, line: number, lay: readonly Spot[]): Spot | undefined {
  const above = text.slice(Math.max(0, line - 500), line).split('\n');
  const prose = above.findLastIndex((l) => l.length > FORM_LINE);
  const from = line - above.slice(prose + 1).join('\n').length;
  return lay.findLast((s) => s.by === 'name' && s.at >= from && s.end <= line);
}

/** Who opened the sentence before, where this one goes on with a pronoun. */
function spokenOf(text: string, start: number, lay: readonly Spot[], people: People): Spot | undefined {
  for (let from = start; from > 0 && opensWithPronoun(text, from, people.lexicon); ) {
    const before = sentenceAround(text, Math.max(0, from - 2));
    if (before.start >= from || text.slice(before.start, from).includes('\n\n')) return undefined;
    const spot = lay.find((s) => s.at >= before.start && s.at < Math.min(from, before.start + 30));
    if (spot !== undefined) return spot;
    from = before.start;
  }
  return undefined;
}
