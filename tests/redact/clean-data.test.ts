import { PDFDocument, PDFHexString, type PDFObject, PDFRawStream, PDFRef, PDFString } from 'pdf-lib';
import { describe, expect, it, test } from 'vitest';
import { withoutJp2Metadata } from '../../src/pdf/jp2-parts.ts';
import { DataCopier } from '../../src/redact/clean-data.ts';
import { withoutWords } from '../../src/redact/colour-profile.ts';
import { calculator, samplesOnly } from '../../src/redact/functions.ts';

const latin = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const NAME = 'Marguerite Whitcombe';

/** A profile of these tags, in order, with a header that names its maker. */
function profile(tags: Readonly<Record<string, Uint8Array>>, slack = ''): Uint8Array {
  const entries = Object.entries(tags);
  const head = Buffer.alloc(132 + 12 * entries.length);
  head.write('acsp', 36, 'latin1');
  head.write('mntrRGB XYZ ', 12, 'latin1');
  head.write('Marg', 48, 'latin1');
  head.writeUInt32BE(entries.length, 128);
  let at = head.length;
  for (const [i, [tag, data]] of entries.entries()) {
    head.write(tag, 132 + 12 * i, 'latin1');
    head.writeUInt32BE(at, 136 + 12 * i);
    head.writeUInt32BE(data.length, 140 + 12 * i);
    at += data.length;
  }
  return new Uint8Array(Buffer.concat([head, ...entries.map(([, data]) => data), Buffer.from(slack, 'latin1')]));
}

const described = (text: string): Uint8Array => {
  const head = Buffer.from('desc\0\0\0\0\0\0\0\0', 'latin1');
  head.writeUInt32BE(text.length + 1, 8);
  return new Uint8Array(Buffer.concat([head, Buffer.from(`${text}\0`, 'latin1'), Buffer.alloc(78)]));
};
const white = latin('XYZ \0\0\0\0\0\0\xf6\xd6\0\x01\0\0\0\0\xd3\x2d');

describe('colour profiles', () => {
  it.each([
    ['a description', { desc: described(`Screen of ${NAME}`), wtpt: white }, ''],
    ['a copyright', { cprt: latin(`text\0\0\0\0(c) ${NAME}\0`), wtpt: white }, ''],
    ['a private tag', { mmod: latin(`mmod\0\0\0\0${NAME}`), wtpt: white }, ''],
    ['the gap behind a number', { wtpt: latin(`${textOf(white)}${NAME}`) }, ''],
    ['what follows the last tag', { wtpt: white }, NAME],
  ])('lose %s, and keep their numbers and length', (_, tags, slack) => {
    const dirty = profile(tags, slack);
    expect(textOf(dirty)).toContain(NAME);
    const clean = withoutWords(dirty);
    expect(textOf(clean)).not.toMatch(/Marg|Whit|\(c\)/);
    expect(textOf(clean)).toContain(textOf(white));
    expect(clean.length).toBe(dirty.length);
  });

  test('keep the one name by which viewers know the standard screen', () => {
    const clean = withoutWords(profile({ desc: described('sRGB IEC61966-2.1'), wtpt: white }));
    expect(textOf(clean)).toContain('sRGB IEC61966-2.1\0');
    expect(textOf(withoutWords(profile({ desc: described(`sRGB IEC61966-2.1 ${NAME}`) })))).not.toContain('sRGB');
  });

  it.each([
    ['words', latin(NAME.repeat(20))],
    ['a tag past the end', profile({ wtpt: white }).subarray(0, 150)],
    ['nothing', new Uint8Array()],
  ])('that are %s are left out', (_, bytes) => expect(withoutWords(bytes)).toEqual(new Uint8Array()));
});

describe('functions', () => {
  it.each([
    ['{ % Marguerite Whitcombe\n dup 0.5 mul exch pop }', '{ dup 0.5 mul exch pop }'],
    ['{1 exch sub{2 copy}{-.5}ifelse}trailing %x', undefined],
    ['{ Marguerite }', undefined],
    ['{ (Marguerite) }', undefined],
    ['{1 exch sub{2 copy}{-.5}ifelse}', '{ 1 exch sub { 2 copy } { -.5 } ifelse }'],
  ])('%s', (source, clean) => {
    if (clean === undefined) expect(() => calculator(latin(source))).toThrow('cannot be read');
    else expect(textOf(calculator(latin(source)))).toBe(clean);
  });

  test('of samples end with the last sample', async () => {
    const { context } = await PDFDocument.create();
    const dict = context.obj({ FunctionType: 0, Size: [2, 3], BitsPerSample: 4, Range: [0, 1, 0, 1, 0, 1] });
    expect(samplesOnly(dict, latin(`123456789${NAME}`))).toEqual(latin('123456789'));
  });
});

