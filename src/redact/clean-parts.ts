import { type PDFDict, type PDFObject, PDFRawStream } from 'pdf-lib';
import { asArray, asDict, lookUp, nameFor } from '../pdf/objects.ts';
import type { NamedFonts } from './font-usage.ts';
import { CannotCut } from './surgeon-types.ts';

/** Deeper nesting of what is copied is an attack or a loop. */
export const DEEPEST = 24;

/** The object as a stream; throws CannotCut where it is none. */
export function streamOf(object: PDFObject | undefined): PDFRawStream {
  if (object instanceof PDFRawStream) return object;
  throw new CannotCut('content', 'a stream cannot be read');
}

/** The fonts of resources, and those that their graphics states set (ISO 32000-1, table 58). */
export function fontsNamed(resources: PDFDict | undefined): NamedFonts {
  const entry = (kind: string, name: string): PDFDict | undefined => {
    const table = resources === undefined ? undefined : asDict(resources.context, lookUp(resources, kind));
    return table === undefined ? undefined : asDict(table.context, table.get(nameFor(name)));
  };
  return {
    byName: (name) => entry('Font', name),
    byState: (name) => {
      const state = entry('ExtGState', name);
      if (state === undefined) return undefined;
      const list = asArray(state.context, lookUp(state, 'Font'));
      return list === undefined ? undefined : asDict(state.context, list.asArray()[0]);
    },
  };
}
