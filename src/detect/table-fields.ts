import type { PersonCue } from '../model/detecting.ts';
import { headed } from './birth-columns.ts';
import type { Field } from './fields.ts';
import { type Cell, columnOf, gridOf } from './grid.ts';
import { type LabelRead, readLabel } from './labels.ts';
import type { Lexicon } from './lexicon.ts';
import type { PageWork } from './people.ts';
import { contextTokens } from './text-view.ts';

/** A cell of longer text than this is prose, no entry of a table. */
const ENTRY = 70;

interface Head {
  readonly cell: Cell;
  readonly label: string;
  readonly cue?: PersonCue;
  readonly owned: boolean;
  readonly name: boolean;
}

/**
 * The fields of tables: `under` headings that stand over columns, `beside` labels left of them. A field knows the
 * other cells of its row; a role named in the row ("Suspect"), or alone on a line above it, says who the row is about.
 */
export function tableFields(work: PageWork, lexicon: Lexicon): { under: Field[]; beside: Field[] } {
  const rows = gridOf(work.page);
  const text = work.page.text;
  const fields: Field[] = [];
  const beside: Field[] = [];
  let heads: readonly Head[] | undefined;
  let section: PersonCue | undefined;
  let named = new Map<Head, Cell>();
  for (const row of rows) {
    const found = headsOf(row, text, lexicon);
    if (found !== undefined) {
      heads = found;
      named = new Map();
      continue;
    }
    const only = row.length === 1 ? row[0] : undefined;
    if (only !== undefined) {
      const said = roleOf(text.slice(only.start, only.end), lexicon);
      if (said !== undefined) section = said;
      else if (only.end - only.start > ENTRY || heads === undefined) {
        heads = undefined;
        section = undefined;
      }
      if (said !== undefined || only.end - only.start > ENTRY) continue;
    }
    const label = labelled(row, heads, text, lexicon);
    if (label === 'values') heads = undefined;
    if (heads === undefined || label === 'values') beside.push(...besideLabels(row, text, lexicon));
    else if (label !== undefined) fields.push(...underPeople(row, heads, label, named));
    else fields.push(...underHeads(row, heads, section, text, lexicon));
  }
  return { under: fields, beside };
}

/** Headings of columns: two labels or more in a row, most of its cells, no value among them. */
function headsOf(row: readonly Cell[], text: string, lexicon: Lexicon): readonly Head[] | undefined {
  if (row.length < 2) return undefined;
  const heads: Head[] = [];
  let known = 0;
  for (const cell of row) {
    const value = text.slice(cell.start, cell.end);
    if (value.length > 32 || /[:\d@]/.test(value.replace(/\d$/, ''))) return undefined;
    const label = readLabel(contextTokens(value), lexicon);
    const date = headed(value);
    if (label !== undefined || date) known++;
    heads.push({
      cell,
      label: label?.label ?? value.toLowerCase(),
      owned: label?.owned ?? true,
      name: label !== undefined && lexicon.nameLabels.has(label.label),
      ...(label?.cue === undefined || lexicon.nameLabels.has(label.label) ? {} : { cue: label.cue }),
    });
  }
  return known >= 2 && known * 2 >= row.length ? heads : undefined;
}

/** The role that a short cell or line names, and nothing else: "WITNESSES", "Emergency contact 1". */
function roleOf(value: string, lexicon: Lexicon): PersonCue | undefined {
  if (value.length > 40 || value.includes(':')) return undefined;
  const phrase = contextTokens(value)
    .filter((t) => !/^\d$|^information$|^details$/.test(t))
    .join(' ');
  const single = phrase.replace(/(?<=ss)es$|(?<=[^s])s$/, '');
  return [phrase, single].map((p) => lexicon.labels.get(p) ?? lexicon.roles.get(p)).find((c) => c !== undefined);
}

/** The label that opens a row under headings; `values` = the row is no part of their table. */
function labelled(
  row: readonly Cell[],
  heads: readonly Head[] | undefined,
  text: string,
  lexicon: Lexicon,
): LabelRead | 'values' | undefined {
  const first = row[0];
  if (first === undefined || heads === undefined || row.length < 2) return undefined;
  const value = text.slice(first.start, first.end);
  if (value.includes(':')) return 'values';
  const label = /\d{3}/.test(value) ? undefined : readLabel(contextTokens(value), lexicon);
  if (label === undefined || (!label.owned && !lexicon.nameLabels.has(label.label))) return undefined;
  return heads.some((h) => h.cue !== undefined && !h.owned && !h.name) ? label : 'values';
}

/** "Phone | 555-0100 | 555-0111" under "Mother | Father": each value is the person's over it, whose name an earlier row gave. */
function underPeople(row: readonly Cell[], heads: readonly Head[], label: LabelRead, named: Map<Head, Cell>): Field[] {
  const name = !label.owned;
  const values = row.slice(1);
  return values.flatMap((cell) => {
    const head =
      heads[
        columnOf(
          cell,
          values,
          heads.map((h) => h.cell),
        )
      ];
    if (head?.cue === undefined) return [];
    if (name) named.set(head, cell);
    const person = named.get(head);
    return [
      {
        label: label.label,
        labelStart: cell.start,
        start: cell.start,
        end: cell.end,
        names: name,
        owned: !name,
        saysOwner: !name && person === undefined,
        row: person === undefined ? [cell] : [person, cell],
        owner: head.cue,
      },
    ];
  });
}

function underHeads(
  row: readonly Cell[],
  heads: readonly Head[],
  section: PersonCue | undefined,
  text: string,
  lexicon: Lexicon,
): Field[] {
  const said = row.map((c) => roleOf(text.slice(c.start, c.end), lexicon)).find((c) => c !== undefined);
  return row.flatMap((cell) => {
    const head =
      heads[
        columnOf(
          cell,
          row,
          heads.map((h) => h.cell),
        )
      ];
    if (head === undefined) return [];
    const owner = head.cue ?? said ?? section;
    return [
      {
        label: head.label,
        labelStart: cell.start,
        start: cell.start,
        end: cell.end,
        names: head.name || (head.cue !== undefined && !head.owned),
        owned: head.owned && !head.name,
        saysOwner: head.cue !== undefined && head.owned,
        row,
        ...(owner === undefined ? {} : { owner }),
      },
    ];
  });
}

/** "Foster parent | Ana Roe | Cell | 555-0100": cells that are labels, each with the cell right of it. */
function besideLabels(row: readonly Cell[], text: string, lexicon: Lexicon): Field[] {
  const fields: Field[] = [];
  let owner: PersonCue | undefined;
  for (const [i, cell] of row.entries()) {
    const next = row[i + 1];
    if (next === undefined || cell.end - cell.start > 40) continue;
    const value = text.slice(cell.start, cell.end);
    const label = /:|\d{3}/.test(value) ? undefined : readLabel(contextTokens(value), lexicon);
    if (label === undefined || readLabel(contextTokens(text.slice(next.start, next.end)), lexicon)?.owned === true)
      continue;
    owner = label.cue ?? owner;
    fields.push({
      label: label.label,
      labelStart: cell.start,
      start: next.start,
      end: next.end,
      names: label.cue !== undefined && !label.owned,
      owned: label.owned,
      saysOwner: label.cue !== undefined && label.owned,
      row,
      ...(owner === undefined ? {} : { owner }),
    });
  }
  return fields;
}
