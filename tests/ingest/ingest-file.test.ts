import { createCanvas } from '@napi-rs/canvas';
import { PDFDocument } from 'pdf-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { ingestFile } from '../../src/ingest/ingest-file.ts';
import { renderPage } from '../../src/pdf/render.ts';

const text = (value: string) => new TextEncoder().encode(value);

function picture(width: number, height: number, type: 'png' | 'jpeg'): Uint8Array {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = '#c02020';
  pen.fillRect(0, 0, width / 2, height / 4);
  return type === 'png' ? canvas.toBuffer('image/png') : canvas.toBuffer('image/jpeg', 90);
}

/** A PNG header that claims a size, with no picture behind it. */
function claim(width: number, height: number): Uint8Array {
  const bytes = picture(4, 4, 'png').slice();
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(16, width);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(20, height);
  return bytes;
}

/** The JPEG with an EXIF segment that says how it lies. */
function oriented(jpeg: Uint8Array, orientation: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
  const exif = [0xff, 0xe1, 0, tiff.length + 8, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
  return Uint8Array.from([...jpeg.subarray(0, 2), ...exif, ...jpeg.subarray(2)]);
}

/** A TIFF file of 1-bit pages of 64 x 32 pixels, the upper half black, by hand (TIFF 6.0). */
function tiff(
  pages: number,
  more: { orientation?: number; cut?: boolean; circle?: boolean; compression?: number } = {},
): Uint8Array {
  const [entries, data] = [11, 8 * 32];
  const step = 2 + entries * 12 + 4 + 16 + data;
  const bytes = new Uint8Array(8 + pages * step);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, 8, true);
  for (let page = 0; page < pages; page++) {
    const at = 8 + page * step;
    const after = at + 2 + entries * 12 + 4;
    const tags = [
      [256, 3, 64],
      [257, 3, 32],
      [258, 3, 1],
      [259, 3, more.compression ?? 1],
      [262, 3, 0],
      [273, 4, after + 16],
      [274, 3, more.orientation ?? 1],
      [278, 3, 32],
      [279, 4, data],
      [282, 5, after],
      [283, 5, after + 8],
    ] as const;
    view.setUint16(at, entries, true);
    tags.forEach(([tag, type, value], i) => {
      const entry = at + 2 + i * 12;
      view.setUint16(entry, tag, true);
      view.setUint16(entry + 2, type, true);
      view.setUint32(entry + 4, 1, true);
      view.setUint32(entry + 8, value, true);
    });
    const end = more.circle ? 8 : 0;
    view.setUint32(after - 4, page + 1 < pages ? at + step : end, true);
    for (const rational of [after, after + 8]) {
      view.setUint32(rational, 64, true);
      view.setUint32(rational + 4, 1, true);
    }
    bytes.fill(0xff, after + 16, after + 16 + data / 2);
  }
  return more.cut ? bytes.slice(0, bytes.length - 100) : bytes;
}

let pdf: Uint8Array;
let portfolio: Uint8Array;
beforeAll(async () => {
  const doc = await PDFDocument.create();
  doc.addPage([300, 400]);
  pdf = await doc.save();
  const outer = await PDFDocument.create();
  outer.addPage([300, 400]);
  await outer.attach(pdf, 'report.pdf');
  await outer.attach(text('From: a@example.org\nTo: b@example.org\nSubject: x\n\nhello'), 'mail.eml');
  const middle = await outer.save();
  const all = await PDFDocument.create();
  all.addPage([300, 400]);
  await all.attach(middle, 'inner.pdf');
  portfolio = await all.save();
});

const ingest = (file: string, bytes: Uint8Array) => ingestFile({ file, bytes, passwords: [] });

