import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { degrees, PDFName, PDFRawStream, PDFString } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import type { PagePlan } from '../../src/model/redacting.ts';
import { openRenderer } from '../../src/pdf/render.ts';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { burnPhrase, extract, newDocument, planOf, rawText, saved } from './pages.ts';

const LETTER: [number, number] = [612, 792];

/** A foreign program's answer; undefined, with a word on the console, where it is not installed. */
function foreign(program: string, bytes: Uint8Array, ...args: string[]): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'withhold-'));
  try {
    const file = join(folder, 'out.pdf');
    writeFileSync(file, bytes);
    return execFileSync(
      program,
      args.map((arg) => (arg === 'FILE' ? file : arg)),
      { encoding: 'utf8', stdio: 'pipe' },
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      console.warn(`skipped: ${program} is not installed`);
      return undefined;
    }
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Three pages: a name on the first, another secret on the second, a third that is never planned. */
async function threePages() {
  const { doc, builders } = await newDocument([LETTER, LETTER, LETTER]);
  builders[0]!
    .line('The caseworker met Jordan Applewhite at the school on Monday.', 72, 100)
    .line('Jordan Applewhite said nothing; the staff quickly noted it.', 72, 116)
    .line('A third line stays as it is.', 72, 132);
  builders[1]!.line('Nothing on this page is taken out of it.', 72, 100);
  builders[2]!.line('Zebulon Quartermain belongs to another document.', 72, 100);
  return { doc, builders };
}

describe.each(['surgery', 'rebuild'] as const)('redactPdf, %s', (treat) => {
  it('takes out what is under the boxes, keeps the rest, and holds the planned pages only', async () => {
    const { doc, builders } = await threePages();
    const source = await saved(doc);
    const [first, second] = builders.map((builder, i) => builder.pageText(i + 1, { treat }));
    const plans = [
      planOf(second!, [], 'ABC-000001'),
      planOf(first!, burnPhrase(first!, 'Jordan Applewhite'), 'ABC-000002'),
    ];
    const out = await redactPdf(source, plans);
    expect(out.pages.map((page) => page.mode)).toEqual(
      treat === 'rebuild' ? ['rebuild', 'rebuild'] : ['untouched', 'surgery'],
    );
    const [one, two] = await extract(out.bytes);
    expect(one).toContain('Nothing on this page is taken out of it.');
    expect(one).toContain('ABC-000001');
    expect(two).toMatch(
      /The caseworker met\s+at the school on Monday\. .*said nothing; the staff quickly noted it\. A third line stays as it is\./,
    );
    expect(two).toContain('ABC-000002');
    expect(two).toContain('MIN');
    for (const secret of ['Jordan', 'Applewhite', 'Zebulon', 'Quartermain'])
      expect(rawText(out.bytes)).not.toContain(secret);
    const poppler = foreign('pdftotext', out.bytes, 'FILE', '-');
    if (poppler !== undefined) {
      expect(poppler).not.toMatch(/Jordan|Applewhite|Zebulon/);
      expect(poppler).toContain('Redacted: name of a minor');
    }
    foreign('qpdf', out.bytes, '--check', 'FILE');
  });

  it('gives the same bytes twice', async () => {
    const { doc, builders } = await threePages();
    const source = await saved(doc);
    const text = builders[0]!.pageText(1, { treat });
    const plan = [planOf(text, burnPhrase(text, 'Jordan'))];
    const [a, b] = [await redactPdf(source, plan), await redactPdf(source, plan)];
    expect(Buffer.from(a.bytes).equals(Buffer.from(b.bytes))).toBe(true);
  });

  it.each([0, 90, 180, 270])('paints boxes and stamps where they are seen on a page turned by %i', async (turn) => {
    const { doc, builders } = await newDocument([[400, 500]]);
    builders[0]!.page.setRotation(degrees(turn));
    builders[0]!.page.setCropBox(20, 30, 350, 440);
    const source = await saved(doc);
    const upright = turn % 180 === 0;
    const [width, height] = upright ? [350, 440] : [440, 350];
    const text = { ...builders[0]!.pageText(1, { treat }), width, height };
    const box = { x: 50, y: 60, w: 100, h: 20 };
    const out = await redactPdf(source, [planOf(text, [{ box, code: 'MIN', label: 'x' }])]);
    const renderer = await openRenderer(out.bytes);
    const bitmap = renderer.render(1, 72);
    renderer.close();
    expect([bitmap.width, bitmap.height]).toEqual([width, height]);
    const dark = (x: number, y: number): boolean => (bitmap.data[(y * bitmap.width + x) * 4] ?? 255) < 150;
    expect([dark(55, 65), dark(145, 75), dark(45, 65), dark(155, 65), dark(55, 55)]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    const inked = (x0: number, x1: number): boolean => {
      for (let y = height - 30; y < height; y++) for (let x = x0; x < x1; x++) if (dark(x, y)) return true;
      return false;
    };
    expect([inked(0, 100), inked(width - 80, width), inked(150, 200)]).toEqual([true, true, false]);
  });
});

describe('redactPdf', () => {
  it('removes every letter of a random span and no other', async () => {
    const word = fc.stringMatching(/^[a-zA-Z]{2,9}$/);
    const lines = fc.array(fc.array(word, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.nat(),
        fc.integer({ min: 7, max: 11 }),
        fc.boolean(),
        async (rows, pick, size, rebuild) => {
          const { doc, builders } = await newDocument([LETTER]);
          // Every word is made unique, so that what is left can be told apart.
          const texts = rows.map((row, y) => row.map((text, x) => `${text}${y}${x}q`));
          for (const [y, row] of texts.entries()) builders[0]!.line(row.join(' '), 60, 90 + y * size * 1.4, size);
          const text = builders[0]!.pageText(1, { treat: rebuild ? 'rebuild' : 'surgery' });
          const all = texts.flat();
          const secret = all[pick % all.length]!;
          const out = await redactPdf(await saved(doc), [{ ...planOf(text, burnPhrase(text, secret)), stamps: [] }]);
          const left = (await extract(out.bytes))[0]!.split(/\s+/).filter((part) => part !== 'MIN' && part !== '');
          // A box's code follows the text; words may touch it.
          expect(left.join(' ').replace(/MIN/g, '').trim()).toBe(all.filter((part) => part !== secret).join(' '));
          expect(rawText(out.bytes)).not.toContain(secret);
        },
      ),
      { numRuns: 10 },
    );
  }, 30_000);

  it('keeps words in any script on a rebuilt page', async () => {
    const { doc, builders } = await newDocument([LETTER]);
    const text = builders[0]!.line('Wojciechowska', 72, 100).pageText(1, { treat: 'rebuild' });
    const word = { ...text.words[0]!, text: 'Łódź-本日🙂 ﬀ'.slice(0, 9) };
    const out = await redactPdf(await saved(doc), [{ ...planOf({ ...text, words: [word] }, []), stamps: [] }]);
    const [page] = await extract(out.bytes);
    expect(page!.normalize('NFKC')).toContain('Łódź-本日🙂'.normalize('NFKC'));
  });

  it('leaves no channel of the source open', async () => {
    const { doc, builders } = await threePages();
    const { context, catalog } = doc;
    doc.setTitle('SECRET-title', { showInWindowTitleBar: true });
    doc.setAuthor('SECRET-author');
    const file = context.register(
      PDFRawStream.of(context.obj({ Type: 'EmbeddedFile' }), Buffer.from('SECRET-attachment')),
    );
    const spec = context.obj({ Type: 'Filespec', F: PDFString.of('SECRET-name.txt'), EF: { F: file } });
    catalog.set(PDFName.of('Names'), context.obj({ EmbeddedFiles: { Names: [PDFString.of('SECRET-key'), spec] } }));
    const script = context.obj({ S: 'JavaScript', JS: PDFString.of('SECRET-script') });
    catalog.set(PDFName.of('OpenAction'), script);
    catalog.set(PDFName.of('Metadata'), context.register(PDFRawStream.of(context.obj({}), Buffer.from('SECRET-xmp'))));
    catalog.set(
      PDFName.of('StructTreeRoot'),
      context.obj({ Type: 'StructTreeRoot', K: [{ S: 'P', Alt: PDFString.of('SECRET-alt') }] }),
    );
    catalog.set(PDFName.of('Custom'), PDFString.of('SECRET-custom'));
    catalog.set(PDFName.of('PageLabels'), context.obj({ Nums: [0, { P: PDFString.of('SECRET-label') }] }));
    const { node } = builders[0]!.page;
    node.set(PDFName.of('PieceInfo'), context.obj({ App: { Private: PDFString.of('SECRET-piece') } }));
    node.set(
      PDFName.of('Thumb'),
      context.register(PDFRawStream.of(context.obj({ Width: 1, Height: 1 }), Buffer.from('SECRET-thumb'))),
    );
    node.set(
      PDFName.of('Annots'),
      context.obj([
        {
          Type: 'Annot',
          Subtype: 'Link',
          Rect: [0, 0, 9, 9],
          A: { S: 'URI', URI: PDFString.of('http://SECRET-link') },
        },
        { Type: 'Annot', Subtype: 'Text', F: 2, Rect: [0, 0, 9, 9], Contents: PDFString.of('SECRET-note') },
      ]),
    );
    const content = Buffer.from(
      '% SECRET-comment\n/Span << /ActualText (SECRET-actual) >> BDC EMC\n(SECRET-mark) pop\n',
    );
    node.addContentStream(context.register(PDFRawStream.of(context.obj({}), content)));
    context.register(PDFString.of('SECRET-orphan'));
    const text = builders[0]!.pageText(1);
    const out = await redactPdf(await saved(doc), [planOf(text, burnPhrase(text, 'Jordan'))]);
    expect(rawText(out.bytes).match(/SECRET-\w+/g) ?? []).toEqual([]);
    expect(rawText(out.bytes).match(/%%EOF/g)).toHaveLength(1);
  });

  it('rebuilds a page whose annotations show and keeps what they show', async () => {
    const { doc, builders } = await threePages();
    const field = doc.getForm().createTextField('case');
    field.setText('FIELD VALUE');
    field.addToPage(builders[1]!.page, { x: 72, y: 500, width: 200, height: 30 });
    const out = await redactPdf(await saved(doc), [planOf(builders[1]!.pageText(2), [])]);
    expect(out.pages[0]).toMatchObject({ mode: 'rebuild', why: 'the page shows annotations or form fields' });
    expect(rawText(out.bytes)).not.toContain('AcroForm');
  });

  it('rebuilds a page that holds text nobody read', async () => {
    const { doc, builders } = await newDocument([LETTER]);
    builders[0]!.line('Visible and read.', 72, 100);
    const text = builders[0]!.pageText(1);
    builders[0]!.line('Never read.', 72, 300);
    const out = await redactPdf(await saved(doc), [planOf(text, [])]);
    expect(out.pages[0]).toMatchObject({ mode: 'rebuild', why: 'the page holds text that was not read' });
  });

  it('prints a code that does not fit its box in the margin', async () => {
    const { doc, builders } = await newDocument([LETTER]);
    const text = builders[0]!.line('Room 7 is next to the door.', 72, 100).pageText(1);
    const out = await redactPdf(await saved(doc), [{ ...planOf(text, burnPhrase(text, '7', 'MIN/ID')), stamps: [] }]);
    const renderer = await openRenderer(out.bytes);
    const bitmap = renderer.render(1, 144);
    renderer.close();
    let ink = 0;
    for (let y = 180; y < 210; y++)
      for (let x = 0; x < 100; x++) if (bitmap.data[(y * bitmap.width + x) * 4]! < 128) ink++;
    expect(ink).toBeGreaterThan(20);
    expect((await extract(out.bytes))[0]).toContain('MIN/ID');
  });

  it('refuses a page planned twice', async () => {
    const { doc, builders } = await threePages();
    const plan: PagePlan = planOf(builders[0]!.pageText(1), []);
    await expect(redactPdf(await saved(doc), [plan, plan])).rejects.toThrow(RangeError);
  });
});

describe('redactPdf with scope file', () => {
  async function linked(title: string) {
    const { doc, builders } = await threePages();
    const { context, catalog } = doc;
    const target = [builders[1]!.page.ref, 'XYZ', 0, 700, 0];
    const link = (dest: unknown, rect: number[]) => ({
      Type: 'Annot',
      Subtype: 'Link',
      Rect: rect,
      Border: [0, 0, 0],
      Dest: dest,
    });
    builders[0]!.page.node.set(
      PDFName.of('Annots'),
      context.obj([
        link(target, [72, 600, 100, 620]),
        link([builders[2]!.page.ref, 'Fit'], [72, 500, 100, 520]),
      ] as never),
    );
    const outline = context.nextRef();
    const item = context.register(context.obj({ Title: PDFString.of(title), Parent: outline, Dest: target as never }));
    context.assign(outline, context.obj({ Type: 'Outlines', First: item, Last: item, Count: 1 }));
    catalog.set(PDFName.of('Outlines'), outline);
    const [first, second] = builders.map((builder, i) => builder.pageText(i + 1));
    return { source: await saved(doc), plans: [planOf(first!, burnPhrase(first!, 'Jordan')), planOf(second!, [])] };
  }

  it('keeps links between kept pages and a harmless outline', async () => {
    const { source, plans } = await linked('This page');
    const raw = rawText((await redactPdf(source, plans, { scope: 'file', terms: ['Jordan'] })).bytes);
    expect(raw.match(/\/Subtype \/Link/g)).toHaveLength(1);
    expect(raw).toContain('/Outlines');
    expect(rawText((await redactPdf(source, plans)).bytes)).not.toMatch(/\/Link|\/Outlines/);
  });

  it('drops a bookmark with a word that no page shows', async () => {
    const { source, plans } = await linked('Interview of Zebulon');
    const raw = rawText((await redactPdf(source, plans, { scope: 'file', terms: [] })).bytes);
    expect(raw).not.toContain('/Outlines');
  });

  it('drops an outline that holds a removed term', async () => {
    const { source, plans } = await linked('Interview of JORDAN');
    const raw = rawText((await redactPdf(source, plans, { scope: 'file', terms: ['Jordan'] })).bytes);
    expect(raw).not.toContain('/Outlines');
  });
});
