import { createRequire } from 'node:module';

// The engine's picture library remarks on odd pictures on the process's own stderr, with no switch
// to stop it: a thread of ours keeps quiet and then becomes tesseract.js' own.
Reflect.set(console, 'error', () => undefined);
Reflect.set(console, 'warn', () => undefined);
createRequire(import.meta.url)('tesseract.js/src/worker-script/node/index.js');
