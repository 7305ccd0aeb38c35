import { type PDFDict, PDFName } from 'pdf-lib';
import type { LayerState, Layers } from '../pdf/layers.ts';
import type { Op } from '../pdf/lexer.ts';
import { asDict, lookUp, type Maybe, nameFor } from '../pdf/objects.ts';
import { PAINT, SHOW } from '../pdf/operators.ts';
import { CannotCut } from './surgeon-types.ts';

/** Operators after which text does not go on where the last string ended. */
const PLACED: ReadonlySet<string> = new Set(['BT', 'ET', 'Td', 'TD', 'Tm', 'T*', "'", '"']);

/** What is painted, strings and paths aside. */
const DRAWN: ReadonlySet<string> = new Set(['Do', 'BI', 'sh']);

/**
 * The operators without what is painted in layers that are switched off; what they set stays set, as ISO 32000-1,
 * 8.11.3.2 has it. Throws CannotCut where a layer may be on or off, or where what is seen hangs on what is not.
 */
export function withoutHiddenLayers(ops: readonly Op[], resources: PDFDict | undefined, layers: Layers): readonly Op[] {
  const find = (kind: string, name: unknown): Maybe => {
    const table = resources === undefined ? undefined : asDict(resources.context, lookUp(resources, kind));
    return typeof name === 'string' ? table?.get(nameFor(name)) : undefined;
  };
  const spans: boolean[] = [];
  let hidden = 0;
  let isAdrift = false;
  const out: Op[] = [];
  for (const op of ops) {
    const { name, args } = op;
    if (name === 'BMC' || name === 'BDC') {
      const isOff = args[0] === 'OC' && isHidden(layers.state(find('Properties', args[1])));
      spans.push(isOff);
      if (isOff) hidden++;
    } else if (name === 'EMC' && spans.pop() === true) hidden--;
    if (PLACED.has(name)) isAdrift = false;
    if (hidden === 0) {
      if (isAdrift && SHOW.has(name)) throw new CannotCut('content', 'text goes on after a layer that is switched off');
      if (name !== 'Do' || !isHidden(stateOf(find('XObject', args[0]), resources, layers))) out.push(op);
    } else if (SHOW.has(name)) {
      isAdrift = true;
      out.push(...stillSet(op));
    } else if (PAINT.has(name)) out.push({ ...op, name: 'n', args: [] });
    else if (!DRAWN.has(name)) out.push(op);
  }
  return out;
}

function isHidden(state: LayerState): boolean {
  if (state === 'unsure') throw new CannotCut('content', 'the page uses layers, some of which may be hidden');
  return state === 'hidden';
}

function stateOf(entry: Maybe, resources: PDFDict | undefined, layers: Layers): LayerState {
  const object = resources === undefined ? undefined : asDict(resources.context, entry);
  return layers.state(object?.get(PDFName.of('OC')));
}

/** What a show operator sets besides showing. */
function stillSet(op: Op): readonly Op[] {
  if (op.name === "'") return [{ ...op, name: 'T*', args: [] }];
  if (op.name !== '"') return [];
  const [word = 0, char = 0] = op.args;
  return [
    { ...op, name: 'Tw', args: [word] },
    { ...op, name: 'Tc', args: [char] },
    { ...op, name: 'T*', args: [] },
  ];
}
