import type { Sighting } from './classes.ts';
import type { RawPdf } from './raw-pdf.ts';
import { stringsOf } from './raw-strings.ts';
import { wordsOf } from './secrets.ts';
import type { Survey } from './survey.ts';
import { tells } from './telling.ts';

const SPOKEN = { name: 'actual-text', level: 'leak', seenBy: ['raw'] } as const;

const LABEL = /^\W*(?:redacted|withheld|sealed|privileged|deleted|omitted)\b/i;

/**
 * ActualText, Alt and E (ISO 32000-1, 14.9) in page contents: words for a part that draws no text and that no
 * page shows are read out by a screen reader.
 */
export function spokenSightings(raw: RawPdf, survey: Survey): readonly Sighting[] {
  const found: Sighting[] = [];
  for (const { head, stream, codec } of raw.objects) {
    if (stream === undefined || codec !== undefined || /\/Subtype\s*\/Image\b|\/Length1\b/.test(head)) continue;
    const content = Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength).toString('latin1');
    if (!/\/(?:ActualText|Alt|E)\b/.test(content) || !content.includes('BDC')) continue;
    for (const match of content.matchAll(
      /\/(ActualText|Alt|E)\s*(\((?:[^()\\]|\\[\s\S])*\)|<[0-9A-Fa-f\s]*>)[^B]*?BDC([\s\S]*?)EMC/g,
    )) {
      const [, key, string = '', drawn = ''] = match;
      const text = key === undefined ? '' : (stringsOf(string)[0] ?? '');
      if (LABEL.test(text)) continue;
      if (/\bT[jJ]\b|['"]\s|\bDo\b/.test(drawn)) {
        if (tells(text, survey.extracted))
          found.push({ ...SPOKEN, what: 'a screen reader is told somebody’s name in place of the text' });
        continue;
      }
      const fresh = wordsOf(text).some((word) => /^\p{L}{3,}$/u.test(word) && !survey.seen.has(word));
      if (!fresh) continue;
      found.push({ ...SPOKEN, what: 'a screen reader is told words for a part that shows none' });
    }
  }
  return found;
}
