import { PDFDocument, rgb } from 'pdf-lib';
import { beforeAll, expect, test } from 'vitest';
import type { VolumeFile } from '../../src/model/production.ts';
import { pageImage } from '../../src/pdf/page-image.ts';
import { openRenderer } from '../../src/pdf/render.ts';
import { pictureFindings } from '../../src/verify/picture-pages.ts';

async function pageWith(draw: (page: ReturnType<PDFDocument['addPage']>) => void): Promise<Uint8Array> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  draw(doc.addPage([200, 120]));
  return doc.save();
}

async function pictureOf(pdf: Uint8Array): Promise<{ ending: string; bytes: Uint8Array }> {
  const renderer = await openRenderer(pdf);
  try {
    return pageImage(renderer.render(1, 300));
  } finally {
    renderer.close();
  }
}

let boxed: Uint8Array;
let open: Uint8Array;
let red: Uint8Array;
beforeAll(async () => {
  open = await pageWith((page) => page.drawText('a name', { x: 20, y: 60, size: 12 }));
  boxed = await pageWith((page) => page.drawRectangle({ x: 15, y: 55, width: 60, height: 18, color: rgb(0, 0, 0) }));
  red = await pageWith((page) => page.drawRectangle({ x: 15, y: 55, width: 60, height: 18, color: rgb(0.8, 0, 0) }));
});

const volume = (pdf: Uint8Array, picture: { ending: string; bytes: Uint8Array }): VolumeFile[] => [
  { path: 'PDF/A-1.pdf', bytes: pdf },
  { path: `IMAGES/0001/A-1.${picture.ending}`, bytes: picture.bytes },
  { path: 'DATA/V.opt', bytes: Buffer.from(`A-1,V,IMAGES\\0001\\A-1.${picture.ending},Y,,,1\r\n`) },
];
const said = async (files: readonly VolumeFile[]): Promise<readonly string[]> =>
  (await pictureFindings(files)).map((finding) => `${finding.level} ${finding.file}: ${finding.what}`);

test('pictures of the checked pages pass, in ink and in colour', async () => {
  for (const pdf of [open, boxed, red]) expect(await said(volume(pdf, await pictureOf(pdf)))).toEqual([]);
  expect((await pictureOf(red)).ending).toBe('jpg');
});

test('a picture of the page before it was boxed is a leak', async () => {
  const wrong = /shows something else than the page/;
  expect(await said(volume(boxed, await pictureOf(open)))).toEqual([expect.stringMatching(wrong)]);
  expect(await said(volume(red, await pictureOf(await pageWith(() => undefined))))).toHaveLength(1);
});

test('what a picture carries besides its pixels is a leak', async () => {
  const picture = await pictureOf(open);
  const longer = Buffer.concat([picture.bytes, Buffer.from('the name')]);
  expect(await said(volume(open, { ...picture, bytes: longer }))).toEqual([expect.stringMatching(/bytes behind/)]);
  const tagged = Buffer.from(picture.bytes);
  tagged.writeUInt16LE(305, 8 + 2);
  expect((await said(volume(open, { ...picture, bytes: tagged }))).join()).toMatch(/tag that a page does not need/);
});

test('load file and pictures must be of one another', async () => {
  const files = volume(open, await pictureOf(open));
  expect(await said(files.filter((file) => !file.path.startsWith('DATA/')))).toEqual([
    expect.stringMatching(/no line of the load file/),
  ]);
  expect(await said(files.filter((file) => !file.path.startsWith('IMAGES/')))).toEqual([
    expect.stringMatching(/not there/),
  ]);
});
