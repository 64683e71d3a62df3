import type { MethodInput, SearchHit } from '@plaza/contract';
import { useCallback } from 'react';
import { api } from '../../state/calls.ts';
import { usePages, type Pages } from '../../state/use-pages.ts';

export type Asked = Omit<MethodInput<'search.messages'>, 'cursor' | 'limit'>;

/** So long nobody types before it is looked for. */
const waitMs = 180;
const pageSize = 30;

/** Looks for messages while somebody types; only the answer to the last question counts. */
export function useMessageSearch(asked: Asked): Pages<SearchHit> {
  const question = JSON.stringify(asked);
  const fetchPage = useCallback(
    async (cursor: string | null) => {
      const input = { ...(JSON.parse(question) as Asked), limit: pageSize };
      const page = await api.search.messages(cursor === null ? input : { ...input, cursor });
      return { items: page.hits, next: page.next };
    },
    [question],
  );
  return usePages(fetchPage, { waitMs });
}
