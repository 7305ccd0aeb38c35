import { type Box, growBox, sharedArea, unionBox } from '../model/geometry.ts';
import type { PixelBox } from '../model/ocr.ts';
import type { Zone } from '../model/page.ts';
import { erase, type InkMap, type InkPatch, inkOf, mergeNear, patchesOf, withoutRim, withoutRules } from './ink.ts';
import { lightInk, paleInk } from './pale.ts';
import { lettersIn, type PlacedWord } from './segment.ts';
import { shrinkView, toPageBox, toPixelBox, type View } from './view.ts';

/** Dots an inch at which ink is looked at: a letter of 8 points is still 11 pixels high. */
const ZONE_DPI = 100;

/** Words read with less confidence than this do not explain the ink they stand on. */
export const DOUBTFUL = 0.4;

const WHY: Readonly<Record<'handwriting' | 'picture' | 'photograph' | 'low-confidence', string>> = {
  handwriting: 'ink that no reader could turn into words, such as handwriting, a signature or a stamp',
  picture: 'a picture or drawing, whose content no reader can judge',
  photograph:
    'a photograph: no report or review picture shows it, open the page itself. Where it may show abuse of a child, copy nothing and call counsel',
  'low-confidence': 'words that were read with too little confidence to rely on',
};

/**
 * The places of a picture where there is ink that `words` do not explain. Rules, borders, specks, bullets,
 * check boxes, punch holes and plain shading are no such ink. `within` limits the search to parts of the page;
 * `covered` are places that something else explains, such as barcodes.
 */
export function findZones(
  picture: View,
  words: readonly PlacedWord[],
  { within, covered = [] }: { readonly within?: readonly Box[]; readonly covered?: readonly Box[] } = {},
): readonly Zone[] {
  const view = shrinkView(picture, Math.max(1, Math.round(picture.dpi / ZONE_DPI)));
  const scale = view.dpi / ZONE_DPI;
  const sure = [
    ...words.filter(explainsInk).map((word) => wordPixels(view, word.box)),
    ...covered.map((box) => toPixelBox(view, box)),
  ];
  const all = inkOf(view);
  const bare = bareInk(all, view, scale);
  const solid = patchesOf(bare).filter((patch) => isBar(patch, scale) && isPlainShade(patch, bare, view));
  const dark = zonesOn(erase(bare, sure), view, scale);
  const zones = [
    ...dark,
    ...zonesOn(erase(lightInk(view, solid), sure), view, scale),
    ...paleZones(view, all, sure, scale).filter((zone) => !dark.some((other) => sharedArea(other.box, zone.box) > 0)),
  ];
  const kept =
    within === undefined ? zones : zones.filter((zone) => within.some((box) => sharedArea(box, zone.box) > 0));
  return mergeZones([...kept, ...doubtfulWords(words, kept)]);
}

/** The ink without the rim of the scan and without rules. */
function bareInk(ink: InkMap, view: View, scale: number): InkMap {
  const inner = withoutRim(ink, Math.round(0.6 * view.dpi));
  return withoutRules(inner, Math.round(40 * scale), Math.max(3, Math.round(5 * scale)));
}

/** Regions of ink that might be words, as zones. */
function zonesOn(left: InkMap, view: View, scale: number): readonly Zone[] {
  const patches = patchesOf(left).filter(
    (patch) => isInk(patch, view, scale) && !isFurniture(patch, left, view, scale),
  );
  const regions = mergeNear(patches, Math.round(9 * scale)).filter((group) => isRegion(group, scale));
  return regions.flatMap((group) => zonesOfRegion(group, view, left, scale));
}

/** A dark area large enough for a word in white. */
function isBar({ box }: InkPatch, scale: number): boolean {
  return box.x1 - box.x0 >= 26 * scale && box.y1 - box.y0 >= 9 * scale;
}

/** Pale strokes: thin, and more of them than dust or the shade of a fold leaves. */
function paleZones(view: View, plain: InkMap, sure: readonly PixelBox[], scale: number): readonly Zone[] {
  const left = erase(bareInk(paleInk(view, plain), view, scale), sure);
  const patches = patchesOf(left).filter(
    (patch) => isInk(patch, view, scale) && !isFurniture(patch, left, view, scale),
  );
  const strokes = patches.filter(({ box, ink }) => {
    const [w, h] = [box.x1 - box.x0, box.y1 - box.y0];
    return Math.max(w, h) >= 6 * scale && ink <= 0.5 * w * h + 4 * Math.max(w, h);
  });
  const regions = mergeNear(strokes, Math.round(9 * scale)).filter(
    (group) => isRegion(group, scale) && group.length >= 3 && around(group).x1 - around(group).x0 >= 30 * scale,
  );
  return regions.flatMap((group) => zonesOfRegion(group, view, left, scale));
}

/** A word that was read with confidence and whose letters are as wide as letters are: not a guess at a signature. */
export function explainsInk({ text, confidence, upright }: PlacedWord): boolean {
  if (confidence < DOUBTFUL) return false;
  const [across, along] = [Math.min(upright.w, upright.h), Math.max(upright.w, upright.h)];
  return along <= 1.5 * across * (text.length + 0.5) && (across <= 24 || lettersIn(text) >= 3 || confidence > 0.8);
}

