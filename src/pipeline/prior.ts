import { compareWithEarlier, pagesShown, productionsElsewhere } from '../decide/prior.ts';
import type { Decided } from '../model/disposition.ts';
import type { Ledger } from '../model/ledger.ts';
import type { EarlierProduction, PageShown, PriorFlag } from '../model/prior.ts';
import { readLogs } from '../store/log-register.ts';
import { readVolumes } from '../store/volumes.ts';
import { sealedVolumes, volumesFor } from './earlier.ts';
import type { MatterFolder } from './matter-folder.ts';
import type { Prepared } from './prepare.ts';

/** What earlier productions to anyone showed otherwise than a volume does. */
export interface Compared {
  readonly flags: readonly PriorFlag[];
  /** Pages that `prior` of matter.yaml names and the file does not hold. */
  readonly unmatched: readonly string[];
}

/** Compares what the volume `name` shows with every other sealed volume of the matter, and with productions made elsewhere. */
export function compareProductions(folder: MatterFolder, prepared: Prepared, decided: Decided, name: string): Compared {
  const elsewhere = productionsElsewhere(
    folder.matter.prior ?? [],
    prepared.pages.map((page) => page.ref),
  );
  const earlier = [...sealedHere(folder).filter(({ volume }) => volume !== name), ...elsewhere.productions];
  // What is boxed only because the same string is boxed elsewhere is not known before the volume is made: said too often
  // rather than too seldom.
  const now = pagesShown(decided, prepared.documents);
  return { flags: compareWithEarlier(now, earlier, folder.law.bases), unmatched: elsewhere.unmatched };
}

/** Every sealed volume of every request with what it gave anew. */
function sealedHere({
  workspace,
  requests,
}: MatterFolder): readonly (EarlierProduction & { readonly volume: string })[] {
  const records = readVolumes(workspace);
  const logs = readLogs(workspace);
  const ids = [...new Set(Object.values(records).map((record) => record.for))];
  return ids.flatMap((id) => {
    const asker = requests.find((one) => one.id === id)?.matter.request.requester.name ?? id ?? 'the first requester';
    let before: Ledger | undefined;
    return sealedVolumes(volumesFor(records, id)).map(({ name, date, ledger }) => {
      const pages = new Map(ledger === undefined ? [] : givenBy(ledger, before));
      before = ledger ?? before;
      return { to: logs[name]?.requester ?? asker, on: date, volume: name, pages };
    });
  });
}

/** The pages of a ledger that the one before did not hold just so. */
function givenBy(ledger: Ledger, before: Ledger | undefined): readonly (readonly [string, PageShown])[] {
  const had = new Map(before?.documents.map((one) => [one.document, one.numbers.join()]));
  return ledger.documents
    .filter((one) => had.get(one.document) !== one.numbers.join())
    .flatMap(({ pages, treatment, boxed, hidden, grounds }) =>
      pages.map((page, i): readonly [string, PageShown] => {
        if (treatment === 'withhold')
          return [page, { state: 'withheld', ...(grounds === undefined ? {} : { grounds }) }];
        const state = boxed[i] === true ? 'boxed' : 'shown';
        const areas = hidden?.[i];
        return [page, { state, ...(areas === undefined ? {} : { hidden: areas }) }];
      }),
    );
}

/** One line that says how much is treated otherwise than before; none where nothing is. */
export function priorLines(flags: readonly PriorFlag[]): readonly string[] {
  if (flags.length === 0) return [];
  const pages = new Set(flags.map(({ page }) => page)).size;
  const risks = new Set(flags.filter(({ waiver }) => waiver).map(({ page }) => page)).size;
  const what = `${pages} ${pages === 1 ? 'page is' : 'pages are'} shown otherwise than in an earlier production`;
  const risk =
    risks === 0 ? '' : `, ${risks} of them with a risk of waiving a privilege: counsel decides before this goes`;
  return [`${what}${risk}. See report.html or withhold status.`];
}
