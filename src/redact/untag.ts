import { PDFDict, PDFName, PDFRawStream, type PDFRef } from 'pdf-lib';
import { type Op, type Operand, parseContent } from '../pdf/lexer.ts';
import { asStream, decodeStream } from '../pdf/objects.ts';
import { writeContent } from '../pdf/writer.ts';

/**
 * Takes the numbers of marked content out of a page that was made while its document was to stay tagged: spans that
 * only carry a number go, those that say something (boxes) stay without one.
 */
export function dropMarks(page: PDFDict): void {
  const stream = asStream(page.context, page.get(PDFName.of('Contents')));
  if (stream === undefined) return;
  const open: boolean[] = [];
  const ops = parseContent(decodeStream(stream)).ops.flatMap((op): readonly Op[] => {
    const kept = op.name === 'BDC' ? withoutNumber(op) : op;
    if (op.name === 'BDC' || op.name === 'BMC') open.push(kept !== undefined);
    if (op.name === 'EMC' && open.pop() === false) return [];
    return kept === undefined ? [] : [kept];
  });
  page.set(PDFName.of('Contents'), plainStream(page, writeContent(ops)));
}

/** The operator without its MCID; undefined where it has nothing else. */
function withoutNumber(op: Op): Op | undefined {
  const [tag = 'Span', properties] = op.args;
  if (!(properties instanceof Map)) return op;
  const rest = new Map<string, Operand>([...properties].filter(([key]) => key !== 'MCID'));
  return rest.size === 0 ? undefined : { ...op, args: [tag, rest] };
}

function plainStream(page: PDFDict, content: Uint8Array): PDFRef {
  const dict = PDFDict.withContext(page.context);
  return page.context.register(PDFRawStream.of(dict, content));
}
