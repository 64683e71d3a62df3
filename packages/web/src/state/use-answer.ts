import { useCallback, useEffect, useState } from 'react';
import { asFailure, type Failure } from './use-task.ts';

export type Answer<T> = {
  data: T | null;
  failure: Failure | null;
  reload(): void;
  /** Puts in what a change answered, without asking again. */
  replace(data: T): void;
};

/** Asks the server when the screen opens. `ask` must be stable: take it from `useCallback`. */
export function useAnswer<T>(ask: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const [data, setData] = useState<T | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    ask(abort.signal).then(
      (answer) => {
        if (abort.signal.aborted) return;
        setData(answer);
        setFailure(null);
      },
      (thrown: unknown) => {
        if (!abort.signal.aborted) setFailure(asFailure(thrown));
      },
    );
    return () => abort.abort();
  }, [ask, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { data, failure, reload, replace: setData };
}
