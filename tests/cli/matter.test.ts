import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { json, layOut, ordered, papers, scratch, withhold } from './run.ts';

const at = scratch();
const M = 'case';
const yaml = join(at, M, 'matter.yaml');
const internal = (file: string): string => readFileSync(join(at, M, 'productions', 'VOL001.internal', file), 'utf8');

/** Rows of an exported list; the test's papers have no line break in a cell. */
function rowsOf(csv: string): { columns: readonly string[]; lines: readonly string[] } {
  const [heading = '', ...lines] = readFileSync(join(at, csv), 'utf8').trim().split(/\r?\n/);
  return { columns: heading.split(','), lines };
}

/** The exported list with one answer in each row that `where` picks; the last three columns are the person's. */
function fill(from: string, to: string, answer: string, where: (line: string) => boolean = () => true): void {
  const { columns, lines } = rowsOf(from);
  const filled = lines.map((line) => (where(line) ? line.replace(/,[^,]*,[^,]*,[^,]*$/, `,${answer},,`) : line));
  writeFileSync(join(at, to), [columns.join(','), ...filled, ''].join('\r\n'));
}

async function textOf(pdf: string): Promise<string> {
  const doc = await getDocument({ data: new Uint8Array(readFileSync(pdf)), verbosity: VerbosityLevel.ERRORS }).promise;
  let text = '';
  for (let page = 1; page <= doc.numPages; page++) {
    const { items } = await (await doc.getPage(page)).getTextContent();
    text += items.map((item) => ('str' in item ? `${item.str} ` : '')).join('');
  }
  await doc.loadingTask.destroy();
  return text;
}

