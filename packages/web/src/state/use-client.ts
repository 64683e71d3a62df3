import type { Client, State, Topic } from '@plaza/client';
import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';

export const ClientContext = createContext<Client | null>(null);

/** The client of the signed-in person: `client.commands`, `client.api`, `client.getState()`. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('The client is only for signed-in people.');
  return client;
}

/**
 * What the device knows, looked at again whenever one of the topics changed. `select` may make
 * new objects, but must itself be stable: a function of the module, or from `useCallback`.
 */
export function useClientState<T>(
  topics: Topic | readonly Topic[],
  select: (state: State) => T,
): T {
  const client = useClient();
  const joined = typeof topics === 'string' ? topics : topics.join(' ');
  const subscribe = useCallback(
    (tell: () => void) => {
      const stops = joined.split(' ').map((topic) => client.subscribe(topic as Topic, tell));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [client, joined],
  );
  const state = useSyncExternalStore(subscribe, client.getState);
  return useMemo(() => select(state), [state, select]);
}
