import type { PDFDict } from 'pdf-lib';
import { asNumber, asNumbers, lookUp } from '../pdf/objects.ts';
import { CannotCut } from './surgeon-types.ts';

/** Operators of calculator functions (ISO 32000-1, table 42). */
const OPERATORS: ReadonlySet<string> = new Set(
  (
    '{ } abs add atan ceiling cos cvi cvr div exp floor idiv ln log mod mul neg round sin sqrt sub truncate ' +
    'and bitshift eq false ge gt le lt ne not or true xor if ifelse copy dup exch index pop roll'
  ).split(' '),
);

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** A calculator function (7.10.5) token by token, without comments. Throws CannotCut on what is neither number nor operator. */
export function calculator(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/%[^\r\n]*/g, ' ');
  // Null is white space (table 1), and \s does not know it.
  const tokens = text.match(/[{}]|[^\s\0{}]+/g) ?? [];
  if (!tokens.every((token) => OPERATORS.has(token) || NUMBER.test(token)))
    throw new CannotCut('content', 'a function cannot be read');
  return Buffer.from(tokens.join(' '), 'latin1');
}

/** The samples of a sampled function (7.10.2) without what follows the last. */
export function samplesOnly(dict: PDFDict, bytes: Uint8Array): Uint8Array {
  const numbers = (key: string): readonly number[] => asNumbers(dict.context, lookUp(dict, key)) ?? [];
  const bits = asNumber(dict.context, lookUp(dict, 'BitsPerSample')) ?? 0;
  const samples = numbers('Size').reduce((all, size) => all * size, numbers('Range').length / 2);
  const size = Math.ceil((samples * bits) / 8);
  if (!(size > 0)) throw new CannotCut('content', 'a function cannot be read');
  return bytes.subarray(0, size);
}
