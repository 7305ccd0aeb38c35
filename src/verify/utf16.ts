/**
 * Bytes as UTF-16, low byte first or (`big`) high byte first; an odd last byte is left out.
 * TextDecoder, because Buffer's own utf16le ends the process on some unaligned input (Node 24.21).
 */
export function decodeUtf16(bytes: Uint8Array, big = false): string {
  return new TextDecoder(big ? 'utf-16be' : 'utf-16le').decode(bytes.subarray(0, bytes.length & ~1));
}
