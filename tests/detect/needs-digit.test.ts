import { describe, expect, it } from 'vitest';
import { needsDigit } from '../../src/detect/needs-digit.ts';
import { RULES } from './rules.ts';

describe('expressions that need a digit', () => {
  it.each([
    String.raw`\d{3}-\d{4}`,
    '(?:a|b)1',
    String.raw`(?:x\d|[0-9]y)`,
    String.raw`(?=[A-Z]{0,3}\d)[A-Z0-9]{2}`,
    String.raw`\p{Lu}+ ?[1-9]`,
  ])('%s does', (source) => {
    expect(needsDigit(source)).toBe(true);
  });

  it.each([
    String.raw`a\d?`,
    String.raw`(?:\d|x)`,
    String.raw`(?!\d)x`,
    '(?:1)?a',
    '[a-z0-9]',
    String.raw`x{0,2}\d{0,3}`,
    String.raw`(?<!\d)[A-Z]`,
    String.raw`\\da`,
  ])('%s does not', (source) => {
    expect(needsDigit(source)).toBe(false);
  });

  it('is never said of one that matches an example without a digit', () => {
    for (const pattern of RULES.identifiers.flatMap((p) => p.patterns)) {
      for (const { text } of pattern.examples.match) {
        if (/\d/.test(text)) continue;
        for (const v of pattern.variants)
          if (new RegExp(v.regex, v.flags).test(text)) expect(needsDigit(v.regex), v.id).toBe(false);
      }
    }
  });
});
