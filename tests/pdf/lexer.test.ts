import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Operand, parseContent } from '../../src/pdf/lexer.ts';
import { writeContent } from '../../src/pdf/writer.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

function parsed(text: string): string[] {
  return parseContent(bytes(text)).ops.map((op) => writeContent([op]).toString().trim().replaceAll('\n', ' '));
}

describe('parseContent', () => {
  it.each([
    ['numbers', '+1 -2. .5 --3 4.25 0.0001 w', ['0.0001 w']],
    ['names and escapes', '/A#42 gs /Lime#20Green cs', ['/AB gs', '/Lime#20Green cs']],
    ['strings', '(a\\(b\\)\\\\ (nested) \\101\\r\\\nx) Tj', ['<612862295c20286e65737465642920410d78> Tj']],
    ['hex strings', '<48 65 6C6c 6> Tj', ['<48656c6c60> Tj']],
    [
      'operators without blanks',
      'q1 0 0 1 5 5cm/F1 9Tf[(a)-5(b)]TJ Q',
      ['q', '1 0 0 1 5 5 cm', '/F1 9 Tf', '[<61> -5 <62>] TJ', 'Q'],
    ],
    ['operators run together', 'qBT ETQ', ['q', 'BT', 'ET', 'Q']],
    ['dictionaries', '/Span <</MCID 3 /A [1 (x) <</B true>>]>> BDC', ['/Span <</MCID 3 /A [1 <78> <</B true>>]>> BDC']],
    ['comments', '1 w % (secret) Tj\n2 w', ['1 w', '2 w']],
    ['surplus operands', '(secret) 1 0 0 rg', ['1 0 0 rg']],
    ['unknown operators', '(secret) Xyzzy (x) Tj', ['<78> Tj']],
  ])('reads %s', (_, text, expected) => {
    expect(parsed(text)).toEqual(expected);
  });

  it.each([
    ['(no end Tj', 'a string has no end'],
    ['5 Td', 'an operator has too few operands'],
    ['1-2 w', 'a number is malformed'],
    ['BI /W 1 ID', 'an inline image has no end'],
  ])('names the fault of %s', (text, fault) => {
    expect(parseContent(bytes(text)).faults).toContain(fault);
  });

  it('finds the end of inline images whose data looks like an end', () => {
    const raw = 'BI /W 2 /H 4 /CS /G /BPC 8 ID ab EI cd\nEI Q';
    const [image, after] = parseContent(bytes(raw)).ops;
    expect(Buffer.from(image?.image?.data ?? []).toString()).toBe('ab EI cd');
    expect(after?.name).toBe('Q');
    const filtered = 'BI /W 9 /H 9 /F /DCT ID \xff\xd8 EI \x01\x02\xff EI\nQ q';
    const ops = parseContent(bytes(filtered)).ops;
    expect(ops.map((op) => op.name)).toEqual(['BI', 'Q', 'q']);
    expect(ops[0]?.image?.data.length).toBe(9);
    const length = 'BI /W 9 /H 9 /F /LZW /L 5 ID \x00 EI \n EI Q';
    expect(parseContent(bytes(length)).ops[0]?.image?.data.length).toBe(5);
  });

  it('reads back what the writer writes', () => {
    const operand: fc.Arbitrary<Operand> = fc.letrec<{ any: Operand }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 2 },
        fc.integer(),
        fc
          .double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
          .map((n) => Math.round(n * 1e6) / 1e6 + 0),
        fc.boolean(),
        fc.string({ minLength: 1 }).map((s) => Buffer.from(s).toString('latin1')),
        fc.uint8Array(),
        fc.array(tie('any'), { maxLength: 3 }),
        fc
          .dictionary(fc.stringMatching(/^[\x21-\x7e ]+$/), tie('any'), { maxKeys: 3, noNullPrototype: true })
          .map((o) => new Map(Object.entries(o))),
      ),
    })).any;
    fc.assert(
      fc.property(operand, (value) => {
        const { ops, faults } = parseContent(writeContent([{ name: 'scn', args: [value], start: 0, end: 0 }]));
        expect(faults).toEqual([]);
        expect(plain(ops[0]?.args[0])).toEqual(plain(value));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('never throws and always ends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (data) => parseContent(data).ops.length >= 0),
      { seed: 2 },
    );
  });
});

/** Bytes as arrays, zeros without sign. */
function plain(value: Operand | undefined): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (value instanceof Map) return [...value].map(([key, item]) => [key, plain(item)]);
  if (Array.isArray(value)) return value.map((item: Operand) => plain(item));
  return typeof value === 'number' ? value + 0 : value;
}
