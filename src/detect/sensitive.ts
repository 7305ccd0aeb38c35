import type { DetectInput, Hit } from '../model/detecting.ts';
import { type Field, holdsPhrase } from './fields.ts';
import { findTerms } from './find-terms.ts';
import type { Lexicon } from './lexicon.ts';
import { opensWithPronoun, type Spot, sameAddress, sentenceAround } from './owners.ts';
import type { PageWork, People } from './people.ts';
import { contextTokens } from './text-view.ts';

/** Whether the matter itself tells of violence: a place that must be kept safe, an advocate, an alleged abuser. */
export function matterOfViolence({ matter }: DetectInput): boolean {
  return (
    matter.safety.length > 0 ||
    matter.request.requester.alleged_abuser === true ||
    matter.organizations.some((o) => o.kind === 'victim_services') ||
    matter.people.some((p) => p.role === 'dv_advocate' || p.role === 'sa_counselor')
  );
}

/** Safety words and protected addresses wherever they stand, and lines that tell where a protected person lives now. */
export function protectedPlaces(
  input: DetectInput,
  work: PageWork,
  people: People,
  found: readonly Hit[],
  fields: readonly Field[],
  spots: readonly Spot[],
  violence: boolean,
): Hit[] {
  const text = work.page.text;
  const hits = findTerms(text, input.matter.safety, { fuzzy: work.page.readBy === 'ocr' }).map(
    (place): Hit => ({
      ...location(place.start, place.end, 'auto', 'safety/word', 'A word that matter.yaml lists under safety.'),
      key: `safety:${place.term}`,
    }),
  );
  const hidden = violence
    ? people.roster.people.filter((k) => k.relation === 'record_subject' && k.person.address !== undefined)
    : [];
  for (const hit of found) {
    if (hit.label !== 'ADDRESS') continue;
    if (hidden.some((k) => sameAddress(text.slice(hit.start, hit.end), k.person.address ?? ''))) {
      hits.push(
        location(hit.start, hit.end, 'auto', 'safety/address', 'The address of a person whom the matter protects.'),
      );
    }
  }
  return [...hits, ...residenceLines(work, people, found, fields, spots, violence)];
}

/** Sentences that say where a parent or child lives now, with an address or a place, in a paper with signs of violence. */
function residenceLines(
  work: PageWork,
  people: People,
  found: readonly Hit[],
  fields: readonly Field[],
  spots: readonly Spot[],
  violence: boolean,
): Hit[] {
  const text = work.page.text;
  const tokens = contextTokens(text);
  const signs = violence || people.lexicon.violence.some((v) => holdsPhrase(tokens, v));
  if (!signs) return [];
  const hits: Hit[] = [];
  for (const cue of people.lexicon.locations) {
    for (const place of findTerms(text, [cue.join(' ')])) {
      const field = fields.find((f) => f.labelStart <= place.start && place.start < f.end);
      const line =
        field === undefined ? sentenceAround(text, place.start) : { start: field.labelStart, end: field.end };
      const address = found.some((h) => h.label === 'ADDRESS' && h.start >= line.start && h.start < line.end);
      const named = work.words.some((w) => w.start > place.end && w.end <= line.end && w.shape === 'cap' && !w.opens);
      if (!address && !named) continue;
      const who =
        spots.filter((s) => s.at >= line.start && s.at < place.end).at(-1) ??
        spots.filter((s) => s.at < line.start && line.start - s.at < 200).at(-1);
      if (who !== undefined && who.relation !== 'record_subject' && who.relation !== 'minor') continue;
      const trim = trimLine(text, line.start, line.end);
      hits.push(
        location(
          trim.start,
          trim.end,
          violence && address ? 'auto' : 'review',
          'cue/residence',
          'Says where a person lives now, in a matter with signs of violence.',
        ),
      );
    }
  }
  return hits;
}

