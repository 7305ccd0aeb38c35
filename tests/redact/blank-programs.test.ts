import { existsSync, readFileSync } from 'node:fs';
import { PDFDict, PDFName, PDFRawStream } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { normalisePdf } from '../../src/pdf/normalise.ts';
import { decodeStream, loadDocument } from '../../src/pdf/objects.ts';
import { openPdf } from '../../src/pdf/open.ts';
import { openRenderer } from '../../src/pdf/render.ts';
import { blankCff, ownEncoding } from '../../src/redact/blank-cff.ts';
import { CFF_STRINGS, letterOfName, namesOfEncoding } from '../../src/redact/glyph-names.ts';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { index, int } from './cff-parts.ts';
import { wordsOf } from './live-text.ts';
import { planOf } from './pages.ts';

/** A program with .notdef, A, B and its own glyph `secret`, at the codes 65, 66, 67. */
function program(glyphs: readonly (readonly number[])[]): Uint8Array {
  const name = index([[...Buffer.from('Test')]]);
  const strings = index([[...Buffer.from('secret')]]);
  const top = (charset: number, encoding: number, strs: number): number[] =>
    index([[...int(charset), 15, ...int(encoding), 16, ...int(strs), 17]]);
  const start = 4 + name.length + top(0, 0, 0).length + strings.length + 2;
  const charset = [0, 0, 34, 0, 35, 391 >> 8, 391 & 255];
  const encoding = [0, 3, 65, 66, 67];
  const at = start + charset.length;
  const head = [1, 0, 4, 2, ...name, ...top(start, at, at + encoding.length), ...strings, 0, 0];
  return Uint8Array.from([...head, ...charset, ...encoding, ...index(glyphs), 99, 99]);
}

const NOTDEF = [139, 14];
const A = [239, 22, 250, 6, 14];
const B = [239, 22, 251, 6, 14];
const SECRET = [239, 22, 252, 7, 252, 6, 14];

describe('CFF programs', () => {
  const font = program([NOTDEF, A, B, SECRET]);
  const has = (bytes: Uint8Array, part: readonly number[]): boolean => Buffer.from(bytes).includes(Buffer.from(part));

  it('lose outlines, names and codes of glyphs that nothing shows, and keep their length', () => {
    expect([...(ownEncoding(font) ?? [])]).toEqual([
      [65, 'A'],
      [66, 'B'],
      [67, 'secret'],
    ]);
    // A Buffer's slice is a view: the source must stay as it was.
    const source = Buffer.from(font);
    const out = blankCff(source, { kind: 'names', names: new Set(['A']), codes: new Set([65]) })!;
    expect(source.equals(font)).toBe(true);
    expect(out.length).toBe(font.length);
    expect([has(out, A), has(out, B), has(out, SECRET)]).toEqual([true, false, false]);
    expect([...out.subarray(-2)]).toEqual([99, 99]);
    expect([...(ownEncoding(out) ?? [])].filter(([code]) => code === 65)).toEqual([[65, 'A']]);
    expect([...(ownEncoding(out) ?? [])].map(([, name]) => name)).not.toContain('secret');
  });

  it('keep all that is used, and are left alone where a letter is composed of others or the data are damaged', () => {
    const all = { kind: 'cids', cids: new Set([1, 2, 3]) } as const;
    expect(Buffer.from(blankCff(font, all)!).equals(font)).toBe(true);
    const composed = program([NOTDEF, [139, 139, 204, 205, 14], B, SECRET]);
    expect(blankCff(composed, { kind: 'names', names: new Set(['A']), codes: new Set([65]) })).toBeUndefined();
    expect(blankCff(font.subarray(0, 40), all)).toBeUndefined();
    expect(blankCff(new Uint8Array(), all)).toBeUndefined();
  });
});

