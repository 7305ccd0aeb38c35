import { PDFArray, PDFDict, type PDFDocument, type PDFRawStream, PDFRef, PDFStream } from 'pdf-lib';
import { asArray, asDict, asStream, asText, decodeStream, loadDocument, lookUp, type Maybe } from './objects.ts';

/** A file found inside a PDF. `bytes` is absent where its data cannot be decoded. */
export interface EmbeddedFile {
  readonly name: string;
  readonly bytes?: Uint8Array;
}

const MAX_FILES = 10_000;
const MAX_DEPTH = 64;

/**
 * Every file embedded in a (normalised) PDF, however it hangs there: name tree, portfolio,
 * FileAttachment annotation, AF, RichMedia. Name tree order first, then object number.
 */
export async function embeddedFiles(bytes: Uint8Array): Promise<readonly EmbeddedFile[]> {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!raw.includes('/EF') && !raw.includes('/ObjStm')) return [];
  const doc = await loadDocument(bytes);
  const files = new Map<PDFRawStream, string>();
  const names = asDict(doc.context, lookUp(doc.catalog, 'Names'));
  const tree = names === undefined ? undefined : asDict(doc.context, lookUp(names, 'EmbeddedFiles'));
  if (tree !== undefined) collectTree(tree, files, new Set(), 0);
  for (const object of inOrder(doc)) collect(object, files, 0);
  return [...files].map(([stream, name]) => {
    const content = decoded(stream);
    return { name, ...(content === undefined ? {} : { bytes: content }) };
  });
}

function inOrder(doc: PDFDocument): readonly Maybe[] {
  const all = doc.context.enumerateIndirectObjects();
  all.sort(([a], [b]) => a.objectNumber - b.objectNumber || a.generationNumber - b.generationNumber);
  return all.map(([, object]) => object);
}

function collectTree(node: PDFDict, files: Map<PDFRawStream, string>, seen: Set<PDFDict>, depth: number): void {
  if (depth > MAX_DEPTH || seen.has(node)) return;
  seen.add(node);
  const { context } = node;
  for (const kid of asArray(context, lookUp(node, 'Kids'))?.asArray() ?? []) {
    const child = asDict(context, kid);
    if (child !== undefined) collectTree(child, files, seen, depth + 1);
  }
  const pairs = asArray(context, lookUp(node, 'Names'))?.asArray() ?? [];
  for (let i = 1; i < pairs.length; i += 2) {
    const spec = asDict(context, pairs[i]);
    if (spec !== undefined) collectSpec(spec, asText(context, pairs[i - 1]), files);
  }
}

/** File specifications anywhere in `object`, without following references. */
function collect(object: Maybe, files: Map<PDFRawStream, string>, depth: number): void {
  if (depth > MAX_DEPTH || object === undefined || object instanceof PDFRef) return;
  if (object instanceof PDFArray) {
    for (const item of object.asArray()) collect(item, files, depth + 1);
    return;
  }
  const dict = object instanceof PDFStream ? object.dict : object;
  if (!(dict instanceof PDFDict)) return;
  if (lookUp(dict, 'EF') !== undefined) collectSpec(dict, undefined, files);
  for (const value of dict.values()) collect(value, files, depth + 1);
}

function collectSpec(spec: PDFDict, key: string | undefined, files: Map<PDFRawStream, string>): void {
  const streams = asDict(spec.context, lookUp(spec, 'EF'));
  if (streams === undefined) return;
  const texts = ['UF', 'F', 'Unix', 'DOS', 'Mac'].map((k) => asText(spec.context, lookUp(spec, k)));
  const name = texts.find((text) => text !== undefined && text !== '') ?? key ?? '';
  for (const k of ['UF', 'F', 'Unix', 'DOS', 'Mac']) {
    const stream = asStream(spec.context, lookUp(streams, k));
    if (stream !== undefined && !files.has(stream) && files.size < MAX_FILES) files.set(stream, name);
  }
}

function decoded(stream: PDFRawStream): Uint8Array | undefined {
  try {
    return decodeStream(stream);
  } catch {
    return undefined;
  }
}