function wordPixels(view: View, box: Box): PixelBox {
  const found = toPixelBox(view, box);
  const margin = Math.min(found.x1 - found.x0, found.y1 - found.y0) * 0.22 + 1;
  return { x0: found.x0 - margin, y0: found.y0 - margin, x1: found.x1 + margin, y1: found.y1 + margin };
}

/** Not dust: more than a few pixels, in a patch that is larger than a full stop. */
function isInk({ box, ink }: InkPatch, view: View, scale: number): boolean {
  const [w, h] = [box.x1 - box.x0, box.y1 - box.y0];
  if (ink < 6 * scale || Math.max(w, h) <= 4 * scale) return false;
  // Shadows and rims of the scanner: thin patches along the edge of the picture.
  const rim = 0.15 * view.dpi;
  const edge = box.x0 < rim || box.y0 < rim || box.x1 > view.width - rim || box.y1 > view.height - rim;
  return !(edge && Math.min(w, h) < rim);
}

/** Check boxes, bullets, punch holes, and plain filled areas: ink that holds nothing to be read. */
function isFurniture(patch: InkPatch, map: InkMap, view: View, scale: number): boolean {
  const { box, ink } = patch;
  const [w, h] = [box.x1 - box.x0, box.y1 - box.y0];
  const square = Math.abs(w - h) <= 0.35 * Math.max(w, h);
  const fill = ink / (w * h);
  if (square && w <= 22 * scale && fill > 0.85) return true;
  if (isHollow(map, box, Math.max(3, Math.round(4 * scale)))) return true;
  const near = view.dpi;
  const margin = box.x1 < near || box.y1 < near || box.x0 > view.width - near || box.y0 > view.height - near;
  if (square && margin && w <= 42 * scale && fill > 0.55) return true;
  return isPlainShade(patch, map, view);
}

/** Nearly all ink of the box lies along its four sides: a frame, a check box, the corner of a table. */
function isHollow(map: InkMap, box: PixelBox, rim: number): boolean {
  if (Math.min(box.x1 - box.x0, box.y1 - box.y0) < 3 * rim) return false;
  let [inside, all] = [0, 0];
  for (let y = box.y0; y < box.y1; y++) {
    for (let x = box.x0; x < box.x1; x++) {
      if (map.ink[y * map.width + x] === 0) continue;
      all += 1;
      if (x >= box.x0 + rim && x < box.x1 - rim && y >= box.y0 + rim && y < box.y1 - rim) inside += 1;
    }
  }
  return inside <= 0.06 * all;
}

/** Mostly solid, and of one shade where it is solid: a filled cell, a bar, the black rim of a scan. */
function isPlainShade({ box, ink }: InkPatch, map: InkMap, view: View): boolean {
  let [core, sum, squares] = [0, 0, 0];
  for (let y = box.y0 + 2; y < box.y1 - 2; y++) {
    for (let x = box.x0 + 2; x < box.x1 - 2; x++) {
      const at = y * map.width + x;
      if (!isDeep(map, at)) continue;
      const value = view.data[at] ?? 0;
      core += 1;
      sum += value;
      squares += value * value;
    }
  }
  if (core < 0.35 * ink) return false;
  return squares / core - (sum / core) ** 2 < 14 ** 2;
}

function isDeep({ ink, width }: InkMap, at: number): boolean {
  return (
    ink[at] === 1 && ink[at - 2] === 1 && ink[at + 2] === 1 && ink[at - 2 * width] === 1 && ink[at + 2 * width] === 1
  );
}

/** Large enough to be a word: with one stroke as long as a letter of handwriting, or several the size of small print. */
function isRegion(group: readonly InkPatch[], scale: number): boolean {
  const { x0, y0, x1, y1 } = around(group);
  const [w, h] = [x1 - x0, y1 - y0];
  const ink = group.reduce((sum, patch) => sum + patch.ink, 0);
  const heights = group.map(({ box }) => box.y1 - box.y0);
  const longest = Math.max(...group.map(({ box }) => Math.max(box.x1 - box.x0, box.y1 - box.y0)));
  if (heights.filter((height) => height >= 5 * scale).length >= 4 && w >= 26 * scale && ink >= 90 * scale) return true;
  return (
    Math.max(w, h) >= 22 * scale &&
    Math.min(w, h) >= 10 * scale &&
    ink >= 45 * scale &&
    longest >= 12 * scale &&
    Math.max(...heights) >= 6 * scale
  );
}

/** One zone, or several where the region's ink is a frame or sprawl that its box would overstate. */
function zonesOfRegion(group: readonly InkPatch[], view: View, map: InkMap, scale: number): readonly Zone[] {
  const whole = around(group);
  const large = Math.max(whole.x1 - whole.x0, whole.y1 - whole.y0) > 150 * scale;
  const boxes = large ? partsOf(map, whole, Math.round(30 * scale), 4) : [whole];
  const kind = kindOf(whole, map, view);
  return boxes.map((box) => ({ box: growBox(toPageBox(view, box), 1.5), kind, why: WHY[kind] }));
}

