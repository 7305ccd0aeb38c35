/** A PDF written by hand, as strangers write them: one page, objects in plain sight. */
export interface RawFile {
  /** Page operators. */
  readonly content?: string;
  /** Entries of the page, of its resources, of the catalog and of the trailer, as PDF syntax. */
  readonly page?: string;
  readonly resources?: string;
  /** Further fonts of the page, as PDF syntax. */
  readonly fonts?: string;
  readonly catalog?: string;
  readonly trailer?: string;
  /** Further objects from number 10; a string is the whole object. */
  readonly objects?: readonly string[];
  /** What stands before object 3. */
  readonly between?: string;
  readonly after?: string;
  /** Without the lines that every page else shows. */
  readonly bare?: boolean;
}

/** A stream object. */
export function stream(data: string, entries = '', length = data.length): string {
  return `<< ${entries} /Length ${length} >>\nstream\n${data}\nendstream`;
}

/** Lines that every page here shows; the name is not among them. */
export const LINES = [
  'BT /F1 16 Tf 72 720 Td (Cedar Hollow County Family Services) Tj ET',
  'BT /F1 12 Tf 72 640 Td (The report was made by) Tj ET',
  'BT /F1 12 Tf 310 640 Td (and was written down at once.) Tj ET',
  'BT /F1 12 Tf 72 620 Td (The worker visited the home the same day and spoke with the mother.) Tj ET',
].join('\n');

/** The bytes of the file. */
export function rawFile(file: RawFile): Uint8Array {
  const { content = '', page = '', resources = '', fonts = '', catalog = '', trailer = '', objects = [] } = file;
  const all = new Map<number, string>([
    [1, `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`],
    [2, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [
      3,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] ${page} /Contents 4 0 R /Resources << /Font << /F1 5 0 R /Z 6 0 R ${fonts} >> ${resources} >> >>`,
    ],
    [4, stream(file.bare === true ? content : `${LINES}\n${content}`)],
    [5, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'],
    [6, '<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>'],
    ...objects.map((object, i): [number, string] => [10 + i, object]),
  ]);
  let out = '%PDF-1.7\n';
  const offsets = new Map<number, number>();
  for (const [number, object] of all) {
    if (number === 3) out += file.between ?? '';
    offsets.set(number, out.length);
    out += `${number} 0 obj\n${object}\nendobj\n`;
  }
  const start = out.length;
  const size = 10 + objects.length;
  out += `xref\n0 ${size}\n0000000000 65535 f \n`;
  for (let number = 1; number < size; number++) {
    const at = offsets.get(number);
    out += at === undefined ? '0000000000 00000 f \n' : `${String(at).padStart(10, '0')} 00000 n \n`;
  }
  out += `trailer << /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n${file.after ?? ''}`;
  return new Uint8Array(Buffer.from(out, 'latin1'));
}
