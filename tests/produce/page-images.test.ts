import { expect, test } from 'vitest';
import { buildVolume } from '../../src/produce/build-volume.ts';
import { imageFiles } from '../../src/produce/page-images.ts';
import { matter } from '../log/example.ts';
import { volumeInput } from './example-volume.ts';
import { readOpt } from './read-opt.ts';

const images = { ...matter, production: { ...matter.production, profile: 'images' as const } };

/** The redactor of these tests writes a line a page; a slip sheet is a PDF of one. */
const drawPages = async (pdf: Uint8Array): Promise<{ ending: 'tif'; bytes: Uint8Array }[]> => {
  const text = Buffer.from(pdf).toString('latin1');
  const pages = text.startsWith('%PDF') ? 1 : text.split('\n').length;
  return Array.from({ length: pages }, (_, i) => ({ ending: 'tif', bytes: Buffer.from(`picture ${i}`) }));
};

test('a picture a page, one a slip sheet; the load file names each once, in order', async () => {
  const built = await buildVolume(volumeInput(undefined, { matter: images, drawPages }));
  const files = built.outgoing.map((file) => file.path);
  const opt = readOpt(built.outgoing.find((file) => file.path === 'DATA/VOL001.opt')?.bytes ?? new Uint8Array());
  expect(opt.map((line) => line.path.replaceAll('\\', '/'))).toEqual(
    files.filter((path) => path.startsWith('IMAGES/')),
  );
  expect(opt).toHaveLength(28 + 5);
  expect(opt.filter((line) => line.isFirst).map((line) => `PDF/${line.key}.pdf`)).toEqual(
    files.filter((path) => path.startsWith('PDF/')),
  );
  expect(opt.reduce((sum, line) => sum + line.pages, 0)).toBe(opt.length);
  expect(opt[0]).toEqual({
    key: 'CHC-FS-000001',
    volume: 'VOL001',
    path: 'IMAGES\\0001\\CHC-FS-000001.tif',
    isFirst: true,
    pages: 3,
  });
  expect(opt.find((line) => line.key === 'CHC-FS-000014')?.pages).toBe(1);
  expect(files).toContain('DATA/VOL001.dat');
});

test('profile pdf has neither pictures nor their load file', async () => {
  const built = await buildVolume(volumeInput());
  expect(built.outgoing.some((file) => /^IMAGES|\.opt$/.test(file.path))).toBe(false);
});

test('a folder holds a thousand pictures', () => {
  const numbers = Array.from({ length: 1001 }, (_, i) => `A-${i}`);
  const { files } = imageFiles('V', [
    { numbers, pages: numbers.map(() => ({ ending: 'jpg', bytes: new Uint8Array() })) },
  ]);
  expect([files[999]?.path, files[1000]?.path]).toEqual(['IMAGES/0001/A-999.jpg', 'IMAGES/0002/A-1000.jpg']);
});
