import type { State } from '@plaza/client';
import type { Transfer } from '@plaza/contract';
import { useEffect, useMemo } from 'react';
import { useClient, useClientState } from '../../state/index.ts';

const transfersOf = (state: State) => ({
  transfers: state.transfers,
  isLive: state.status === 'live',
});

const heldStates: ReadonlySet<string> = new Set(['processing', 'waiting', 'arriving']);

/** Transfers of mine and to me that nobody accepted yet, the next to lapse first. */
export function useWaiting(version: number | null): readonly Transfer[] {
  const client = useClient();
  const { transfers, isLive } = useClientState(['pay', 'status'], transfersOf);
  // Without them the device may have forgotten what it knew.
  const isEmpty = transfers.size === 0;
  useEffect(() => {
    if (version === null) return;
    client.api.pay.listWaiting({}).then(
      (answer) => client.commands.takeTransfers(answer.transfers),
      // What is known stays; the page says that there is no connection.
      () => undefined,
    );
  }, [client, version, isLive, isEmpty]);
  return useMemo(
    () =>
      [...transfers.values()]
        .filter(({ state }) => heldStates.has(state))
        .toSorted((a, b) => (a.expiresAt ?? '').localeCompare(b.expiresAt ?? '')),
    [transfers],
  );
}
