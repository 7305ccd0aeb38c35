import fc from 'fast-check';
import type { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { openPdf } from '../../src/pdf/open.ts';
import type { PageModel } from '../../src/pdf/page-model.ts';
import { openRenderer } from '../../src/pdf/render.ts';
import { nameWidths, standardMetrics, widthOf } from '../../src/redact/gaps.ts';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { handMade, opened, stream } from '../pdf/samples.ts';
import { hide, letter, names, wordsOf } from './live-text.ts';
import { burnPhrase, extract, planOf } from './pages.ts';

const words = { respaced_mark: '‡', respaced_note: '‡ spacing altered in redaction; wording unchanged' };
const relay = { when: 'auto', threshold: 100, rosterLeast: 5, names, words } as const;
const options = { scope: 'production', terms: [], relay } as const;

const ABOVE = 'On the second day of the hearing the court went on with the evidence of the county.';
const BELOW = 'nothing had been said to her about it before the spring, and she did not ask anyone.';
const TAIL = 'stated on her oath that she had lived there alone, and';
const LAST = 'The court rose at noon.';

interface Style {
  readonly font: 'F1' | 'F2';
  /** How the producer places words: one string, justified by Tw or by the numbers of TJ, or word by word with Td. */
  readonly way: 'plain' | 'tw' | 'tj' | 'td';
}

const metrics = {
  F1: standardMetrics({ baseFont: 'Helvetica', bold: false, monospace: false }),
  F2: standardMetrics({ baseFont: 'Times', bold: false, monospace: false }),
};
const width = (text: string, font: Style['font']): number => widthOf(text, metrics[font], metrics[font](' ') ?? 0) * 12;

/** A paragraph in one text object, justified to 468 pt; the name stands in its second line. */
function paragraph(name: string, { font, way }: Style): string {
  const lines = [ABOVE, `The witness, ${name}, ${TAIL}`, BELOW, LAST];
  let content = `BT /${font} 12 Tf 15 TL 72.4 700 Td\n`;
  for (const [i, line] of lines.entries()) {
    if (i > 0) content += '0 -15 Td\n';
    const words = line.split(' ');
    const room = i === lines.length - 1 || way === 'plain' ? 0 : (468 - width(line, font)) / (words.length - 1);
    if (way === 'tw') content += `${room.toFixed(4)} Tw (${line}) Tj\n`;
    else if (way === 'tj') {
      const step = (-room * 1000) / 12;
      content += `[${words.map((word, n) => `(${n === 0 ? '' : ' '}${word})`).join(` ${step.toFixed(2)} `)}] TJ\n`;
    } else if (way === 'td') {
      // As TeX does: places are rounded, and steps are their differences.
      let [x, from] = [0, 0];
      for (const [n, word] of words.entries()) {
        content += `(${word}) Tj\n`;
        if (n === words.length - 1) break;
        x += width(`${word} `, font) + room;
        const to = Math.round(x * 1000);
        content += `${((to - from) / 1000).toFixed(3)} 0 Td\n`;
        from = to;
      }
      content += `${(-from / 1000).toFixed(3)} 0 Td\n`;
    } else content += `(${line}) Tj\n`;
  }
  return `${content}ET\n`;
}

async function redacted(name: string, style: Style) {
  const { bytes, model, text } = await letter(paragraph(name, style));
  const out = await redactPdf(bytes, [{ ...planOf(text, hide(text, name)), stamps: [] }], options);
  return { bytes, model, text, out, outcome: out.pages[0]! };
}

/** Width of the gap before the comma that follows the box, and everything else that is placed. */
async function gapOf(bytes: Uint8Array): Promise<{ gap: number; model: PageModel }> {
  const file = await openPdf(bytes);
  const model = await file.page(1);
  await file.close();
  const line = model.glyphs.filter((glyph) => Math.abs(glyph.oy - 107) < 1 && glyph.text.trim() !== '');
  line.sort((a, b) => a.ox - b.ox);
  const commas = line.filter((glyph) => glyph.text === ',');
  return { gap: (commas[1]?.ox ?? 0) - (commas[0]?.ox ?? 0), model };
}

const person = fc
  .tuple(fc.constantFrom(...names.first), fc.constantFrom(...names.last), fc.constantFrom('', 'Mr. ', 'Dr. '))
  .map(([first, last, title]) => `${title}${first} ${last}`);

describe('a line of running text around a box that hides an identity', () => {
  it.each([
    { font: 'F1', way: 'plain' },
    { font: 'F2', way: 'plain' },
    { font: 'F1', way: 'tw' },
    { font: 'F2', way: 'tj' },
    { font: 'F2', way: 'td' },
  ] as const)(
    'tells nothing of the name: any two give the same file ($font, $way)',
    async (style) => {
      const first = await redacted('Margaret Whitfield', style);
      expect(first.outcome).toMatchObject({ mode: 'surgery', respaced: true });
      const { gap } = await gapOf(first.out.bytes);
      await fc.assert(
        fc.asyncProperty(person, async (name) => {
          const { out, outcome } = await redacted(name, style);
          expect(outcome.painted).toEqual(first.outcome.painted!.map((box) => ({ ...box, covers: expect.anything() })));
          expect((await gapOf(out.bytes)).gap).toBeCloseTo(gap, 6);
          expect(Buffer.from(out.bytes).equals(Buffer.from(first.out.bytes))).toBe(true);
        }),
        { numRuns: 8, seed: 20_261_122 },
      );
    },
    30_000,
  );

  it('leaves every other line as it was to the pixel, and every kept word in its order', async () => {
    for (const way of ['plain', 'tw', 'tj', 'td'] as const) {
      const { bytes, out, model } = await redacted('Margaret Whitfield', { font: 'F2', way });
      const after = (await gapOf(out.bytes)).model;
      for (const glyph of model.glyphs.filter((one) => Math.abs(one.oy - 107) > 1)) {
        const same = after.glyphs.find(
          (one) => Math.abs(one.ox - glyph.ox) < 0.001 && Math.abs(one.oy - glyph.oy) < 0.001,
        );
        expect(same?.text).toBe(glyph.text);
      }
      const [shown] = await extract(out.bytes);
      expect(shown).toMatch(new RegExp(`${ABOVE} The witness, ?, ${TAIL} ${BELOW} ${LAST}`));
      const [before, now] = await Promise.all([bytes, out.bytes].map((pdf) => openRenderer(pdf)));
      const [a, b] = [before!.render(1, 100), now!.render(1, 100)];
      before!.close();
      now!.close();
      const changed = new Set<number>();
      for (let i = 0; i < a.data.length; i += 4) {
        if (a.data[i] !== b.data[i]) changed.add(Math.floor(i / 4 / a.width));
      }
      for (const row of changed) {
        const y = row * 0.72;
        // The line, and the note at the foot.
        expect((y > 94 && y < 112) || y > 760, `${way}: row at ${y} pt`).toBe(true);
      }
    }
  }, 30_000);

  it('sets nothing anew beyond the clip of the line, where it could not be seen', async () => {
    const put = async (name: string, right: number) => {
      const content = `q 0 0 ${right} 792 re W n\n${paragraph(name, { font: 'F2', way: 'plain' })}\nQ`;
      const { bytes, text } = await letter(content);
      const out = await redactPdf(bytes, [{ ...planOf(text, hide(text, name)), stamps: [] }], options);
      return out.pages[0];
    };
    const end = (name: string): number => Math.ceil(72.4 + width(`The witness, ${name}, ${TAIL}`, 'F2')) + 2;
    const wide = await put('Ann Wu', 612);
    expect(wide).toMatchObject({ mode: 'surgery', respaced: true });
    expect(wide?.painted?.[0]?.box.w).toBe(60);
    // Where the words that stay leave no room for that, the box is the narrow one.
    const narrow = await put('Ann Wu', end('Ann Wu'));
    expect(narrow).toMatchObject({ mode: 'surgery', respaced: true });
    expect(narrow?.painted?.[0]?.box.w).toBe(36);
    const over = await put('Al Oh', end('Al Oh'));
    expect(over?.mode).toBe('surgery');
    expect(over?.respaced ?? false).toBe(false);
  });

  it('leaves the lines after it in a form with the spacing of its caller', async () => {
    const form = { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 612, 792] };
    const lines = [ABOVE, `The witness, Margaret Whitfield, ${TAIL}`, BELOW, LAST];
    const content = lines.map((line, i) => `BT /F2 12 Tf 72.4 ${700 - 15 * i} Td (${line}) Tj ET`).join(' ');
    const make = (doc: PDFDocument) => ({ XObject: { Fm: stream(doc, content, form) } });
    const { bytes, file } = await opened(await handMade('q 0.2 Tc 0.5 Tw /Fm Do Q', make, [612, 792]));
    const before = await file.page(1);
    await file.close();
    const text = wordsOf(before);
    const out = await redactPdf(bytes, [{ ...planOf(text, hide(text, 'Margaret Whitfield')), stamps: [] }], options);
    expect(out.pages[0]).toMatchObject({ mode: 'surgery', respaced: true });
    const { model } = await gapOf(out.bytes);
    const below = ({ glyphs }: PageModel): readonly string[] =>
      glyphs.flatMap((one) =>
        one.oy > 115 && one.oy < 200 ? `${one.text} ${one.ox.toFixed(2)} ${one.oy.toFixed(2)}` : [],
      );
    expect(below(before).length).toBeGreaterThan(80);
    expect(below(model)).toEqual(below(before));
  });

  it('says so at the line and at the foot', async () => {
    const { out } = await redacted('Margaret Whitfield', { font: 'F1', way: 'tw' });
    const [shown] = await extract(out.bytes);
    expect(shown?.match(/‡/g)).toHaveLength(2);
    expect(shown).toContain('‡ spacing altered in redaction; wording unchanged');
  });

  it('counts the names that fit, before and after', async () => {
    const { outcome } = await redacted('Jo Li', { font: 'F1', way: 'tw' });
    const [gap] = outcome.gaps!;
    expect(gap).toEqual({ box: 0, exact: gap!.exact, rosterExact: 1, left: 144, rosterLeft: 3 });
    expect(gap!.exact).toBeGreaterThan(0);
    expect(gap!.exact).toBeLessThan(10);
  });

  it('stays as it is where the box hides no identity, where enough names fit, and where it was not approved', async () => {
    const { bytes, text } = await letter(paragraph('Margaret Whitfield', { font: 'F1', way: 'tw' }));
    const burn = hide(text, 'Margaret Whitfield');
    const run = async (
      boxes: readonly (typeof burn)[number][],
      more: Partial<{ when: 'auto' | 'always' | 'never'; threshold: number; names: typeof names }>,
    ) => (await redactPdf(bytes, [planOf(text, boxes)], { ...options, relay: { ...relay, ...more } })).pages[0]!;
    const roster = { ...names, roster: [] };
    const privileged = burnPhrase(text, 'Margaret Whitfield', 'AC', 'privileged');
    expect((await run(privileged, {})).respaced).toBeUndefined();
    expect((await run(burn, { threshold: 0, names: roster })).respaced).toBeUndefined();
    const never = await run(burn, { when: 'never' });
    expect(never.respaced).toBeUndefined();
    expect(never.gaps?.[0]?.left).toBe(never.gaps?.[0]?.exact);
    expect(never.painted?.[0]?.box.w).toBeGreaterThan(90);
    expect((await run(burn, { threshold: 0, names: roster, when: 'always' })).respaced).toBe(true);
  });

  it('keeps the extent of a privileged box on the same line', async () => {
    const { bytes, text } = await letter(paragraph('Margaret Whitfield', { font: 'F1', way: 'tw' }));
    const burn = [...hide(text, 'Margaret Whitfield'), ...burnPhrase(text, 'her oath', 'AC', 'privileged')];
    const [page] = (await redactPdf(bytes, [planOf(text, burn)], options)).pages;
    const byCode = new Map(page!.painted!.map((box) => [box.code, box.box.w]));
    expect(byCode.get('MIN')).toBe(60);
    expect(byCode.get('AC')).toBeCloseTo(width('her oath', 'F1'), 2);
  });

  it('takes a marker’s stroke under the name along, and nothing of any other', async () => {
    const outs = [];
    for (const name of ['Margaret Whitfield', 'Jo Li']) {
      const x = 72.4 + width('The witness, ', 'F1');
      const mark = `1 1 0 rg ${x - 1} 682 ${width(name, 'F1') + 2} 13 re f 0.9 g 72 662 100 2 re f 0 g\n`;
      const { bytes, text } = await letter(mark + paragraph(name, { font: 'F1', way: 'plain' }));
      const out = await redactPdf(bytes, [{ ...planOf(text, hide(text, name)), stamps: [] }], options);
      expect(out.pages[0]).toMatchObject({ mode: 'surgery', respaced: true });
      outs.push(Buffer.from(out.bytes));
    }
    expect(outs[0]!.equals(outs[1]!)).toBe(true);
  });

  it('is boxed over whole where a second box lies on it, and so no word moves under that', async () => {
    const { bytes, text } = await letter(paragraph('Margaret Whitfield', { font: 'F1', way: 'plain' }));
    const [own] = hide(text, 'Margaret Whitfield');
    const { hidesIdentity: _, ...plain } = { ...own!, code: 'LAW' };
    const out = await redactPdf(bytes, [{ ...planOf(text, [own!, plain]), stamps: [] }], options);
    expect(out.pages[0]!.respaced).toBeUndefined();
    const [shown] = await extract(out.bytes);
    expect(shown).not.toMatch(/Whitfield|oath/);
    expect(shown).toContain(ABOVE);
  });

  it('is left as asked where the box may hide no name and the line cannot move', async () => {
    const { bytes, text } = await letter(lines([[72, 'Subject: Create a page']]));
    const burn = hide(text, 'Create').map((box) => ({ ...box, sparing: true }));
    const out = await redactPdf(bytes, [planOf(text, burn)], options);
    const [shown] = await extract(out.bytes);
    expect(shown).toContain('a page');
    expect(out.pages[0]!.gaps?.[0]).toMatchObject({ box: 0, left: out.pages[0]!.gaps?.[0]?.exact });
  });

  it('boxes a run of more than half a line to the edge of its column', async () => {
    const long = (clause: string) => paragraph('x', { font: 'F2', way: 'plain' }).replace(`x, ${TAIL}`, clause);
    const widths: number[] = [];
    for (const clause of [
      'who had been in the room with them from the start of it',
      'whose son had seen the car before anybody else did',
    ]) {
      const { bytes, text } = await letter(long(clause));
      const [page] = (await redactPdf(bytes, [planOf(text, hide(text, clause))], options)).pages;
      expect(page!.respaced).toBe(true);
      widths.push(page!.painted![0]!.box.w);
    }
    expect(widths[0]).toBe(widths[1]);
    expect(widths[0]).toBeGreaterThan(200);
  });
});

