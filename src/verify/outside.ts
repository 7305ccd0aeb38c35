import type { OutsideReader } from '../model/outside-reader.ts';
import type { Sighting } from './classes.ts';
import { carvePdf } from './raw-pdf.ts';
import { stringsOf } from './raw-strings.ts';
import type { SecretIndex } from './secrets.ts';

/** Whether outside programs, where they are installed, still find what must be gone. */
export async function outsideSightings(
  bytes: Uint8Array,
  secrets: SecretIndex,
  readers: readonly OutsideReader[],
): Promise<readonly Sighting[]> {
  const found: Sighting[] = [];
  for (const reader of readers) {
    const read = await reader.read(bytes);
    if (read === undefined) continue;
    const isThere = reader.kind === 'text' ? secrets.find(read).length > 0 : syntaxHolds(read, secrets);
    if (!isThere) continue;
    found.push({
      name: reader.kind === 'text' ? 'same-string-elsewhere' : 'carved-object',
      level: 'leak',
      seenBy: [reader.name],
      what: 'another program still finds text that must be gone',
    });
  }
  return found;
}

/** Strings of objects; operands of page contents are left to the readers of text. */
function syntaxHolds(syntax: string, secrets: SecretIndex): boolean {
  return carvePdf(Buffer.from(syntax, 'latin1')).objects.some(
    ({ head }) => secrets.find(stringsOf(head).join('\n')).length > 0,
  );
}
