import type { PayKey } from '@plaza/base';
import { CallFailed } from '@plaza/client';
import { useRef } from 'react';
import { useClient, useTask, type Failure } from '../../state/index.ts';

/** The call may have been carried out although it failed. */
const leavesUnknown = new Set(['offline', 'unavailable', 'internal', 'too_many_requests']);

export type Keyed<T> = {
  busy: boolean;
  failure: Failure | null;
  /** The value of a yes; null: it failed, and `failure` says how. */
  run(of: string, call: (key: PayKey) => Promise<T>): Promise<T | null>;
};

/**
 * A command of money under a key that stays as long as its end is not clear: tried again, it is
 * carried out once at most. `of` says what is asked for; something else is another command.
 */
export function useKeyed<T>(): Keyed<T> {
  const { newId } = useClient();
  const task = useTask();
  const kept = useRef<{ key: PayKey; of: string } | null>(null);

  async function carryOut(of: string, call: (key: PayKey) => Promise<T>): Promise<T> {
    if (kept.current?.of !== of) kept.current = { key: newId<PayKey>(), of };
    try {
      const value = await call(kept.current.key);
      kept.current = null;
      return value;
    } catch (thrown) {
      if (thrown instanceof CallFailed && !leavesUnknown.has(thrown.error)) kept.current = null;
      throw thrown;
    }
  }

  return {
    busy: task.busy,
    failure: task.failure,
    async run(of, call) {
      let value: T | null = null;
      await task.run(async () => {
        value = await carryOut(of, call);
      });
      return value;
    },
  };
}