/** Lines with their left edges, one below the other. */
const lines = (rows: readonly (readonly [number, string])[], more = ''): string =>
  `${more}BT /F1 11 Tf\n${rows.map(([x, text], i) => `1 0 0 1 ${x} ${700 - i * 16} Tm (${text}) Tj`).join('\n')}\nET\n`;

const centred = (text: string): readonly [number, string] => [306 - (width(text, 'F1') * 11) / 24, text];
const flushRight = (text: string): readonly [number, string] => [540 - (width(text, 'F1') * 11) / 12, text];

describe('a sentence that is a paragraph of its own is set anew', () => {
  const NAME = 'Ann Fay';
  const rows = (own: readonly (readonly [number, string])[]): string =>
    lines([
      [72, 'On the second day of the hearing the court went on with the evidence.'],
      [72, 'Nothing had been said to her about it before the spring of that year.'],
      [72, ''],
      [72, ''],
      [72, ''],
      ...own,
    ]);

  it.each([
    ['short, far below others', rows([[72, `This was told by ${NAME} at once.`]]), 'This was told by', 'at once.'],
    ['at its start', rows([[72, `${NAME} came to the house.`]]), '', 'came to the house.'],
    [
      'a numbered entry',
      rows([
        [72, '1.'],
        [90, ''],
      ]).replace('(1.) Tj', `(1.) Tj 1 0 0 1 90 ${700 - 5 * 16} Tm (Her aunt ${NAME} has a key to the house.) Tj`),
      'Her aunt',
      'has a key to the house.',
    ],
  ])('%s', async (_, content, before, after) => {
    const places: number[] = [];
    for (const name of [NAME, 'Maximiliana Featherstonehaugh']) {
      const { bytes, text } = await letter(content.replaceAll(NAME, name));
      const out = await redactPdf(bytes, [{ ...planOf(text, hide(text, name)), stamps: [] }], options);
      expect(out.pages[0]).toMatchObject({ mode: 'surgery', respaced: true });
      const [shown] = await extract(out.bytes);
      expect(shown).toContain(before);
      expect(shown).toContain(after);
      places.push(out.pages[0]!.painted![0]!.box.w);
    }
    expect(places[0]).toBe(places[1]);
  });

  it.each([
    ['no sentence', rows([[72, `Statement of ${NAME}`]])],
    [
      'beside another cell',
      rows([[72, `This was told by ${NAME} at once.`]]).replace('\nET', '\n1 0 0 1 420 620 Tm (Monday) Tj\nET'),
    ],
    ['not at the margin', rows([[140, `This was told by ${NAME} at once.`]])],
    ['a label', rows([[72, `Told by: ${NAME}, who came at once.`]])],
    ['where no prose is', lines([[72, `This was told by ${NAME} at once.`]])],
  ])('but not %s', async (_, content) => {
    const { bytes, text } = await letter(content);
    const out = await redactPdf(bytes, [{ ...planOf(text, hide(text, NAME)), stamps: [] }], options);
    expect(out.pages[0]!.respaced).toBeUndefined();
  });
});

