import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const TINOS = '@expo-google-fonts/tinos';

/** TrueType bytes of the letters' font (Tinos, OFL-1.1: the metrics of Times, Latin, Greek, Cyrillic, Hebrew). */
export function loadLetterFonts(): { readonly regular: Uint8Array; readonly bold: Uint8Array } {
  const read = (path: string): Uint8Array => readFileSync(fileURLToPath(import.meta.resolve(`${TINOS}/${path}`)));
  return { regular: read('400Regular/Tinos_400Regular.ttf'), bold: read('700Bold/Tinos_700Bold.ttf') };
}
