import { PDFDict, PDFDocument, PDFHexString, PDFName, type PDFRef, PDFString, StandardFonts } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { normalisePdf } from '../../src/pdf/normalise.ts';
import { loadDocument } from '../../src/pdf/objects.ts';
import { openPdf } from '../../src/pdf/open.ts';
import { openPdfjs } from '../../src/pdf/pdfjs.ts';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';
import { wordsOf } from './live-text.ts';
import { burnPhrase, planOf, rawText } from './pages.ts';

const LINES = [
  'Report of the visit',
  'The child Jordan Applewhite was seen at home.',
  'Jordan Applewhite',
  'Nothing else was written.',
];

/** A tagged page: a heading, a paragraph, a paragraph that is a name, a cell; texts planted wherever structure can hold one. */
async function tagged(): Promise<Uint8Array> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  const font = await doc.embedFont(StandardFonts.Helvetica);
  const page = doc.addPage([612, 792]);
  const { context } = doc;
  const name = 'Jordan Applewhite';
  page.node.setFontDictionary(PDFName.of('F1'), font.ref);
  const spans = LINES.map(
    (line, i) =>
      `/${['Titel', 'P', 'P', 'TD'][i]} << /MCID ${i} ${i === 2 ? `/ActualText (${name}) ` : ''}>> BDC BT /F1 12 Tf 72 ${700 - 20 * i} Td (${line}) Tj ET EMC`,
  );
  const content = `/Artifact BMC 0.5 g 72 740 100 1 re f EMC ${spans.join('\n')}`;
  page.node.set(PDFName.of('Contents'), context.register(context.flateStream(content)));
  page.node.set(PDFName.of('StructParents'), context.obj(0));
  const root = context.nextRef();
  const document = context.nextRef();
  const element = (type: string, mcid: number, more: Record<string, PDFString> = {}): PDFRef =>
    context.register(context.obj({ Type: 'StructElem', S: type, P: document, Pg: page.ref, K: mcid, ...more }));
  const planted = Object.fromEntries(
    ['Alt', 'ActualText', 'E', 'T', 'ID'].map((key) => [key, PDFString.of(`${key} ${name}`)]),
  );
  const kids = [
    element('Titel', 0, { T: PDFString.of(name) }),
    element('P', 1, planted),
    element('P', 2, planted),
    element('TD', 3, {
      A: context.obj({ O: 'Table', ColSpan: 2, Summary: PDFString.of(name), Scope: 'Row' }) as never,
    }),
  ];
  context.assign(
    document,
    context.obj({ Type: 'StructElem', S: 'Document', P: root, K: kids, Lang: PDFString.of('en-US') }),
  );
  const parents = context.obj({ Nums: [0, kids] });
  context.assign(
    root,
    context.obj({
      Type: 'StructTreeRoot',
      K: document,
      ParentTree: context.register(parents),
      RoleMap: { Titel: 'H1', [name.split(' ')[1]!]: 'P' },
      IDTree: { Names: [PDFString.of(name), kids[1]!] },
    }),
  );
  doc.catalog.set(PDFName.of('StructTreeRoot'), root);
  doc.catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
  doc.catalog.set(PDFName.of('Lang'), PDFHexString.fromText('en-US'));
  return (await normalisePdf(await doc.save({ useObjectStreams: false }), [])).bytes;
}

async function redacted(source: Uint8Array, phrase = 'Jordan Applewhite') {
  const file = await openPdf(source);
  const text = wordsOf(await file.page(1));
  await file.close();
  return redactPdf(source, [planOf(text, burnPhrase(text, phrase))], { scope: 'file', terms: [phrase] });
}

interface Node {
  readonly role?: string;
  readonly children?: readonly Node[];
  readonly id?: string;
  readonly lang?: string;
}

/** The roles as pdfjs sees them, with the text of each leaf. */
async function outline(bytes: Uint8Array): Promise<string> {
  const doc = await openPdfjs(bytes);
  const page = await doc.getPage(1);
  const { items } = await page.getTextContent({ includeMarkedContent: true });
  const texts = new Map<string, string>();
  let open: string | undefined;
  for (const item of items) {
    if ('str' in item) {
      if (open !== undefined) texts.set(open, (texts.get(open) ?? '') + item.str);
    } else if (item.type === 'beginMarkedContentProps') open = item.id;
    else if (item.type === 'endMarkedContent') open = undefined;
  }
  const say = (node: Node): string =>
    node.id === undefined
      ? `${node.role}(${(node.children ?? []).map(say).join(' ')})`
      : `"${texts.get(node.id)?.trim()}"`;
  const tree = (await page.getStructTree()) as Node | null;
  await doc.loadingTask.destroy();
  return tree === null ? '' : say(tree);
}

