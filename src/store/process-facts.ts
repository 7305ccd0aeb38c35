import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname, uptime } from 'node:os';

/** One process of one machine, so that a number given to another process later is not taken for it. */
export interface ProcessFacts {
  readonly pid: number;
  readonly host: string;
  /** Which of two machines of one name: `/etc/machine-id`. */
  readonly machine?: string;
  /** Which start of the machine, where `/proc` tells. */
  readonly boot?: string;
  /** Which numbering of processes of the machine: containers have their own. */
  readonly numbering?: string;
  /** When the process began, in ticks since the machine did, where `/proc` tells. */
  readonly began?: string;
  /** Seconds that the machine had run; no clock that anybody sets. */
  readonly up: number;
}

/** What is known of this process, for others that meet its lock. */
export function ownFacts(): ProcessFacts {
  const machine = read('/etc/machine-id');
  const boot = read('/proc/sys/kernel/random/boot_id');
  const numbering = attempt(() => readlinkSync('/proc/self/ns/pid'));
  const began = statOf(process.pid)?.began;
  return {
    pid: process.pid,
    host: hostname(),
    ...(machine === undefined ? {} : { machine }),
    ...(boot === undefined ? {} : { boot }),
    ...(numbering === undefined ? {} : { numbering }),
    ...(began === undefined ? {} : { began }),
    up: Math.floor(uptime()),
  };
}

/**
 * Has that process certainly ended? False where it lives and where nobody here can tell: on another
 * machine of a shared folder, in another container, or under a number that lives where `/proc` is not.
 */
export function hasEnded(other: ProcessFacts, own: ProcessFacts = ownFacts()): boolean {
  if (other.host !== own.host || other.machine !== own.machine) return false;
  if (isEarlierStart(other, own)) return true;
  if (other.numbering !== own.numbering) return false;
  if (!answers(other.pid)) return true;
  const stat = statOf(other.pid);
  if (stat === undefined) return false;
  return stat.isDead || (other.began !== undefined && other.began !== stat.began);
}

/** Was it before the machine started anew? Two machines may share a name: the boot counts where the machine is sure. */
function isEarlierStart(other: ProcessFacts, own: ProcessFacts): boolean {
  if (other.machine === undefined && own.boot !== undefined) return false;
  if (other.boot !== undefined && own.boot !== undefined) return other.boot !== own.boot;
  return other.up > own.up + 1;
}

/** Does a process of this number take signals? One that died and was not yet buried by its parent does, too. */
function answers(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** State and start of a process, proc(5); the name before them may hold spaces and brackets. */
function statOf(pid: number): { readonly isDead: boolean; readonly began: string } | undefined {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, began] = [fields?.[0], fields?.[19]];
  if (state === undefined || began === undefined) return undefined;
  // While threads of a dead process are still being ended one of them may be writing.
  const threads = attempt(() => readdirSync(`/proc/${pid}/task`).length) ?? 0;
  return { isDead: /[ZX]/i.test(state) && threads <= 1, began };
}

function read(path: string): string | undefined {
  const text = attempt(() => readFileSync(path, 'utf8').trim());
  return text === '' ? undefined : text;
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
