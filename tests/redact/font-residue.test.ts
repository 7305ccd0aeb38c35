import { existsSync, readFileSync } from 'node:fs';
import { PDFName, PDFOperator, PDFOperatorNames, PDFRawStream } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import type { Word } from '../../src/model/page.ts';
import { normalisePdf } from '../../src/pdf/normalise.ts';
import { decodeStream, loadDocument } from '../../src/pdf/objects.ts';
import { openPdf } from '../../src/pdf/open.ts';
import { withoutNames } from '../../src/redact/blank-glyphs.ts';
import { cmapWithoutWords } from '../../src/redact/cmap-words.ts';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { anyCodes, trimMixed, trimToUnicode } from '../../src/redact/to-unicode-trim.ts';
import { burnPhrase, extract, newDocument, planOf, rawText, saved } from './pages.ts';

const FILES = new URL('../../fixtures/matter/files/', import.meta.url);

/** Glyphs with an outline in each embedded TrueType program of a file. */
async function outlines(pdf: Uint8Array): Promise<number[]> {
  const doc = await loadDocument(pdf);
  const counts: number[] = [];
  for (const [, object] of doc.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream) || !object.dict.has(PDFName.of('Length1'))) continue;
    const font = Buffer.from(decodeStream(object));
    const tables = new Map<string, number>();
    for (let i = 0; i < font.readUInt16BE(4); i++)
      tables.set(font.toString('latin1', 12 + i * 16, 16 + i * 16), font.readUInt32BE(20 + i * 16));
    const [head, loca, maxp] = ['head', 'loca', 'maxp'].map((tag) => tables.get(tag));
    if (head === undefined || loca === undefined || maxp === undefined) continue;
    const long = font.readUInt16BE(head + 50) === 1;
    const at = (i: number): number => (long ? font.readUInt32BE(loca + i * 4) : font.readUInt16BE(loca + i * 2));
    counts.push(
      Array.from({ length: font.readUInt16BE(maxp + 4) }, (_, i) => i).filter((i) => at(i) !== at(i + 1)).length,
    );
  }
  return counts;
}

