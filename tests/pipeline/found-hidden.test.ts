import { expect, test } from 'vitest';
import { redactFile } from '../../src/pipeline/redact-file.ts';
import { rawText } from '../redact/pages.ts';
import { type RawFile, rawFile, stream } from '../verify/raw-file.ts';

const NAME = 'Marla Quillfeather';
const PICTURE = '/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8';

test.each<readonly [string, RawFile, readonly number[]]>([
  ['hidden-text', { content: `BT 3 Tr /F1 12 Tf 72 500 Td (${NAME}) Tj ET` }, [1]],
  ['hidden-text', { content: `BT /F1 12 Tf 72 -60 Td (${NAME}) Tj ET` }, [1]],
  [
    'hidden-text',
    {
      content: `BT /F1 12 Tf 72 500 Td (${NAME}) Tj ET q 300 0 0 60 60 480 cm /Im0 Do Q`,
      resources: '/XObject << /Im0 10 0 R >>',
      objects: [stream('@', PICTURE)],
    },
    [1],
  ],
  [
    'hidden-text',
    {
      content: `/OC /L BDC BT /F1 12 Tf 72 500 Td (${NAME}) Tj ET EMC`,
      resources: '/Properties << /L 10 0 R >>',
      catalog: '/OCProperties << /OCGs [10 0 R] /D << /OFF [10 0 R] >> >>',
      objects: ['<< /Type /OCG /Name (Layer) >>'],
    },
    [1],
  ],
  ['annotation', { page: `/Annots [<< /Type /Annot /Subtype /Text /Rect [1 1 9 9] /Contents (${NAME}) >>]` }, [1]],
  [
    'outline',
    {
      catalog: '/Outlines 10 0 R',
      objects: [
        '<< /Type /Outlines /First 11 0 R /Last 11 0 R /Count 1 >>',
        `<< /Title (${NAME}) /Parent 10 0 R /Dest [3 0 R /Fit] >>`,
      ],
    },
    [],
  ],
])(
  'a term only in %s is said to be found there, and is gone',
  async (where, file, pages) => {
    const asked = { file: 'a.pdf', bytes: rawFile(file), terms: ['worker visited', NAME, 'Nobody Atall'] };
    const made = await redactFile(asked);
    expect(made.notFound).toEqual([3]);
    expect(made.foundHidden).toEqual([{ term: 2, places: [{ where, pages }] }]);
    expect(rawText(made.bytes)).not.toContain('Quillfeather');
  },
  60_000,
);
