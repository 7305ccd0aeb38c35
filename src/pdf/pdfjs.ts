import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

const home = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** As much of a web page as pdfjs needs to believe that the fonts it sends there arrived. */
const noDocument = {
  createElement: () => ({ sheet: { insertRule: () => 0, cssRules: [] }, remove: () => undefined }),
  documentElement: { getElementsByTagName: () => [{ append: () => undefined }] },
};

/**
 * Opens a PDF with pdfjs, offline and without evaluating anything of it. The caller calls
 * `loadingTask.destroy()` on the result. Rejects with pdfjs' own exceptions. `pictures` false leaves every
 * picture out of what pages draw: who asks for their text only need not decode a scan for it.
 */
export function openPdfjs(
  bytes: Uint8Array,
  password?: string,
  { pictures = true }: { readonly pictures?: boolean } = {},
): Promise<PDFDocumentProxy> {
  return getDocument({
    // A copy: pdfjs takes the buffer it is given away from its owner.
    data: new Uint8Array(bytes),
    ...(password === undefined ? {} : { password }),
    standardFontDataUrl: `${home}/standard_fonts/`,
    cMapUrl: `${home}/cmaps/`,
    cMapPacked: true,
    wasmUrl: `${home}/wasm/`,
    iccUrl: `${home}/iccs/`,
    useSystemFonts: false,
    disableFontFace: false,
    // Nothing is drawn with it: without a place for its fonts it would make outlines of every letter it reads.
    ownerDocument: noDocument as never,
    fontExtraProperties: true,
    stopAtErrors: false,
    ...(pictures ? {} : { maxImageSize: 0 }),
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  }).promise;
}
