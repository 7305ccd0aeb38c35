import type { LeakClass, Sighting } from './classes.ts';
import { classOfPlace } from './place-classes.ts';
import type { RawPdf } from './raw-pdf.ts';
import { readingsOf } from './readings.ts';
import type { Survey } from './survey.ts';
import { nameIn, type PlacedString, parseSyntax, stringsIn } from './syntax.ts';
import { tells } from './telling.ts';

/** Channels whose strings a reader can open beside the page. */
const OPEN: ReadonlyMap<LeakClass, string> = new Map<LeakClass, string>([
  ['form-field', 'a form field names somebody whom no page shows'],
  ['annotation', 'a comment names somebody whom no page shows'],
  ['outline', 'a bookmark holds words that no page shows'],
  ['named-strings', 'a named place holds words that no page shows'],
  ['attachment', 'the name of an attached file names somebody whom no page shows'],
]);

/** Heads in which such strings may stand. */
const WORTH = /\/(?:FT|TU|DV|RC|Subj|Contents|Thread|IDS|URLS|URI|EF|UF)\b/;

/** Entries that people fill; what is chosen from lists and what fields show is looked at on the page. */
const FILLED = new Set(['TU', 'DV', 'RC', 'Subj', 'Contents', 'URI', 'F', 'UF', 'Title', 'IDS', 'URLS', 'Names']);

/** What fields are called in every form: nobody's name. */
const OF_FORMS =
  /\b(?:Names?|Dates?|Birth|Address|Phone|Fax|E-?mail|Number|No|Street|City|State|Zip|County|Signature|First|Last|Middle|Initials?|Social|Security|Check|Box|Yes|Part|Line|Field|Text|Button|Case|Total|Amount|Title|Page|Section|Enter|Select)\b/;

/**
 * Strings beside the pages of a file with redaction boxes that name somebody whom no page shows: fields, comments,
 * bookmarks, named places, names of files.
 */
export function placedSightings(raw: RawPdf, survey: Survey): readonly Sighting[] {
  if (survey.boxes.length === 0) return [];
  const found = new Set<LeakClass>();
  for (const object of raw.objects) {
    for (const head of [object.head, ...(object.inside ?? []).map((inner) => inner.head)]) {
      if (!WORTH.test(head) || !/[(]|<[0-9A-Fa-f]/.test(head)) continue;
      for (const placed of stringsIn(parseSyntax(head).value)) {
        const name = telling(placed, survey);
        if (name !== undefined) found.add(name);
      }
    }
  }
  return [...found].sort().map((name) => ({ name, level: 'leak', seenBy: ['raw'], what: OPEN.get(name) ?? '' }));
}

function telling(placed: PlacedString, survey: Survey): LeakClass | undefined {
  const [holder] = placed.holders;
  if (holder === undefined) return undefined;
  const isFieldName = holder.key === 'T' && (holder.dict.has('FT') || nameIn(holder.dict, 'Subtype') === 'Widget');
  if (!isFieldName && !FILLED.has(holder.key)) return undefined;
  if (holder.key === 'URI' && !/^(?:mailto|file|tel):/i.test(placed.text)) return undefined;
  const name = classOfPlace(placed);
  if (name === undefined || !OPEN.has(name) || !isOwn(name, placed)) return undefined;
  const isForm = name === 'form-field' && OF_FORMS.test(placed.text.replaceAll('_', ' '));
  return !isForm && readingsOf(placed.text).some((reading) => tells(reading, survey.extracted)) ? name : undefined;
}

/** Titles of bookmarks and named places are weighed together elsewhere. */
function isOwn(name: LeakClass, { holders }: PlacedString): boolean {
  if (name === 'outline') return holders[0]?.key === 'URI' || holders[0]?.key === 'F';
  if (name !== 'named-strings') return true;
  return holders.some(({ key, dict }) => key === 'IDS' || key === 'URLS' || nameIn(dict, 'Type') === 'Thread');
}
