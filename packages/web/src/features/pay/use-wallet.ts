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

/** A device that could not ask goes on trying, ever more slowly. */
const firstWaitMs = 2_000;
const longestWaitMs = 60_000;

/** Asks until what was wanted is known: its effect ends this. */
function followWallets(client: Client, tell: (failure: Failure | null) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isHere = true;
  let waitMs = firstWaitMs;
  const ask = () => {
    const end = (failure: Failure | null) => {
      if (!isHere) return;
      tell(failure);
      timer = setTimeout(ask, waitMs);
      waitMs = Math.min(2 * waitMs, longestWaitMs);
    };
    askFor(client).then(
      () => end(null),
      (thrown: unknown) => end(asFailure(thrown)),
    );
  };
  ask();
  return () => {
    isHere = false;
    clearTimeout(timer);
  };
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
 * The wallets and the means of approval, as this device knows them: asked for until they are
 * known, kept right by events, and asked for again when a new snapshot made the device forget them.
 */
export function useWallet(): Purse {
  const client = useClient();
  const { wallets, approval, isLive } = useClientState(['pay', 'status'], knownOf);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [round, setRound] = useState(0);
  const isKnown = wallets.length > 0 && approval !== null;
  useEffect(() => {
    if (isKnown) return;
    return followWallets(client, setFailure);
    // A connection that came back is a reason to ask again.
  }, [client, isKnown, isLive, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { wallets, approval, failure: isKnown ? null : failure, reload };
}
