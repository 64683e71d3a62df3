import { CallFailed } from '@plaza/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { explain } from '../i18n/refusals.ts';

export type Failure = { error: string; text: string; details?: unknown };

export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof CallFailed) {
    return { error: thrown.error, text: explain(thrown), details: thrown.details };
  }
  return { error: 'internal', text: explain({ error: 'internal' }) };
}

export type Task = {
  busy: boolean;
  failure: Failure | null;
  /** Runs the work unless some is running; true when it succeeded. */
  run(work: () => Promise<void>): Promise<boolean>;
  clear(): void;
};

/**
 * An action on the account: never shown as done before it is. It is busy, then it succeeded or
 * says why not; what was typed stays.
 */
export function useTask(): Task {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const running = useRef(false);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);

  const run = useCallback(async (work: () => Promise<void>) => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setFailure(null);
    try {
      await work();
      return true;
    } catch (thrown) {
      if (here.current) setFailure(asFailure(thrown));
      return false;
    } finally {
      running.current = false;
      if (here.current) setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setFailure(null), []);
  return { busy, failure, run, clear };
}