function trimLine(text: string, from: number, to: number): { start: number; end: number } {
  let start = from;
  let end = to;
  while (start < end && /\s/.test(text[start] ?? '')) start++;
  while (end > start && /\s/.test(text[end - 1] ?? '')) end--;
  return { start, end };
}

const location = (start: number, end: number, tier: Hit['tier'], rule: string, why: string): Hit => ({
  start,
  end,
  label: 'LOCATION',
  basis: 'protected_location',
  aspect: 'location',
  tier,
  score: tier === 'auto' ? 0.95 : 0.5,
  rules: [rule],
  why,
  relation: 'record_subject',
  key: `place:${start}`,
});

/**
 * What is said of the health of a person who is no subject of the record: from the verb to the end of
 * the clause. A sentence that opens with a pronoun speaks of the person the sentence before opened with.
 */
export function strangersHealth(work: PageWork, people: People, spots: readonly Spot[]): Hit[] {
  const text = work.page.text;
  const hits: Hit[] = [];
  for (const phrase of people.lexicon.health) {
    for (const place of findTerms(text, [phrase.join(' ')])) {
      const sentence = sentenceAround(text, place.start);
      const subject = subjectAt(work, spots, sentence.start, place.start, people.lexicon);
      if (subject === undefined || !isStranger(subject)) continue;
      const span = clauseAround(text, sentence, place);
      hits.push({
        ...span,
        label: 'MISC',
        basis: 'third_party',
        aspect: 'health',
        tier: 'auto',
        score: 0.7,
        rules: ['cue/health'],
        why: `Health of somebody who is no subject of the record (near "${phrase.join(' ')}").`,
        relation: subject.relation === 'minor' ? 'minor' : 'third_party',
        ...(subject.role === undefined ? {} : { role: subject.role }),
        key: `health:${text.slice(span.start, span.end).toLowerCase()}`,
      });
    }
  }
  return hits;
}

const LAY = new Set(['relative', 'neighbor', 'other', 'foster_parent', 'caregiver', 'child', 'reporter']);

const isStranger = (spot: Spot): boolean =>
  (spot.relation === 'third_party' || spot.relation === 'minor') && (spot.role === undefined || LAY.has(spot.role));

/** The nearest person before the words in their clause; else, after a pronoun, the one who opened a sentence before. */
function subjectAt(
  work: PageWork,
  spots: readonly Spot[],
  from: number,
  at: number,
  lexicon: Lexicon,
): Spot | undefined {
  const inside = spots.filter((s) => s.at >= from && s.end <= at).at(-1);
  if (inside !== undefined) return inside;
  const text = work.page.text;
  if (from === 0 || !opensWithPronoun(text, from, lexicon)) return undefined;
  for (let start = from; start > 0; ) {
    const previous = sentenceAround(text, Math.max(0, start - 2));
    if (previous.start >= start || text.slice(previous.start, start).includes('\n\n')) return undefined;
    const opening = spots.find((s) => s.at >= previous.start && s.at < Math.min(start, previous.start + 30));
    if (opening !== undefined && !opensWithPronoun(text, previous.start, lexicon)) return opening;
    start = previous.start;
  }
  return undefined;
}

/** From the verb before the words to the end of their clause. */
function clauseAround(
  text: string,
  sentence: { readonly start: number; readonly end: number },
  place: { readonly start: number; readonly end: number },
): { start: number; end: number } {
  const head = text.slice(sentence.start, place.start);
  const verb = [...head.matchAll(/\b(?:has|had|have|having|with|is|was|are|were|from|for|of|suffers|by|'s|’s)\s+/g)].at(
    -1,
  );
  const start =
    verb === undefined || head.length - verb.index > 60 ? place.start : sentence.start + verb.index + verb[0].length;
  const tail = text.slice(place.end, sentence.end);
  const stop = /[,.;:)]|\n\n|\s(?:and|so|but|because|which|who|that)\s/.exec(tail);
  return { start, end: place.end + (stop === null ? tail.length : stop.index) };
}
