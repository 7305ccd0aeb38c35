import type { RawObject, RawPdf } from './raw-pdf.ts';

/** Bigger files are not copied to look at their spare pictures. */
const MOST_BYTES = 64 * 1024 * 1024;

/** A picture object and its size in pixels. */
export interface SparePicture {
  readonly object: RawObject;
  readonly width: number;
  readonly height: number;
  /** Makes of the object as it lies in the file what is to be shown. */
  readonly body?: (text: string) => string;
}

/** The pictures among the objects of a file, older versions of an object too. */
export function picturesIn(raw: RawPdf): readonly SparePicture[] {
  return raw.objects.flatMap((object) => {
    const width = Number(/\/Width\s+(\d+)/.exec(object.head)?.[1] ?? 0);
    const height = Number(/\/Height\s+(\d+)/.exec(object.head)?.[1] ?? 0);
    const isPicture = object.stream !== undefined && width > 0 && height > 0;
    return isPicture && !/\/ImageMask\s+true/.test(object.head) ? [{ object, width, height }] : [];
  });
}

/**
 * A PDF with a page for each of some pictures, whether or not a page of the file paints them: the objects of the file
 * as they were carved, the pictures once more under numbers of their own. Undefined where the file cannot be copied so.
 */
export function galleryOf(raw: RawPdf, pictures: readonly SparePicture[]): Uint8Array | undefined {
  if (pictures.length === 0 || raw.text.length > MOST_BYTES || /\/Encrypt\b/.test(raw.text)) return undefined;
  const parts: string[] = ['%PDF-1.7\n'];
  const offsets = new Map<number, number>();
  let size = parts[0]?.length ?? 0;
  const put = (number: number, body: string): void => {
    const text = `${number} 0 obj\n${body}\nendobj\n`;
    offsets.set(number, size);
    parts.push(text);
    size += text.length;
  };
  for (const object of raw.objects) {
    // Pictures are put in by themselves: a file of scans need not lie in memory twice more.
    if (/\/Subtype\s*\/Image\b/.test(object.head)) continue;
    put(object.number, bodyOf(raw, object));
    for (const inner of object.inside ?? []) put(inner.number, inner.head);
  }
  const top = raw.objects.reduce((most, { number }) => Math.max(most, number), Math.max(0, ...offsets.keys())) + 1;
  const pages = pictures.map(({ object, width, height, body: make }, i) => {
    const [picture, content, page] = [top + 2 + 3 * i, top + 3 + 3 * i, top + 4 + 3 * i];
    // Its own mask or alpha would hide again what it hides.
    const lying = bodyOf(raw, object);
    const body = (make?.(lying) ?? lying).replace(/\/(?:SMask|Mask|Alternates|OC)\s+\d+\s+\d+\s+R/g, '');
    put(picture, body.replace(/\/Type\s*\/\w+/, '').replace('<<', '<< /Type /XObject /Subtype /Image '));
    const paint = `q ${width} 0 0 ${height} 0 0 cm /I Do Q`;
    put(content, `<< /Length ${paint.length} >>\nstream\n${paint}\nendstream`);
    const resources = `<< /XObject << /I ${picture} 0 R >> >>`;
    const box = `[0 0 ${width} ${height}]`;
    put(
      page,
      `<< /Type /Page /Parent ${top + 1} 0 R /MediaBox ${box} /Resources ${resources} /Contents ${content} 0 R >>`,
    );
    return `${page} 0 R`;
  });
  put(top + 1, `<< /Type /Pages /Kids [${pages.join(' ')}] /Count ${pages.length} >>`);
  put(top, `<< /Type /Catalog /Pages ${top + 1} 0 R >>`);
  const count = Math.max(...offsets.keys()) + 1;
  const rows = Array.from({ length: count }, (_, number) => {
    const at = offsets.get(number);
    return at === undefined ? '0000000000 65535 f \n' : `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  parts.push(
    `xref\n0 ${count}\n${rows.join('')}trailer << /Size ${count} /Root ${top} 0 R >>\nstartxref\n${size}\n%%EOF\n`,
  );
  return Buffer.from(parts.join(''), 'latin1');
}

/** An object as it lies in the file. */
function bodyOf(raw: RawPdf, { offset, end, head, stream }: RawObject): string {
  if (stream === undefined) return head;
  const from = raw.text.indexOf('obj', offset) + 3;
  const close = raw.text.indexOf('endstream', end);
  return `${raw.text.slice(from, close < 0 ? end : close)}\nendstream`;
}
