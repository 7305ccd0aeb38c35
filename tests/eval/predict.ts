import { detectAll } from '../../src/detect/detect.ts';
import type { DetectRules } from '../../src/model/detecting.ts';
import type { Suggestion } from '../../src/model/local-model.ts';
import type { Mark } from '../../src/model/mark.ts';
import { type Row, splitInputOf } from './rows.ts';

/** One line of `--predict` (contract.md 4). */
export interface Prediction {
  readonly id: string | number;
  readonly marks: readonly {
    readonly start: number;
    readonly end: number;
    readonly label: string;
    readonly tier: 'auto' | 'review';
    readonly relation?: string;
  }[];
  readonly passages: readonly {
    readonly start: number;
    readonly end: number;
    readonly cls: string;
    readonly tier: 'auto' | 'review';
  }[];
}

const CLASS_OF: Readonly<Record<string, string>> = {
  attorney_client: 'AC',
  common_interest: 'AC',
  work_product: 'WP',
  psychotherapist: 'PSY',
  psychotherapy_notes: 'PSY',
  mh_professional_state: 'PSY',
  mh_record_state: 'PSY',
  part2_sud: 'SUD',
  part2_counseling_notes: 'SUD',
  hiv_info: 'HIV',
  reporter_identity: 'REPORTER',
  vsp_victim_info: 'DV',
  dv_advocate: 'DV',
  sa_counselor: 'DV',
  protected_location: 'DV',
};

/** What the product's detectors see in a row: every identifier and name, marked or left open, and the passages. */
export function predict(row: Row, line: number, rules: DetectRules): Prediction {
  const input = splitInputOf(row, rules);
  const { marks, hits } = detectAll(input);
  const relations = new Map(
    marks.flatMap((m) => (m.area.kind === 'span' ? [[`${m.area.start}:${m.area.end}`, m.relation] as const] : [])),
  );
  const seen = new Set(hits.map((h) => `${h.start}:${h.end}`));
  return {
    id: row.id ?? line,
    marks: [
      ...[...hits, ...saidBesides(row, hits)].map((hit) => {
        const relation = relations.get(`${hit.start}:${hit.end}`) ?? ('relation' in hit ? hit.relation : undefined);
        const tier: 'auto' | 'review' = hit.tier === 'review' ? 'review' : 'auto';
        return {
          start: hit.start,
          end: hit.end,
          label: hit.label,
          tier,
          ...(relation === undefined ? {} : { relation }),
        };
      }),
      ...moreMarks(marks, seen),
    ],
    passages: passagesOf(marks, row.text.length),
  };
}

/** Marks that no identifier or name made: particulars of a reporter, protected places. */
function moreMarks(marks: readonly Mark[], seen: ReadonlySet<string>): Prediction['marks'] {
  return marks.flatMap((mark) => {
    const { area, label, tier, relation } = mark;
    if (area.kind !== 'span' || tier === 'hint' || (label !== 'ORG' && label !== 'LOCATION' && label !== 'PHONE'))
      return [];
    if (seen.has(`${area.start}:${area.end}`)) return [];
    return [
      {
        start: area.start,
        end: area.end,
        label,
        tier: tier === 'auto' ? ('auto' as const) : ('review' as const),
        relation,
      },
    ];
  });
}

/** What the model says of places that no hit covers: it adds, and takes nothing away. */
export function saidBesides(
  row: Row,
  hits: readonly { readonly start: number; readonly end: number }[],
): readonly Suggestion[] {
  return (row.said ?? []).filter(({ start, end }) => !hits.some((hit) => hit.start <= start && hit.end >= end));
}

function passagesOf(marks: readonly Mark[], length: number): Prediction['passages'] {
  const seen = new Set<string>();
  return marks.flatMap((mark) => {
    const cls = CLASS_OF[mark.basis];
    if (cls === undefined || mark.tier === 'hint' || (mark.label !== 'PASSAGE' && mark.label !== 'DOCUMENT')) return [];
    const span = mark.area.kind === 'span' ? { start: mark.area.start, end: mark.area.end } : { start: 0, end: length };
    const key = `${span.start}:${span.end}:${cls}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ ...span, cls, tier: mark.tier === 'auto' ? ('auto' as const) : ('review' as const) }];
  });
}
