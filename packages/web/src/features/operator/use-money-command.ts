import type { PayKey } from '@plaza/base';
import { CallFailed } from '@plaza/client';
import { useState } from 'react';
import { useClient, useTask, type Failure } from '../../state/index.ts';
import { keep, kept } from '../pay/index.ts';

type Prepared<I> = { key: PayKey; input: I; wasAsked: boolean };

export type MoneyCommand<I> = {
  /** What is about to be done, or may have been done already. */
  prepared: Prepared<I> | null;
  busy: boolean;
  failure: Failure | null;
  prepare(input: I): void;
  /** True when the server says that it is done. */
  run(): Promise<boolean>;
  /** Changes the input; what may have been carried out stays. */
  goBack(): void;
};

/** The call may have been carried out although it failed. */
const leavesUnknown = new Set(['offline', 'unavailable', 'internal', 'too_many_requests']);

/** Says nothing about an earlier try that had no clear end. */
const aboutCall = new Set(['unauthenticated', 'suspended', 'forbidden']);

function isUnclear(thrown: unknown): boolean {
  return !(thrown instanceof CallFailed) || leavesUnknown.has(thrown.error);
}

/**
 * A command of money under a key that it keeps, also through a reload, until its end is clear: so
 * that however often it is tried, it is carried out once.
 */
export function useMoneyCommand<I>(
  name: string,
  call: (input: I & { key: PayKey }) => Promise<unknown>,
): MoneyCommand<I> {
  const { newId } = useClient();
  const [prepared, setPrepared] = useState(() => kept<Prepared<I>>(name));
  const task = useTask();

  function put(next: Prepared<I> | null): void {
    setPrepared(next);
    keep(name, next?.wasAsked === true ? next : null);
  }

  async function carryOut(before: Prepared<I>): Promise<void> {
    const { key, input } = before;
    put({ key, input, wasAsked: true });
    try {
      await call({ ...input, key });
      keep(name, null);
    } catch (thrown) {
      if (thrown instanceof CallFailed && aboutCall.has(thrown.error)) put(before);
      // A clear refusal: the next try is another command.
      else if (!isUnclear(thrown)) put({ key: newId<PayKey>(), input, wasAsked: false });
      throw thrown;
    }
  }

  return {
    prepared,
    busy: task.busy,
    failure: task.failure,
    prepare: (input) => put({ key: newId<PayKey>(), input, wasAsked: false }),
    run: () =>
      task.run(async () => {
        if (prepared !== null) await carryOut(prepared);
      }),
    goBack() {
      if (prepared?.wasAsked === true) return;
      task.clear();
      put(null);
    },
  };
}
