import type { Item, Verdict } from '../model/decision.ts';
import type { Decided, Disposition } from '../model/disposition.ts';
import type { CaseDocument } from '../model/document.ts';
import { type Box, unionBox } from '../model/geometry.ts';
import type { Mark, Tier } from '../model/mark.ts';
import { boxesOfSpan, type PageRef, pageKey } from '../model/page.ts';
import type { AbsentSource } from '../model/source.ts';
import { type DecideInput, runOf } from './decide.ts';
import { absentItemId, documentItemId, sampleItemId, stringItemId, zoneItemId } from './item-ids.ts';
import { byPrecedence, type Run, secondNeeded } from './resolve.ts';

/** What the list of items is made of: a decision run, its outcome, and the pages drawn for the miss rate. */
export interface ItemsInput extends DecideInput {
  readonly decided: Decided;
  readonly samples?: readonly PageRef[];
  readonly absent?: readonly AbsentSource[];
}

const TIERS: readonly Tier[] = ['auto', 'review', 'hint'];

/**
 * Everything a person can settle (contract 2.2), with its state: marks, one item a distinct
 * string, documents, unreadable zones, gates, copies, sampled pages. In the order of documents
 * and pages; ids stay the same whatever is decided.
 */
export function itemsOf(input: ItemsInput): readonly Item[] {
  const run = runOf(input);
  const places = new Map(input.documents.map((document, i) => [document.id, i]));
  const files = new Map(input.documents.flatMap((d, i) => d.pages.map((p) => [pageKey(p), i])));
  const items = [
    ...input.documents.flatMap((document) => documentItems(run, document, input.decided)),
    ...markItems(run, input),
    ...input.documents.flatMap((document) => zoneItems(run, document)),
    ...(input.samples ?? []).map((page) => sampleItem(run, page)),
    ...(input.absent ?? []).map((source) => absentItem(run, source)),
  ];
  const place = (item: Item): number => files.get(pageKey({ file: item.file, page: item.page ?? 1 })) ?? places.size;
  const order = (a: Item, b: Item): number =>
    place(a) - place(b) ||
    (a.page ?? 0) - (b.page ?? 0) ||
    (a.box?.y ?? -1) - (b.box?.y ?? -1) ||
    (a.box?.x ?? -1) - (b.box?.x ?? -1) ||
    (a.id < b.id ? -1 : 1);
  return [...new Map(items.map((item) => [item.id, item])).values()].sort(order);
}

function documentItems(run: Run, document: CaseDocument, decided: Decided): readonly Item[] {
  const [first] = document.pages;
  const disposition = decided.dispositions.find((d) => d.document === document.id);
  if (first === undefined || disposition === undefined) return [];
  const place = { file: first.file, page: first.page, count: 1, tier: 'review' as const };
  const own: Item = {
    ...place,
    id: documentItemId(document.id),
    kind: 'document',
    proposed: proposedOf(disposition),
    basis: disposition.bases[0] ?? '',
    why: whyOf(document, disposition),
    state: stateOf(
      run,
      documentItemId(document.id),
      disposition.bases.some((b) => secondNeeded(run, b)),
    ),
  };
  const gates = disposition.gates.map(
    (gate): Item => ({
      ...place,
      id: gate.id,
      kind: gate.kind === 'copies' ? 'copy' : 'gate',
      proposed: gate.kind === 'copies' ? 'accept' : 'withhold',
      basis: gate.basis,
      why: gate.why,
      state: stateOf(run, gate.id, false),
    }),
  );
  return [own, ...gates];
}

