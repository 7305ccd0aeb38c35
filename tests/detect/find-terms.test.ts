import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findTerms } from '../../src/detect/find-terms.ts';

const found = (text: string, term: string, fuzzy = false): readonly string[] =>
  findTerms(text, [term], { fuzzy }).map((place) => text.slice(place.start, place.end));

describe('findTerms', () => {
  test.each([
    ['plain', 'asked Jane Doe today', 'jane doe', 'Jane Doe'],
    ['over a line break', 'asked Jane\nDoe today', 'Jane Doe', 'Jane\nDoe'],
    ['hyphenated at the line end', 'Mr. Whit-\nfield said', 'Whitfield', 'Whit-\nfield'],
    ['soft hyphen', 'Whit\u00ADfield said', 'Whitfield', 'Whit\u00ADfield'],
    ['ligature sign', 'the o\uFB03ce of', 'office', 'o\uFB03ce'],
    ['accents', 'Jose\u0301 went', 'José', 'Jose\u0301'.slice(0, 4)],
    ['other separators', 'no 123 45 6789.', '123-45-6789', '123 45 6789'],
    ['possessive', "Doe's house", 'Doe', 'Doe'],
    ['letter-spaced', 'by S m i t h here', 'Smith', 'S m i t h'],
    ['blank lost', 'by JaneDoe here', 'Jane Doe', 'JaneDoe'],
    ['a sign alone', 'cost $ five', '$', '$'],
    ['sharp s written out', 'in Goethestraße 4', 'Goethestrasse', 'Goethestraße'],
    ['sharp s asked for', 'GOETHESTRASSE 4', 'Goethestraße', 'GOETHESTRASSE'],
    ['stroked letters', 'Łukasz Sørensen came', 'Lukasz Sorensen', 'Łukasz Sørensen'],
    ['Turkish i', 'Işıl called', 'isil', 'Işıl'],
    ['full width', 'by ＤＯＥ here', 'Doe', 'ＤＯＥ'],
    ['Chinese name in Japanese', '報告書は王小明が書いた', '王小明', '王小明'],
    ['Hebrew in the order of paper', 'ןהכ העונ לע', 'נועה כהן', 'ןהכ העונ'],
    ['Arabic in shapes and the order of paper', 'ءاﺮﻫﺰﻟا ﺔﻤﻃﺎﻓ ﻦﻋ', 'فاطمة الزهراء', 'ءاﺮﻫﺰﻟا ﺔﻤﻃﺎﻓ'],
    ['Thai name', 'นายสมชายใจดีมา', 'สมชาย', 'สมชาย'],
    ['Latin name among Chinese signs', '今天Jane Doe来了', 'Jane Doe', 'Jane Doe'],
    [
      'apostrophe that is a letter, in a name',
      'of Ka\u02bbahu O\u02bcNeil here',
      "Ka'ahu O'Neil",
      'Ka\u02bbahu O\u02bcNeil',
    ],
    ['apostrophe that is a letter, behind one', 'the Doe\u02bcs house', 'Doe', 'Doe'],
    ['Cyrillic letters drawn as Latin ones', 'by Jаnе Dое here', 'Jane Doe', 'Jаnе Dое'],
    ['Greek capitals drawn as Latin ones', 'by ΑΝΝΕ ΗΟΡΕ here', 'Anne Hope', 'ΑΝΝΕ ΗΟΡΕ'],
    ['small capitals', 'by ᴊᴀɴᴇ ᴅᴏᴇ here', 'Jane Doe', 'ᴊᴀɴᴇ ᴅᴏᴇ'],
    ['a Russian name by its own letters', 'пришла Анна Сорова вчера', 'анна сорова', 'Анна Сорова'],
    ['digits of Arabic', 'رقم ٠١٢-٣٤-٥٦٧٨ هنا', '012-34-5678', '٠١٢-٣٤-٥٦٧٨'],
    ['signs without width', 'Whit\u200bfi\ufeffeld said', 'Whitfield', 'Whit\u200bfi\ufeffeld'],
  ])('finds: %s', (_, text, term, expected) => {
    expect(found(text, term)).toEqual([expected]);
  });

  test.each([
    ['part of a word', 'the Smithsonian', 'Smith'],
    ['part at the end', 'a goldsmith', 'Smith'],
    ['digits inside a number', '91234567890', '1234567890'],
    ['two words that spell another', 'asked the rapist', 'therapist'],
    ['short words that join', 'asked Anne today', 'Ann E'],
  ])('leaves: %s', (_, text, term) => {
    expect(found(text, term)).toEqual([]);
  });

  test('takes words that spell a term together where that is asked for', () => {
    const joined = (text: string, term: string): number => findTerms(text, [term], { joined: true }).length;
    expect(joined('the Test Suite here', 'testsuite')).toBe(1);
    expect(joined('a Test.\nSuite here', 'testsuite')).toBe(1);
    expect(joined('the Latest Suite', 'testsuite')).toBe(0);
    expect(joined('the Test Suites', 'testsuite')).toBe(0);
    expect(joined('said Jane Doe12 here', 'Jane Doe')).toBe(1);
    expect(joined('said Jane Doe12b here', 'Jane Doe')).toBe(0);
  });

  test('allows for OCR confusions only where the text came from OCR', () => {
    expect(found('asked Margaret Whitfie1d today', 'Margaret Whitfield')).toEqual([]);
    expect(found('asked Margaret Whitfie1d today', 'Margaret Whitfield', true)).toEqual(['Margaret Whitfie1d']);
    expect(found('asked Bumham today', 'Burnham', true)).toEqual(['Bumham']);
  });

  test('a term set off by blanks is found at its place in any noise', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word), fc.array(word), (before, after) => {
        const head = before.length === 0 ? '' : `${before.join(' ')} `;
        const text = `${head}Zq9 Xanthippe ${after.join('\n')}`;
        const places = findTerms(text, ['zq9 xanthippe']);
        expect(places).toContainEqual({ term: 0, start: head.length, end: head.length + 13 });
      }),
    );
  });
});
