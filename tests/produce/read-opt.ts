/** A line of an Opticon file. */
export interface OptLine {
  readonly key: string;
  readonly volume: string;
  readonly path: string;
  readonly isFirst: boolean;
  readonly pages: number;
}

/** A reader of Opticon load files, written from domain 4 alone: seven fields, no quoting, CRLF. */
export function readOpt(bytes: Uint8Array): readonly OptLine[] {
  const lines = Buffer.from(bytes).toString('latin1').split('\r\n');
  if (lines.pop() !== '') throw new RangeError('the last line is not ended');
  return lines.map((line) => {
    const fields = line.split(',');
    if (fields.length !== 7) throw new RangeError(`not seven fields: ${line}`);
    const [key = '', volume = '', path = '', first = '', , , pages = ''] = fields;
    return { key, volume, path, isFirst: first === 'Y', pages: pages === '' ? 0 : Number(pages) };
  });
}