describe('lines that are no running text are boxed over whole', () => {
  const NAME = 'Ann Fay';
  it.each([
    [
      'stretched',
      'BT /F1 11 Tf 1 0 0 1 72 700 Tm (On the second day of the hearing the court went on with it.) Tj 97 Tz 1 0 0 1 72 684 Tm (The witness, Ann Fay, stated on her oath with others that) Tj 100 Tz 1 0 0 1 72 668 Tm (nothing had been said to her about it before the spring, ever.) Tj ET',
      'On the second day',
    ],
    [
      'header',
      lines([
        [72, 'From: Carl Exemplar'],
        [72, `To: ${NAME}, Delia Kim`],
        [72, 'Subject: visit'],
      ]),
      'To:',
    ],
    [
      'table',
      lines(
        [
          [72, 'Mother'],
          [300, `${NAME}, aged 33`],
        ],
        '72 690 400 0.5 re f 290 650 0.5 70 re f 72 680 400 .5 re f\n',
      ),
      'Mother',
    ],
    [
      'transcript',
      lines([
        [72, 'Q. Who was in the room when you came home that evening?'],
        [72, `A. My sister and ${NAME} were there with the two boys.`],
        [72, 'Q. And who else was in the house on that evening, if anyone?'],
      ]),
      'Q. Who was',
    ],
    [
      'signature',
      lines([
        [72, 'This is true to the best of my knowledge and belief, and I sign it.'],
        [72, 'Sincerely,'],
        [72, NAME],
      ]),
      'Sincerely,',
    ],
    [
      'centred',
      lines([
        centred('In the matter of'),
        centred(`${NAME} and her two children`),
        centred('a minor under the age of eighteen'),
      ]),
      'In the matter of',
    ],
    [
      'right',
      lines([flushRight('Cedar Hollow County'), flushRight(`for ${NAME} and others`), flushRight('12 March 2024')]),
      'Cedar Hollow County',
    ],
  ])('%s', async (_, content, kept) => {
    const { bytes, text } = await letter(content);
    const out = await redactPdf(bytes, [{ ...planOf(text, hide(text, NAME)), stamps: [] }], options);
    const [page] = out.pages;
    expect(page).toMatchObject({ mode: 'surgery' });
    expect(page!.respaced).toBeUndefined();
    const [shown] = await extract(out.bytes);
    expect(shown).toContain(kept);
    expect(shown).not.toMatch(/Delia|aged|sister|children|others/);
    expect(page!.painted).toHaveLength(1);
    const { box } = page!.painted![0]!;
    const other = 'Maximiliana Featherstonehaugh';
    const longer = await letter(content.replaceAll(NAME, other));
    if (_ === 'centred' || _ === 'right' || _ === 'stretched') return;
    const [again] = (await redactPdf(longer.bytes, [planOf(longer.text, hide(longer.text, other))], options)).pages;
    if (box.x + box.w < 560) expect(again!.painted![0]!.box.x).toBeCloseTo(box.x, 3);
  });
});

