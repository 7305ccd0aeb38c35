import { PDFArray, type PDFDict, PDFName, type PDFObject, PDFRawStream } from 'pdf-lib';
import { asDict, lookUp, nameFor } from '../pdf/objects.ts';
import { CannotCut } from './surgeon-types.ts';

/** Colorants dictionaries have ink names as keys; their values are colour spaces. */
export function isColorant(dict: PDFDict): boolean {
  return (
    dict.values().length > 0 &&
    dict.values().every((value) => value instanceof PDFArray && value.get(0) instanceof PDFName) &&
    !dict.has(PDFName.of('Domain'))
  );
}

/** The object as a stream; throws CannotCut where it is none. */
export function streamOf(object: PDFObject | undefined): PDFRawStream {
  if (object instanceof PDFRawStream) return object;
  throw new CannotCut('content', 'a stream cannot be read');
}

/** The font dictionary of a resource name. */
export function fontNamed(resources: PDFDict | undefined, name: string): PDFDict | undefined {
  if (resources === undefined) return undefined;
  const fonts = asDict(resources.context, lookUp(resources, 'Font'));
  return fonts === undefined ? undefined : asDict(resources.context, fonts.get(nameFor(name)));
}
