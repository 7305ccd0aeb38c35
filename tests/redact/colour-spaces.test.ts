import { PDFDocument, PDFRawStream } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { decodeCoefficients } from '../../src/pdf/jpeg-decode.ts';
import { encodeCoefficients } from '../../src/pdf/jpeg-encode.ts';
import { emptyComponent } from '../../src/pdf/jpeg-picture.ts';
import { decodeStream } from '../../src/pdf/objects.ts';
import type { ImageUse } from '../../src/pdf/page-model.ts';
import { imageEditor } from '../../src/redact/image-editor.ts';

const SIZE = 16;

/** A picture on all of a sheet of SIZE points, the left half of which is boxed. */
async function edited(space: (doc: PDFDocument) => unknown, bytes: Uint8Array, more: Record<string, unknown> = {}) {
  const doc = await PDFDocument.create();
  const { context } = doc;
  const size = { Width: SIZE, Height: SIZE, BitsPerComponent: 8 };
  const dict = context.obj({ Type: 'XObject', Subtype: 'Image', ...size, ColorSpace: space(doc), ...more } as never);
  const box = { x: 0, y: 0, w: SIZE, h: SIZE };
  const use: ImageUse = {
    ...{ kind: 'xobject', quad: [0, SIZE, SIZE, SIZE, SIZE, 0, 0, 0], box, seen: box, visible: true, decoded: 0 },
    ...{ matrix: [SIZE, 0, 0, -SIZE, 0, SIZE], paint: 0, unit: 0, op: 0, width: SIZE, height: SIZE, stencil: false },
  };
  const stream = PDFRawStream.of(dict as never, bytes);
  const ref = await imageEditor(context)(use, stream, [{ x: 0, y: 0, w: SIZE / 2, h: SIZE }]);
  const made = ref === 'drop' ? undefined : context.lookup(ref);
  if (!(made instanceof PDFRawStream)) throw new Error('no picture');
  return made;
}

const samples = (components: number): Uint8Array =>
  Uint8Array.from({ length: SIZE * SIZE * components }, (_, i) => (i * 37) % 251);

describe('pictures cut in place', () => {
  const profile = (N: number) => (doc: PDFDocument) => [
    'ICCBased',
    doc.context.register(doc.context.stream('', { N })),
  ];
  const tint = (doc: PDFDocument) => doc.context.obj({ FunctionType: 2, Domain: [0, 1], N: 1 });
  const palette = (...colours: readonly string[]) => Buffer.from(colours.join(''), 'hex').toString('latin1');
  const indexed =
    (base: string, ...colours: readonly string[]) =>
    (doc: PDFDocument) => [
      'Indexed',
      base,
      colours.length - 1,
      doc.context.register(doc.context.stream(Buffer.from(palette(...colours), 'latin1'))),
    ];

  it.each([
    ['grey', () => 'DeviceGray', 1, {}, [0]],
    ['CMYK', () => 'DeviceCMYK', 4, {}, [255, 255, 255, 255]],
    ['CMYK turned over', () => 'DeviceCMYK', 4, { Decode: [1, 0, 1, 0, 1, 0, 1, 0] }, [0, 0, 0, 0]],
    ['a CMYK profile', profile(4), 4, {}, [255, 255, 255, 255]],
    ['an RGB profile', profile(3), 3, {}, [0, 0, 0]],
    ['one ink', (doc: PDFDocument) => ['Separation', 'Spot', 'DeviceCMYK', tint(doc)], 1, {}, [255]],
    ['two inks', (doc: PDFDocument) => ['DeviceN', ['Spot', 'Gloss'], 'DeviceCMYK', tint(doc)], 2, {}, [255, 255]],
    ['a palette of light', indexed('DeviceRGB', 'ffffff', '101010', '808080'), 1, {}, [1]],
    ['a palette of inks', indexed('DeviceCMYK', '00000000', '10101010', '808080ff'), 1, {}, [2]],
  ] as const)(
    'in %s are one constant under the box and the same beside it',
    async (_, space, components, more, paint) => {
      const before = samples(components);
      const after = decodeStream(await edited(space as (doc: PDFDocument) => unknown, before, more));
      for (let y = 0; y < SIZE; y++) {
        for (let x = 0; x < SIZE; x++) {
          const at = (y * SIZE + x) * components;
          const sample = [...after.subarray(at, at + components)];
          expect(sample).toEqual(x < SIZE / 2 ? paint : [...before.subarray(at, at + components)]);
        }
      }
    },
  );

  it.each([undefined, 0, 2])('as JPEGs of four inks, transform %s', async (adobeTransform) => {
    const size = { width: SIZE, height: SIZE, maxH: 1, maxV: 1 };
    const components = [1, 2, 3, 4].map((id) => {
      const component = emptyComponent(size, { id, h: 1, v: 1, table: 0 });
      component.coefficients.set(component.coefficients.map((_, i) => ((i * id) % 7) - 3));
      return component;
    });
    const quantisation = [new Uint16Array(64).fill(4)];
    const adobe = adobeTransform === undefined ? {} : { adobeTransform };
    const before = encodeCoefficients({ ...size, components, quantisation, ...adobe });
    const made = await edited(() => 'DeviceCMYK', before, { Filter: 'DCTDecode' });
    const after = decodeCoefficients(made.getContents());
    expect(after.adobeTransform).toBe(adobeTransform);
    for (const [index, { coefficients }] of after.components.entries()) {
      const isDifference = adobeTransform === 2 && (index === 1 || index === 2);
      for (const block of [0, 1, 2, 3]) {
        const here = [...coefficients.subarray(64 * block, 64 * block + 64)];
        const kept = [...(components[index]?.coefficients.subarray(64 * block, 64 * block + 64) ?? [])];
        const filled = [isDifference ? 0 : 256, ...new Array<number>(63).fill(0)];
        expect(here).toEqual(block % 2 === 0 ? filled : kept);
      }
    }
  });
});
