import { describe, expect, test } from 'vitest';
import { CMAP_WORDS, FRAME_WORDS } from '../../src/verify/own-words.ts';
import { carvePdf } from '../../src/verify/raw-pdf.ts';
import { rawSightings } from '../../src/verify/raw-sightings.ts';
import { bareWords, contentNames, foreignWords, shownStrings } from '../../src/verify/raw-words.ts';
import { indexSecrets } from '../../src/verify/secrets.ts';

describe('foreignWords', () => {
  test.each([
    ['<< /Type /Page /Contents 4 0 R /Parent 2 0 R >>', ''],
    ['<< /Subtype /Image /ColorSpace [/Separation /Black /DeviceCMYK 5 0 R] >>', ''],
    ['[/Separation /Whitfield /DeviceCMYK 5 0 R]', 'Whitfield'],
    ['<< /Type /Font /BaseFont /ABCDEF+Times-BoldItalic >>', ''],
    ['<< /Type /Font /BaseFont /Arial,Bold >>', ''],
    ['<< /Type /Font /BaseFont /ABCDEF+Georgia-Bold >>', 'Georgia'],
    ['<< /Encoding << /Type /Encoding /Differences [32 /space /section 65 /J /o /e] >> >>', 'J|o|e'],
    ['<< /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>', ''],
    ['<< /Registry (Whitfield) >>', 'Whitfield'],
    ['<< /Type /Catalog /Lang (en-US) /Remark /Kids >>', 'Remark|Kids'],
    ['<< /Dests << /Contents [3 0 R /Fit] /Kids [4 0 R /XYZ 0 0 0] >> >>', 'Contents|Kids'],
    ['<< /Parent [3 0 R /Fit] /Chapter [4 0 R /Fit] >>', 'Parent|Chapter|Fit'],
    ['<< /XObject << /Image 5 0 R >> /ProcSet [/PDF /Text] >>', 'Image'],
    ['<< /Dest /Contents /Title (Parent) >>', 'Contents|Parent'],
    ['<< /AP << /N << /Page 5 0 R >> >> /AS /Page >>', 'Page|Page'],
    ['<< /Type /StructElem /S /Figure /Alt (A figure) >>', 'A figure'],
    ['<< /K [(Mar) (garet)] >>', 'Mar|garet'],
    ['<< /Root 1 0 R /ID [<FEE90102030405060708090A0B0C0D0E>] >>', ''],
    ['<< /Root 1 0 R /ID [(MargaretWhitfiel)] >>', 'MargaretWhitfiel'],
    ['% remark', ' remark'],
  ])('of %s are %s', (syntax, words) => {
    expect(foreignWords(syntax)).toBe(words.replaceAll('|', '\n'));
  });

  test('with bare words, less those that stand in every file', () => {
    const frame =
      '%PDF-1.7\nMargaret Whitfield\nxref\n0 2\n0000000015 00000 n \ntrailer\n<< /Size 2 /Root 1 0 R >>\n%%EOF';
    expect(foreignWords(frame, FRAME_WORDS).match(/[A-Za-z]+/g)).toEqual(['Margaret', 'Whitfield']);
    const cmap = '/CMapName /Adobe-Identity-UCS def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange end';
    expect(foreignWords(cmap, CMAP_WORDS).match(/[A-Za-z]+/g)).toBeNull();
  });
});

test('content is taken apart into what it shows, what it names and what does not belong', () => {
  const content = '/Figure << /MCID 0 >> BDC BT /Jordan 9 Tf [(Mar) -3 (ga) <72> (et)] TJ ET % aside\nQ q EMC';
  expect(shownStrings(content)).toBe('Mar\nga\nr\net');
  expect(contentNames(content)).toBe('Jordan\n aside');
  expect(bareWords(content)).toBe('');
  expect(bareWords('Do not tell Margaret re 5')).toBe('not\ntell\nMargaret');
});

/** A file of one stream. */
const fileOf = (stream: string, head = '') =>
  carvePdf(
    Buffer.from(`1 0 obj\n<< ${head}/Length ${stream.length} >>\nstream\n${stream}\nendstream\nendobj\n`, 'latin1'),
  );

