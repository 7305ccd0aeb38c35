import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument, rgb, StandardFonts } from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { json, scratch, typed, withhold } from './run.ts';

const at = scratch();

beforeAll(async () => {
  writeFileSync(
    join(at, 'letter.pdf'),
    await typed(['A letter about Jane Doe and nobody else.', 'Her number is 123-45-6789.'], ['A second page.']),
  );
  writeFileSync(join(at, 'terms.txt'), '# who\nJane Doe\n\nNobody At All\n');
  const doc = await PDFDocument.load(await typed(['A page behind a password about Jane Doe.']));
  doc.encrypt({ userPassword: 'sesame', ownerPassword: 'sesame-owner' });
  writeFileSync(join(at, 'locked.pdf'), await doc.save());
  writeFileSync(join(at, 'passwords.txt'), 'wrong\nsesame\n');
  writeFileSync(join(at, 'notes.pdf'), 'no pdf at all\n'.repeat(30));
  mkdirSync(join(at, 'folder'));

  const bad = await PDFDocument.create();
  const page = bad.addPage([612, 792]);
  page.drawText('The witness is Jane Doe.', {
    x: 72,
    y: 700,
    size: 12,
    font: await bad.embedFont(StandardFonts.Helvetica),
  });
  page.drawRectangle({ x: 60, y: 690, width: 300, height: 30, color: rgb(0, 0, 0) });
  writeFileSync(join(at, 'painted-over.pdf'), await bad.save());
});

describe('redact', () => {
  test('removes terms of a file, patterns and boxes, and says which terms it did not find', () => {
    const args = ['--terms', 'terms.txt', '--pattern', 'ssn', '--box', '2:72,60,200,20', '--code', 'XX'];
    const { code, err, it } = json(['redact', 'letter.pdf', '--out', 'out.pdf', ...args], at);
    expect(code).toBe(0);
    expect(err).toMatch(/^Not found: term 2\..*\n$/);
    expect(it).toMatchObject({ removed: 3, not_found: [2] });
    expect(json(['verify', 'out.pdf', '--term', 'Jane Doe', '--term', '123-45-6789'], at).code).toBe(0);
  });

  test('speaks to people on stderr only, and never of the text', () => {
    const { code, out, err } = withhold(['redact', 'letter.pdf', '--out', 'a.pdf', '--terms', 'terms.txt'], at);
    expect([code, out]).toEqual([0, '']);
    expect(err).toMatch(/Removed 1 place; verified; wrote a\.pdf\.\n/);
    expect(err).toMatch(/Not found: term 2\./);
    expect(err).not.toMatch(/Jane|Doe|Nobody/);
  });

  test('opens a locked file with a file of passwords, else names the next step', () => {
    const locked = ['redact', 'locked.pdf', '--out', 'unlocked.pdf', '--term', 'Jane Doe'];
    expect(json(locked, at)).toMatchObject({ code: 3, it: { error: { code: 'encrypted' } } });
    expect(existsSync(join(at, 'unlocked.pdf'))).toBe(false);
    expect(json([...locked, '--password-file', 'passwords.txt'], at)).toMatchObject({ code: 0, it: { removed: 1 } });
  });

  test.each([
    ['nothing to redact', ['letter.pdf', '--out', 'x.pdf'], 2, 'Nothing to redact'],
    ['the original as its own result', ['letter.pdf', '--out', './letter.pdf', '--term', 'a'], 2, 'never written to'],
    ['a folder for a result', ['letter.pdf', '--out', 'folder', '--term', 'a'], 2, 'it is a folder'],
    ['a folder that is not there', ['letter.pdf', '--out', 'no/x.pdf', '--term', 'a'], 2, 'there is no folder no'],
    ['a file that is not there', ['absent.pdf', '--out', 'x.pdf', '--term', 'a'], 2, 'Cannot read absent.pdf'],
    ['terms that are not there', ['letter.pdf', '--out', 'x.pdf', '--terms', 'no.txt'], 2, 'Cannot read no.txt'],
    ['a box that is none', ['letter.pdf', '--out', 'x.pdf', '--box', '1:2,3'], 2, 'PAGE:X,Y,W,H'],
    ['a box beyond the last page', ['letter.pdf', '--out', 'x.pdf', '--box', '9:1,1,9,9'], 2, 'pages 1 to 2'],
    ['a pattern nobody knows', ['letter.pdf', '--out', 'x.pdf', '--pattern', 'shoe-size'], 2, 'shoe-size'],
    ['no PDF', ['notes.pdf', '--out', 'x.pdf', '--term', 'a'], 3, 'notes.pdf'],
  ])('refuses %s and writes nothing', (_, args, exit, said) => {
    const { code, out, err } = withhold(['redact', ...args], at);
    expect([code, out, err]).toEqual([exit, '', expect.stringContaining(said)]);
    expect(existsSync(join(at, 'x.pdf'))).toBe(false);
  });

  test('never touches the original', async () => {
    const fresh = await typed(
      ['A letter about Jane Doe and nobody else.', 'Her number is 123-45-6789.'],
      ['A second page.'],
    );
    expect(Buffer.from(readFileSync(join(at, 'letter.pdf'))).equals(Buffer.from(fresh))).toBe(true);
  });
});

describe('verify', () => {
  test('finds what is only painted over, in anybody’s file, without quoting it', () => {
    const { code, it } = json(['verify', 'painted-over.pdf'], at);
    expect(code).toBe(8);
    expect(it.files[0].file).toBe('painted-over.pdf');
    expect(it.files[0].findings).toContainEqual(
      expect.objectContaining({ level: 'leak', page: 1, seen_by: expect.any(Array), what: expect.any(String) }),
    );
    expect(JSON.stringify(it)).not.toMatch(/witness|Jane/);
    const told = withhold(['verify', 'painted-over.pdf'], at);
    expect([told.code, told.out]).toEqual([8, '']);
    expect(told.err).toMatch(/^LEVEL +FILE +PAGE/);
  });

  test('goes on to the others where one is no PDF', () => {
    const { code, it } = json(['verify', 'notes.pdf', 'letter.pdf'], at);
    expect(code).toBe(3);
    expect(it.files).toMatchObject([{ file: 'letter.pdf' }]);
    expect(it.unreadable).toMatchObject([{ file: 'notes.pdf' }]);
  });

  test('is told a path that is there', () => {
    expect(withhold(['verify', 'absent.pdf'], at)).toMatchObject({ code: 2, err: 'There is no absent.pdf.\n' });
  });
});
