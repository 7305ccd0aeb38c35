import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** TrueType fonts of letters and slip sheets: Tinos, metric-compatible with Times, any European name (OFL). */
export function loadLetterFonts(): { readonly regular: Uint8Array; readonly bold: Uint8Array } {
  const home = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/package.json'));
  return {
    regular: readFileSync(join(home, '400Regular', 'Tinos_400Regular.ttf')),
    bold: readFileSync(join(home, '700Bold', 'Tinos_700Bold.ttf')),
  };
}
