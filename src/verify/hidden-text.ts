import type { LeakClass, Sighting } from './classes.ts';
import { type HiddenRun, isDarkCover } from './hidden-glyphs.ts';
import { isFlat } from './sample.ts';
import { wordsOf } from './secrets.ts';

/** Words that stand in a box to say that it is one. */
const LABEL = /^\W*(?:redacted|redaction|withheld|sealed|privileged|deleted|confidential|omitted)\b/i;
/** Findings of one class a page at most: a page whose whole text is hidden is one fault, not hundreds. */
const MOST_A_PAGE = 40;

/** Runs of glyphs that cannot be seen, as findings: read and hidden is a leak, doubt is a risk. */
export function hiddenTextSightings(
  page: number,
  runs: readonly HiddenRun[],
  visible: ReadonlySet<string>,
  strict: boolean,
): readonly Sighting[] {
  const counts = new Map<string, number>();
  const trusted = isAligned(runs);
  const outside = runs.filter(({ why }) => why === 'off-page' || why === 'clipped').length;
  return runs
    .flatMap((run) => sightingsOf(page, run, { visible, strict, trusted, overflow: outside > 6 }))
    .filter(({ name, level }) => {
      const key = `${name} ${level}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return (counts.get(key) ?? 0) <= MOST_A_PAGE;
    });
}

/** Whether the reading of a scan stands where the scan has its ink, but for a few words. */
function isAligned(runs: readonly HiddenRun[]): boolean {
  const over = runs.filter(({ why, overImage }) => why === 'invisible' && overImage);
  const count = (some: readonly HiddenRun[]): number => some.reduce((sum, { glyphs }) => sum + glyphs, 0);
  return count(over.filter(isEven)) < 0.25 * count(over);
}

interface Around {
  /** The reading of a scan stands where its ink is. */
  readonly trusted: boolean;
  /** Words that can be seen on the page. */
  readonly visible: ReadonlySet<string>;
  readonly strict: boolean;
  /** So much lies outside that a drawing or a table ran over its edge. */
  readonly overflow: boolean;
}

function sightingsOf(page: number, run: HiddenRun, around: Around): readonly Sighting[] {
  const letters = run.text.replace(/[^\p{L}\p{N}]/gu, '');
  if (letters === '' || new Set(letters.toLowerCase()).size < 2 || LABEL.test(run.text)) return [];
  const { name, level, what } = judge(run, around, letters);
  if (name === 'ocr-layer' && level === 'risk') return [{ name, level, page, seenBy: ['pdfjs'], what }];
  const repeat = name === 'hidden-text' ? letters.toLowerCase().replace(/\p{N}+/gu, '') : undefined;
  const found: Sighting = {
    name,
    level,
    page,
    box: run.box,
    seenBy: ['pdfjs', 'pdfium'],
    what,
    ...(repeat === undefined ? {} : { repeat }),
  };
  // The same text is also a matter of the form, pattern or Type 3 font that it lies in.
  const also: Sighting[] = [];
  if (name === 'overlay' && run.by?.kind === 'image' && run.by.box.w * run.by.box.h > 40 * run.box.w * run.box.h)
    also.push({
      ...found,
      name: 'ocr-layer',
      what: 'text under a picture of the page can be read where it shows none',
    });
  if (run.nested && name === 'overlay')
    also.push({ ...found, name: 'nested-content', what: 'text inside a form, a pattern or a font lies under a box' });
  if (run.nested && name === 'hidden-text')
    also.push({ ...found, name: 'nested-content', what: 'text inside a form, a pattern or a font cannot be seen' });
  if (name === 'overlay' && run.why === 'covered' && run.look !== undefined && !isFlat(run.look) && isDark(run))
    also.push({ ...found, name: 'not-solid', what: 'a box lets what is under it shine through' });
  return [found, ...also];
}

interface Verdict {
  readonly name: LeakClass;
  readonly level: 'leak' | 'risk';
  readonly what: string;
}

function judge(run: HiddenRun, around: Around, letters: string): Verdict {
  if (run.annotation === 'Widget')
    return {
      name: 'form-field',
      level: run.why === 'same-colour' && isDark(run) ? 'leak' : 'risk',
      what: 'a form field holds text that it does not show',
    };
  const { strict } = around;
  const words = wordsOf(run.text);
  const isWords = words.some((word) => word.length >= 3);
  const isNew = letters.length >= 2 && !words.every((word) => around.visible.has(word));
  const strong = isNew && (strict || isWords) ? 'leak' : 'risk';
  const outside = strong === 'leak' && (strict || (!around.overflow && isPersonal(run.text))) ? 'leak' : 'risk';
  switch (run.why) {
    case 'covered':
      return coveredVerdict(run, letters.length >= 2 ? 'leak' : 'risk');
    case 'same-colour':
      if (run.by !== undefined && isDark(run))
        return {
          name: 'overlay',
          level: letters.length >= 2 ? 'leak' : 'risk',
          what: 'text lies in a box of its own colour',
        };
      return {
        name: 'hidden-text',
        level: run.inMargin && !strict ? 'risk' : strong,
        what: 'text has the colour of what it stands on',
      };
    case 'invisible':
      return invisibleVerdict(run, run.inMargin && !strict ? 'risk' : strong, around.trusted && isWords && isNew);
    case 'layer':
      return { name: 'optional-content', level: strong, what: 'text lies in a layer that is switched off' };
    case 'unseen':
      return {
        name: 'hidden-text',
        level: run.inMargin && !strict ? 'risk' : strong,
        what: 'text is painted in a way that leaves nothing to see',
      };
    case 'tiny':
      return { name: 'hidden-text', level: strong, what: 'text is too small to be seen' };
    case 'off-page':
      return { name: 'hidden-text', level: outside, what: 'text lies off the page' };
    default:
      return { name: 'hidden-text', level: outside, what: 'text is clipped away' };
  }
}

/** Reads like a name, a place or a number of somebody, and not like a production mark or the rest of a sentence. */
function isPersonal(text: string): boolean {
  const trimmed = text.trim();
  return (
    trimmed.split(/\s+/).length <= 20 &&
    (/\S\s+\p{Lu}\p{Ll}+/u.test(trimmed) || /\d{3}[-. ]\d{2,4}[-. ]?\d{4}|\S@\S+\.\S/.test(trimmed))
  );
}

function coveredVerdict(run: HiddenRun, level: 'leak' | 'risk'): Verdict {
  const { by } = run;
  // A dark field is no field to be filled in: it is meant to hide what it lies on.
  if (by?.annotation === 'Widget')
    return {
      name: 'overlay',
      level: isDarkCover(by) ? level : 'risk',
      what: 'the face of a form field lies over text',
    };
  if (run.mode === 3 && run.overImage)
    return { name: 'ocr-layer', level, what: 'the hidden text of a scan can still be read under a box' };
  const over = by?.kind === 'image' ? 'a picture' : 'a box';
  return {
    name: 'overlay',
    level,
    what: `text can still be read under ${by?.annotation === undefined ? over : 'a comment'}`,
  };
}

function invisibleVerdict(run: HiddenRun, strong: 'leak' | 'risk', isMissing: boolean): Verdict {
  if (!run.overImage)
    return isDark(run)
      ? { name: 'overlay', level: strong, what: 'invisible text lies in a box' }
      : { name: 'hidden-text', level: strong, what: 'text is there and is not painted' };
  if (isDark(run) && isEven(run))
    return {
      name: 'ocr-layer',
      level: 'leak',
      what: 'the hidden text of a scan can still be read where the scan is black',
    };
  if (isMissing && isEven(run))
    return {
      name: 'ocr-layer',
      level: 'leak',
      what: 'the hidden text of a scan has words where the scan shows none',
    };
  return { name: 'ocr-layer', level: 'risk', what: 'the page has the hidden text of a scan' };
}

/** No letters can be told there: a dark picture with writing in it is no box. */
function isEven({ look }: HiddenRun): boolean {
  return look !== undefined && isFlat(look);
}

/** Where it stands the page is one dark colour. */
function isDark(run: HiddenRun): boolean {
  return run.look !== undefined && run.look.lightest < 110;
}
