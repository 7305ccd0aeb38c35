import { expect, it } from 'vitest';
import { findPastNotes } from '../../src/detect/find-past-notes.ts';
import { findTerms } from '../../src/detect/find-terms.ts';
import type { PageText } from '../../src/model/page.ts';
import { readAs } from '../support/read-pages.ts';

/** The page with the letters that stand between braces set small. */
function withSmall(marked: string): PageText {
  const page = readAs('a.pdf', 1, marked.replace(/[{}]/g, ''));
  const small = new Set<number>();
  let [at, inside] = [0, false];
  for (const letter of marked) {
    if (letter === '{' || letter === '}') inside = letter === '{';
    else if (inside) small.add(at++);
    else at++;
  }
  const words = page.words.map((word) => {
    const glyphs = [...word.glyphs];
    for (let i = 0; i < word.text.length; i++) if (small.has(word.start + i)) glyphs[4 * i + 3] = 6;
    return { ...word, glyphs };
  });
  return { ...page, words };
}

function found(marked: string): readonly string[] {
  const page = withSmall(marked);
  const options = { joined: true };
  const plain = findTerms(page.text, ['Jane Doe'], options);
  return findPastNotes(page, ['Jane Doe'], options, plain).map(({ start, end }) => page.text.slice(start, end));
}

it.each([
  ['It was Jane {1} Doe who came.', 'Jane 1 Doe'],
  ['It was Jane {*} Doe who came.', undefined],
  ['It was Jane {4,5} Doe who came.', 'Jane 4,5 Doe'],
  ['It was Ja{2}ne Doe who came.', 'Ja2ne Doe'],
  ['It was Jane{b} Doe who came.', 'Janeb Doe'],
  ['It was Jane {a}\nDoe who came.', 'Jane a\nDoe'],
  ['It was Jane\u00b9\u2070 Doe who came.', 'Jane\u00b9\u2070 Doe'],
  ['It was Jane12 Doe who came.', 'Jane12 Doe'],
  ['It was Jane[3] Doe who came.', 'Jane[3] Doe'],
  ['It was Jane (3) Doe who came.', 'Jane (3) Doe'],
  ['It was Jane Doe{b} who came.', 'Jane Doe'],
  ['It was Jane Doe{TM} who came.', 'Jane Doe'],
  ['It was Jane{ii} Doe who came.', 'Janeii Doe'],
  ['It was Jane {iv} Doe who came.', 'Jane iv Doe'],
  ['It was Jane Doe\u2460 who came.', 'Jane Doe'],
  ['It was Jane\u00aa Doe who came.', 'Jane\u00aa Doe'],
  ['It was Jane {in} Doe who came.', undefined],
  ['It was Jane D{oenes} who came.', undefined],
  ['It was Jane Doe {1} who came.', undefined],
  ['It was Jane B Doe who came.', undefined],
  ['It was Jane 1 Doe who came.', undefined],
  ['It was Jane {born} Doe who came.', undefined],
  ['It was Jane1234 Doe who came.', undefined],
])('passes over the marks of notes and nothing else: %s', (text, place) => {
  expect(found(text)).toEqual(place === undefined ? [] : [place]);
});