describe('what can be read', () => {
  it.each<[string, () => Uint8Array, object]>([
    ['a.pdf', () => pdf, { format: 'pdf', pages: 1, notes: [] }],
    ['named-wrongly.jpg', () => pdf, { format: 'pdf', pages: 1 }],
    ['b.png', () => picture(60, 40, 'png'), { format: 'png', pages: 1 }],
    ['c.jpg', () => picture(60, 40, 'jpeg'), { format: 'jpeg', pages: 1 }],
    ['d.tif', () => tiff(3), { format: 'tiff', pages: 3 }],
  ])('%s becomes a PDF', async (file, bytes, expected) => {
    const { sources, unreadable } = await ingest(file, bytes());
    expect(unreadable).toEqual([]);
    expect(sources).toHaveLength(1);
    expect(sources[0]?.source).toMatchObject({ file, ...expected });
    expect(sources[0]?.source.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(new TextDecoder().decode(sources[0]?.pdf.subarray(0, 5))).toBe('%PDF-');
  });

  it('a photograph is set upright as its EXIF says', async () => {
    const { sources } = await ingest('photo.jpg', oriented(picture(600, 400, 'jpeg'), 6));
    const page = await renderPage(sources[0]!.pdf, 1, 72);
    expect(page.height).toBeGreaterThan(page.width);
    // The red quarter of the stored top left comes to stand at the top right.
    expect(
      [...page.data.subarray((10 * page.width + page.width - 10) * 4, (10 * page.width + page.width - 10) * 4 + 3)][1],
    ).toBeLessThan(90);
    expect(page.data[(10 * page.width + 10) * 4 + 1]).toBeGreaterThan(200);
  });

  it.each([
    [1, 'top'],
    [3, 'bottom'],
    [6, 'right'],
    [8, 'left'],
  ])('a TIFF of orientation %i has its dark half at the %s', async (orientation, side) => {
    const { sources } = await ingest('fax.tif', tiff(1, { orientation }));
    const { width, height, data } = await renderPage(sources[0]!.pdf, 1, 72);
    const dark = (fx: number, fy: number) =>
      (data[(Math.floor(fy * height) * width + Math.floor(fx * width)) * 4] ?? 255) < 128;
    expect({ top: dark(0.5, 0.1), bottom: dark(0.5, 0.9), left: dark(0.1, 0.5), right: dark(0.9, 0.5) }[side]).toBe(
      true,
    );
    expect(
      [dark(0.5, 0.1), dark(0.5, 0.9)].filter(Boolean).length + [dark(0.1, 0.5), dark(0.9, 0.5)].filter(Boolean).length,
    ).toBeGreaterThan(0);
    expect(
      dark(
        { top: 0.5, bottom: 0.5, left: 0.9, right: 0.1 }[side]!,
        { top: 0.9, bottom: 0.1, left: 0.5, right: 0.5 }[side]!,
      ),
    ).toBe(false);
  });

  it('files inside a PDF are sources of their own, mail among them is reported', async () => {
    const { sources, unreadable } = await ingest('all.pdf', portfolio);
    expect(sources.map(({ source }) => source.file)).toEqual([
      'all.pdf',
      'all.pdf#attachment-1',
      'all.pdf#attachment-1#attachment-2',
    ]);
    expect(sources[2]?.source.parent).toEqual({ file: 'all.pdf#attachment-1', order: 2, of: 2 });
    expect(unreadable).toMatchObject([{ file: 'all.pdf#attachment-1#attachment-1', code: 'email-or-office' }]);
  });
});

describe('what cannot be read is named with its next step', () => {
  it.each<[string, () => Uint8Array, string]>([
    ['nothing.pdf', () => new Uint8Array(0), 'empty'],
    ['notes.pdf', () => text('Only a text with another name.'), 'not-the-format'],
    ['odd.png', () => Uint8Array.from([1, 2, 3, 4, 5]), 'not-the-format'],
    ['cut.pdf', () => pdf.slice(0, Math.floor(pdf.length * 0.5)), 'damaged'],
    ['cut.png', () => picture(300, 300, 'png').slice(0, -40), 'damaged'],
    ['cut.jpg', () => picture(300, 300, 'jpeg').slice(0, -200), 'damaged'],
    ['cut.tif', () => tiff(2, { cut: true }), 'damaged'],
    ['circle.tif', () => tiff(2, { circle: true }), 'damaged'],
    ['raw.tif', () => tiff(1, { compression: 34712 }), 'unknown-format'],
    ['claims.png', () => claim(20_000, 20_000), 'too-large'],
    ['long.png', () => claim(20_000, 40), 'too-large'],
    ['lies.png', () => claim(400, 400), 'damaged'],
    ['mail.eml', () => text('Received: by mx\r\nFrom: a@example.org\r\nSubject: x\r\n\r\nbody'), 'email-or-office'],
    ['box.mbox', () => text('From a@example.org Mon Mar 4 10:00:00 2024\nSubject: x\n\nbody'), 'email-or-office'],
    ['letter.docx', () => text('PK\x03\x04....[Content_Types].xml'), 'email-or-office'],
    ['letter.odt', () => text('PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.text'), 'email-or-office'],
    ['old.doc', () => Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), 'email-or-office'],
    ['a.rtf', () => text('{\\rtf1 hello}'), 'email-or-office'],
    ['page.html', () => text('<!DOCTYPE html><html><body>x</body></html>'), 'email-or-office'],
    ['all.zip', () => text('PK\x03\x04 anything'), 'unknown-format'],
    ['photo.heic', () => text('\0\0\0\x18ftypheic'), 'unknown-format'],
    ['list.csv', () => text('name,date\nx,2024-01-01\n'), 'unknown-format'],
  ])('%s', async (file, bytes, code) => {
    const { sources, unreadable } = await ingest(file, bytes());
    expect(sources).toEqual([]);
    expect(unreadable).toMatchObject([{ file, code }]);
    expect(unreadable[0]?.nextStep).toMatch(/^[A-Z].*\.$/);
    expect(unreadable[0]?.problem).toMatch(/^[A-Z].*\.$/);
  });
});
