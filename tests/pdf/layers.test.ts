import { PDFDocument, PDFName, type PDFObject, type PDFRef } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { Layers } from '../../src/pdf/layers.ts';

type Given = Record<string, unknown>;

/** A document with a layer that is on (a), one that is off (b), and one more as asked (c). */
function layered(settings: Given = {}, third: Given = {}) {
  return PDFDocument.create({ updateMetadata: false }).then((doc) => {
    const { context } = doc;
    const [a, b, c] = [{}, {}, third].map((more) => context.register(context.obj({ Type: 'OCG', ...more } as never)));
    const off = settings['OFF'] === 'c' ? [b, c] : [b];
    const D = { ...settings, OFF: off, ON: [a] };
    doc.catalog.set(PDFName.of('OCProperties'), context.obj({ OCGs: [a, b, c], D } as never));
    const layers = new Layers(doc);
    const member = (more: Given): PDFObject => context.obj({ Type: 'OCMD', ...more } as never);
    return { layers, a: a as PDFRef, b: b as PDFRef, c: c as PDFRef, member };
  });
}

describe('layers', () => {
  it('are on or off as the file opens', async () => {
    const { layers, a, b, c } = await layered();
    expect([a, b, c, undefined].map((entry) => layers.state(entry))).toEqual(['shown', 'hidden', 'shown', 'shown']);
  });

  it('are off by default where the file says so', async () => {
    const { layers, a, b, c } = await layered({ BaseState: 'OFF' });
    expect([a, b, c].map((entry) => layers.state(entry))).toEqual(['shown', 'hidden', 'hidden']);
  });

  it.each([
    ['off in print', {}, { Usage: { Print: { PrintState: 'OFF' } } }, 'unsure'],
    ['on in print', {}, { Usage: { Print: { PrintState: 'ON' }, Export: { ExportState: 'OFF' } } }, 'shown'],
    ['switched off, but meant for print', { OFF: 'c' }, { Usage: { Print: { PrintState: 'ON' } } }, 'unsure'],
    ['switched off for designers', { OFF: 'c' }, { Intent: 'Design' }, 'unsure'],
    ['switched off for all', { OFF: 'c' }, { Intent: 'View' }, 'hidden'],
  ])('are unsure where screen and print differ: %s', async (_, settings, third, state) => {
    const { layers, c } = await layered(settings, third);
    expect(layers.state(c)).toBe(state);
  });

  it('make up memberships by policy or expression', async () => {
    const { layers, a, b, member } = await layered();
    const states = [
      { OCGs: b },
      { OCGs: [a, b] },
      { OCGs: [a, b], P: 'AllOn' },
      { OCGs: [a, b], P: 'AnyOff' },
      { OCGs: [a, b], P: 'AllOff' },
      { OCGs: [] },
      { OCGs: [a], VE: ['And', a, ['Not', b]] },
      { OCGs: [a], VE: ['Or', ['Not', a], b] },
      { OCGs: [a], VE: ['Nand', a] },
    ].map((more) => layers.state(member(more)));
    const [on, off] = ['shown', 'hidden'];
    expect(states).toEqual([off, on, off, on, off, on, on, off, 'unsure']);
  });

  it('of expressions without end are unsure', async () => {
    const { layers, a, member } = await layered();
    let VE: unknown = a;
    for (let i = 0; i < 40; i++) VE = ['Not', VE];
    expect(layers.state(member({ VE }))).toBe('unsure');
  });
});