const outgoing = (): readonly string[] =>
  readdirSync(join(at, M, 'productions', 'VOL001'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

beforeAll(async () => {
  layOut(join(at, M), ordered, await papers());
});

/** One matter from the subpoena to the sealed volume; each test goes on where the one before stopped. */
describe('a matter, step by step', () => {
  test('prepare reads, proposes and says what comes next; twice is once', () => {
    const first = withhold(['prepare', M], at);
    expect(first).toMatchObject({ code: 0, out: '' });
    expect(first.err).toBe('Read 3 pages of 2 files: 2 documents, 2 marks. Next: withhold status case\n');
    const again = json(['prepare', M], at);
    expect(again).toMatchObject({
      code: 0,
      err: '',
      it: { counts: { sources: 2, pages: 3, documents: 2 }, unreadable: [] },
    });
  });

  test('status counts what is open', () => {
    const { code, it } = json(['status', M], at);
    expect(code).toBe(0);
    expect(it).toMatchObject({ prepared: true, volume: { name: 'VOL001', state: 'none' } });
    expect(it.items).toMatchObject({ document: { open: 2 }, string: { open: 2 } });
    expect(it.authorities).toMatchObject([{ id: 'A1', valid: true }]);
    expect(it.next).toContain('withhold produce case --accept-proposals');
  });

  test('produce refuses while anything is undecided, and names it', () => {
    const { code, out, err } = withhold(['produce', M], at);
    expect([code, out]).toEqual([7, '']);
    expect(err).toMatch(/undecided: 01-notes\.pdf#p1-2/);
    expect(err).toContain('Next: withhold status case');
    expect(existsSync(join(at, M, 'productions'))).toBe(false);
  });

  test('acceptance needs a name', () => {
    for (const command of ['produce', 'respond'])
      expect(withhold([command, M, '--accept-proposals'], at)).toMatchObject({
        code: 2,
        err: expect.stringContaining('--by NAME'),
      });
  });

  test('a draft is marked on every page, certifies nothing and is listed', async () => {
    const { code, it } = json(['respond', M, '--accept-proposals', '--by', 'Ruth Keeper'], at);
    expect(code).toBe(0);
    expect(it).toMatchObject({ volume: 'VOL001', reviewed: false, bates: { begin: 'MC-000001', end: 'MC-000003' } });
    for (const path of outgoing().filter((file) => file.endsWith('.pdf')))
      expect(await textOf(path), path).toContain('UNREVIEWED');
    expect(outgoing().some((path) => path.includes('certification'))).toBe(false);
  });

  test('the list holds no text of a page and comes with a picture of each place', () => {
    const { code, it } = json(['decide', M, '--export', 'marks.csv'], at);
    const { lines, columns } = rowsOf('marks.csv');
    expect([code, it.items]).toEqual([0, lines.length]);
    expect(columns.join()).toBe(
      'ITEM,KIND,TIER,SOURCE_FILE,SOURCE_PAGE,BOX,PROPOSED,BASIS,COUNT,WHY,DECISION,NEW_BASIS,REASON',
    );
    expect(lines.join('\n')).not.toMatch(/Nora|555-201|kitchen/);
    const pictures = readdirSync(join(at, M, '.withhold', 'review')).sort();
    expect(pictures).toEqual(lines.map((line) => `${line.split(',')[0]}.png`).sort());
  });

  test('nothing is imported of a list with one bad row; every bad row is named', () => {
    fill('marks.csv', 'good.csv', 'accept');
    const good = readFileSync(join(at, 'good.csv'), 'utf8');
    const [heading, ...rows] = good.trim().split('\r\n');
    const spoilt = [
      heading,
      (rows[0] ?? '').replace(/^doc-\w+/, 'doc-000000000000'),
      rows[1],
      (rows[2] ?? '').replace(',accept,,', ',maybe,,'),
      (rows[3] ?? '').replace(/,accept,,$/, ',accept,weather,'),
    ];
    writeFileSync(join(at, 'list.csv'), [...spoilt.slice(0, 3), ...spoilt.slice(-3), ''].join('\r\n'));
    const { code, out, err } = withhold(['decide', M, '--import', 'list.csv', '--by', 'Ruth Keeper'], at);
    expect([code, out]).toEqual([2, '']);
    for (const said of [
      'row 2: ITEM "doc-000000000000"',
      'row 4: ITEM "str-',
      'stands twice',
      'DECISION "maybe"',
      'NEW_BASIS "weather"',
    ])
      expect(err).toContain(said);
    expect(existsSync(join(at, M, '.withhold', 'decisions.jsonl'))).toBe(false);
  });

  test('a file that is no such list is refused', () => {
    writeFileSync(join(at, 'other.csv'), 'A,B\r\n1,2\r\n');
    const run = withhold(['decide', M, '--import', 'other.csv', '--by', 'Ruth Keeper'], at);
    expect([run.code, run.err]).toEqual([2, expect.stringContaining('lacks the column ITEM')]);
  });

  test('an empty list decides nothing, and a file that is not there is named', () => {
    expect(json(['decide', M, '--import', 'marks.csv', '--by', 'Ruth Keeper'], at)).toMatchObject({
      code: 0,
      it: { recorded: 0, unchanged: 0 },
    });
    expect(withhold(['decide', M, '--import', 'none.csv', '--by', 'R'], at)).toMatchObject({
      code: 2,
      err: expect.stringContaining('none.csv'),
    });
    expect(withhold(['decide', M, '--export', 'nowhere/marks.csv'], at).code).toBe(2);
  });

  test('release refuses until the sample is read and counsel asks', () => {
    const early = withhold(['release', M, '--by', 'Ada Counsel'], at);
    expect([early.code, early.err]).toEqual([7, expect.stringMatching(/sample: the page was not read/)]);
    const stranger = json(['release', M, '--by', 'Ruth Keeper'], at);
    expect(stranger.code).toBe(7);
    const whys = stranger.it.blockers.map(({ why }: { why: string }) => why).join('\n');
    expect(whys).toMatch(/Ruth Keeper is no attorney/);
    expect(whys).toMatch(/Ruth Keeper ran the acceptance/);
    expect(stranger.it.miss_rate).toMatchObject({ read: 0, upper: 1 });
  });

  test('two people who differ block; the same word of the second settles', () => {
    fill('marks.csv', 'yes.csv', 'accept');
    fill('marks.csv', 'no.csv', 'reject', (line) => line.startsWith('str-'));
    const keeper = ['decide', M, '--import', 'yes.csv', '--by', 'Ruth Keeper', '--role', 'custodian'];
    expect(json(keeper, at).it.recorded).toBe(rowsOf('marks.csv').lines.length);
    expect(json(keeper, at).it).toMatchObject({ recorded: 0 });
    expect(json(['decide', M, '--import', 'no.csv', '--by', 'Ada Counsel', '--role', 'counsel'], at).it.recorded).toBe(
      2,
    );
    expect(json(['status', M], at).it.items.string).toEqual({ disagreement: 2 });
    expect(withhold(['produce', M], at)).toMatchObject({ code: 7, err: expect.stringContaining('disagreement') });

    fill('marks.csv', 'yes.csv', 'accept');
    expect(withhold(['decide', M, '--import', 'yes.csv', '--by', 'Ada Counsel', '--role', 'counsel'], at).code).toBe(0);
    const { it } = json(['status', M], at);
    expect(it.items).toEqual({ document: { settled: 2 }, string: { settled: 2 }, sample: { settled: 2 } });
    expect(it.next).toBe('withhold release case --by "Ada Counsel"');
  });

  test('counsel releases: no mark is left, the certification is there', async () => {
    const { code, it } = json(['release', M, '--by', 'Ada Counsel'], at);
    expect(code).toBe(0);
    expect(it).toMatchObject({ volume: 'VOL001', reviewed: true, pages: { received: 3, produced: 3 } });
    for (const path of outgoing().filter((file) => file.endsWith('.pdf')))
      expect(await textOf(path), path).not.toContain('UNREVIEWED');
    expect(outgoing().some((path) => path.includes('certification'))).toBe(true);
    expect(JSON.parse(internal('reconciliation.json')).reviewed).toBe(true);
    expect(readdirSync(join(at, M, 'productions')).sort()).toEqual(['VOL001', 'VOL001.internal']);
  });

  test('a sealed volume stays: the same is unchanged, anything else needs the next', async () => {
    const before = outgoing().map((path) => readFileSync(path).toString('base64'));
    for (const args of [
      ['produce', M],
      ['respond', M],
      ['release', M, '--by', 'Ada Counsel'],
    ])
      expect(json(args, at)).toMatchObject({ code: 0, it: { volume: 'VOL001', unchanged: true } });

    writeFileSync(yaml, readFileSync(yaml, 'utf8').replace('docket: FAM-7\n  caption', 'docket: FAM-8\n  caption'));
    const changed = withhold(['produce', M], at);
    expect([changed.code, changed.err]).toEqual([2, expect.stringContaining('production.volume: VOL002')]);
    expect(json(['status', M], at).it.next).toContain('VOL002');
    expect(outgoing().map((path) => readFileSync(path).toString('base64'))).toEqual(before);
  });

  test('verify passes what was produced, and a leak in it is exit 8', async () => {
    const volume = join(M, 'productions', 'VOL001');
    const clean = json(['verify', volume, '--term', 'Nora Nextdoor'], at);
    expect(clean.code).toBe(0);
    expect(clean.it.files.map(({ file }: { file: string }) => file)).toContain('LOGS/index.csv');

    const pdf = join(at, volume, 'PDF', 'MC-000003.pdf');
    const doc = await PDFDocument.load(readFileSync(pdf));
    doc.setTitle('About Nora Nextdoor');
    writeFileSync(pdf, await doc.save());
    const { code, it } = json(['verify', volume, '--term', 'Nora Nextdoor'], at);
    expect(code).toBe(8);
    const found = it.files.find(({ file }: { file: string }) => file === 'PDF/MC-000003.pdf').findings;
    expect(found.map(({ level }: { level: string }) => level)).toContain('leak');
    expect(Object.keys(found[0]).sort()).toEqual(['box', 'class', 'level', 'name', 'page', 'seen_by', 'what']);
    expect(JSON.stringify(it)).not.toMatch(/Nora|Nextdoor/);
  });
});
