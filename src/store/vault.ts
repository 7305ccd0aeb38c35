import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { UsageError, WorkspaceError } from '../errors.ts';
import { isFile, isFolder, readGiven, readGivenText, removeAll, writeWhole } from './files.ts';
import { type Keyring, systemKeyring } from './keyring.ts';

/** First bytes of a file that lies encrypted; no JSON, PDF or PNG begins so. */
const MAGIC = Buffer.from('WHE1');
const NONCE = 12;
const TAG = 16;
const KEY_FILE = 'key.json';

/** Cost of scrypt (RFC 7914): 128 MB and about half a second for each guess. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };

const keySchema = z.strictObject({
  version: z.literal(1),
  kdf: z.literal('scrypt'),
  n: z.literal(COST.N),
  r: z.literal(COST.r),
  p: z.literal(COST.p),
  salt: z.string(),
  /** The key of the files, encrypted with the key that the passphrase gives. */
  wrapped: z.string(),
  /** False while files that lay there before are still being encrypted. */
  complete: z.boolean(),
});

type KeyFile = z.infer<typeof keySchema>;

interface Vault {
  readonly key: Buffer;
  /** Every file must be encrypted: one that is not was put there by somebody else. */
  complete: boolean;
}

/** The open workspaces of this process by folder. */
const vaults = new Map<string, Vault>();

/** The word that stands for the keyring where a file could be named. */
const KEYRING = 'keyring';

let source: string | undefined;
let keyring: () => Keyring = systemKeyring;

/**
 * Says what opens encrypted workspaces: a file whose first line is the passphrase, or `keyring`; set once, by the
 * command line. `own` stands in for the system's keyring in tests.
 */
export function unlockWith(from: string | undefined, own: () => Keyring = systemKeyring): void {
  source = from;
  keyring = own;
}

/** The first line of a passphrase file; a UsageError where it is empty or short. */
export function readPassphrase(file: string): string {
  const line = readGivenText(file).split(/\r?\n/)[0] ?? '';
  if (line.length < 12)
    throw new UsageError(`${file} holds no passphrase of 12 characters or more on its first line: write one.`);
  return line;
}

/**
 * Opens the vault of a workspace folder, and makes it where `wanted` and there is none yet. Throws
 * WorkspaceError (exit 5) for a wrong passphrase or a damaged key, UsageError where no passphrase was given.
 */
export function openVault(folder: string, wanted: boolean): void {
  const path = join(folder, KEY_FILE);
  if (vaults.has(folder) || (!existsSync(path) && !wanted)) return;
  const from = sourceFor(folder, existsSync(path));
  if (!existsSync(path)) makeKey(folder, path, from);
  const file = readKey(path);
  vaults.set(folder, { key: unwrap(path, file, passphraseOf(from, file, path)), complete: file.complete });
}

/**
 * Encrypts in place, file by file, what lay in the workspace before it had a key; a run that was killed
 * goes on where it stopped. Only for the process that holds the lock.
 */
export function settleVault(folder: string): void {
  const vault = vaults.get(folder);
  if (vault === undefined || vault.complete) return;
  const path = join(folder, KEY_FILE);
  encryptAll(folder);
  writeWhole(path, `${JSON.stringify({ ...readKey(path), complete: true })}\n`);
  vault.complete = true;
}

/** Closes every vault of this process: for tests that play several runs. */
export function closeVaults(): void {
  vaults.clear();
}

