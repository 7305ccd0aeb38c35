import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { viewWithPdfjs } from './pdfjs-view.ts';
import { readingsOf } from './readings.ts';
import { decodeUtf16 } from './utf16.ts';

/** The most that is read of one attached file, unpacked. */
const MOST = 32 * 1024 * 1024;
const MOST_TEXT = 2_000_000;
/** Archives in archives are opened so deep. */
const DEEPEST = 3;

/** Everything that reads as text in an attached file: a PDF, an archive (Office files are archives), mail, plain text. */
export async function attachedText(bytes: Uint8Array, deep = 0): Promise<string> {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1');
  if (start.includes('%PDF-')) {
    const view = await viewWithPdfjs(bytes).catch(() => undefined);
    return [...(view?.pages ?? []), ...(view?.channels ?? [])].map(({ text }) => text).join('\n');
  }
  if (start.startsWith('PK\x03\x04') && deep < DEEPEST) return archiveText(bytes, deep);
  if (start.startsWith('\x1f\x8b') && deep < DEEPEST) return attachedText(unpacked(bytes), deep + 1);
  if (start.startsWith('\xff\xfe')) return decodeUtf16(bytes.subarray(2, MOST_TEXT));
  if (start.startsWith('\xfe\xff')) return decodeUtf16(bytes.subarray(2, MOST_TEXT), true);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, MOST_TEXT)).toString('utf8');
  return readingsOf(text).join('\n');
}

async function archiveText(bytes: Uint8Array, deep: number): Promise<string> {
  let left = MOST;
  const filter = ({ originalSize }: { originalSize: number }): boolean => {
    left -= originalSize;
    return left >= 0;
  };
  const texts: string[] = [];
  try {
    for (const [name, part] of Object.entries(unzipSync(bytes, { filter })))
      texts.push(name, await attachedText(part, deep + 1));
  } catch {
    // A broken archive: what was read before the break counts.
  }
  return texts.join('\n');
}

function unpacked(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST });
  } catch {
    return new Uint8Array();
  }
}