it('names of glyphs stand in the order of the standards', () => {
  expect(CFF_STRINGS).toHaveLength(229);
  expect([1, 34, 66, 109, 149, 228].map((sid) => CFF_STRINGS[sid])).toEqual([
    'space',
    'A',
    'a',
    'fi',
    'germandbls',
    'zcaron',
  ]);
  expect([39, 96, 174, 251].map((code) => namesOfEncoding('StandardEncoding')?.get(code))).toEqual([
    'quoteright',
    'quoteleft',
    'fi',
    'germandbls',
  ]);
  expect(namesOfEncoding('WinAnsiEncoding')?.get(0x80)).toBe('Euro');
  expect(namesOfEncoding('MacRomanEncoding')?.get(0x8a)).toBe('adieresis');
  expect(namesOfEncoding('MacExpertEncoding')).toBeUndefined();
  expect(['A', 'adieresis', 'uni20AC', 'g17'].map(letterOfName)).toEqual([65, 0xe4, 0x20ac, undefined]);
});

/** Names of the charstrings of each Type 1 program of a file. */
async function type1Names(pdf: Uint8Array): Promise<string[][]> {
  const doc = await loadDocument(pdf);
  return doc.context.enumerateIndirectObjects().flatMap(([, object]) => {
    const file = object instanceof PDFDict ? doc.context.lookup(object.get(PDFName.of('FontFile'))) : undefined;
    if (!(file instanceof PDFRawStream)) return [];
    const bytes = Buffer.from(decodeStream(file));
    const sealed = bytes.subarray(bytes.indexOf('eexec') + 6);
    let r = 55665;
    const plain = Buffer.from(sealed).map((byte) => {
      const out = byte ^ (r >> 8);
      r = ((byte + r) * 52845 + 22719) & 0xffff;
      return out & 255;
    });
    const text = Buffer.from(plain).toString('latin1');
    const names = [...text.slice(text.indexOf('/CharStrings')).matchAll(/\/(\S+) \d+ (?:RD|-\|) /g)];
    return [names.map((match) => match[1] ?? '')];
  });
}

describe('Type 1 programs of TeX', () => {
  const path = new URL('../../fixtures/matter/files/13-court-report.pdf', import.meta.url);
  it.skipIf(!existsSync(path))(
    'lose the glyphs of letters that only removed text used, and draw the rest as before',
    async () => {
      const { bytes } = await normalisePdf(readFileSync(path), []);
      const file = await openPdf(bytes);
      const model = await file.page(6);
      await file.close();
      const text = wordsOf(model);
      const letters = model.glyphs.filter((glyph) => /^[A-Za-z]$/.test(glyph.text));
      const rare = [...new Set(letters.map((glyph) => glyph.text))].filter(
        (letter) => letters.filter((glyph) => glyph.text === letter).length <= 2,
      );
      expect(rare.length).toBeGreaterThan(1);
      const burn = letters
        .filter((glyph) => rare.includes(glyph.text))
        .map(({ box }) => ({ box: { ...box, x: box.x + 0.5, w: box.w - 1 }, code: '', label: 'x' }));
      const out = await redactPdf(bytes, [{ ...planOf(text, burn), stamps: [] }]);
      expect(out.pages[0]?.mode).toBe('surgery');
      const names = (await type1Names(out.bytes)).flat();
      expect(names).toContain('e');
      for (const letter of rare) expect(names, letter).not.toContain(letter);
      const [before, after] = await Promise.all([bytes, out.bytes].map((pdf) => openRenderer(pdf)));
      const [a, b] = [before!.render(6, 72), after!.render(1, 72)];
      before!.close();
      after!.close();
      const boxes = out.pages[0]!.painted!.map(({ box }) => box);
      for (let i = 0; i < a.data.length; i += 4) {
        const [x, y] = [(i / 4) % a.width, Math.floor(i / 4 / a.width)];
        const near = boxes.some(
          (box) => x > box.x - 2 && x < box.x + box.w + 2 && y > box.y - 2 && y < box.y + box.h + 2,
        );
        if (!near && a.data[i] !== b.data[i]) throw new Error(`a pixel differs at ${x}, ${y}`);
      }
    },
  );
});
