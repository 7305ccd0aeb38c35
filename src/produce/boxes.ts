import { LeakError } from '../errors.ts';
import { orderCodes, type PrintedBox } from '../log/facts.ts';
import type { Redaction } from '../model/disposition.ts';
import { type Box, sharedArea, unionBox } from '../model/geometry.ts';
import { pageKey } from '../model/page.ts';
import type { BurnBox, PaintedBox } from '../model/redacting.ts';
import type { Texts } from '../model/texts.ts';

/** Share of a box inside another from which it adds nothing to be said. */
const CONTAINED = 0.9;
/** Share of the lower box's height from which two boxes stand on one line. */
const SAME_LINE = 0.5;

/**
 * The boxes of a page as they will be printed, by position. A box inside a more protective one falls
 * away; boxes that meet on a line become one that bears both codes. Throws LeakError where a
 * redaction has no place: what cannot be boxed may not go out.
 */
export function printedBoxes(redactions: readonly Redaction[], texts: Texts): readonly PrintedBox[] {
  const homeless = redactions.find((one) => one.boxes.length === 0);
  if (homeless !== undefined) {
    throw new LeakError(`A redaction on ${pageKey(homeless.page)} has no box: look at the page and draw one.`);
  }
  const rank = (box: PrintedBox): number => {
    const at = texts.codes.findIndex((known) => known.code === box.codes[0]);
    return at < 0 ? texts.codes.length : at;
  };
  const all = redactions
    .flatMap((one) => one.boxes.map((box): PrintedBox => ({ box, codes: [one.boxCode], redactions: [one] })))
    .sort((a, b) => rank(a) - rank(b) || a.box.y - b.box.y || a.box.x - b.box.x);
  const kept: PrintedBox[] = [];
  for (const box of all) placeBox(kept, box, texts);
  return byPosition(kept);
}

function placeBox(kept: PrintedBox[], box: PrintedBox, texts: Texts): void {
  let merged = box;
  for (let i = 0; i < kept.length; i++) {
    const other = kept[i];
    if (other === undefined) continue;
    if (isInside(merged.box, other.box)) {
      kept[i] = { ...other, redactions: union(other.redactions, sameCode(merged, other)) };
      return;
    }
    if (!isSameLine(merged.box, other.box)) continue;
    merged = {
      box: unionBox([merged.box, other.box]),
      codes: orderCodes(texts, [...other.codes, ...merged.codes]),
      redactions: union(other.redactions, merged.redactions),
    };
    kept.splice(i, 1);
    // The grown box may now meet one that was passed.
    i = -1;
  }
  kept.push(merged);
}

/** Of a box that falls away only what is of the code that stays is still told. */
function sameCode(gone: PrintedBox, stays: PrintedBox): readonly Redaction[] {
  return gone.redactions.filter((one) => stays.codes.includes(one.boxCode));
}

function union(a: readonly Redaction[], b: readonly Redaction[]): readonly Redaction[] {
  return [...new Set([...a, ...b])];
}

function isInside(inner: Box, outer: Box): boolean {
  return sharedArea(inner, outer) >= CONTAINED * inner.w * inner.h;
}

function isSameLine(a: Box, b: Box): boolean {
  if (sharedArea(a, b) === 0) return false;
  const height = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return height >= SAME_LINE * Math.min(a.h, b.h);
}

/** Boxes line by line, each from the left; a box is on a line where its middle is as high as the line's first box. */
function byPosition(boxes: readonly PrintedBox[]): readonly PrintedBox[] {
  const lines: PrintedBox[][] = [];
  for (const one of [...boxes].sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x)) {
    const line = lines.at(-1);
    const first = line?.[0]?.box;
    const middle = one.box.y + one.box.h / 2;
    if (line !== undefined && first !== undefined && middle <= first.y + first.h) line.push(one);
    else lines.push([one]);
  }
  return lines.flatMap((line) => line.sort((a, b) => a.box.x - b.box.x));
}

/** The boxes as the redactor takes them, with what a screen reader says. */
export function burnBoxes(boxes: readonly PrintedBox[], texts: Texts): readonly BurnBox[] {
  return boxes.map(({ box, codes, redactions }) => {
    const legends = codes.map((code) => texts.codes.find((known) => known.code === code)?.legend ?? code);
    const burn = { box, code: codes.join('/'), label: texts.box_label.replace('{label}', legends.join('; ')) };
    return hidesIdentity(redactions) ? { ...burn, hidesIdentity: true } : burn;
  });
}

/** A box that hides who someone is, unless it also hides what is privileged: a court must see its extent. */
function hidesIdentity(redactions: readonly Redaction[]): boolean {
  const hides = redactions.filter((one) => one.hidesIdentity);
  return hides.length > 0 && redactions.every((one) => one.hidesIdentity || one.kind !== 'privilege');
}

/**
 * The boxes as the redactor painted them, with the redactions each covers; where it does not say,
 * the boxes that were asked for.
 */
export function paintedBoxes(
  asked: readonly PrintedBox[],
  painted: readonly PaintedBox[] | undefined,
): readonly PrintedBox[] {
  if (painted === undefined) return asked;
  const boxes = painted.map(({ box, code, of, parts, covers = parts }): PrintedBox => {
    const under =
      of === undefined
        ? asked.filter((one) => one.codes.join('/') === code && sharedArea(one.box, box) > 0)
        : asked.filter((_, i) => of.includes(i));
    const redactions = [...new Set(under.flatMap((one) => one.redactions))];
    return { box, codes: code.split('/'), redactions, ...(covers === undefined ? {} : { covers }) };
  });
  const lost = asked.some((one) => !boxes.some((box) => one.redactions.every((r) => box.redactions.includes(r))));
  return lost ? asked : byPosition(boxes);
}
