import type { PayKey, TransferId } from '@plaza/base';
import { CallFailed } from '@plaza/client';
import { useState } from 'react';
import { useClient, useTask } from '../../state/index.ts';
import { keep, kept } from '../pay/index.ts';

export type Way = 'accept' | 'return' | 'cancel';

/** After these the same request is made again under the same key: it may have been carried out. */
const unclear = new Set(['offline', 'unavailable', 'internal', 'too_many_requests']);

/** Accepts, returns or takes back a transfer: shown as done only when the server says so. */
export function useSettling(transferId: TransferId) {
  const { api, commands, newId } = useClient();
  const task = useTask();
  const [way, setWay] = useState<Way>('accept');

  const calls = {
    accept: api.pay.acceptTransfer,
    return: api.pay.returnTransfer,
    cancel: api.pay.cancelTransfer,
  };

  /** Somebody was faster: this person on another device, or the 24 hours. */
  async function look(): Promise<void> {
    const { transfers } = await api.pay.getTransfers({ transferIds: [transferId] });
    await commands.takeTransfers(transfers);
  }

  async function settle(chosen: Way): Promise<void> {
    const name = `${chosen}:${transferId}`;
    const key = kept<PayKey>(name) ?? newId<PayKey>();
    keep(name, key);
    const input = { key, transferId };
    try {
      const { transfer } = await calls[chosen](input);
      keep(name, null);
      await commands.takeTransfers([transfer]);
    } catch (thrown) {
      if (!(thrown instanceof CallFailed) || unclear.has(thrown.error)) throw thrown;
      keep(name, null);
      if (thrown.error === 'transfer_settled') await look();
      throw thrown;
    }
  }

  return {
    way,
    busy: task.busy,
    failure: task.failure,
    isUnclear: task.failure !== null && unclear.has(task.failure.error),
    run(chosen: Way): void {
      setWay(chosen);
      void task.run(() => settle(chosen));
    },
  };
}
