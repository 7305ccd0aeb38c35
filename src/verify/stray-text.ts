import type { Sighting } from './classes.ts';
import type { RawPdf } from './raw-pdf.ts';
import { betweenObjects } from './raw-sightings.ts';
import { commentsOf } from './raw-strings.ts';
import type { Survey } from './survey.ts';
import { tells } from './telling.ts';

/** How programs sign what they write. */
const SIGNED =
  /\b(?:creat|produc|generat|writ|convert|processed|powered|version|copyright|licen[cs]e|software|library|author: |www\.|https?:)/i;

/**
 * Words that lie where no reader looks: in comments, between objects, behind the end of values and of data. Leaks
 * where they name somebody whom no page shows, and not the program that wrote them.
 */
export function straySightings(raw: RawPdf, survey: Survey): readonly Sighting[] {
  const found: Sighting[] = [];
  const saw = (name: 'carved-object' | 'earlier-revision-or-orphan', level: Sighting['level'], what: string): void => {
    found.push({ name, level, seenBy: ['raw'], what });
  };
  const isTelling = (text: string): boolean => !SIGNED.test(text) && tells(text, survey.extracted);
  const slack = raw.objects.flatMap((object) => (object.slack ?? []).map(latin)).filter(isText);
  if (slack.length > 0)
    saw('carved-object', slack.some(isTelling) ? 'leak' : 'risk', 'text lies in an object behind the end of its data');
  const comments = commentsIn(raw);
  if (comments.some(isTelling))
    saw('carved-object', levelOf(comments), 'a comment in an object of the file holds words');
  const between = betweenObjects(raw)
    .replace(/\bxref\s+(?:\d+ \d+[^\S\r\n]*(?:\r\n?|\n)(?:\d{10} \d{5} [nf][^\S\r\n]*(?:\r\n?|\n))*)*/g, ' ')
    .replace(/trailer\s*<<[\s\S]*?(?=startxref|%%EOF|$)/g, ' ');
  const lines = between.split(/[\r\n]+/).filter((line) => /[A-Za-z]{3}/.test(line));
  if (lines.some(isTelling))
    saw('earlier-revision-or-orphan', levelOf(lines), 'text stands between the objects of the file');
  return found;
}

/** A file full of notes was written by hand, to be read. */
function levelOf(notes: readonly string[]): 'leak' | 'risk' {
  return notes.length > MOST_NOTES ? 'risk' : 'leak';
}

const MOST_NOTES = 12;

/** Comments in dictionaries and in page contents, ISO 32000-1 7.2.3. */
function commentsIn(raw: RawPdf): readonly string[] {
  return raw.objects
    .flatMap(({ head, stream, codec, inside }) => {
      const texts = [head, ...(inside ?? []).map((inner) => inner.head)];
      if (stream !== undefined && codec === undefined && stream.length < MOST && mayBeContent(head))
        texts.push(latin(stream));
      return texts.filter((text) => text.includes('%')).flatMap(commentsOf);
    })
    .filter(isComment);
}

/** Letters, and none of the conventions by which programs speak to each other (DSC, Adobe 5001). */
function isComment(text: string): boolean {
  return !text.startsWith('%') && !/[\0-\x08\x0e-\x1f\x7f-\x9f]/.test(text) && /[A-Za-z]{3}/.test(text);
}

const MOST = 2 ** 20;

/** Streams that say what they are are no page contents, but for forms and patterns. */
function mayBeContent(head: string): boolean {
  return /\/Subtype\s*\/Form\b|\/PatternType\b/.test(head) || !/\/(?:Type|Subtype|Length1|N|FunctionType)\b/.test(head);
}

/** Words, and not bytes that happen to be letters. */
function isText(text: string): boolean {
  const letters = text.match(/[ -~\s]/g)?.length ?? 0;
  return /[A-Za-z]{3,}\W+[A-Za-z]{3,}/.test(text) && letters > 0.9 * text.length;
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
