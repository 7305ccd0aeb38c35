import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import UTIF from 'utif2';
import { afterAll, describe, expect, test } from 'vitest';
import type { Bitmap } from '../../src/pdf/bitmap.ts';
import { pageImage } from '../../src/pdf/page-image.ts';

type Paint = (x: number, y: number) => readonly [number, number, number];

function bitmap(width: number, height: number, paint: Paint): Bitmap {
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) data.set([...paint(i % width, Math.floor(i / width)), 255], i * 4);
  return { width, height, data, dpi: 300 };
}

const grey = (level: number): readonly [number, number, number] => [level, level, level];
const inside = (x: number, y: number): boolean => x > 20 && x < 60 && y > 20 && y < 60;

describe('how a page is kept', () => {
  test.each<[string, Paint, 'tif' | 'jpg']>([
    ['black on white', (x, y) => grey(inside(x, y) ? 0 : 255), 'tif'],
    ['dark grey writing', (x, y) => grey(inside(x, y) && x % 10 < 3 && y < 45 ? 85 : 255), 'tif'],
    ['a scan on greyish paper', (x, y) => grey((inside(x, y) ? 40 : 222) + ((x * 7 + y * 3) % 13)), 'tif'],
    ['an empty page', () => grey(255), 'tif'],
    ['pale writing', (x, y) => grey(inside(x, y) ? 190 : 255), 'jpg'],
    ['a photograph', (x, y) => grey(60 + Math.floor((x + y) / 2)), 'jpg'],
    ['a red stamp', (x, y) => (inside(x, y) ? [200, 30, 30] : [255, 255, 255]), 'jpg'],
  ])('%s', (_name, paint, ending) => {
    expect(pageImage(bitmap(100, 100, paint)).ending).toBe(ending);
  });
});

test('law: a foreign reader sees the very pixels', () => {
  const size = fc.integer({ min: 1, max: 90 });
  fc.assert(
    fc.property(size, size, fc.integer(), (width, height, seed) => {
      const isBlack = (x: number, y: number): boolean => ((x * 31 + y * 17 + seed) >>> 0) % 7 < 3;
      const { bytes, ending } = pageImage(bitmap(width, height, (x, y) => grey(isBlack(x, y) ? 0 : 255)));
      expect(ending).toBe('tif');
      const file = Buffer.from(bytes);
      const [page] = UTIF.decode(file);
      if (page === undefined) throw new Error('no page');
      UTIF.decodeImage(file, page);
      const seen = UTIF.toRGBA8(page);
      expect([page.width, page.height]).toEqual([width, height]);
      for (let i = 0; i < width * height; i++)
        expect(seen[i * 4] === 0).toBe(isBlack(i % width, Math.floor(i / width)));
    }),
    { numRuns: 40 },
  );
});

const folder = mkdtempSync(join(tmpdir(), 'withhold-image-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const has = (tool: string): boolean => spawnSync(tool, ['-version'], { stdio: 'ignore' }).error === undefined;

describe('tools that are not ours', () => {
  const square = pageImage(bitmap(100, 80, (x, y) => grey(inside(x, y) ? 0 : 255)));
  const stamp = pageImage(bitmap(100, 80, (x, y) => (inside(x, y) ? [200, 30, 30] : [255, 255, 255])));
  writeFileSync(join(folder, 'a.tif'), square.bytes);
  writeFileSync(join(folder, 'b.jpg'), stamp.bytes);

  test.skipIf(!has('tiffinfo'))('tiffinfo: group 4, 300 dots an inch, and nothing said about who or when', () => {
    const { stdout, stderr } = spawnSync('tiffinfo', [join(folder, 'a.tif')], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/Compression Scheme: CCITT Group 4/);
    expect(stdout).toMatch(/Resolution: 300, 300 pixels\/inch/);
    expect(stdout).not.toMatch(/Software|DateTime|Artist|HostComputer|DocumentName/);
  });

  test.skipIf(!has('identify'))('ImageMagick: size, depth, resolution', () => {
    const read = (name: string): string =>
      spawnSync('identify', ['-format', '%m %wx%h %x %[units]', join(folder, name)], { encoding: 'utf8' }).stdout;
    expect(read('a.tif')).toBe('TIFF 100x80 300 PixelsPerInch');
    expect(read('b.jpg')).toBe('JPEG 100x80 300 PixelsPerInch');
  });
});
