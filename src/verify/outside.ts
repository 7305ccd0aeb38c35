import type { OutsideReader } from '../model/outside-reader.ts';
import type { Sighting } from './classes.ts';
import { carveHeads } from './raw-pdf.ts';
import { syntaxHolds } from './raw-sightings.ts';
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
    const isThere = reader.kind === 'text' ? secrets.find(read).length > 0 : listingHolds(read, secrets);
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
function listingHolds(listing: string, secrets: SecretIndex): boolean {
  return carveHeads(Buffer.from(listing, 'latin1')).some((head) => syntaxHolds(secrets, head));
}
