import type { TransferId } from '@plaza/base';
import type { Client, State } from '@plaza/client';
import type { Transfer } from '@plaza/contract';
import { useCallback, useEffect } from 'react';
import { useClient, useClientState } from '../../state/index.ts';

/** Cards that come to be seen together ask together. */
const gatherMs = 30;
const mostAtOnce = 50;

const wanted = new WeakMap<Client, Set<TransferId>>();

async function askFor(client: Client, ids: TransferId[]): Promise<void> {
  for (let at = 0; at < ids.length; at += mostAtOnce) {
    const transferIds = ids.slice(at, at + mostAtOnce);
    const answer = await client.http.call('pay.getTransfers', { transferIds });
    // Without an answer they are asked for when the connection is back.
    if (answer.ok) await client.commands.takeTransfers(answer.output.transfers);
  }
}

function want(client: Client, id: TransferId): void {
  const waiting = wanted.get(client);
  if (waiting !== undefined) {
    waiting.add(id);
    return;
  }
  const gathered = new Set([id]);
  wanted.set(client, gathered);
  setTimeout(() => {
    wanted.delete(client);
    void askFor(client, [...gathered]);
  }, gatherMs);
}

const isLiveOf = ({ status }: State) => status === 'live';

/** How a transfer stands; null while that is not known on this device. */
export function useTransfer(id: TransferId): Transfer | null {
  const client = useClient();
  const transfer = useClientState(
    'pay',
    useCallback((state: State) => state.transfers.get(id) ?? null, [id]),
  );
  const isLive = useClientState('status', isLiveOf);
  const isMissing = transfer === null;
  useEffect(() => {
    if (isMissing && isLive) want(client, id);
  }, [client, id, isMissing, isLive]);
  return transfer;
}
