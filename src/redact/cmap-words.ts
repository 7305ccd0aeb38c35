/** Names and strings of the frame of a CMap (Adobe Technical Note 5014), which every CMap has. */
const FRAME: ReadonlySet<string> = new Set(
  'CIDInit ProcSet CIDSystemInfo Registry Ordering Supplement CMapName CMapVersion CMapType WMode UIDOffset XUID CMap'.split(
    ' ',
  ),
);
const STRINGS: ReadonlySet<string> = new Set([
  '(Adobe)',
  '(Identity)',
  '(UCS)',
  '(Japan1)',
  '(GB1)',
  '(CNS1)',
  '(Korea1)',
  '(KR)',
]);

const TOKEN = /%[^\r\n]*|\((?:\\[\s\S]|[^\\)])*\)|\/[^\s()<>[\]{}/%]*(?=(?<base>\s+usecmap\b)?)/g;

/** A CMap that an encoding embeds (ISO 32000-1, 9.7.5.4) without comments, and with no name or string of its own. */
export function cmapWithoutWords(cmap: Uint8Array): Uint8Array {
  const text = Buffer.from(cmap)
    .toString('latin1')
    .replace(TOKEN, (token, base: string | undefined) => {
      if (token.startsWith('%')) return '';
      if (token.startsWith('(')) return STRINGS.has(token) ? token : '(Identity)';
      return base !== undefined || FRAME.has(token.slice(1)) ? token : '/F';
    });
  return Buffer.from(text, 'latin1');
}
