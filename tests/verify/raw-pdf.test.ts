import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { carvePdf, decodeStream } from '../../src/verify/raw-pdf.ts';
import { stringsOf } from '../../src/verify/raw-strings.ts';
import { indexRuns, indexSecrets } from '../../src/verify/secrets.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('carvePdf', () => {
  test('finds objects that no table names, and streams of a wrong length', () => {
    const pdf = carvePdf(
      bytes('%PDF-1.4\n7 0 obj\n<< /Length 3 >>\nstream\nlonger than that\nendstream\nendobj\n8 0 obj (x) endobj'),
    );
    expect(pdf.objects.map((object) => object.number)).toEqual([7, 8]);
    expect(Buffer.from(pdf.objects[0]?.stream ?? []).toString()).toContain('longer than that');
  });

  test('opens object streams', () => {
    const body = deflateSync(Buffer.from('4 0 5 6 (one) (two)'));
    const head = `9 0 obj\n<< /Type /ObjStm /N 2 /First 8 /Filter /FlateDecode /Length ${body.length} >>\nstream\n`;
    const pdf = carvePdf(Buffer.concat([bytes(head), body, bytes('\nendstream\nendobj')]));
    expect(pdf.objects[0]?.inside?.map((inner) => [inner.number, inner.head.trim()])).toEqual([
      [4, '(one)'],
      [5, '(two)'],
    ]);
  });

  test('undoes chains of filters', () => {
    const hex = Buffer.from(deflateSync(Buffer.from('secret'))).toString('hex');
    const { data } = decodeStream(bytes(`${hex}>`), '/Filter [/ASCIIHexDecode /FlateDecode]');
    expect(Buffer.from(data).toString()).toBe('secret');
    expect(Buffer.from(decodeStream(bytes('9jqo^~>'), '/Filter /ASCII85Decode').data).toString()).toBe('Man ');
    expect(
      Buffer.from(decodeStream(Uint8Array.from([2, 97, 98, 99, 254, 120, 128]), '/Filter/RL').data).toString(),
    ).toBe('abcxxx');
    expect(
      Buffer.from(
        decodeStream(Uint8Array.from([0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01]), '/Filter /LZWDecode')
          .data,
      ),
    ).toEqual(Buffer.from([45, 45, 45, 45, 45, 65, 45, 45, 45, 66]));
  });

  test('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        carvePdf(
          Buffer.concat([bytes('1 0 obj << /Filter /FlateDecode >> stream\n'), noise, bytes('endstream endobj')]),
        );
      }),
    );
  });
});

describe('stringsOf', () => {
  test.each([
    ['(a \\(b\\) \\101)', ['a (b) A']],
    ['(a (nested) b)', ['a (nested) b']],
    ['<416e6e>', ['Ann']],
    ['<FEFF0041006E>', ['An']],
    ['[(N)4(am)3(e)] TJ', ['N', 'am', 'e', 'Name']],
    ['/A#6en', ['Ann']],
    ['% remark', [' remark']],
    ['<< /K (v) >>', ['K', 'v']],
  ])('reads %s', (syntax, expected) => {
    expect(stringsOf(syntax)).toEqual(expected);
  });
});

describe('indexSecrets', () => {
  test.each([
    ['Jane Doe', 'met jane\ndoe there', true],
    ['Jane Doe', 'JANE-DOE', true],
    ['Jane Doe', 'Jane Doer', false],
    ['123-45-6789', 'no. 123456789.', true],
    ['123-45-6789', 'no. 1234567890', false],
    ['Whitfield', 'Whit-\nfield', true],
    ['Ann', 'Annex', false],
    ['Strasse', 'in der Straße', true],
    ['Straße', 'IN DER STRASSE', true],
    ['Lukasz Sorensen', 'Łukasz Sørensen', true],
    ['Isil', 'IŞIL, Işıl', true],
    ['İstanbul', 'istanbul', true],
    ['Jos\u00e9', 'Jose\u0301', true],
    ['Doe', 'by ＤＯＥ here', true],
    ['office', 'the o\ufb03ce', true],
    ['Whitfield', 'Whit\u200bfi\u00adeld', true],
    ['Stras', 'Straße', false],
  ])('%s in %j: %s', (secret, text, expected) => {
    expect(indexSecrets([secret]).find(text).length > 0).toBe(expected);
  });

  test('six words in a row of a hidden text are a repeat, unless they stand in the open', () => {
    const runs = indexRuns(['the mother told us that she was very tired'], ['told us that she was very happy']);
    expect(runs.repeats('She said: the mother told us that she left')).toBe(true);
    expect(runs.repeats('He told us that she was very late')).toBe(false);
    expect(runs.repeats('the mother told us')).toBe(false);
  });
});