describe('lines that look like others are set anew as running text', () => {
  const NAME = 'Ann Fay';
  const column = (x: number, name: string): readonly (readonly [number, string])[] => [
    [x, `Nobody had told ${name} of this, and he said`],
    [x, 'that he had learned of it from one of them'],
    [x, 'and that the court had not known of it yet.'],
  ];

  it.each([
    [
      'a sentence that begins like an answer',
      lines([
        [72, 'On the second day of the hearing the court went on with the evidence.'],
        [72, `A letter was sent to ${NAME} and to the county on the same day, in May.`],
        [72, 'Nothing had been said to her about it before the spring of that year.'],
      ]),
      'A letter was sent to',
    ],
    ['the first line of a column', lines(column(72, NAME)) + lines(column(330, 'the father')), 'Nobody had told'],
  ])('%s', async (_, content, kept) => {
    const { bytes, text } = await letter(content);
    const out = await redactPdf(bytes, [{ ...planOf(text, hide(text, NAME)), stamps: [] }], options);
    expect(out.pages[0]).toMatchObject({ mode: 'surgery', respaced: true });
    expect((await extract(out.bytes))[0]).toContain(kept);
  });
});

it('a tight cell between rules is boxed, and the cells beside it stay', async () => {
  const NAME = 'Ann Fay';
  const cell = width(NAME, 'F1') * (11 / 12);
  const rules = [70, 100, 106 + cell, 160 + cell].map((x) => `${x} 650 0.5 70 re f`).join('\n');
  const row = (y: number, name: string): readonly string[] => [
    `1 0 0 1 72 ${y} Tm (aunt) Tj 1 0 0 1 103 ${y} Tm (${name}) Tj 1 0 0 1 ${109 + cell} ${y} Tm (Monday) Tj`,
  ];
  const table = [...row(700, NAME), ...row(680, 'Eve Ray')].join('\n');
  const content = `${rules}\n70 694 ${90 + cell} 0.5 re f 70 674 ${90 + cell} 0.5 re f\nBT /F1 11 Tf ${table} ET\n`;
  const { bytes, text } = await letter(content);
  const out = await redactPdf(bytes, [{ ...planOf(text, hide(text, NAME)), stamps: [] }], options);
  const [shown] = await extract(out.bytes);
  expect(shown).toMatch(/aunt.*Monday.*aunt Eve Ray Monday/);
  expect(shown).not.toContain('Ann');
  const { box } = out.pages[0]!.painted![0]!;
  expect(box.x).toBeGreaterThan(99);
  expect(box.x + box.w).toBeLessThan(107 + cell);
});

