import type { MethodInput, SearchHit } from '@plaza/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../../state/calls.ts';
import { asFailure, type Failure } from '../../state/use-task.ts';

export type Asked = Omit<MethodInput<'search.messages'>, 'cursor' | 'limit'>;

export type MessageSearch = {
  hits: readonly SearchHit[] | null;
  failure: Failure | null;
  hasMore: boolean;
  busy: boolean;
  loadMore(): void;
};

/** So long nobody types before it is looked for. */
const waitMs = 180;
const pageSize = 30;

/** Looks for messages while somebody types; only the answer to the last question counts. */
export function useMessageSearch(asked: Asked | null): MessageSearch {
  const [hits, setHits] = useState<readonly SearchHit[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const turn = useRef(0);
  const question = asked === null ? null : JSON.stringify(asked);

  const load = useCallback(async (text: string, cursor: string | null) => {
    const mine = ++turn.current;
    setBusy(true);
    try {
      const input = { ...(JSON.parse(text) as Asked), limit: pageSize };
      const page = await api.search.messages(cursor === null ? input : { ...input, cursor });
      if (turn.current !== mine) return;
      setHits((before) => (cursor === null ? page.hits : [...(before ?? []), ...page.hits]));
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
    if (question === null) {
      setHits(null);
      setNext(null);
      return;
    }
    const timer = setTimeout(() => void load(question, null), waitMs);
    return () => clearTimeout(timer);
  }, [question, load]);

  const loadMore = () => {
    if (question !== null && next !== null && !busy) void load(question, next);
  };
  return { hits, failure, hasMore: next !== null, busy, loadMore };
}
