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
  run(call: (key: PayKey) => Promise<T>): Promise<T | null>;
};

/**
 * A command of money under a key that stays as long as its end is not clear: tried again, it is
 * carried out once at most.
 */
export function useKeyed<T>(): Keyed<T> {
  const { newId } = useClient();
  const task = useTask();
  const key = useRef<PayKey | null>(null);

  async function carryOut(call: (key: PayKey) => Promise<T>): Promise<T> {
    key.current ??= newId<PayKey>();
    try {
      const value = await call(key.current);
      key.current = null;
      return value;
    } catch (thrown) {
      if (thrown instanceof CallFailed && !leavesUnknown.has(thrown.error)) key.current = null;
      throw thrown;
    }
  }

  return {
    busy: task.busy,
    failure: task.failure,
    async run(call) {
      let value: T | null = null;
      await task.run(async () => {
        value = await carryOut(call);
      });
      return value;
    },
  };
}
