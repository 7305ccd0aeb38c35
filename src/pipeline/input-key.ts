import type { Decided } from '../model/disposition.ts';
import { sha256 } from '../store/files.ts';
import { standingDescriptions } from '../store/log-register.ts';
import type { Judged } from './judge.ts';
import type { MatterFolder } from './matter-folder.ts';
import type { Prepared } from './prepare.ts';

/**
 * Hash of everything a volume is made of: the same key gives the same bytes. Of the decisions it holds what they
 * come to, with proposals accepted: a second person who reads the same changes nothing.
 */
export function inputKey(folder: MatterFolder, prepared: Prepared, accepted: Judged, released: boolean): string {
  // How the workspace lies on disk, how long it is kept and what went out elsewhere reaches no volume.
  const {
    workspace: _workspace,
    hold: _hold,
    retention: _retention,
    accounting_suspended: _suspended,
    prior: _prior,
    ...matter
  } = folder.matter;
  const edited = standingDescriptions(folder.workspace);
  return sha256(
    JSON.stringify([
      matter,
      folder.law,
      prepared.sources,
      prepared.unreadable,
      prepared.documents,
      prepared.marks,
      outcomeOf(accepted.decided),
      released,
      ...(edited.size === 0 ? [] : [[...edited]]),
    ]),
  );
}

/** What is done to each document, without who decided it, by which rule and why. */
function outcomeOf({ dispositions, ...decided }: Decided): unknown {
  return [
    decided.fileMayBeDisclosed,
    decided.authorities,
    dispositions.map(({ document, treatment, undecided, bases, gates, answers, redactions }) => [
      [document, treatment, undecided, bases, answers, gates.map((gate) => [gate.id, gate.asked])],
      redactions.map(({ decidedBy: _by, reviewedBy: _reader, why: _why, marks: _marks, ...shown }) => shown),
    ]),
  ];
}