describe('fonts keep nothing of what was removed', () => {
  it.each(['02-narrative-and-safety-plan.pdf', '04-email.pdf'])('%s', async (name) => {
    const path = new URL(name, FILES);
    if (!existsSync(path)) {
      console.warn('skipped: the shipped case is not built');
      return;
    }
    const { bytes } = await normalisePdf(readFileSync(path), []);
    const file = await openPdf(bytes);
    const model = await file.page(1);
    await file.close();
    const letters = model.glyphs.filter((glyph) => glyph.text.trim() !== '');
    const words: Word[] = letters.map(({ text, box }) => {
      const glyphs = Array.from({ length: text.length }, (_, i) => [
        box.x + (box.w * i) / text.length,
        box.y,
        box.w / text.length,
        box.h,
      ]);
      return { text, start: 0, box, glyphs: glyphs.flat(), confidence: 1, line: 0 };
    });
    const times = (text: string): number => letters.filter((glyph) => glyph.text === text).length;
    const rare = new Set(
      letters.map((glyph) => glyph.text).filter((text) => /^[A-Za-z]$/.test(text) && times(text) <= 2),
    );
    expect(rare.size).toBeGreaterThan(2);
    const burn = words.filter((word) => rare.has(word.text)).map(({ box }) => ({ box, code: '', label: 'x' }));
    const { width, height } = model;
    const text = {
      ref: { file: name, page: 1 },
      width,
      height,
      text: '',
      words,
      readBy: 'text-layer',
      turn: 0,
      treat: 'surgery',
      zones: [],
      notes: [],
    } as const;
    const whole = await redactPdf(bytes, [{ ...planOf(text, []), stamps: [] }]);
    const out = await redactPdf(bytes, [{ ...planOf(text, burn), stamps: [] }]);
    expect(out.pages[0]?.mode).toBe('surgery');
    const raw = rawText(out.bytes);
    for (const letter of rare) {
      const hex = letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      expect(raw).not.toContain(`> <${hex}>`);
      expect((await extract(out.bytes))[0]).not.toContain(letter);
    }
    const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);
    expect(sum(await outlines(out.bytes))).toBeLessThanOrEqual(sum(await outlines(whole.bytes)) - rare.size);
  });

  it('keeps the entries of used codes only, ranges and lists alike', () => {
    const cmap = `% SECRET
1 beginbfchar
<0003> <0041>
endbfchar
2 beginbfrange
<0010> <0013> <0061>
<0020> <0021> [<00660069> <0078>]
endbfrange`;
    const trimmed = Buffer.from(trimToUnicode(Buffer.from(cmap), new Set([0x12, 0x20]), 2)).toString('latin1');
    expect(trimmed.match(/<\w+> <\w+>/g)?.slice(1)).toEqual(['<0012> <0063>', '<0020> <00660069>']);
    expect(trimmed).not.toContain('SECRET');
  });

  it('keeps what codes of any length may need, each in its own length', () => {
    const cmap = `% SECRET
3 beginbfchar
<41> <0041>
<0041> <0042>
<8140> <3000>
endbfchar
1 beginbfrange
<8141> <8143> <3001>
endbfrange`;
    const kept = (shown: readonly number[]): readonly string[] =>
      Buffer.from(trimMixed(Buffer.from(cmap), new Set(anyCodes(Uint8Array.from(shown)))))
        .toString('latin1')
        .match(/^<\w+> <\w{4}>$/gm)
        ?.filter((line) => !line.includes('FF')) ?? [];
    expect(kept([0x41])).toEqual(['<41> <0041>']);
    expect(kept([0x20, 0x00, 0x41])).toEqual(['<41> <0041>', '<0041> <0042>']);
    expect(kept([0x81, 0x42])).toEqual(['<8142> <3002>']);
    expect(kept([0x42])).toEqual([]);
  });

  it('takes words out of the CMap of an encoding, and keeps what it maps', () => {
    const cmap = `%!PS % SECRET
/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (SECRET \\) NAME) def end def
/CMapName /SECRET-NAME def /GBK-EUC-H usecmap
1 begincidrange <0000> <00ff> 0 endcidrange`;
    const clean = Buffer.from(cmapWithoutWords(Buffer.from(cmap))).toString('latin1');
    expect(clean).not.toMatch(/SECRET|NAME/);
    for (const part of ['(Adobe)', '/GBK-EUC-H usecmap', '<0000> <00ff> 0', '/CMapName /F def'])
      expect(clean).toContain(part);
  });

  it('a program that keeps every glyph does not say whose it is', () => {
    const font = readFileSync(
      new URL('../../node_modules/@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf', import.meta.url),
    );
    const maker = /M\0?o\0?n\0?o\0?t\0?y\0?p\0?e/;
    expect(font.toString('latin1')).toMatch(maker);
    const program = Buffer.from(withoutNames(font) ?? []);
    expect(program.toString('latin1')).not.toMatch(maker);
    expect(program.length).toBeGreaterThan(0.5 * font.length);
    expect(withoutNames(new Uint8Array(20))).toBeUndefined();
  });

  it('an intent that nobody knows is not written', async () => {
    const { doc, builders } = await newDocument([[300, 300]]);
    const [page] = builders;
    page?.line('Kept words.', 20, 40);
    page?.page.pushOperators(
      ...['Perceptual', 'SECRET'].map((name) =>
        PDFOperator.of(PDFOperatorNames.SetRenderingIntent, [PDFName.of(name)]),
      ),
    );
    const text = page?.pageText(1);
    if (text === undefined) throw new Error('no page');
    const raw = rawText((await redactPdf(await saved(doc), [planOf(text, burnPhrase(text, 'words'))])).bytes);
    expect(raw).toContain('/Perceptual ri');
    expect(raw).not.toContain('SECRET');
  });
});
