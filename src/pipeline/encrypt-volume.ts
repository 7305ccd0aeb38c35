import { join } from 'node:path';
import { Decrypter, Encrypter } from 'age-encryption';
import { UsageError, WithholdError } from '../errors.ts';
import type { VolumeFile } from '../model/production.ts';
import { normalisePdf } from '../pdf/normalise.ts';
import { protectPdf } from '../pdf/protect.ts';
import { zipFiles } from '../produce/archive.ts';
import { manifestFile } from '../produce/manifest.ts';
import { listFiles, readGiven, removeAll, replaceFolder, writeWhole } from '../store/files.ts';
import { readPassphrase } from '../store/vault.ts';
import type { Progress } from './progress.ts';

/** How a volume is to be packed for the road; read before any work is done. */
export interface Packing {
  /** age recipients: `age1...`. */
  readonly recipients: readonly string[];
  readonly passphrase?: string;
  readonly pdfPassword?: string;
}

export interface PackingFiles {
  readonly encryptTo: readonly string[];
  readonly passphraseFile?: string;
  readonly pdfPasswordFile?: string;
}

/** Reads and checks the recipients and passphrases a person named; undefined where nothing is asked for. */
export function readPacking(from: PackingFiles): Packing | undefined {
  const { encryptTo, passphraseFile, pdfPasswordFile } = from;
  if (encryptTo.length > 0 && passphraseFile !== undefined)
    throw new UsageError('Give either --encrypt-to or --passphrase-file: an age file has one or the other.');
  for (const recipient of encryptTo) checkRecipient(recipient);
  if (encryptTo.length === 0 && passphraseFile === undefined && pdfPasswordFile === undefined) return undefined;
  return {
    recipients: encryptTo,
    ...(passphraseFile === undefined ? {} : { passphrase: readPassphrase(passphraseFile) }),
    ...(pdfPasswordFile === undefined ? {} : { pdfPassword: readPassphrase(pdfPasswordFile) }),
  };
}

function checkRecipient(recipient: string): void {
  try {
    new Encrypter().addRecipient(recipient);
  } catch (cause) {
    throw new UsageError(
      `--encrypt-to "${recipient}" is no age recipient (age1...): ask who receives the volume for theirs; "age-keygen" makes one.`,
      { cause },
    );
  }
}

/** What was packed: paths below `productions/`. */
export interface Packed {
  readonly archive?: string;
  readonly pdfs?: string;
}

/**
 * Packs a volume that lies verified in `productions/`: `<name>.zip.age`, and `<name>.protected/` with each PDF under
 * a password. Encryption draws random numbers: these files, unlike the volume, differ from run to run.
 */
export async function packVolume(productions: string, name: string, how: Packing, progress: Progress): Promise<Packed> {
  const files = listFiles(join(productions, name)).map((path) => ({
    path,
    bytes: readGiven(join(productions, name, path)),
  }));
  const packed: { archive?: string; pdfs?: string } = {};
  if (how.recipients.length > 0 || how.passphrase !== undefined) {
    progress('encrypt', 0, 1);
    packed.archive = `${name}.zip.age`;
    writeWhole(join(productions, packed.archive), await encrypted(zipFiles(name, files), how));
  }
  if (how.pdfPassword !== undefined) {
    packed.pdfs = `${name}.protected`;
    await protectAll(join(productions, packed.pdfs), files, how.pdfPassword, progress);
  }
  return packed;
}

async function encrypted(zip: Uint8Array, { recipients, passphrase }: Packing): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  if (passphrase !== undefined) encrypter.setPassphrase(passphrase);
  const made = await encrypter.encrypt(zip);
  if (passphrase === undefined) return made;
  // What only we could not open again must not be served.
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  const back = await decrypter.decrypt(made);
  if (!Buffer.from(back).equals(Buffer.from(zip))) throw unopened('archive');
  return made;
}

async function protectAll(
  place: string,
  files: readonly VolumeFile[],
  password: string,
  progress: Progress,
): Promise<void> {
  const pdfs = files.filter(({ path }) => path.toLowerCase().endsWith('.pdf'));
  const made: VolumeFile[] = [];
  for (const [index, { path, bytes }] of pdfs.entries()) {
    progress('encrypt', index, pdfs.length, path);
    const locked = await protectPdf(bytes, password);
    const opened = await normalisePdf(locked, [password]).catch(() => undefined);
    if (opened === undefined) throw unopened(path);
    made.push({ path, bytes: locked });
  }
  const built = `${place}.partial`;
  removeAll(built);
  for (const { path, bytes } of [...made, manifestFile(made)]) writeWhole(join(built, path), bytes);
  replaceFolder(built, place);
}

function unopened(what: string): WithholdError {
  return new WithholdError(
    'encryption',
    1,
    `The encrypted ${what} did not open again: it was not written. Please report it with this line.`,
  );
}