describe('words in pieces', () => {
  const pieces = 'BT /F1 9 Tf (the Bord) Tj 9 0 Td (elon) Tj 5 0 Td (s came) Tj ET';
  const whole = 'BT /F1 9 Tf (the Bord) Tj 9 0 Td (elon) Tj 5 0 Td (came) Tj ET';
  const line = 'BT /F1 9 Tf (the Bord) Tj 9 0 Td (elon) Tj 5 0 Td (s came home late) Tj ET';
  const name = 'BT /Bordelon 9 Tf (the Bord) Tj (elon) Tj (s came) Tj ET';
  const secrets = indexSecrets(['Bordelon']);
  test.each<[string, string, readonly string[], readonly string[], number]>([
    ['that both readers put together', pieces, ['Then the Bordelons came.'], ['x', 'Then the Bor-\ndelons came'], 0],
    ['that one reader does not extract', pieces, ['Then the Bordelons came.'], ['Then the came.'], 1],
    ['that no page shows', pieces, [], [], 1],
    ['that stand elsewhere with other neighbours', whole, ['a Bordelons b'], ['a Bordelons b'], 1],
    ['that meet another line before them', line, ['x Bordelons came home late'], ['Bordelons came home late y'], 0],
    ['that meet another line, with too little after them', pieces, ['x Bordelons came'], ['Bordelons came x'], 1],
    ['with the word as a name beside them', name, ['the Bordelons came'], ['the Bordelons came'], 1],
  ])('%s', (_, content, pdfjs, pdfium, leaks) => {
    const found = rawSightings(fileOf(content), secrets, [() => pdfjs, () => pdfium]);
    expect(found).toHaveLength(leaks);
  });

  test.each([
    ['the end of an array beside its own start', '[(Court has applied) 3 ( the)] TJ', 'the Court', 0],
    ['an array between two other strings', '(Ann) Tj [(Mar) 3 (garet)] TJ (Bordelon) Tj', 'Ann Margaret Bordelon', 1],
  ])('%s', (_, shown, term, leaks) => {
    expect(rawSightings(fileOf(`BT /F1 9 Tf ${shown} ET`), indexSecrets([term]), [])).toHaveLength(leaks);
  });

  test('prose is no page content because a word of it is an operator', () => {
    const prose = 'Do not tell Margaret Whitfield.';
    const named = indexSecrets(['Margaret Whitfield']);
    expect(rawSightings(fileOf(prose), named, [])).toHaveLength(1);
    expect(
      rawSightings(fileOf('Do call 555-0123 re it', '/Type /EmbeddedFile '), indexSecrets(['5550123']), []),
    ).toHaveLength(1);
  });
});

describe('a list of the letters of a font', () => {
  const cmap = (...targets: string[]): string =>
    `begincmap\n${targets.length} beginbfchar\n${targets
      .map((to, i) => `<${String(i + 1).padStart(2, '0')}> <${Buffer.from(to, 'utf16le').swap16().toString('hex')}>`)
      .join('\n')}\nendbfchar endcmap`;
  test.each<[string, string, string, number]>([
    ['that spells a name', 'Jordan', cmap(...'Jordan Aplewhit'), 1],
    ['that holds two letters beside each other', 'De', cmap(...'ABCDefgh'), 0],
    ['with two letters of one code', 'De', cmap('A', 'De', 'f'), 1],
    ['with a name in its head', 'De', `/CMapName /De def\n${cmap('A')}`, 1],
    ['in another order', 'Jordan', cmap(...'daJnor'), 0],
  ])('%s: %s', (_, term, stream, leaks) => {
    expect(rawSightings(fileOf(stream), indexSecrets([term]), [])).toHaveLength(leaks);
  });
});

test('a name in a script without blanks is found within its sentence', () => {
  expect([...indexSecrets(['王小明', 'Ann']).find('報告書は王小明が書いた Hanna')]).toEqual([0]);
});