describe('a tagged file', () => {
  it('stays tagged, in its reading order, with boxes read where they stand', async () => {
    const out = await redacted(await tagged());
    expect(out.tags).toEqual({ kept: true });
    expect(await outline(out.bytes)).toBe(
      'Root(Document(H1("Report of the visit") P("The child was seen at home." Span("MIN")) P(Span("MIN")) TD("Nothing else was written.")))',
    );
    const doc = await loadDocument(out.bytes);
    expect(doc.catalog.get(PDFName.of('Lang'))?.toString()).toBe(PDFHexString.fromText('en-US').toString());
    const elements = doc.context
      .enumerateIndirectObjects()
      .flatMap(([, object]) =>
        object instanceof PDFDict && object.get(PDFName.of('Type'))?.toString() === '/StructElem' ? [object] : [],
      );
    expect(
      elements
        .filter((one) => one.has(PDFName.of('ActualText')))
        .map((one) => one.get(PDFName.of('ActualText'))?.toString()),
    ).toEqual(Array(2).fill(PDFHexString.fromText('Redacted: name of a minor').toString()));
    const cell = elements.find((one) => one.get(PDFName.of('S'))?.toString() === '/TD');
    expect(cell?.get(PDFName.of('A'))?.toString()).toMatch(/ColSpan 2[\s\S]*Scope \/Row/);
  });

  it('loses every text of its structure, and the verifier finds one that is planted', async () => {
    const source = await tagged();
    const out = await redacted(source);
    expect(rawText(out.bytes)).not.toMatch(/Applewhite|Jordan|Titel|IDTree|RoleMap|Summary|\/Alt\b|\/E\b/);
    const check = (bytes: Uint8Array) =>
      verifyPdf({ file: 'a.pdf', bytes, terms: ['Jordan Applewhite'], strict: false });
    expect((await check(out.bytes)).filter(({ level }) => level === 'leak')).toEqual([]);
    for (const key of ['Alt', 'ActualText', 'T', 'E', 'ID']) {
      const doc = await loadDocument(out.bytes);
      const element = doc.context
        .enumerateIndirectObjects()
        .find(([, object]) => object instanceof PDFDict && object.get(PDFName.of('S'))?.toString() === '/H1')?.[1];
      (element as PDFDict).set(PDFName.of(key), PDFHexString.fromText('Jordan Applewhite'));
      const found = await check(await doc.save({ useObjectStreams: false, addDefaultPage: false }));
      expect(
        found.some(({ level }) => level === 'leak'),
        key,
      ).toBe(true);
    }
  });

  it('tells by no number how much of it went', async () => {
    const [short, long] = await Promise.all([redacted(await tagged(), 'Jordan'), redacted(await tagged(), LINES[2])]);
    expect(rawText(short!.bytes)).toMatch(/\/MCID 5/);
    expect(rawText(long!.bytes)).not.toMatch(/\/MCID [5-9]/);
    expect(rawText(long!.bytes).match(/BDC/g)).toHaveLength(5);
  });

  it('loses its tags, and says so, where a page is rebuilt', async () => {
    const source = await tagged();
    const file = await openPdf(source);
    const text = { ...wordsOf(await file.page(1)), treat: 'rebuild' } as const;
    await file.close();
    const out = await redactPdf(source, [planOf(text, burnPhrase(text, 'Jordan'))]);
    expect(out.tags).toEqual({ kept: false, why: 'a page was rebuilt from its pixels' });
    expect(rawText(out.bytes)).not.toContain('StructTreeRoot');
  });

  it.each([
    [{ treat: 'rebuild' }, 'rebuild'],
    [{ readBy: 'ocr' }, 'surgery'],
  ] as const)('leaves no numbers in pages that were made before it lost them: %o', async (second, mode) => {
    const doc = await loadDocument(await tagged());
    const [page] = await doc.copyPages(doc, [0]);
    if (page !== undefined) doc.addPage(page);
    const { bytes } = await normalisePdf(await doc.save({ useObjectStreams: false }), []);
    const file = await openPdf(bytes);
    const [one, two] = [wordsOf(await file.page(1)), wordsOf(await file.page(2))];
    await file.close();
    const plans = [planOf(one, burnPhrase(one, 'Jordan')), planOf({ ...two, ...second }, burnPhrase(two, 'Jordan'))];
    const out = await redactPdf(bytes, plans);
    expect(out.tags?.kept).toBe(false);
    expect(out.pages.map(({ mode }) => mode)).toEqual(['surgery', mode]);
    expect(rawText(out.bytes)).not.toContain('MCID');
    expect(rawText(out.bytes)).toContain('ActualText');
  });

  it('says nothing of tags where there are none', async () => {
    const doc = await loadDocument(await tagged());
    doc.catalog.delete(PDFName.of('StructTreeRoot'));
    const out = await redacted(await doc.save({ useObjectStreams: false }));
    expect(out.tags).toBeUndefined();
    expect(rawText(out.bytes)).not.toContain('MCID');
  });
});
