import { describe, expect, it, test } from 'vitest';
import { detect } from '../../src/detect/detect.ts';
import { sourceNames } from '../../src/detect/source-names.ts';
import type { Person } from '../../src/model/matter.ts';
import type { PageText } from '../../src/model/page.ts';
import { caseOf } from './rules.ts';

const PEOPLE: readonly Person[] = [
  { name: 'Lena Ostrander', aliases: [], role: 'parent', relation: 'record_subject' },
  { name: 'Mona Brisket', aliases: [], role: 'caseworker', relation: 'staff' },
  { name: 'Delphine Arkwright', aliases: [], role: 'reporter', relation: 'reporter' },
];

/** Each ground with its text and tier. */
const marked = (text: string): readonly string[] =>
  detect(caseOf(text, PEOPLE)).flatMap((m) =>
    m.area.kind === 'span' ? [`${m.tier} ${m.basis} ${text.slice(m.area.start, m.area.end)}`] : [],
  );

describe('what a browser prints at the edge of a page', () => {
  it.each([
    ['a file', 'file:///home/mbrisket/Ostrander/note.html', 'auto'],
    ['a file on a share', '\\\\ccfs-fs1\\cases\\Ostrander\\note.docx', 'auto'],
    ['mail on the web', 'https://mail.example.org/u/0/?ik=a1b2c3&view=pt', 'review'],
  ])('%s is closed, whoever is named beside it', (_, path, tier) => {
    expect(marked(`Worker Mona Brisket saw Lena Ostrander.\n\n${path}\n\n1/2`)).toContain(`${tier} identifier ${path}`);
  });

  test('a name in it stays closed where a person opens the rest', () => {
    const text = 'Notes.\n\nC:\\Users\\mb\\Delphine Arkwright\\call.docx';
    expect(marked(text).some((one) => one.includes('reporter_identity Delphine Arkwright'))).toBe(true);
  });
});

describe('the name of a source', () => {
  const files = ['in/Ostrander intake (2).pdf', '04-mail.msg.pdf#attachment-1', '1.tif', 'é-visite.pdf'];
  const find = (text: string): readonly string[] =>
    sourceNames(files)({ text } as PageText).map((hit) => text.slice(hit.start, hit.end));

  it.each<[string, readonly string[]]>([
    ['Ostrander intake (2).docx   Page 1', ['Ostrander intake (2).docx']],
    ['OSTRANDER\nINTAKE (2).PDF', ['OSTRANDER\nINTAKE (2).PDF']],
    ['saved as 04-mail.msg.pdf.', ['04-mail.msg.pdf']],
    ['see é-visite.pdf', ['é-visite.pdf']],
    ['an Ostrander intake (2)', []],
    ['1. The child', []],
    ['21.tif and 1.tiffany', []],
    ['scan 1.tif', ['1.tif']],
  ])('%j', (text, expected) => expect(find(text)).toEqual(expected));

  test('of no files is nothing', () => {
    expect(sourceNames([])({ text: 'a.pdf .pdf' } as PageText)).toEqual([]);
  });
});
