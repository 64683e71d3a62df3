import type { TransferId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Transfer } from '@plaza/contract';
import { useCallback, useEffect } from 'react';
import { gathering, useClient, useClientState } from '../../state/index.ts';

const want = gathering<TransferId>(async (client, transferIds) => {
  const answer = await client.http.call('pay.getTransfers', { transferIds });
  // Without an answer they are asked for when the connection is back.
  if (answer.ok) await client.commands.takeTransfers(answer.output.transfers);
});

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
