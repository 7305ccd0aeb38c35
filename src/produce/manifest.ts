import { createHash } from 'node:crypto';
import type { VolumeFile } from '../model/production.ts';

/** SHA-256 of bytes, hex, as `sha256sum` prints it. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** `MANIFEST.sha256`: every file of the volume but itself, by path, in the form that `sha256sum -c` reads. */
export function manifestFile(files: readonly VolumeFile[]): VolumeFile {
  const lines = [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((file) => `${sha256Hex(file.bytes)}  ${file.path}\n`);
  return { path: 'MANIFEST.sha256', bytes: Buffer.from(lines.join('')) };
}
