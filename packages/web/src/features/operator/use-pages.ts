import { useCallback, useEffect, useRef, useState } from 'react';
import { asFailure, type Failure } from '../../state/use-task.ts';

type Fetched<T> = { items: readonly T[]; next: string | null };

export type Pages<T> = {
  items: readonly T[] | null;
  failure: Failure | null;
  hasMore: boolean;
  busy: boolean;
  loadMore(): void;
};

/** A list that comes by pages. `fetchPage` must be stable; a new one starts anew. */
export function usePages<T>(fetchPage: (cursor: string | null) => Promise<Fetched<T>>): Pages<T> {
  const [items, setItems] = useState<readonly T[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const latest = useRef(fetchPage);

  const load = useCallback(
    async (cursor: string | null) => {
      setBusy(true);
      try {
        const page = await fetchPage(cursor);
        // Another search began meanwhile: this answer is to a question nobody asks any more.
        if (latest.current !== fetchPage) return;
        setItems((before) => (cursor === null ? page.items : [...(before ?? []), ...page.items]));
        setNext(page.next);
        setFailure(null);
      } catch (thrown) {
        if (latest.current === fetchPage) setFailure(asFailure(thrown));
      } finally {
        if (latest.current === fetchPage) setBusy(false);
      }
    },
    [fetchPage],
  );
  useEffect(() => {
    latest.current = fetchPage;
    void load(null);
  }, [fetchPage, load]);
  return { items, failure, hasMore: next !== null, busy, loadMore: () => void load(next) };
}
