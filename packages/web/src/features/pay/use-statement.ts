import type { Client } from '@plaza/client';
import type { MethodInput } from '@plaza/contract';
import { useCallback, useEffect, useState } from 'react';
import { asFailure, useClient, type Failure } from '../../state/index.ts';
import { appendPage, joinPages, type Statement } from './statement.ts';

export type Asked = {
  /** What is asked of the server, but for the page. */
  input: MethodInput<'pay.listStatement'>;
  /** The version of the wallet: when it rises there is a new line. */
  version: number;
};

/** What was read is shown again at once, also without a network; it goes with its client. */
const kept = new WeakMap<Client, Map<string, Statement>>();

function keptOf(client: Client): Map<string, Statement> {
  const known = kept.get(client) ?? new Map<string, Statement>();
  kept.set(client, known);
  return known;
}

export type StatementView = {
  /** Null until the first page came. */
  statement: Statement | null;
  failure: Failure | null;
  isLoadingMore: boolean;
  loadMore(): void;
  reload(): void;
};

/**
 * The statement of a wallet, newest first; a change of the wallet brings its first page anew.
 * Another filter wants a component of its own (`key`).
 */
export function useStatement({ input, version }: Asked): StatementView {
  const client = useClient();
  const key = JSON.stringify(input);
  const [statement, setStatement] = useState(() => keptOf(client).get(key) ?? null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isLoadingMore, setLoadingMore] = useState(false);
  const [round, setRound] = useState(0);

  const read = useCallback(
    async (cursor: string | null) => {
      const asked = JSON.parse(key) as Asked['input'];
      const page = await client.api.pay.listStatement(
        cursor === null ? asked : { ...asked, cursor },
      );
      const before = keptOf(client).get(key) ?? null;
      // What came meanwhile may have replaced the page that this one follows.
      if (cursor !== null && before?.next !== cursor) return;
      const isMore = cursor !== null && before !== null;
      const joined = isMore ? appendPage(before, page) : joinPages(before, page);
      keptOf(client).set(key, joined);
      setStatement(joined);
      setFailure(null);
    },
    [client, key],
  );

  useEffect(() => {
    read(null).catch((thrown: unknown) => setFailure(asFailure(thrown)));
  }, [read, version, round]);

  function loadMore(): void {
    const cursor = statement?.next ?? null;
    if (cursor === null || isLoadingMore) return;
    setLoadingMore(true);
    read(cursor)
      .catch((thrown: unknown) => setFailure(asFailure(thrown)))
      .finally(() => setLoadingMore(false));
  }

  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { statement, failure, isLoadingMore, loadMore, reload };
}
