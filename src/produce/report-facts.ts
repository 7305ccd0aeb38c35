import { dateText } from '../log/names.ts';
import type { MadeDocument } from './number-documents.ts';
import type { CountedDocument, Reconciliation } from './reconciliation.ts';
import { treatmentOf } from './sources-rows.ts';
import type { ReportDocument, ReportFacts, VolumeInput } from './volume-input.ts';

/** What report.html shows, gathered from the finished parts. */
export function reportFacts(
  input: VolumeInput,
  counted: readonly CountedDocument[],
  made: readonly MadeDocument[],
  reconciliation: Reconciliation,
  letters: readonly string[],
): ReportFacts {
  return {
    matter: input.matter.matter,
    caption: input.matter.request.caption ?? '',
    volume: input.matter.production.volume,
    date: input.date,
    pack: `${input.pack.id} ${input.pack.version}`,
    released: input.released,
    runBy: input.runBy,
    reconciliation,
    documents: counted.map((one) => reportDocument(one, made)),
    authorities: input.decided.authorities.map((one) => ({
      text: `${one.id}: ${one.type.replaceAll('_', ' ')}`,
      valid: one.valid,
      failed: one.failed.map((check) => check.why),
    })),
    letters,
    missing: input.missing,
    prior: input.prior ?? [],
    unreadable: input.unreadable,
  };
}

function reportDocument(one: CountedDocument, made: readonly MadeDocument[]): ReportDocument {
  const { document, disposition } = one;
  const found = made.find((other) => other.logged.document.id === document.id);
  const codes = found?.logged.pages.flatMap((page) => page.boxes.flatMap((box) => box.codes)) ?? [];
  return {
    id: document.id,
    typeText: document.typeText,
    date: dateText(document.date),
    begin: one.numbers[0] ?? '',
    end: one.numbers.at(-1) ?? '',
    pages: document.pages.length,
    treatment: treatmentOf(one),
    undecided: disposition.undecided,
    bases: disposition.bases,
    codes: [...new Set(codes)].sort(),
    gates: disposition.gates.map((gate) => `${gate.kind}: ${gate.why}`),
    path: disposition.path.map(
      (step) => `${step.rule}: ${step.text}${step.citation === undefined ? '' : ` (${step.citation})`}`,
    ),
    file: document.pages[0]?.file ?? '',
  };
}
