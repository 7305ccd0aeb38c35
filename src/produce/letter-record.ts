import { addDays } from '../model/dates.ts';
import type { Matter, Person } from '../model/matter.ts';
import type { LetterFlag } from '../model/texts.ts';
import { joinWords, longDate } from './letter-words.ts';

/** What the custodian's record of the response (`response:`, `hold`) makes true for letters. */
export function recordFlags({ response }: Matter): Readonly<Partial<Record<LetterFlag, boolean>>> {
  return {
    service_defects: (response?.service?.defects.length ?? 0) > 0,
    fees: openFees(response).length > 0,
    conferred: (response?.conferrals.length ?? 0) > 0,
    search: (response?.search.length ?? 0) > 0,
    delivery: response?.delivery !== undefined,
    sealed: response?.delivery?.sealed === true,
    return_or_destroy: returnBy(response) !== undefined,
  };
}

/** Names in braces that come from the record; a sentence is empty where nothing is recorded. */
export function recordValues(matter: Matter, person?: Person): Readonly<Record<string, string>> {
  const { response } = matter;
  const extension = response?.deadlines.find((one) => one.what.toLowerCase() === 'objection' && one.extended_to);
  const notice = response?.notices.find((one) => one.to === person?.name);
  const back = returnBy(response);
  const fees = openFees(response).map((fee) => `${fee.what}, ${fee.amount}`);
  return {
    extension_sentence:
      extension?.extended_to === undefined
        ? ''
        : `The time to object was extended to ${longDate(extension.extended_to)} by ${extension.extended_by ?? 'agreement'}.`,
    fees: joinWords(fees),
    delivery_method: response?.delivery?.method ?? 'the way the Court ordered',
    return_by: back === undefined ? '' : longDate(back),
    object_by: longDate(notice?.window_ends ?? beforeReturn(matter) ?? 'the return date'),
  };
}

/** The last day that a notice of ours can name where none is set: the day before the return date. */
function beforeReturn({ request }: Matter): string | undefined {
  return request.return_date === undefined ? undefined : addDays(request.return_date, -1);
}

function openFees(response: Matter['response']): NonNullable<Matter['response']>['fees'] {
  return (response?.fees ?? []).filter((fee) => fee.paid_on === undefined);
}

function returnBy(response: Matter['response']): string | undefined {
  return (response?.protective_orders ?? []).flatMap((one) => one.return_or_destroy_by ?? []).sort()[0];
}

/** Lists that come from the record. */
export function recordList(matter: Matter, list: 'service_defects' | 'conferrals' | 'search'): readonly string[] {
  const { response } = matter;
  if (list === 'service_defects') return response?.service?.defects ?? [];
  if (list === 'conferrals')
    return (response?.conferrals ?? []).map(
      (one) =>
        `${longDate(one.on)}, with ${one.with}: ${one.about}${one.outcome === undefined ? '' : `; ${one.outcome}`}`,
    );
  return (response?.search ?? []).map((one) => `${one.where}, by ${one.by}, ${longDate(one.on)}: ${one.found}`);
}

/** Where the volume goes: the lines of the address; undefined = to the requester. */
export function deliveryAddress(matter: Matter): readonly string[] | undefined {
  const delivery = matter.response?.delivery;
  if (delivery === undefined || delivery.to === 'counsel') return undefined;
  const place = delivery.to === 'chambers' ? 'Chambers' : 'Clerk of the Court';
  return [
    matter.request.court ?? 'The Court',
    delivery.name ?? place,
    ...(delivery.address === undefined ? [] : [delivery.address]),
    ...(delivery.sealed ? ['FILED UNDER SEAL'] : []),
  ];
}
