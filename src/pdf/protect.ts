import { randomBytes } from 'node:crypto';
import { loadDocument } from './objects.ts';

/**
 * The PDF encrypted with AES-256 (security handler revision 6, ISO 32000-2 7.6), opened by `password`. Reading,
 * printing and copying are allowed; the owner's password is thrown away. Not the same bytes twice.
 */
export async function protectPdf(bytes: Uint8Array, password: string): Promise<Uint8Array> {
  const doc = await loadDocument(bytes);
  doc.encrypt({
    algorithm: 'AES-256',
    userPassword: password,
    ownerPassword: randomBytes(24).toString('base64url'),
    permissions: { printing: 'highResolution', copying: true, contentAccessibility: true },
  });
  return doc.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}
