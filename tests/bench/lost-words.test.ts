import { expect, test } from 'vitest';
import { lostWords } from './lost-words.ts';

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');

test.each([
  ['the jane doe case', 'the case', ['jane doe'], '', ''],
  ['the jane doe case', 'the', ['jane doe'], '', 'case'],
  ['a test suite and more', 'a and more', ['testsuite'], '', ''],
  ['a test and more', 'a and more', ['testsuite'], '', 'test'],
  ['sourcelevel code', 'level code', ['source'], '', ''],
  ['vendorplaintiffs paid', 'vendorredacted paid', ['plaintiffs'], '', ''],
  ['plaintiff s son s', 'son s', ['plaintiffs'], '', ''],
  ['any non agenda item', 'any nonitem', ['agenda'], '', ''],
  ['sourcelevel code', 'code', ['source'], '', 'sourcelevel'],
  ['no 14306 here', 'no 14 306 here', ['x'], '', ''],
  ['to the airport', 'to the airpo', ['x'], 'rt', ''],
  ['seen and unseen', 'seen and', ['x'], 'unseen', ''],
  ['twice twice', 'twice', ['x'], '', 'twice'],
])('of %j to %j without %j, %j hidden: %j', (before, after, terms, hidden, lost) => {
  const removal = { terms: terms.map(words), hidden: new Set(words(hidden)) };
  expect(lostWords(words(before), words(after), removal)).toEqual(words(lost));
});
