import { describe, expect, it } from 'vitest';
import type { OcrEngine, OcrWord } from '../../src/model/ocr.ts';
import type { Glyph, ImageUse, PageModel } from '../../src/pdf/page-model.ts';
import { readPage } from '../../src/read/read-page.ts';
import { pageOf, setText } from './glyphs.ts';

const size = { width: 612, height: 792 };
const ref = { file: 'a.pdf', page: 1 };
const nobody: OcrEngine = {
  name: 'none',
  recognise: () => Promise.reject(new Error('no engine')),
};

/** An engine that sees the given glyphs as words on the page, whatever it is shown. */
function seeing(...runs: readonly (readonly Glyph[])[]): OcrEngine {
  return {
    name: 'fake',
    recognise: async (image) => {
      const scale = image.dpi / 72;
      return runs.map((glyphs): OcrWord => {
        const line = Math.round(glyphs[0]!.oy);
        const symbols = glyphs.map(({ text, box }) => ({
          text,
          box: { x0: box.x * scale, y0: box.y * scale, x1: (box.x + box.w) * scale, y1: (box.y + box.h) * scale },
        }));
        const box = { ...symbols[0]!.box, x1: symbols.at(-1)!.box.x1 };
        return {
          text: glyphs.map((g) => g.text).join(''),
          box,
          confidence: 0.95,
          symbols,
          line,
          paragraph: line,
          block: 0,
        };
      });
    },
  };
}

/** Draws each visible glyph as a bar in its colour, after black boxes. */
function drawing(glyphs: readonly Glyph[], boxes: readonly { x: number; y: number; w: number; h: number }[] = []) {
  return (dpi: number) => {
    const scale = dpi / 72;
    const width = Math.round(size.width * scale);
    const height = Math.round(size.height * scale);
    const data = new Uint8Array(width * height * 4).fill(255);
    const fill = (x: number, y: number, w: number, h: number, shade: number): void => {
      for (let py = Math.floor(y * scale); py < (y + h) * scale; py++) {
        for (let px = Math.floor(x * scale); px < (x + w) * scale; px++)
          data.fill(shade, (py * width + px) * 4, (py * width + px) * 4 + 3);
      }
    };
    for (const { box, color, text, visible, tr } of glyphs) {
      if (text.trim() === '' || !visible || tr === 3) continue;
      for (const at of [0.2, 0.6])
        fill(box.x + at * box.w, box.y + 0.3 * box.h, 0.15 * box.w, 0.5 * box.h, color === '#ffffff' ? 255 : 0);
    }
    for (const box of boxes) fill(box.x, box.y, box.w, box.h, 0);
    return { width, height, data, dpi };
  };
}

function read(model: PageModel | undefined, ocr: OcrEngine, boxes: Parameters<typeof drawing>[1] = []) {
  return readPage({
    ref,
    ...size,
    ...(model === undefined ? {} : { model }),
    render: drawing(model?.glyphs ?? [], boxes),
    ocr,
  });
}

const scan: ImageUse = {
  kind: 'xobject',
  quad: [0, 792, 612, 792, 612, 0, 0, 0],
  box: { x: 0, y: 0, w: 612, h: 792 },
  matrix: [612, 0, 0, 792, 0, 0],
  paint: 0,
  visible: true,
  seen: { x: 0, y: 0, w: 612, h: 792 },
  unit: 0,
  op: 0,
  width: 1700,
  height: 2200,
  stencil: false,
  decoded: 0,
};

