import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';
import { type RawFile, rawFile, stream } from './raw-file.ts';

const NAME = 'Marla Quillfeather';
const BOX = 'q 0 g 198 636 100 15 re f Q';

const check = (file: RawFile, terms: readonly string[] = []): Promise<readonly Finding[]> =>
  verifyPdf({ file: 'a.pdf', bytes: rawFile({ content: BOX, ...file }), terms, strict: false });

const leaks = async (file: RawFile, terms: readonly string[] = []): Promise<readonly string[]> => {
  const found = await check(file, terms);
  expect(JSON.stringify(found).toLowerCase()).not.toContain('quillf');
  return [...new Set(found.flatMap(({ level, name }) => (level === 'leak' ? [name] : [])))];
};

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const attached = (data: string, name = 'a.bin'): RawFile => ({
  catalog: '/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>',
  objects: [`<< /Type /Filespec /F (${name}) /EF << /F 11 0 R >> >>`, stream(data)],
});

describe('a term is found and its channel named', () => {
  test.each<readonly [string, string, RawFile]>([
    [
      'annotation',
      'the subject of a comment',
      { page: `/Annots [<< /Type /Annot /Subtype /Square /Rect [1 1 9 9] /Subj (${NAME}) >>]` },
    ],
    [
      'annotation',
      'the address of a link',
      {
        page: '/Annots [<< /Type /Annot /Subtype /Link /Rect [1 1 9 9] /A << /S /URI /URI (http://x.example/?n=Marla%20Quillfeather) >> >>]',
      },
    ],
    [
      'form-field',
      'the value of a field without a face',
      { catalog: `/AcroForm << /Fields [10 0 R] >>`, objects: [`<< /FT /Tx /T (f) /V (${NAME}) >>`] },
    ],
    [
      'form-field',
      'the tooltip of a field',
      { catalog: `/AcroForm << /Fields [10 0 R] >>`, objects: [`<< /FT /Tx /T (f) /TU (Address of ${NAME}) >>`] },
    ],
    [
      'form-field',
      'XFA',
      {
        catalog: '/AcroForm << /Fields [] /XFA 10 0 R >>',
        objects: [stream(`<xdp:xdp><n>Marla</n> <n>Quillfeather</n></xdp:xdp>`)],
      },
    ],
    [
      'actual-text',
      'the title of a structure element',
      {
        catalog: '/StructTreeRoot 10 0 R',
        objects: ['<< /Type /StructTreeRoot /K 11 0 R >>', `<< /Type /StructElem /S /P /P 10 0 R /T (${NAME}) >>`],
      },
    ],
    [
      'named-strings',
      'a thread',
      { catalog: '/Threads [10 0 R]', objects: [`<< /Type /Thread /I << /Title (${NAME}) >> >>`] },
    ],
    [
      'metadata',
      'XMP of the page',
      {
        page: '/Metadata 10 0 R',
        objects: [stream('<rdf:li>Marla&#32;Quillfeather</rdf:li>', '/Type /Metadata /Subtype /XML')],
      },
    ],
    ['metadata', 'private data of a program', { page: `/PieceInfo << /App << /Private << /Who (${NAME}) >> >> >>` }],
    [
      'metadata',
      'a key of the information dictionary',
      { trailer: '/Info 10 0 R', objects: [`<< /Reporter (${NAME}) >>`] },
    ],
    [
      'script-or-action',
      'a script of a page',
      { page: `/AA << /O << /S /JavaScript /JS (x="Marla\\\\u0020Quillfeather") >> >>` },
    ],
    ['attachment', 'the name of an attached file', attached('nothing', `${NAME}.txt`)],
    [
      'attachment',
      'an Office file',
      attached(latin(zipSync({ 'word/document.xml': strToU8('<w:t>Marla</w:t> <w:t>Quillfeather</w:t>') }))),
    ],
    ['attachment', 'a packed text', attached(latin(gzipSync(NAME)))],
    ['attachment', 'a PDF', attached(latin(rawFile({ content: `BT /F1 12 Tf 200 640 Td (${NAME}) Tj ET` })))],
    ['earlier-revision-or-orphan', 'an object that nothing reaches', { objects: [`(${NAME})`] }],
    [
      'carved-object',
      'the bytes of a picture',
      {
        objects: [stream(`from ${NAME} `.padEnd(100), '/Subtype /Image /Width 10 /Height 10')],
        catalog: '/Spare 10 0 R',
      },
    ],
  ])('%s: %s', async (name, _, file) => {
    expect(await leaks(file, [NAME])).toContain(name);
  });
});

