import type { BillId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Bill } from '@plaza/contract';
import { useCallback, useEffect } from 'react';
import { gathering, useClient, useClientState } from '../../state/index.ts';

const want = gathering<BillId>(async (client, billIds) => {
  const answer = await client.http.call('bills.getBills', { billIds });
  // Without an answer they are asked for when the connection is back.
  if (answer.ok) await client.commands.takeBills(answer.output.bills);
});

const isLiveOf = ({ status }: State) => status === 'live';

/** Not every payment is told to whom nothing is asked, or among many: a device asks as it looks. */
function mayBeStale(bill: Bill | null): boolean {
  return bill === null || (bill.state !== 'closed' && (bill.count > 20 || bill.mine === null));
}

/** How a bill stands; null while that is not known on this device. */
export function useBill(id: BillId): Bill | null {
  const client = useClient();
  const bill = useClientState(
    'pay',
    useCallback((state: State) => state.bills.get(id) ?? null, [id]),
  );
  const isLive = useClientState('status', isLiveOf);
  const isStale = mayBeStale(bill);
  useEffect(() => {
    if (isStale && isLive) want(client, id);
  }, [client, id, isStale, isLive]);
  return bill;
}
