import { describe, expect, test } from 'vitest';
import type { Volume } from '../../src/model/production.ts';
import { buildVolume } from '../../src/produce/build-volume.ts';
import type { VolumeInput } from '../../src/produce/volume-input.ts';
import { bases, type Paper, papers } from '../log/example.ts';
import { stageOne, volumeInput } from './example-volume.ts';

const plain = papers.filter((paper) => paper.treatment !== 'unacknowledged');
const silentBases = bases.filter((base) => base.existence_sensitive).map((base) => base.id);
const paperOn = (basis: string, no = 40): Paper => ({
  no,
  pages: 2,
  typeText: 'Record',
  date: { from: '2024-05-02' },
  treatment: 'unacknowledged',
  bases: [basis],
});
/** A forum without letters: they take most of the time, and one test below has them. */
const quick = (of: readonly Paper[]): VolumeInput => {
  const input = volumeInput(of);
  return { ...input, matter: { ...input.matter, forum: 'without letters' } };
};
const neutral = (of: readonly Paper[]): VolumeInput => {
  const input = quick(of);
  return { ...input, pack: { ...input.pack, unacknowledged: 'neutral_row' } };
};
const bytesOf = (volume: Volume): readonly (readonly [string, string])[] =>
  volume.outgoing.map((file) => [file.path, Buffer.from(file.bytes).toString('base64')]);
const log = (volume: Volume, name: string): readonly string[] => {
  const file = volume.outgoing.find((one) => one.path === `LOGS/${name}`);
  return Buffer.from(file?.bytes ?? [])
    .toString('utf8')
    .trim()
    .split('\r\n');
};

describe('a document whose existence may not be acknowledged', async () => {
  const without = await buildVolume(quick(plain));

  test.each(silentBases)('on the ground %s leaves what goes out as it is without it, byte for byte', async (basis) => {
    const of = [...plain.slice(0, 3), paperOn(basis), ...plain.slice(3)];
    expect(bytesOf(await buildVolume(quick(of)))).toEqual(bytesOf(without));
  });

  test('on all grounds at once changes no letter either', async () => {
    const of = [...plain, ...silentBases.map((basis, i) => paperOn(basis, 40 + i))];
    const [whole, less] = [await buildVolume(volumeInput(of)), await buildVolume(volumeInput(plain))];
    expect(whole.outgoing.some((file) => file.path.startsWith('LETTERS/'))).toBe(true);
    expect(bytesOf(whole)).toEqual(bytesOf(less));
  });

  test('gets one neutral row in each log where the pack asks for it, the same for every ground and number of documents', async () => {
    const volumes = [];
    for (const basis of silentBases) volumes.push(await buildVolume(neutral([...plain, paperOn(basis)])));
    volumes.push(await buildVolume(neutral([...plain, paperOn('part2_sud'), paperOn('hiv_info', 41)])));
    const [first] = volumes;
    for (const volume of volumes) expect(bytesOf(volume)).toEqual(bytesOf(first!));
    for (const name of ['privilege-log.csv', 'redaction-log.csv']) {
      const [rows, before] = [log(first!, name), log(without, name)];
      expect(rows.slice(0, -1)).toEqual(before);
      expect(rows.at(-1)).toContain('Record withheld under state and federal confidentiality and privilege law');
      expect(rows.at(-1)).not.toMatch(/CHC-FS|PRIV-\d|RED-\d/);
    }
    const changed = bytesOf(first!).filter(
      ([path, bytes]) => bytesOf(without).find(([p]) => p === path)?.[1] !== bytes,
    );
    expect(changed.map(([path]) => path)).toEqual([
      'LOGS/privilege-log.csv',
      'LOGS/redaction-log.csv',
      'MANIFEST.sha256',
    ]);
    expect(first!.findings).toEqual([]);
    expect(first!.lint.filter((one) => one.level === 'error')).toEqual([]);
  });

  test('gets no neutral row where there is none, nor where the file as a whole is withheld', async () => {
    expect(bytesOf(await buildVolume(neutral(plain)))).toEqual(bytesOf(without));
    const closed = stageOne();
    const asked: VolumeInput = { ...closed, pack: { ...closed.pack, unacknowledged: 'neutral_row' } };
    expect(log(await buildVolume(asked), 'privilege-log.csv')).toHaveLength(1);
  });
});
