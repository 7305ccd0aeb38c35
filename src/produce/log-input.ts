import type { LogInput } from '../log/facts.ts';
import { formOf } from '../log/log-form.ts';
import { findOrder } from './letter-facts.ts';
import type { MadeDocument } from './number-documents.ts';
import type { VolumeInput } from './volume-input.ts';

/** Legend of the order that opens the file; without one the pack's, if it has any. */
export function findDesignation(input: VolumeInput): string {
  const order = findOrder(input.matter, input.decided);
  return order?.designation ?? input.pack.legends.otherwise;
}

/** What the logs are made of. */
export function logInput(input: VolumeInput, made: readonly MadeDocument[], designation: string): LogInput {
  const { matter, texts, bases, date, served, descriptions } = input;
  const underOrder = findOrder(matter, input.decided) !== undefined;
  const silent = input.decided.dispositions.some((one) => one.treatment === 'unacknowledged');
  return {
    matter,
    texts,
    bases,
    date,
    designation,
    underOrder,
    documents: made.map((one) => one.logged),
    form: formOf(matter.policy, input.pack.log_form),
    ...(served === undefined ? {} : { served }),
    ...(descriptions === undefined ? {} : { descriptions }),
    ...(silent && input.pack.unacknowledged === 'neutral_row' ? { neutral: true } : {}),
  };
}