describe('text layer', () => {
  const plain = setText('The report was made in May.', 72, 100);

  it('is taken where it is what the page shows, without OCR', async () => {
    const page = await read(pageOf(plain), nobody);
    expect(page).toMatchObject({
      text: 'The report was made in May.',
      readBy: 'text-layer',
      treat: 'surgery',
      zones: [],
      notes: [],
    });
    expect(page.words[1]).toMatchObject({ start: 4, confidence: 1, line: 0 });
  });

  it('has a zone in the margin where a remark is attached that it does not show', async () => {
    const box = { x: 90, y: 88, w: 60, h: 14 };
    const annotations = [
      { subtype: 'Text', box, remark: true },
      { subtype: 'Text', box },
    ] as const;
    const page = await read({ ...pageOf(plain), annotations }, nobody);
    expect(page.text).toBe('The report was made in May.');
    expect(page.zones).toEqual([
      { box: { x: 4, y: 88, w: 10, h: 10 }, kind: 'unreadable', why: expect.stringContaining('remark') },
    ]);
  });

  const secret = (more: Partial<Glyph>) => setText('secret', 72, 200, more);
  it.each<[string, Glyph[], { x: number; y: number; w: number; h: number }[]]>([
    ['drawn in no colour', secret({ tr: 3 }), []],
    ['outside the clip', secret({ visible: false }), []],
    ['white on white', secret({ color: '#ffffff' }), []],
    ['off the page', setText('secret', 72, 900), []],
    ['too small to see', secret({ size: 1 }), []],
    ['under a black box', secret({}), [{ x: 60, y: 180, w: 80, h: 30 }]],
  ])('%s is left out and is to be cut out', async (_, hidden, boxes) => {
    const page = await read(pageOf([...plain, ...hidden]), nobody, boxes);
    expect(page.text).toBe('The report was made in May.');
    expect(page.treat).toBe('surgery');
    expect(page.hidden).toEqual(hidden.map((_, i) => plain.length + i));
    expect(page.notes.map((note) => note.code)).toEqual(['hidden-text']);
    expect(JSON.stringify(page.notes)).not.toContain('secret');
  });

  it('that says something else than the page shows gives way to the pixels', async () => {
    const wrong = setText('zqxv wkjh zzpt', 72, 100);
    const model = pageOf(wrong, { trust: { level: 'geometry-only', reasons: [] } });
    const page = await read(model, seeing(setText('Mary', 72, 100), setText('Smith', 97, 100)));
    expect(page).toMatchObject({ text: 'Mary Smith', readBy: 'ocr', treat: 'rebuild' });
    expect(page.notes.map((note) => note.code)).toEqual(['garbage-text']);
  });

  it('with a letter that its font does not tell takes it from the pixels, in its own box', async () => {
    const glyphs = [
      ...setText('Whit', 72, 100),
      ...setText('\x1c', 92, 100),
      ...setText('eld', 97, 100),
      ...setText(' and others here', 120, 100),
    ];
    const model = pageOf(glyphs, { trust: { level: 'geometry-only', reasons: [] } });
    const page = await read(
      model,
      seeing(
        setText('Whitfield', 72, 100, { advance: 4.4 }),
        setText('and', 125, 100),
        setText('others', 145, 100),
        setText('here', 180, 100),
      ),
    );
    expect(page.text).toContain('Whitfield and others');
    expect(page).toMatchObject({ readBy: 'text-layer', treat: 'surgery' });
    const [word] = page.words;
    expect(word?.glyphs.slice(16, 20)).toEqual(word?.glyphs.slice(20, 24));
    expect(word?.glyphs[16]).toBe(92);
  });

  it('over a scan is an old OCR layer: the page is read anew', async () => {
    const model = pageOf(setText('Reoprt frorn May', 72, 100, { tr: 3 }), { images: [scan] });
    const page = await read(model, seeing(setText('Report', 72, 100)), [{ x: 72, y: 92, w: 30, h: 3 }]);
    expect(page).toMatchObject({ text: 'Report', readBy: 'ocr', treat: 'surgery' });
    expect(page.hidden?.length).toBe(model.glyphs.filter((glyph) => glyph.text !== ' ').length);
    expect(page.notes.map((note) => note.code)).toEqual(['old-ocr-layer']);
  });
});

describe('no text layer', () => {
  it('an empty page is read as empty, without zones', async () => {
    expect(await read(pageOf([]), nobody)).toMatchObject({
      text: '',
      words: [],
      zones: [],
      treat: 'surgery',
      notes: [],
    });
  });

  it('a scan is read from its pixels and may be cut', async () => {
    const page = await read(pageOf([], { images: [scan] }), seeing(setText('Report', 72, 100)), [
      { x: 72, y: 92, w: 30, h: 10 },
    ]);
    expect(page).toMatchObject({ text: 'Report', readBy: 'ocr', treat: 'surgery' });
    expect(page.words[0]?.box.x).toBeCloseTo(72, 0);
    expect(page.words[0]?.box.y).toBeCloseTo(92, 0);
    expect(page.words[0]?.glyphs).toHaveLength(24);
  });

  it('a page that cannot be interpreted is read from its pixels and rebuilt', async () => {
    const page = await read(undefined, seeing(setText('Report', 72, 100)), [{ x: 72, y: 92, w: 30, h: 10 }]);
    expect(page).toMatchObject({ text: 'Report', treat: 'rebuild' });
  });

  it('a page that nothing reads is an item for a person, not silence', async () => {
    const page = await read(pageOf([], { images: [scan] }), nobody, [{ x: 72, y: 92, w: 30, h: 10 }]);
    expect(page).toMatchObject({ text: '', readBy: 'nothing', treat: 'rebuild' });
    expect(page.zones).toMatchObject([{ kind: 'unreadable', box: { x: 0, y: 0, w: 612, h: 792 } }]);
    expect(page.notes.map((note) => note.code)).toEqual(['not-read']);
  });

  it('so is a page that cannot be drawn', async () => {
    const render = () => Promise.reject(new Error('no drawing'));
    expect(await readPage({ ref, ...size, render, ocr: nobody })).toMatchObject({ readBy: 'nothing' });
  });
});
