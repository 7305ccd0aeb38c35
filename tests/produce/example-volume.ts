import type { Decided } from '../../src/model/disposition.ts';
import type { PageText, Word } from '../../src/model/page.ts';
import type { RedactedPdf } from '../../src/model/redacting.ts';
import type { VolumeInput } from '../../src/produce/volume-input.ts';
import { loadLetterFonts } from '../../src/store/load-fonts.ts';
import { bases, dispositionOf, documentOf, fileOf, matter, type Paper, papers, texts } from '../log/example.ts';

export const fonts = loadLetterFonts();

/** A page of made-up words, eight a line, 20 points a line from y = 100 on. */
export function pageOf(file: string, page: number, words: readonly string[]): PageText {
  let text = '';
  const made = words.map((word, i): Word => {
    const start = text.length === 0 ? 0 : text.length + 1;
    text = text === '' ? word : `${text} ${word}`;
    const x = 60 + 60 * (i % 8);
    const y = 100 + 20 * Math.floor(i / 8);
    const glyphs = [...word].flatMap((_, at) => [x + at * 6, y, 6, 12]);
    return {
      text: word,
      start,
      box: { x, y, w: word.length * 6, h: 12 },
      glyphs,
      confidence: 1,
      line: Math.floor(i / 8),
    };
  });
  return {
    ref: { file, page },
    width: 612,
    height: 792,
    text,
    words: made,
    readBy: 'text-layer',
    turn: 0,
    treat: 'surgery',
    zones: [],
    notes: [],
  };
}

const words = (paper: Paper, page: number): readonly string[] =>
  Array.from({ length: 24 }, (_, i) => `w${paper.no}p${page}n${i}`);

const decidedOf = (of: readonly Paper[]): Decided => ({
  fileMayBeDisclosed: true,
  advisory: false,
  authorities: [{ id: 'A2', type: 'court_order', valid: true, failed: [] }],
  dispositions: of.map(dispositionOf),
  objectionDue: { date: '2025-06-24', rule: '14 days after service' },
});

/** The redactor's place is taken by a text that names what it was asked for. */
export async function fakeRedact(file: string, plans: Parameters<VolumeInput['redact']>[1]): Promise<RedactedPdf> {
  const asked = plans.map(
    (plan) =>
      `${plan.page} ${plan.burn.map((box) => box.code).join(',')} ${plan.stamps.map((stamp) => stamp.text).join(' | ')}`,
  );
  return {
    bytes: Buffer.from(`pages: ${file.length} ${asked.join('\n')}`),
    pages: plans.map((plan) => ({
      page: plan.page,
      mode: plan.burn.length === 0 ? 'untouched' : 'surgery',
      glyphsRemoved: plan.burn.length,
      imagesChanged: 0,
    })),
  };
}

/** Stage 2 of the worked example, made by hand. */
export function volumeInput(of: readonly Paper[] = papers, overrides: Partial<VolumeInput> = {}): VolumeInput {
  return {
    matter,
    pack: {
      id: 'demo-us',
      version: '1.0.0',
      legends: { protective_order: 'CONFIDENTIAL - SUBJECT TO PROTECTIVE ORDER', otherwise: 'CONFIDENTIAL' },
      serve_redaction_log: 'always',
    },
    texts,
    bases,
    documents: of.map(documentOf),
    pages: of.flatMap((paper) =>
      Array.from({ length: paper.pages }, (_, i) => pageOf(fileOf(paper), i + 1, words(paper, i + 1))),
    ),
    marks: [],
    decided: decidedOf(of),
    unreadable: [],
    redact: fakeRedact,
    sourceDigest: (file) => `digest of ${file}`,
    drawPages: async () => [],
    fonts,
    released: false,
    date: '2025-08-20',
    runBy: 'Wanda Recordbook',
    open: [],
    duplicates: [],
    missing: [],
    ...overrides,
  };
}

/** Stage 1: the same file under the bare subpoena. */
export function stageOne(of: readonly Paper[] = papers): VolumeInput {
  const decided = decidedOf(of);
  return volumeInput(of, {
    matter: { ...matter, authorities: [] },
    decided: { ...decided, fileMayBeDisclosed: false, authorities: [] },
  });
}
