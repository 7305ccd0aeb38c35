import { type CopyGroup, type CopyLink, linksOf, placeInCopy } from '../model/copies.ts';
import type { Disposition, Gate, Treatment } from '../model/disposition.ts';
import type { Box } from '../model/geometry.ts';
import type { Mark } from '../model/mark.ts';
import { glyphBox, type PageText, pageKey } from '../model/page.ts';
import { copyItemId, documentItemId } from './item-ids.ts';
import type { Run } from './resolve.ts';
import type { Settled } from './settled.ts';

/**
 * What people said, with the answer given for one copy standing for all: of the same mark at the same passage,
 * and of a document and its copies. Where copies were answered apart each keeps its own answer.
 */
export function settledForCopies(
  settled: ReadonlyMap<string, Settled>,
  copies: readonly CopyGroup[],
  marks: readonly Mark[],
): ReadonlyMap<string, Settled> {
  if (settled.size === 0 || copies.length === 0) return settled;
  const twins = [...twinMarks(copies, marks), ...twinDocuments(copies)];
  const all = new Map(settled);
  for (let size = -1; size !== all.size; ) {
    size = all.size;
    for (const [one, other] of twins) {
      const [here, there] = [all.get(one), all.get(other)];
      if (here !== undefined && there === undefined) all.set(other, here);
      if (there !== undefined && here === undefined) all.set(one, there);
    }
  }
  return all;
}

/** Ids of two items that one answer settles. */
type Twins = readonly [string, string];

/** Marks that are one passage on two copies. */
function twinMarks(copies: readonly CopyGroup[], marks: readonly Mark[]): readonly Twins[] {
  const byPlace = Map.groupBy(marks, ({ area, basis, document }) =>
    area.kind === 'document' ? `${document}\n${basis}` : `${pageKey(area.page)}\n${basis}`,
  );
  const links = Map.groupBy(linksOf(copies), ({ a }) => pageKey(a));
  const spans = marks.flatMap((mark) => {
    const { area } = mark;
    if (area.kind !== 'span') return [];
    return (links.get(pageKey(area.page)) ?? []).flatMap((link) => {
      const place = placeInCopy(link, area.start, area.end);
      const there = byPlace.get(`${pageKey(link.b)}\n${mark.basis}`) ?? [];
      if (place === undefined) return [];
      return there.filter((twin) => sharesMost(twin, place)).map((twin): Twins => [mark.id, twin.id]);
    });
  });
  const wholes = copies.flatMap(({ pairs }) =>
    pairs.flatMap(({ a, b, extent }) => {
      if (extent !== 'whole') return [];
      const own = marks.filter(({ area, document }) => area.kind === 'document' && document === a);
      return own.flatMap((mark) => (byPlace.get(`${b}\n${mark.basis}`) ?? []).map((twin): Twins => [mark.id, twin.id]));
    }),
  );
  return [...spans, ...wholes];
}

function sharesMost({ area }: Mark, place: { readonly start: number; readonly end: number }): boolean {
  if (area.kind !== 'span') return false;
  const shared = Math.min(area.end, place.end) - Math.max(area.start, place.start);
  return shared > 0.6 * Math.max(area.end - area.start, place.end - place.start);
}

function twinDocuments(copies: readonly CopyGroup[]): readonly Twins[] {
  const whole = copies.flatMap(({ pairs }) => pairs.filter(({ a, b, extent }) => extent === 'whole' && a !== b));
  return whole.map(({ a, b }): Twins => [documentItemId(a), documentItemId(b)]);
}

/** From open to shut: of copies that the law treats apart, the more protective treatment holds for all. */
const SHUT: Readonly<Record<Treatment, number>> = {
  produce: 0,
  redact: 0,
  not_responsive: 1,
  withhold: 2,
  unacknowledged: 3,
};

/**
 * The dispositions with whole copies under their most protective treatment, and a gate on every group that still
 * disagrees: a word boxed or withheld in one copy stands open in another. A person may settle that they differ.
 */
export function withCopies(
  run: Run,
  dispositions: readonly Disposition[],
  groups: readonly CopyGroup[],
): readonly Disposition[] {
  const alike = groups.reduce((all, group) => shutAlike(run, all, group), dispositions);
  const gates = new Map<string, Gate>();
  for (const group of groups) {
    const members = alike.filter((d) => group.documents.includes(d.document));
    if (!disagree(run, members, group)) continue;
    const id = copyItemId(group.documents);
    const said = run.settled.get(id);
    const kept = said?.verdict === 'accept' && !said.disagreement;
    for (const d of members)
      gates.set(d.document, {
        id,
        kind: 'copies',
        basis: d.bases[0] ?? 'nonresponsive',
        why: group.why,
        ...(kept ? { asked: true as const } : {}),
      });
  }
  return alike.map((d) => {
    const gate = gates.get(d.document);
    return gate === undefined ? d : { ...d, undecided: d.undecided || gate.asked !== true, gates: [...d.gates, gate] };
  });
}

