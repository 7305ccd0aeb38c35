import { describe, expect, it } from 'vitest';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { verifyPdf } from '../../src/verify/verify-pdf.ts';
import { burnPhrase, extract, newDocument, planOf, saved } from './pages.ts';

describe.each(['surgery', 'rebuild'] as const)('boxes as painted, %s', (treat) => {
  it('five lines of one passage are one box, a code in the margin is none', async () => {
    const { doc, builders } = await newDocument([[612, 792]]);
    const lines = [0, 1, 2, 3, 4].map((n) => `Line ${n} of a passage that counsel keeps to herself.`);
    builders[0]!.line('What stands above stays.', 72, 90);
    for (const [i, line] of lines.entries()) builders[0]!.line(line, 72, 104 + i * 14);
    builders[0]!.line('What stands below stays, but for x here.', 72, 174);
    const text = builders[0]!.pageText(1, { treat });
    const burn = [
      ...lines.flatMap((line) => burnPhrase(text, line, 'AC', 'privileged')),
      ...burnPhrase(text, 'x here'.slice(0, 1), 'MIN/ID', 'name of a minor'),
    ];
    const out = await redactPdf(await saved(doc), [planOf(text, burn)]);
    const painted = out.pages[0]?.painted ?? [];
    expect(painted.map(({ code, of }) => [code, of])).toEqual([
      ['AC', [0, 1, 2, 3, 4]],
      ['MIN/ID', [5]],
    ]);
    for (const [i, asked] of burn.entries()) {
      const { box } = painted.find(({ of }) => of?.includes(i))!;
      expect(box.x).toBeLessThanOrEqual(asked.box.x);
      expect(box.y + box.h).toBeGreaterThanOrEqual(asked.box.y + asked.box.h);
    }
    expect(painted[0]!.box.h).toBeGreaterThan(4 * 14);
    expect(painted[1]!.box.w).toBeLessThan(10);
  });

  it('a code under the edge of a later box is drawn over both, and shown once where both say the same', async () => {
    const burn = (code: string, x: number, y: number) => ({ box: { x, y, w: 100, h: 20 }, code, label: code });
    const overlapping = async (codes: readonly [string, string]) => {
      const { doc, builders } = await newDocument([[612, 792]]);
      const text = builders[0]!.line('Far below.', 72, 600).pageText(1, { treat });
      const pairs = [burn(codes[0], 72, 90), burn(codes[1], 105, 96)];
      const { bytes } = await redactPdf(await saved(doc), [planOf(text, pairs)]);
      const findings = await verifyPdf({ file: 'out.pdf', bytes, terms: [], strict: false });
      expect(findings.filter(({ level }) => level === 'leak')).toEqual([]);
      return (await extract(bytes))[0]!.match(/AC|LAW/g);
    };
    expect(await overlapping(['LAW', 'AC'])).toEqual(expect.arrayContaining(['LAW', 'AC']));
    expect(await overlapping(['AC', 'AC'])).toEqual(['AC']);
  });

  it('an untouched page has none', async () => {
    const { doc, builders } = await newDocument([[612, 792]]);
    const text = builders[0]!.line('Nothing is taken out.', 72, 90).pageText(1);
    expect((await redactPdf(await saved(doc), [planOf(text, [])])).pages[0]?.painted ?? []).toEqual([]);
  });
});
