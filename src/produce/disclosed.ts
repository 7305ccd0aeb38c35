import { disclosureOf } from '../log/disclosures.ts';
import type { Disclosure } from '../model/records.ts';
import { rangesText } from './bates.ts';
import type { CountedDocument } from './reconciliation.ts';
import type { VolumeInput } from './volume-input.ts';

/** What a volume discloses once it is sealed; undefined for a draft, and where no page goes out. */
export function disclosureIn(input: VolumeInput, counted: readonly CountedDocument[]): Disclosure | undefined {
  const { production } = input.matter;
  const produced = counted.filter((one) => one.counted === 'produced').flatMap((one) => one.numbers);
  return disclosureOf({
    matter: input.matter,
    date: input.date,
    volume: production.volume,
    bates: rangesText(production, produced),
    released: input.released,
    decidedBy: input.releasedBy ?? input.runBy,
    authorities: input.decided.authorities.filter((one) => one.valid),
  });
}
