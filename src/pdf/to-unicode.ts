/** Codes a ToUnicode CMap maps (ISO 32000-1 9.10.3). */
export function readCodes(cmap: Uint8Array): ReadonlySet<number> {
  const codes = new Set<number>();
  const text = latin1(cmap);
  for (const [, body = ''] of text.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code = ''] of body.matchAll(/<([\da-fA-F\s]+)>\s*(?:<[^>]*>|\/\S+)/g)) codes.add(hex(code));
  }
  for (const [, body = ''] of text.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', to = ''] of body.matchAll(
      /<([\da-fA-F\s]+)>\s*<([\da-fA-F\s]+)>\s*(?:<[^>]*>|\[[^\]]*\])/g,
    )) {
      const last = Math.min(hex(to), hex(from) + 0xffff);
      for (let code = hex(from); code <= last; code++) codes.add(code);
    }
  }
  return codes;
}

/** Bytes a code of a CMap takes where all its codespace ranges agree (ISO 32000-1 9.7.6.2). */
export function readCodeLength(cmap: Uint8Array): number | undefined {
  const lengths = new Set<number>();
  for (const [, body = ''] of latin1(cmap).matchAll(/begincodespacerange([\s\S]*?)endcodespacerange/g)) {
    for (const [, from = ''] of body.matchAll(/<([\da-fA-F\s]+)>\s*<[\da-fA-F\s]+>/g)) {
      lengths.add(Math.ceil(from.replace(/\s/g, '').length / 2));
    }
  }
  return lengths.size === 1 ? [...lengths][0] : undefined;
}

function hex(text: string): number {
  return Number.parseInt(text.replace(/\s/g, ''), 16);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
