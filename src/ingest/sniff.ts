/** What a file's bytes say it is; its name is not asked. */
export type Kind =
  | 'empty'
  | 'pdf'
  | 'png'
  | 'jpeg'
  | 'tiff'
  | 'e-mail'
  | 'office'
  | 'web-page'
  | 'archive'
  | 'other-picture'
  | 'text'
  | 'unknown';

/** Signatures at the start of a file, as Latin-1. */
const SIGNATURES: readonly (readonly [string, Kind])[] = [
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['\xff\xd8\xff', 'jpeg'],
  ['II*\0', 'tiff'],
  ['MM\0*', 'tiff'],
  // Compound file: doc, xls, ppt, msg, works.
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'office'],
  ['{\\rtf', 'office'],
  ['\xffWPC', 'office'],
  ['!BDN', 'e-mail'],
  ['From ', 'e-mail'],
  ['GIF8', 'other-picture'],
  ['BM', 'other-picture'],
  ['RIFF', 'other-picture'],
  ['\0\0\0\x0cjP  ', 'other-picture'],
  ['\xff\x4f\xff\x51', 'other-picture'],
  ['II+\0', 'other-picture'],
  ['MM\0+', 'other-picture'],
  ['7z\xbc\xaf', 'archive'],
  ['Rar!', 'archive'],
  ['\x1f\x8b', 'archive'],
];

/** Header fields with which a message starts (RFC 5322). */
const MAIL_FIELD =
  /^(return-path|received|delivered-to|from|to|cc|bcc|subject|date|message-id|mime-version|content-type|reply-to|sender|dkim-signature|arc-seal|x-[a-z0-9-]+):/i;

/** Tells what kind of file the bytes are. */
export function sniff(bytes: Uint8Array): Kind {
  if (bytes.length === 0) return 'empty';
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 8192)).toString('latin1');
  const signed = SIGNATURES.find(([signature]) => start.startsWith(signature))?.[1];
  if (signed !== undefined) return signed;
  if (start.startsWith('PK\x03\x04')) return zipKind(bytes);
  // ISO 32000-1 annex H.3: readers look for the header in the first 1024 bytes.
  if (start.slice(0, 1024 + 5).includes('%PDF-')) return 'pdf';
  if (/^....ftyp(hei|mif1|avif|msf1)/s.test(start)) return 'other-picture';
  const text = readable(bytes.subarray(0, 8192));
  if (text === undefined) return 'unknown';
  if (isMail(text)) return 'e-mail';
  if (/^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html|head|body)\b/is.test(text)) return 'web-page';
  return 'text';
}

/** Office suites keep their documents in zip files. */
function zipKind(bytes: Uint8Array): Kind {
  const names = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const office = ['[Content_Types].xml', 'word/', 'xl/', 'ppt/', 'mimetypeapplication/vnd.', 'Index/Document.iwa'];
  return office.some((name) => names.includes(name)) ? 'office' : 'archive';
}

/** The bytes as text; undefined where too many of them are control codes. */
function readable(bytes: Uint8Array): string | undefined {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (wide) return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  let odd = 0;
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)) odd += 1;
  return odd > bytes.length * 0.01 ? undefined : new TextDecoder().decode(bytes);
}

/** Two header fields or more before the first blank line, and nothing else. */
function isMail(text: string): boolean {
  const lines = (text.replace(/^\ufeff/, '').split(/\r?\n\r?\n/)[0] ?? '').split(/\r?\n/);
  const fields = lines.filter((line) => MAIL_FIELD.test(line)).length;
  const rest = lines.filter((line) => !/^[!-9;-~]+:/.test(line) && !/^[ \t]/.test(line)).length;
  return fields >= 2 && rest === 0;
}
