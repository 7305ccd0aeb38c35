const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', nbsp: ' ' };

/** A text as it stands and as programs would show it: addresses, marked-up text and scripts undone. */
export function readingsOf(text: string): readonly string[] {
  const found = [text];
  if (/%[0-9A-Fa-f]{2}/.test(text)) found.push(fromAddress(text));
  if (/<[A-Za-z/!?]/.test(text)) found.push(withoutTags(text, ''), withoutTags(text, ' '));
  else if (/&(?:#\d+|#x[0-9A-Fa-f]+|[a-z]+);/.test(text)) found.push(withoutEntities(text));
  if (/\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2})/.test(text)) found.push(fromScript(text));
  return found;
}

/** A text without the numbers of notes: small raised or ringed digits, and plain ones right after a word or in brackets. */
export function withoutNotes(text: string): string {
  if (!/[\d\p{No}\u00aa\u00ba\u2070-\u209c]/u.test(text)) return text;
  return text
    .replace(/[\p{No}\u00aa\u00ba\u2070-\u209c]+/gu, '')
    .replace(/(?<=\p{L}{2})\d{1,3}(?![\p{L}\p{N}])|[[(]\d{1,3}[\])]/gu, '');
}

/** RFC 3986, 2.1; bytes of UTF-8. */
function fromAddress(text: string): string {
  return text
    .replace(/\+/g, ' ')
    .replace(/(?:%[0-9A-Fa-f]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'));
}

function withoutTags(text: string, instead: string): string {
  return withoutEntities(text.replace(/<[^<>]*>/g, instead));
}

function withoutEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|([a-z]{2,5}));/g, (all, decimal, hex, name: string) => {
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    if (code > 0 && code < 0x110000) return String.fromCodePoint(code);
    return ENTITIES[name] ?? all;
  });
}

function fromScript(text: string): string {
  return text.replace(/\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})/g, (_, unit?: string, byte?: string) =>
    String.fromCharCode(Number.parseInt(unit ?? byte ?? '20', 16)),
  );
}