describe('words where no reader looks', () => {
  const spare = (object: string): RawFile => ({ catalog: '/Spare 10 0 R', objects: [object] });
  const whole = `reporter is ${NAME}`;
  test.each<readonly [string, string, RawFile]>([
    ['earlier-revision-or-orphan', 'a comment between objects', { between: `% the ${whole}\n` }],
    ['earlier-revision-or-orphan', 'text between objects', { between: `the ${whole}\n` }],
    ['earlier-revision-or-orphan', 'text behind the end', { after: `the ${whole}\n` }],
    ['carved-object', 'a comment in an object', spare(`<< /A 1 % ${whole}\n >>`)],
    ['carved-object', 'a comment in the content', { content: `% ${whole}\n${BOX}` }],
    ['carved-object', 'a second value in an object', spare(`<< /A 1 >> (${whole})`)],
    ['carved-object', 'behind the declared length', spare(stream(`q Q ${whole}`, '', 3))],
    ['carved-object', 'behind the data of a filter', spare(stream(`7120510A> ${whole}`, '/Filter /ASCIIHexDecode'))],
    ['carved-object', 'behind the mark of the end', spare(`${stream('q Q')}\n(${whole})`)],
    [
      'carved-object',
      'the table of an object stream',
      spare(stream(`70 0 ${whole} << /A 1 >>`, `/Type /ObjStm /N 1 /First ${6 + whole.length}`)),
    ],
    [
      'carved-object',
      'behind a JPEG',
      spare(stream(`\xff\xd8\xff\xd9 ${whole}`, '/Filter /DCTDecode /Subtype /Image')),
    ],
  ])('%s: %s', async (name, _, file) => {
    expect(await leaks(file)).toContain(name);
  });

  test.each<readonly [string, RawFile]>([
    ['how a program signs', { between: '% Created by Some Library, version 2, Jane Maker, http://x.example\n' }],
    ['words that the page shows', { between: '% Cedar Hollow County Family Services\n' }],
    [
      'a comment of a program in the content',
      { content: '%% Contents for page 1\n%%Invocation: path/to/gs -dNOPAUSE\n' },
    ],
  ])('no alarm: %s', async (_, file) => {
    expect(await leaks(file)).toEqual([]);
  });
});

