import { degrees, PDFDocument, PDFName, PDFRawStream, StandardFonts } from 'pdf-lib';

/** A cell: its text, where it begins, its width, and where its text does; no width: it cuts nothing off. */
export type Cell = readonly [text: string, x: number, width: number | undefined, at: number];

/** Lines of Helvetica 10 at the top of a page, a table whose rows stand 30 points apart below, and a text on a curve. */
export async function tableOf(
  rows: readonly (readonly Cell[])[],
  more: { readonly lines?: readonly string[]; readonly curve?: string } = {},
): Promise<Uint8Array> {
  const doc = await PDFDocument.create({ updateMetadata: false });
  const font = await doc.embedFont(StandardFonts.Helvetica);
  const page = doc.addPage([612, 792]);
  const name = page.node.newFontDictionary('F', font.ref).toString();
  const lines = (more.lines ?? []).map((line, i) => `BT ${name} 10 Tf 60 ${750 - 14 * i} Td (${line}) Tj ET\n`);
  const cells = rows.flatMap((row, i) =>
    row.map(([text, x, width, at]) => {
      const y = 670 - 30 * i;
      const clip = width === undefined ? '' : `${x} ${y - 4} ${width} 14 re W n `;
      return `q ${clip}BT ${name} 10 Tf ${at} ${y} Td (${text}) Tj ET Q\n`;
    }),
  );
  const stream = PDFRawStream.of(doc.context.obj({}), Buffer.from([...lines, ...cells].join(''), 'latin1'));
  page.node.set(PDFName.of('Contents'), doc.context.obj([doc.context.register(stream)]));
  let angle = 130;
  for (const letter of more.curve ?? '') {
    const turn = (angle * Math.PI) / 180;
    const [x, y] = [300 + 120 * Math.cos(turn), 150 + 120 * Math.sin(turn)];
    page.drawText(letter, { x, y, size: 14, font, rotate: degrees(angle - 90) });
    angle -= (font.widthOfTextAtSize(letter, 14) / 120) * (180 / Math.PI) + 1;
  }
  return doc.save();
}