describe('technical data', () => {
  const copied = async (make: (doc: PDFDocument) => unknown): Promise<string> => {
    const doc = await PDFDocument.create();
    const made: PDFObject[] = [];
    const data = new DataCopier(doc.context, (_, copy) => {
      made.push(copy());
      return PDFRef.of(900 + made.length);
    });
    const out = data.plain(doc.context.obj(make(doc) as never), 0);
    const show = (object: PDFObject): string =>
      object instanceof PDFRawStream ? `${object.dict} ${textOf(object.contents)}` : `${object}`;
    return [out, ...made].map(show).join(' ').replace(/\s+/g, ' ');
  };
  const tint = { FunctionType: 2, Domain: [0, 1], N: 1 };

  it.each<readonly [string, (doc: PDFDocument) => unknown, string]>([
    ['numbers an ink', () => ['Separation', NAME, 'DeviceRGB', tint], '[ /Separation /Spot1 /DeviceRGB'],
    ['keeps a process colour', () => ['Separation', 'Black', 'DeviceGray', tint], '[ /Separation /Black /DeviceGray'],
    [
      'numbers inks in order and drops how a press mixes them',
      () => [
        'DeviceN',
        ['Cyan', NAME, 'Gold', NAME],
        'DeviceRGB',
        tint,
        { Colorants: { [NAME]: ['Separation', NAME] } },
      ],
      '[ /DeviceN [ /Cyan /Spot1 /Spot2 /Spot1 ] /DeviceRGB',
    ],
    [
      'trims a palette',
      () => ['Indexed', 'DeviceGray', 3, PDFHexString.of(Buffer.from(`abcd${NAME}`).toString('hex'))],
      '[ /Indexed /DeviceGray 3 <61626364> ]',
    ],
    [
      'trims a palette in a stream',
      (doc) => ['Indexed', 'DeviceGray', 3, doc.context.register(doc.context.flateStream(`abcd${NAME}`))],
      'abcd',
    ],
    ['leaves out strings', () => ({ FunctionType: 2, N: PDFString.of(NAME), C0: [1] }), '/C0 [ 1 ]'],
    ['leaves out unknown names', () => ({ Type: NAME, Intent: NAME, N: 1 }), '/N 1'],
    [
      'knows collections of characters',
      () => ({ Registry: PDFString.of('Adobe'), Ordering: PDFString.of(NAME), Supplement: 0 }),
      '/Registry (Adobe) /Ordering (Identity) /Supplement 0',
    ],
  ])('%s', async (_, make, want) => {
    const out = await copied(make);
    expect(out).toContain(want);
    expect(out).not.toMatch(/Marg|4d617267|Gold/);
  });

  it.each<readonly [string, unknown]>([
    ['a colour space', { ColorSpace: NAME }],
    ['an item of a list', ['DeviceRGB', NAME]],
  ])('is not trusted where %s has a name that nobody knows', async (_, value) => {
    await expect(copied(() => value)).rejects.toThrow('not known');
  });
});

describe('JPEG 2000 headers', () => {
  const box = (type: string, body: Uint8Array | string): Uint8Array => {
    const bytes = typeof body === 'string' ? latin(body) : body;
    const out = Buffer.alloc(8 + bytes.length);
    out.writeUInt32BE(out.length);
    out.write(type, 4, 'latin1');
    out.set(bytes, 8);
    return new Uint8Array(out);
  };
  const file = (...boxes: readonly Uint8Array[]): Uint8Array =>
    new Uint8Array(
      Buffer.concat([
        box('jP  ', '\r\n\x87\n'),
        box('jp2h', new Uint8Array(Buffer.concat(boxes))),
        box('jp2c', 'code'),
      ]),
    );

  test('keep sizes and colours, and no words', () => {
    const dirty = file(
      box('ihdr', 'sizesandbits'),
      box('colr', new Uint8Array(Buffer.concat([latin('\x02\0\0'), profile({ desc: described(NAME), wtpt: white })]))),
      box('xml ', `<owner>${NAME}</owner>`),
    );
    const clean = textOf(withoutJp2Metadata(dirty, withoutWords));
    expect(clean).toContain('sizesandbits');
    expect(clean).toContain(textOf(white));
    expect(clean).not.toMatch(/Marg|owner/);
    expect(withoutJp2Metadata(latin(clean), withoutWords)).toEqual(latin(clean));
  });

  test('with a profile that is none are refused', () => {
    expect(() => withoutJp2Metadata(file(box('colr', `\x02\0\0${NAME}`)), withoutWords)).toThrow('profile');
  });
});