describe('who stands beside the page', () => {
  const annotation = (entries: string): RawFile => ({
    page: `/Annots [<< /Type /Annot /Rect [570 300 586 316] ${entries} >>]`,
  });
  const field = (entries: string): RawFile => ({
    catalog: '/AcroForm << /Fields [10 0 R] >>',
    objects: [`<< /FT /Tx ${entries} >>`],
  });
  const form = (content: string): string =>
    stream(content, '/Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >>');
  const said = `BT /F1 12 Tf 200 640 Td (${NAME}) Tj ET`;
  test.each<readonly [string, string, RawFile]>([
    ['annotation', 'a comment far from the box', annotation(`/Subtype /Text /Contents (Reporter is ${NAME})`)],
    [
      'annotation',
      'the mail address of a link',
      annotation('/Subtype /Link /A << /S /URI /URI (mailto:marla.quillfeather@example.org) >>'),
    ],
    [
      'annotation',
      'a hidden comment under the box',
      { page: '/Annots [<< /Type /Annot /Subtype /Text /F 2 /Rect [200 638 216 650] /Contents (see file) >>]' },
    ],
    ['form-field', 'the name of a field', field('/T (Marla_Quillfeather_home)')],
    ['form-field', 'what a field falls back to', field(`/T (f1) /DV (${NAME})`)],
    [
      'named-strings',
      'a thread',
      { catalog: '/Threads [10 0 R]', objects: [`<< /Type /Thread /I << /Title (${NAME}) >> >>`] },
    ],
    ['attachment', 'the name of an attached file', attached('nothing', `${NAME}.txt`)],
    [
      'nested-content',
      'a form that is never painted',
      { resources: '/XObject << /X 10 0 R >>', objects: [form(said)] },
    ],
    [
      'nested-content',
      'another face of a comment',
      {
        page: '/Annots [<< /Type /Annot /Subtype /Square /Rect [9 9 19 19] /AP << /N 11 0 R /D 10 0 R >> >>]',
        objects: [form(said), form('0 0 5 5 re f')],
      },
    ],
    [
      'actual-text',
      'other words for a text',
      { content: `/Span << /ActualText (${NAME}) >> BDC BT /F1 12 Tf 200 640 Td ([removed]) Tj ET EMC ${BOX}` },
    ],
    [
      'hidden-text',
      'an ink that leaves no mark',
      {
        content: `q /S cs 1 scn ${said} Q`,
        resources:
          '/ColorSpace << /S [/Separation /None /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>] >>',
      },
    ],
    [
      'image-pixels',
      'a picture decoded to one shade',
      {
        content: 'q 90 0 0 90 99 99 cm /I Do Q',
        resources: '/XObject << /I 10 0 R >>',
        objects: [
          stream(
            'abcdefghi',
            '/Subtype /Image /Width 3 /Height 3 /BitsPerComponent 8 /ColorSpace /DeviceGray /Decode [1 1]',
          ),
        ],
      },
    ],
  ])('%s: %s', async (name, _, file) => {
    expect(await leaks(file)).toContain(name);
  });

  test.each<readonly [string, RawFile]>([
    ['who wrote a comment', annotation('/Subtype /Text /T (Wanda Recordbook) /Contents (check the date)')],
    [
      'the address of an office on the web',
      annotation('/Subtype /Link /A << /S /URI /URI (https://example.org/Cedar/Hollow) >>'),
    ],
    ['what fields are called in forms', field('/T (Last Name) /TU (Date Of Birth)')],
    [
      'a form that shows what it holds',
      { resources: '/XObject << /X 10 0 R >>', content: `/X Do`, objects: [form(said)] },
    ],
    [
      'an ink of its own',
      {
        content: `q /S cs 1 scn ${said} Q`,
        resources:
          '/ColorSpace << /S [/Separation /Spot /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>] >>',
      },
    ],
  ])('no alarm: %s', async (_, file) => {
    expect(await leaks(file)).toEqual([]);
  });
});

describe('what the header of a photograph tells', () => {
  const text = (value: string): string => value.padEnd(4, '\0');
  /** A JPEG of nothing but its header: EXIF with one entry of letters, or a GPS directory. */
  const jpeg = (tag: number, value: string): string => {
    const entry = Buffer.alloc(12);
    entry.writeUInt16BE(tag, 0);
    entry.writeUInt16BE(tag === 0x8825 ? 4 : 2, 2);
    entry.writeUInt32BE(tag === 0x8825 ? 1 : value.length, 4);
    entry.writeUInt32BE(26, 8);
    const tiff = `MM\0*\0\0\0\x08\0\x01${entry.toString('latin1')}\0\0\0\0${text(value)}`;
    const body = `Exif\0\0${tiff}`;
    const length = String.fromCharCode((body.length + 2) >> 8, (body.length + 2) & 255);
    return `\xff\xd8\xff\xe1${length}${body}\xff\xd9`;
  };
  const photo = (data: string): RawFile => ({
    catalog: '/Spare 10 0 R',
    objects: [stream(data, '/Subtype /Image /Filter /DCTDecode /Width 1 /Height 1')],
  });
  test.each<readonly [string, string, string[]]>([
    ['a position', jpeg(0x8825, '\0\x04'), ['embedded-image-metadata']],
    ['who took it', jpeg(0x013b, 'Quillfeather'), ['embedded-image-metadata']],
    ['whose home it shows', jpeg(0x010e, `Home of ${NAME}`), ['embedded-image-metadata']],
    ['whose rights', jpeg(0x8298, NAME), ['embedded-image-metadata']],
    ['what made it', jpeg(0x010e, 'Created by Some Camera Software'), []],
    ['which way is up', jpeg(0x0112, '\0\x01'), []],
  ])('%s', async (_, data, expected) => {
    expect(await leaks(photo(data))).toEqual(expected);
  });
});

test('a name with its words the other way round is a risk', async () => {
  const found = await check({ content: 'BT /F1 12 Tf 72 500 Td (Quillfeather, Marla) Tj ET' }, [NAME]);
  const turned = found.filter(({ what }) => what.includes('the other way round'));
  expect(turned.map(({ name, level }) => `${name} ${level}`)).toEqual(['same-string-elsewhere risk']);
});
