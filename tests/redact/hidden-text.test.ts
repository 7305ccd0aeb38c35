import { rgb } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { redactPdf } from '../../src/redact/redact-pdf.ts';
import { burnPhrase, extract, newDocument, planOf, saved } from './pages.ts';

/** A page with a visible line and one in white; the glyphs of the white one are the last. */
async function whiteOnWhite() {
  const { doc, builders } = await newDocument([[612, 792]]);
  builders[0]?.line('The staff met Jordan Applewhite on Monday.', 72, 100);
  const text = builders[0]?.pageText(1);
  if (text === undefined) throw new Error('no page');
  const unseen = 'Bought by Zebulon.';
  builders[0]?.page.drawText(unseen, { x: 72, y: 592, size: 12, color: rgb(1, 1, 1) });
  const hidden = Array.from(unseen, (_, i) => text.text.length + i);
  return { source: await saved(doc), text: { ...text, hidden } };
}

describe('letters that the page does not show', () => {
  it('are cut out beside what lies under the boxes', async () => {
    const { source, text } = await whiteOnWhite();
    const out = await redactPdf(source, [planOf(text, burnPhrase(text, 'Jordan Applewhite'))]);
    expect(out.pages[0]?.mode).toBe('surgery');
    const [kept] = await extract(out.bytes);
    expect(kept).toMatch(/The staff met.*on Monday/);
    expect(kept).not.toMatch(/Zebulon|Bought|Applewhite/);
  });

  it('are cut out of a page without boxes', async () => {
    const { source, text } = await whiteOnWhite();
    const out = await redactPdf(source, [planOf(text, [])]);
    expect(out.pages[0]?.mode).toBe('surgery');
    expect((await extract(out.bytes))[0]).not.toMatch(/Zebulon|Bought/);
  });

  it('make the page be rebuilt where they can be seen after all', async () => {
    const { source, text } = await whiteOnWhite();
    const visible = [0, 1, 2];
    const out = await redactPdf(source, [planOf({ ...text, hidden: [...visible, ...text.hidden] }, [])]);
    expect(out.pages[0]).toMatchObject({ mode: 'rebuild' });
    expect((await extract(out.bytes))[0]).toContain('The staff met Jordan Applewhite on Monday.');
  });
});