function markItems(run: Run, input: ItemsInput): readonly Item[] {
  const boxed = new Set(input.decided.dispositions.flatMap((d) => d.redactions.flatMap((r) => r.marks)));
  const groups = Map.groupBy(input.marks, (m) => (m.stringKey === undefined ? m.id : stringItemId(m.stringKey)));
  const first = new Map(input.documents.map((d) => [d.id, d.pages[0]]));
  const protective = byPrecedence(run);
  return [...groups].flatMap(([id, marks]): Item[] => {
    const [top] = marks.toSorted((a, b) => protective(a.basis, b.basis) || tierRank(a) - tierRank(b));
    const tier = marks.map((m) => m.tier).toSorted((a, b) => TIERS.indexOf(a) - TIERS.indexOf(b))[0];
    if (top === undefined || tier === undefined) return [];
    const page = top.area.kind === 'document' ? first.get(top.document) : top.area.page;
    if (page === undefined) return [];
    const box = boxOf(run, top);
    const open = top.area.kind !== 'document' && !marks.some((m) => boxed.has(m.id)) && goOut(input, marks);
    return [
      {
        id,
        kind: top.stringKey === undefined ? 'mark' : 'string',
        tier,
        file: page.file,
        page: page.page,
        ...(box === undefined ? {} : { box }),
        proposed: markVerdict(tier, open),
        basis: top.basis,
        count: marks.length,
        why: top.why,
        state: stateOf(
          run,
          id,
          marks.some((m) => secondNeeded(run, m.basis)),
        ),
      },
    ];
  });
}

/** Do the marks stand in papers that go out, so that no box on them means "left open by a rule"? */
function goOut(input: ItemsInput, marks: readonly Mark[]): boolean {
  return marks.every((mark) => {
    const of = input.decided.dispositions.find((d) => d.document === mark.document);
    return of?.treatment === 'produce' || of?.treatment === 'redact';
  });
}

function markVerdict(tier: Tier, open: boolean): Verdict {
  if (tier === 'hint') return 'reject';
  return open ? 'produce' : 'accept';
}

function tierRank(mark: Mark): number {
  return TIERS.indexOf(mark.tier);
}

function zoneItems(run: Run, document: CaseDocument): readonly Item[] {
  return document.pages.flatMap((ref) =>
    (run.pages.get(pageKey(ref))?.zones ?? []).map((zone): Item => {
      const id = zoneItemId(ref, zone.box);
      return {
        id,
        kind: 'zone',
        tier: 'review',
        file: ref.file,
        page: ref.page,
        box: zone.box,
        proposed: 'withhold',
        basis: 'unreviewed_zone',
        count: 1,
        why: zone.why,
        state: stateOf(run, id, false),
      };
    }),
  );
}

function sampleItem(run: Run, page: PageRef): Item {
  const id = sampleItemId(page);
  return {
    id,
    kind: 'sample',
    tier: 'hint',
    file: page.file,
    page: page.page,
    proposed: 'accept',
    basis: '',
    count: 1,
    why: 'page drawn by chance, without a mark where there is such a page: accept = nothing was missed, reject = something was, REASON says what',
    state: stateOf(run, id, false),
  };
}

function absentItem(run: Run, { file, sha256, replaced }: AbsentSource): Item {
  const id = absentItemId(sha256);
  const how = replaced ? 'lies in files/ with other bytes' : 'is gone from files/';
  const then = replaced ? 'the file that lies there now stands in its place' : 'it does not belong to this matter';
  return {
    id,
    kind: 'gate',
    tier: 'review',
    file,
    proposed: 'withhold',
    basis: '',
    count: 1,
    why: `a file that was received and read ${how}: put it back, or accept = ${then}, and REASON says why`,
    state: stateOf(run, id, false),
  };
}

function stateOf(run: Run, id: string, second: boolean): NonNullable<Item['state']> {
  const said = run.settled.get(id);
  if (said === undefined) return 'open';
  if (said.disagreement) return 'disagreement';
  return second && said.second === undefined ? 'second-needed' : 'settled';
}

function boxOf(run: Run, mark: Mark): Box | undefined {
  const { area } = mark;
  if (area.kind === 'document') return undefined;
  if (area.kind === 'boxes') return area.boxes.length === 0 ? undefined : unionBox(area.boxes);
  const page = run.pages.get(pageKey(area.page));
  const boxes = page === undefined ? [] : boxesOfSpan(page, area.start, area.end);
  return boxes.length === 0 ? undefined : unionBox(boxes);
}

function proposedOf(disposition: Disposition): Verdict {
  if (disposition.treatment === 'not_responsive') return 'not_responsive';
  return disposition.treatment === 'produce' || disposition.treatment === 'redact' ? 'produce' : 'withhold';
}

function whyOf(document: CaseDocument, disposition: Disposition): string {
  const last = disposition.path.at(-1);
  const pages = document.pages.length === 1 ? '1 page' : `${document.pages.length} pages`;
  return `${document.typeText}, ${pages}: ${disposition.treatment}${last === undefined ? '' : `; ${last.text}`}`;
}
