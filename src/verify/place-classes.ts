import type { LeakClass } from './classes.ts';
import { nameIn, type PlacedString, parseSyntax, stringsIn } from './syntax.ts';

type Dict = PlacedString['holders'][number]['dict'];

const ACTIONS = new Set(['JavaScript', 'Launch', 'SubmitForm', 'ImportData', 'GoToR', 'GoToE', 'Rendition', 'URI']);
const SPOKEN_KEYS = new Set(['ActualText', 'Alt', 'E']);
const ABOUT_THE_FILE = ['Producer', 'Creator', 'Author', 'Keywords', 'CreationDate', 'ModDate', 'Trapped'];
const NAMED = new Set(['Dests', 'PageLabels', 'Names', 'Nums', 'IDS', 'URLS', 'Threads', 'Pages', 'Templates']);

/** The class of a string by the dictionaries that hold it (ISO 32000-1, 12 to 14); undefined where they say nothing. */
export function classOfPlace({ holders }: PlacedString): LeakClass | undefined {
  for (const { key, dict } of holders) {
    const found = classOfHolder(key, dict);
    if (found !== undefined) return found;
  }
  // An action that hangs on no comment.
  if (holders.some(({ dict }) => ACTIONS.has(nameIn(dict, 'S')))) return 'script-or-action';
  if (holders.some(({ dict }) => ['Catalog', 'Page', 'XObject'].includes(nameIn(dict, 'Type')))) return 'metadata';
  return undefined;
}

function classOfHolder(key: string, dict: Dict): LeakClass | undefined {
  const type = nameIn(dict, 'Type');
  const subtype = nameIn(dict, 'Subtype');
  if (key === 'XFA' || dict.has('FT') || subtype === 'Widget') return 'form-field';
  if (type === 'Annot' || (dict.has('Rect') && subtype !== '')) return 'annotation';
  if (dict.has('EF') || type === 'Filespec' || type === 'EmbeddedFile' || key === 'EmbeddedFiles') return 'attachment';
  if (type === 'StructElem' || SPOKEN_KEYS.has(key) || (dict.has('P') && dict.has('S') && dict.has('K')))
    return 'actual-text';
  if (key === 'JS' || key === 'JavaScript' || (ACTIONS.has(nameIn(dict, 'S')) && nameIn(dict, 'S') !== 'URI'))
    return 'script-or-action';
  if (type === 'OCG' || key === 'OCProperties' || key === 'OCGs') return 'optional-content';
  if (dict.has('Title') && (dict.has('Parent') || dict.has('Dest') || dict.has('Prev') || dict.has('Next')))
    return 'outline';
  if (type === 'Thread' || NAMED.has(key)) return 'named-strings';
  if (key === 'PieceInfo' || key === 'Private' || type === 'OutputIntent' || dict.has('OutputConditionIdentifier'))
    return 'metadata';
  if (ABOUT_THE_FILE.some((one) => dict.has(one))) return 'metadata';
  return undefined;
}

/** Classes of the strings of an object that `isHit`. */
export function classesOfHead(head: string, isHit: (text: string) => boolean): ReadonlySet<LeakClass | undefined> {
  const { value } = parseSyntax(head);
  return new Set(
    stringsIn(value)
      .filter(({ text }) => isHit(text))
      .map(classOfPlace),
  );
}

/** The class of what a stream holds, by its dictionary and by what it is; undefined where neither says. */
export function classOfStream(head: string, text: string): LeakClass | undefined {
  if (/\/Type\s*\/Metadata\b/.test(head)) return 'metadata';
  if (/\/Type\s*\/EmbeddedFile\b/.test(head)) return 'attachment';
  if (/\/PatternType\b|\/Subtype\s*\/Form\b/.test(head)) return 'nested-content';
  if (/<(?:xdp:xdp|xfa:|template\b[^>]*xfa)/.test(text)) return 'form-field';
  return undefined;
}
