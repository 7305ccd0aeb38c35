import type { InlineImage, Op, Operand } from './lexer.ts';

/** A content stream in canonical form: one operator a line, no comments, strings in hex. */
export function writeContent(ops: readonly Op[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let text = '';
  for (const op of ops) {
    if (op.image === undefined) {
      for (const arg of op.args) text += `${formatOperand(arg)} `;
      text += `${op.name}\n`;
    } else {
      parts.push(latin1(text), ...inlineImageParts(op.image));
      text = '';
    }
  }
  parts.push(latin1(text));
  return Buffer.concat(parts);
}

/** An operand in PDF syntax. */
export function formatOperand(value: Operand): string {
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'string') return formatName(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (value instanceof Uint8Array)
    return `<${Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')}>`;
  if (isArray(value)) return `[${value.map(formatOperand).join(' ')}]`;
  return `<<${[...value].map(([key, item]) => `${formatName(key)} ${formatOperand(item)}`).join(' ')}>>`;
}

/** A number without an exponent, as exact as a reader can use. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '0';
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? String(value === 0 ? 0 : value) : value.toFixed(0);
  const text = String(value);
  return text.includes('e') ? value.toFixed(12).replace(/\.?0+$/, '') : text;
}

function formatName(name: string): string {
  return `/${name.replace(/[^!-~]|[#()<>[\]{}/%]/g, (char) => `#${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;
}

function isArray(value: Operand): value is readonly Operand[] {
  return Array.isArray(value);
}

function inlineImageParts(image: InlineImage): Uint8Array[] {
  const entries = [...image.dict].map(([key, value]) => `${formatName(key)} ${formatOperand(value)}`);
  return [latin1(`BI\n${entries.join('\n')}\nID `), image.data, latin1('\nEI\n')];
}

function latin1(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
