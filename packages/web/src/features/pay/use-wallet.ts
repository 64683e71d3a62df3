import type { Client, State } from '@plaza/client';
import type { ApprovalMeans, Wallet } from '@plaza/contract';
import { useCallback, useEffect, useState } from 'react';
import { asFailure, useClient, useClientState, type Failure } from '../../state/index.ts';

const asking = new WeakMap<Client, Promise<void>>();

/** Several places of a screen want the wallets at the same time: one call serves them all. */
function askFor(client: Client): Promise<void> {
  const running = asking.get(client);
  if (running !== undefined) return running;
  const started = client.api.pay
    .getWallet({})
    .then((answer) => client.commands.takeWallets(answer))
    .finally(() => asking.delete(client));
  asking.set(client, started);
  return started;
}

type Known = { wallets: readonly Wallet[]; approval: ApprovalMeans | null; isLive: boolean };

const knownOf = ({ wallets, approval, status }: State): Known => ({
  wallets: [...wallets.values()],
  approval,
  isLive: status === 'live',
});

export type Purse = {
  /** One for each currency of the city; empty until they are known. */
  wallets: readonly Wallet[];
  approval: ApprovalMeans | null;
  /** Why they are not known. */
  failure: Failure | null;
  reload(): void;
};

/**
 * The wallets and the means of approval, as this device knows them: asked for once, kept right by
 * events, and asked for again when a new snapshot made the device forget them.
 */
export function useWallet(): Purse {
  const client = useClient();
  const { wallets, approval, isLive } = useClientState(['pay', 'status'], knownOf);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [round, setRound] = useState(0);
  const isKnown = wallets.length > 0 && approval !== null;
  useEffect(() => {
    if (isKnown) return;
    let isHere = true;
    askFor(client).then(
      () => isHere && setFailure(null),
      (thrown: unknown) => isHere && setFailure(asFailure(thrown)),
    );
    return () => {
      isHere = false;
    };
    // A connection that came back is a reason to ask again.
  }, [client, isKnown, isLive, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { wallets, approval, failure: isKnown ? null : failure, reload };
}
