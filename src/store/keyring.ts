import { createRequire } from 'node:module';
import { UsageError } from '../errors.ts';

/** A place of the operating system that keeps secrets for the person who is logged in. */
export interface Keyring {
  read(name: string): string | undefined;
  write(name: string, secret: string): void;
}

const SERVICE = 'withhold';

interface Entry {
  getPassword(): string | null;
  setPassword(secret: string): void;
}

/** The keyring of this system: Keychain, Credential Manager, Secret Service. A UsageError where there is none. */
export function systemKeyring(): Keyring {
  const open = (name: string): Entry => {
    const { Entry: Kept } = createRequire(import.meta.url)('@napi-rs/keyring') as {
      Entry: new (service: string, name: string) => Entry;
    };
    return new Kept(SERVICE, name);
  };
  return {
    read: (name) => guarded(() => open(name).getPassword() ?? undefined),
    write: (name, secret) => guarded(() => open(name).setPassword(secret)),
  };
}

function guarded<T>(use: () => T): T {
  try {
    return use();
  } catch (cause) {
    throw new UsageError(
      'The keyring of this system cannot be used here: unlock it, or give a passphrase with --unlock FILE.',
      { cause },
    );
  }
}