describe('pages made of pixels', () => {
  it('grow the box into blank space to a fixed width, or over the line to its edge', async () => {
    const boxes = [];
    for (const name of ['Ann Fay', 'Margaret Whitfield']) {
      const { bytes, text } = await letter(
        lines([
          [72, 'On the second day of the hearing the court went on with the evidence.'],
          [72, `The witness, ${name}, stated this.`],
          [72, 'nothing had been said to her about it before the spring, and she did'],
          [72, 'Reporter'],
          [72, `Name ${name}`],
        ]),
      );
      const rebuild = { ...text, treat: 'rebuild' } as const;
      const out = await redactPdf(bytes, [{ ...planOf(rebuild, hide(text, name)), stamps: [] }], options);
      const [page] = out.pages;
      expect(page!.mode).toBe('rebuild');
      const [shown] = await extract(out.bytes);
      expect(shown).toContain('The witness');
      expect(shown).not.toContain('stated');
      boxes.push(page!.painted!.map(({ box }) => [box.x, box.w].map((value) => Math.round(value))));
    }
    expect(boxes[0]![1]![1]).toBeGreaterThanOrEqual(144);
    expect(boxes[1]).toEqual(boxes[0]);
  });
});

it('the dictionary counts pairs of names as if each were tried', () => {
  const widths = nameWidths(names, metrics.F1, metrics.F1(' ') ?? 0);
  expect(widths.first).toHaveLength(12);
  expect([...widths.first].sort((a, b) => a - b)).toEqual(widths.first);
});