/** The more protective treatment carried to whole copies about which no person said otherwise. */
function shutAlike(run: Run, dispositions: readonly Disposition[], group: CopyGroup): readonly Disposition[] {
  const whole = group.pairs.filter(({ a, b, extent }) => extent === 'whole' && a !== b);
  let all = dispositions;
  // Each round carries one pair further; a chain of copies is no longer than the group.
  for (let round = 0; round < group.documents.length; round++) {
    const before = all;
    for (const { a, b } of whole) all = alikePair(run, all, a, b);
    if (all === before) break;
  }
  return all;
}

function alikePair(run: Run, all: readonly Disposition[], a: string, b: string): readonly Disposition[] {
  const [one, other] = [all.find((d) => d.document === a), all.find((d) => d.document === b)];
  if (one === undefined || other === undefined || SHUT[one.treatment] === SHUT[other.treatment]) return all;
  const [shut, open] = SHUT[one.treatment] > SHUT[other.treatment] ? [one, other] : [other, one];
  const answers = [shut, open].map(({ document }) => run.settled.get(documentItemId(document)));
  if (answers[0]?.verdict !== answers[1]?.verdict) return all;
  return all.map((d) => (d === open ? shutLike(d, shut) : d));
}

const RULE = 'copies/protective';

function shutLike(open: Disposition, shut: Disposition): Disposition {
  return {
    ...open,
    treatment: shut.treatment,
    undecided: open.undecided || shut.undecided,
    bases: [...new Set([...shut.bases, ...open.bases])],
    redactions: [],
    answers: shut.treatment === 'not_responsive' ? open.answers.map(() => []) : open.answers,
    path: [...open.path, { rule: RULE, text: 'a copy is treated more protectively: this one is treated alike' }],
    decidedBy: RULE,
  };
}

/** Does a word that one member hides stand open in another? */
function disagree(run: Run, members: readonly Disposition[], group: CopyGroup): boolean {
  if (group.pairs.length === 0) return new Set(members.map(treatmentKey)).size > 1;
  const byId = new Map(members.map((d) => [d.document, d]));
  return group.pairs.some(({ a, b, extent, links }) => {
    const [one, other] = [byId.get(a), byId.get(b)];
    if (one === undefined || other === undefined) return false;
    if (extent === 'whole' && a !== b && SHUT[one.treatment] !== SHUT[other.treatment]) return true;
    return links.some((link) => opens(run, link, one, other));
  });
}

function treatmentKey({ treatment, redactions }: Disposition): string {
  const bases = redactions.map(({ basis }) => basis).sort();
  return `${treatment}|${bases.join(',')}`;
}

/** Is a matched word of the link hidden on one side only? Words under a zone nobody could read do not count. */
function opens(run: Run, { a, b, runs }: CopyLink, one: Disposition, other: Disposition): boolean {
  const [left, right] = [hiderOf(run, a, one), hiderOf(run, b, other)];
  if (left === undefined && right === undefined) return false;
  for (let i = 0; i < runs.length; i += 4) {
    const [as = 0, ae = 0, bs = 0, be = 0] = runs.slice(i, i + 4);
    const [here, there] = [left?.(as, ae) ?? 'open', right?.(bs, be) ?? 'open'];
    if (here !== there && (here === 'hidden' || there === 'hidden') && here !== 'unread' && there !== 'unread')
      return true;
  }
  return false;
}

type Seen = 'open' | 'hidden' | 'unread';

/** Says of a place of the page whether it goes out; undefined where nothing of the page is hidden. */
function hiderOf(
  run: Run,
  page: CopyLink['a'],
  { treatment, redactions }: Disposition,
): ((start: number, end: number) => Seen) | undefined {
  if (treatment === 'not_responsive') return undefined;
  if (SHUT[treatment] > 0) return () => 'hidden';
  const own = redactions.filter((r) => pageKey(r.page) === pageKey(page));
  const text = run.pages.get(pageKey(page));
  if (own.length === 0 || text === undefined) return undefined;
  const [unread, said] = [own.filter((r) => r.marks.length === 0), own.filter((r) => r.marks.length > 0)];
  const boxes = said.flatMap((r) => r.boxes);
  const zones = unread.flatMap((r) => r.boxes);
  return (start, end) => {
    if (liesUnder(text, start, end, boxes)) return 'hidden';
    return liesUnder(text, start, end, zones) ? 'unread' : 'open';
  };
}

/** Do most letters of [start, end) have their middle under one of the boxes? */
function liesUnder(page: PageText, start: number, end: number, boxes: readonly Box[]): boolean {
  const word = wordAt(page, start);
  if (word === undefined || boxes.length === 0) return false;
  let under = 0;
  for (let i = start; i < end; i++) {
    const { x, y, w, h } = glyphBox(word, i - word.start);
    const [mx, my] = [x + w / 2, y + h / 2];
    if (boxes.some((b) => mx >= b.x && mx <= b.x + b.w && my >= b.y && my <= b.y + b.h)) under += 1;
  }
  return under > (end - start) / 2;
}

function wordAt({ words }: PageText, offset: number): PageText['words'][number] | undefined {
  let [low, high] = [0, words.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((words[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return words[low];
}
