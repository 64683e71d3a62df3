import { useCallback, useEffect, useRef, useState } from 'react';
import { asFailure, type Failure } from './use-task.ts';

type Fetched<T> = { items: readonly T[]; next: string | null };
type FetchPage<T> = (cursor: string | null) => Promise<Fetched<T>>;

export type Pages<T> = {
  items: readonly T[] | null;
  failure: Failure | null;
  hasMore: boolean;
  busy: boolean;
  loadMore(): void;
  /** Asks for the first page again; what is shown stays until it is there. */
  reload(): void;
};

type Options = {
  /** So long nobody asks anything else before it is asked: somebody is typing. */
  waitMs?: number;
};

/**
 * A list that comes by pages. `fetchPage` must be stable; a new one starts anew, and without one
 * there is nothing to show.
 */
export function usePages<T>(
  fetchPage: FetchPage<T> | null,
  { waitMs = 0 }: Options = {},
): Pages<T> {
  const [items, setItems] = useState<readonly T[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const [round, setRound] = useState(0);
  // An answer to a question that nobody asks any more is dropped.
  const turn = useRef(0);

  const load = useCallback(async (fetchOne: FetchPage<T>, cursor: string | null) => {
    const mine = ++turn.current;
    setBusy(true);
    try {
      const page = await fetchOne(cursor);
      if (turn.current !== mine) return;
      setItems((before) => (cursor === null ? page.items : [...(before ?? []), ...page.items]));
      setNext(page.next);
      setFailure(null);
    } catch (thrown) {
      if (turn.current === mine) setFailure(asFailure(thrown));
    } finally {
      if (turn.current === mine) setBusy(false);
    }
  }, []);

  useEffect(() => {
    turn.current += 1;
    setFailure(null);
    setBusy(false);
    if (fetchPage === null) {
      setItems(null);
      setNext(null);
      return;
    }
    if (waitMs === 0) return void load(fetchPage, null);
    const timer = setTimeout(() => void load(fetchPage, null), waitMs);
    return () => clearTimeout(timer);
  }, [fetchPage, waitMs, round, load]);

  const loadMore = () => {
    if (fetchPage !== null && next !== null && !busy) void load(fetchPage, next);
  };
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { items, failure, hasMore: next !== null, busy, loadMore, reload };
}
