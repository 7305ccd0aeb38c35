import { describe, expect, test } from 'vitest';
import type { ProductionSettings } from '../../src/model/matter.ts';
import { firstNumber, freeName } from '../../src/pipeline/earlier.ts';
import type { VolumeRecord } from '../../src/store/volumes.ts';

const production = (start: number, prefix = 'A-'): ProductionSettings => ({
  prefix,
  start,
  digits: 6,
  volume: 'VOL002',
  profile: 'pdf',
});

const sealed = (last: number, order: number, start = 1, prefix = 'A-'): VolumeRecord => ({
  date: '2025-08-20',
  sealed: true,
  prefix,
  start,
  order,
  ledger: { volume: 'V', date: '2025-08-20', documents: [], players: [], last },
});

describe('the first number of a volume', () => {
  test.each<[string, ProductionSettings, Record<string, VolumeRecord>, number]>([
    ['nothing before', production(1), {}, 1],
    ['a draft before', production(1), { VOL001: { date: '2025-08-20', sealed: false } }, 1],
    ['a sealed volume, start left as it was', production(1), { VOL001: sealed(44, 1) }, 45],
    ['the same with another first number', production(500), { VOL001: sealed(544, 1, 500) }, 545],
    ['two sealed volumes', production(1), { VOL001: sealed(44, 1), VOL002: sealed(50, 2) }, 51],
    ['a start beyond what is given', production(100), { VOL001: sealed(44, 1) }, 100],
    ['another prefix', production(1, 'B-'), { VOL001: sealed(44, 1) }, 1],
    ['a sealed volume without a page', production(1), { VOL001: { date: '2025-08-20', sealed: true, order: 1 } }, 1],
    ['itself, sealed', production(1), { VOL003: sealed(44, 1) }, 1],
  ])('%s', (_name, settings, records, expected) => {
    expect(firstNumber(settings, records, 'VOL003')).toBe(expected);
  });

  test('a start among the numbers given is refused by name', () => {
    expect(() => firstNumber(production(12), { VOL001: sealed(44, 1) }, 'VOL002')).toThrow(
      /start: 12 .* VOL001 gave \(to 44\).*goes on with 45/,
    );
  });
});

test('the next name is one that no volume has', () => {
  const record: VolumeRecord = { date: '2025-08-20', sealed: true };
  expect(freeName('VOL001', {})).toBe('VOL002');
  expect(freeName('VOL001', { VOL002: record })).toBe('VOL003');
  expect(freeName('FIRST', {})).toBe('FIRST-2');
});
