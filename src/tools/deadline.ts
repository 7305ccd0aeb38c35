import { createContext, Script } from 'node:vm';
import type { Guard } from '../model/detecting.ts';

const CALL = new Script('out = work()');

/**
 * A guard that lets work run for at most `ms` milliseconds: `{ value }`, or undefined where it did not end.
 * A regular expression that backtracks without end is broken off too. Errors of the work are thrown on.
 */
export function deadlineOf(ms: number): Guard {
  return <T>(work: () => T): { readonly value: T } | undefined => {
    const box: { work: () => T; out?: T } = { work };
    try {
      CALL.runInContext(createContext(box), { timeout: ms });
      return { value: box.out as T };
    } catch (error) {
      if (isTimeout(error)) return undefined;
      throw error;
    }
  };
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
