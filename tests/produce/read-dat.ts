/** A reader of Concordance load files, written from domain 4 alone. */
export function readDat(bytes: Uint8Array): readonly Record<string, string>[] {
  const text = Buffer.from(bytes).toString('utf8');
  if (!text.startsWith('\uFEFF')) throw new RangeError('no byte-order mark');
  const lines = text.slice(1).split('\r\n');
  if (lines.pop() !== '') throw new RangeError('the last line is not ended');
  const cells = lines.map((line) =>
    line.split('\u0014').map((cell) => {
      if (!/^\u00FE[^\u00FE]*\u00FE$/.test(cell)) throw new RangeError(`not qualified: ${cell}`);
      return cell.slice(1, -1).replaceAll('\u00AE', '\n');
    }),
  );
  const [names, ...rows] = cells;
  return rows.map((row) => Object.fromEntries((names ?? []).map((name, i) => [name, row[i] ?? ''])));
}
