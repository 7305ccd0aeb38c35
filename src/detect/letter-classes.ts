/** Letters of the scripts that papers are written in; all of \p{L} takes the engine many times as long to compile. */
const LETTERS =
  'A-Za-z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u0373\\u0376-\\u037d\\u0386-\\u0481\\u048a-\\u052f\\u0531-\\u0556\\u0560-\\u0588\\u05d0-\\u05ea\\u0620-\\u064a\\u0671-\\u06d3\\u0904-\\u0939\\u0e01-\\u0e30\\u10a0-\\u10ff\\u1e00-\\u1fff\\u3041-\\u30ff\\u4e00-\\u9fff\\uac00-\\ud7a3';

/** The expression with `\p{L}` written out as the letters of common scripts, inside a class and outside. */
export function plainLetterClasses(source: string): string {
  let inside = false;
  return source.replace(/\\p\{L\}|\\.|[[\]]/gs, (part) => {
    if (part === '[') inside = true;
    else if (part === ']') inside = false;
    if (part !== '\\p{L}') return part;
    return inside ? LETTERS : `[${LETTERS}]`;
  });
}