/** The box, or the boxes of its parts where cutting it in two leaves much less paper inside; `size` is the grain of cuts. */
function partsOf(map: InkMap, whole: PixelBox, size: number, depth: number): readonly PixelBox[] {
  const tight = tightBox(map, whole);
  if (tight === undefined) return [];
  let best: { area: number; parts: readonly [PixelBox, PixelBox] } | undefined;
  for (const parts of depth > 0 ? cutsOf(tight, size) : []) {
    const area = parts.reduce((sum, part) => sum + areaOf(tightBox(map, part)), 0);
    if (area < (best?.area ?? Number.POSITIVE_INFINITY)) best = { area, parts };
  }
  if (best === undefined || best.area > 0.8 * areaOf(tight)) return [tight];
  return best.parts.flatMap((part) => partsOf(map, part, size, depth - 1));
}

function cutsOf(box: PixelBox, size: number): readonly (readonly [PixelBox, PixelBox])[] {
  const cuts: [PixelBox, PixelBox][] = [];
  for (let x = box.x0 + size; x < box.x1; x += size)
    cuts.push([
      { ...box, x1: x },
      { ...box, x0: x },
    ]);
  for (let y = box.y0 + size; y < box.y1; y += size)
    cuts.push([
      { ...box, y1: y },
      { ...box, y0: y },
    ]);
  return cuts;
}

function areaOf(box: PixelBox | undefined): number {
  return box === undefined ? 0 : (box.x1 - box.x0) * (box.y1 - box.y0);
}

/** The smallest box around the ink inside a box. */
function tightBox(map: InkMap, box: PixelBox): PixelBox | undefined {
  let [x0, y0, x1, y1] = [box.x1, box.y1, box.x0, box.y0];
  for (let y = box.y0; y < box.y1; y++) {
    for (let x = box.x0; x < box.x1; x++) {
      if (map.ink[y * map.width + x] === 0) continue;
      if (x < x0) x0 = x;
      if (x + 1 > x1) x1 = x + 1;
      if (y < y0) y0 = y;
      if (y + 1 > y1) y1 = y + 1;
    }
  }
  return x1 > x0 && y1 > y0 ? { x0, y0, x1, y1 } : undefined;
}

/** A photograph (many shades) or a drawing: more than half an inch both ways and inked deep and wide, not in strokes. */
function kindOf(box: PixelBox, map: InkMap, view: View): 'photograph' | 'picture' | 'handwriting' {
  const [w, h] = [box.x1 - box.x0, box.y1 - box.y0];
  if (Math.min(w, h) < 0.6 * view.dpi) return 'handwriting';
  let [ink, deep, grey] = [0, 0, 0];
  for (let y = Math.max(2, box.y0); y < Math.min(map.height - 2, box.y1); y++) {
    for (let x = Math.max(2, box.x0); x < Math.min(map.width - 2, box.x1); x++) {
      const at = y * map.width + x;
      const value = view.data[at] ?? 255;
      if (value > 60 && value < 200) grey += 1;
      if (map.ink[at] === 0) continue;
      ink += 1;
      if (isDeep(map, at)) deep += 1;
    }
  }
  if (grey > 0.35 * w * h) return 'photograph';
  return deep > 0.25 * ink ? 'picture' : 'handwriting';
}

/** Words of three letters or more that were hardly read and lie in no other zone; engines doubt shorter ones without cause. */
function doubtfulWords(words: readonly PlacedWord[], zones: readonly Zone[]): readonly Zone[] {
  return words
    .filter((word) => word.confidence < DOUBTFUL && lettersIn(word.text) >= 3)
    .filter(({ box }) => !zones.some((zone) => sharedArea(zone.box, box) > 0.5 * box.w * box.h))
    .map(({ box }) => ({ box: growBox(box, 1), kind: 'low-confidence', why: WHY['low-confidence'] }));
}

/** Zones of one kind that overlap or nearly touch on a line, as one. */
function mergeZones(zones: readonly Zone[]): readonly Zone[] {
  const merged: Zone[] = [];
  for (const zone of [...zones].sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x)) {
    const reach = zone.kind === 'low-confidence' ? 6 : 0;
    const at = merged.findIndex(
      (other) =>
        other.kind === zone.kind &&
        sharedArea(growBox(other.box, reach), zone.box) > 0.2 * smaller(other.box, zone.box),
    );
    const other = merged[at];
    if (other === undefined) merged.push(zone);
    else merged[at] = { ...other, box: unionBox([other.box, zone.box]) };
  }
  return merged;
}

function smaller(a: Box, b: Box): number {
  return Math.min(a.w * a.h, b.w * b.h);
}

function around(group: readonly InkPatch[]): PixelBox {
  return {
    x0: Math.min(...group.map(({ box }) => box.x0)),
    y0: Math.min(...group.map(({ box }) => box.y0)),
    x1: Math.max(...group.map(({ box }) => box.x1)),
    y1: Math.max(...group.map(({ box }) => box.y1)),
  };
}
