import { expect, it } from 'vitest';
import { deadlineOf } from '../../src/tools/deadline.ts';

it('gives what the work gives', () => {
  expect(deadlineOf(1000)(() => [1, 2])).toEqual({ value: [1, 2] });
});

it('breaks off an expression that would backtrack for years', () => {
  expect(deadlineOf(50)(() => /^(?:a+)+$/.test(`${'a'.repeat(60)}!`))).toBeUndefined();
});

it('throws on what the work throws', () => {
  expect(() =>
    deadlineOf(1000)(() => {
      throw new RangeError('too far');
    }),
  ).toThrow(RangeError);
});
