import { readFileSync } from 'node:fs';

/** Flags of Node that the program is shipped with: package.json's script says what bin/withhold.js does. */
export function shippedFlags(): readonly string[] {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { scripts } = JSON.parse(text) as { scripts: { withhold: string } };
  return scripts.withhold.match(/--[\w-]+=\d+/g) ?? [];
}

/** Environment that the program gives itself. */
export function shippedEnv(): NodeJS.ProcessEnv {
  const heap: Record<string, string> = JSON.parse(
    readFileSync(new URL('../../bin/heap.json', import.meta.url), 'utf8'),
  );
  return { ...process.env, ...heap };
}