/** Puts a new key file in place unless another process was first: two keys would lose what the first encrypts. */
function makeKey(folder: string, path: string, from: string): void {
  const orphan = isFolder(folder) && readdirSync(folder).some((name) => isSealed(join(folder, name)));
  if (orphan) throw new WorkspaceError(`${path} is gone: restore it from a backup; without it nothing can be read.`);
  const made = `${path}.${process.pid}.new`;
  mkdirSync(folder, { recursive: true });
  const passphrase = from === KEYRING ? randomBytes(32).toString('base64url') : readPassphrase(from);
  const file = wrap(randomBytes(32), passphrase);
  if (from === KEYRING) keyring().write(file.salt, passphrase);
  writeWhole(made, `${JSON.stringify(file)}\n`);
  try {
    linkSync(made, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    removeAll(made);
  }
}

/** The passphrase that opens a key: out of the file, or of the keyring under the key's salt. */
function passphraseOf(from: string, file: KeyFile, path: string): string {
  if (from !== KEYRING) return readPassphrase(from);
  const kept = keyring().read(file.salt);
  if (kept !== undefined) return kept;
  throw new WorkspaceError(
    `The keyring of this user holds no passphrase for ${path}: log in as who made it, or give the passphrase with --unlock FILE.`,
  );
}

function sourceFor(folder: string, exists: boolean): string {
  if (source !== undefined) return source;
  const what = exists ? 'is encrypted' : 'is to be encrypted (matter.yaml, key workspace)';
  throw new UsageError(
    `The workspace ${folder} ${what}: give the file that holds its passphrase with --unlock FILE (or --unlock keyring), or name it in WITHHOLD_PASSPHRASE_FILE.`,
  );
}

function isSealed(path: string): boolean {
  return isFile(path) && readFileSync(path).subarray(0, MAGIC.length).equals(MAGIC);
}

/** The bytes of a workspace file as they were written, decrypted where they lie encrypted. */
export function readAtRest(path: string): Buffer {
  const bytes = readFileSync(path);
  const found = vaultOf(path);
  const encrypted = bytes.subarray(0, MAGIC.length).equals(MAGIC);
  if (found === undefined) {
    if (!encrypted) return bytes;
    throw new WorkspaceError(
      `The workspace file ${path} is encrypted and its ${KEY_FILE} is gone: restore it from a backup.`,
    );
  }
  if (!encrypted) {
    if (!found.vault.complete) return bytes;
    throw new WorkspaceError(
      `The workspace file ${path} is not encrypted though the workspace is: it was put there by another program; restore it from a backup or, below derived/, delete it.`,
    );
  }
  return open(path, bytes, found.vault.key, found.place);
}

/** As `readAtRest`, as UTF-8 text. */
export function readTextAtRest(path: string): string {
  return readAtRest(path).toString('utf8');
}

/** Writes a workspace file whole, encrypted where the workspace is. */
export function writeAtRest(path: string, bytes: string | Uint8Array): void {
  const found = vaultOf(path);
  writeWhole(path, found === undefined ? bytes : seal(bytes, found.vault.key, found.place));
}

/** Does this workspace lie encrypted? */
export function isEncrypted(folder: string): boolean {
  return vaults.has(folder);
}

function vaultOf(path: string): { readonly vault: Vault; readonly place: string } | undefined {
  for (const [folder, vault] of vaults) {
    if (path.startsWith(`${folder}${sep}`)) return { vault, place: relative(folder, path).split(sep).join('/') };
  }
  return undefined;
}

/** AES-256-GCM, bound to the file's place so that no file can stand in for another. */
function seal(bytes: string | Uint8Array, key: Buffer, place: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([MAGIC, nonce, body, cipher.getAuthTag()]);
}

function open(path: string, bytes: Buffer, key: Buffer, place: string): Buffer {
  try {
    return decrypt(bytes.subarray(MAGIC.length), key, place);
  } catch (cause) {
    throw new WorkspaceError(
      `The workspace file ${path} is damaged or was moved: restore it from a backup; below derived/ delete it, it will be made anew.`,
      { cause },
    );
  }
}

function decrypt(bytes: Buffer, key: Buffer, place: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG })
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(bytes.length - TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE, bytes.length - TAG)), decipher.final()]);
}

function readKey(path: string): KeyFile {
  try {
    return keySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new WorkspaceError(`${path} is damaged: restore it from a backup; without it nothing can be read.`, {
      cause,
    });
  }
}

function wrap(key: Buffer, passphrase: string): KeyFile {
  const salt = randomBytes(16);
  const wrapped = seal(key, derive(passphrase, salt), KEY_FILE).subarray(MAGIC.length);
  const { N: n, r, p } = COST;
  return {
    version: 1,
    kdf: 'scrypt',
    n: n as KeyFile['n'],
    r: r as KeyFile['r'],
    p: p as KeyFile['p'],
    salt: salt.toString('base64'),
    wrapped: wrapped.toString('base64'),
    complete: false,
  };
}

function unwrap(path: string, file: KeyFile, passphrase: string): Buffer {
  try {
    return decrypt(Buffer.from(file.wrapped, 'base64'), derive(passphrase, Buffer.from(file.salt, 'base64')), KEY_FILE);
  } catch (cause) {
    throw new WorkspaceError(`The passphrase does not open ${path}: is it the one of this matter?`, { cause });
  }
}

const derive = (passphrase: string, salt: Buffer): Buffer => scryptSync(passphrase.normalize('NFKC'), salt, 32, COST);

/** Files that stay as they are: the key, the lock, and the pictures that people open. */
const PLAIN = /^(?:key\.json.*|lock(?:\..*)?|review\/.*|.*\.partial)$/;

function encryptAll(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || PLAIN.test(relative(folder, path).split(sep).join('/'))) continue;
    const bytes = Buffer.from(readGiven(path));
    if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) writeAtRest(path, bytes);
  }
}
