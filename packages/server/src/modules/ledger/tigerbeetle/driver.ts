import type { Clock, Timer } from '@plaza/base';
import type { LedgerChange, LedgerDriver, LedgerFeed } from '../driver.ts';
import { changeOfTransfer } from '../machine/index.ts';
import { QueryFilterFlags } from '../model/flags.ts';
import { BATCH_MAX } from '../model/limits.ts';
import type { QueryFilter, Transfer } from '../model/records.ts';

const POLL_MS = 1_000;

const allTransfers: QueryFilter = {
  user_data_128: 0n,
  user_data_64: 0n,
  user_data_32: 0,
  ledger: 0,
  code: 0,
  timestamp_min: 0n,
  timestamp_max: 0n,
  limit: BATCH_MAX,
  flags: 0,
};

export type TigerBeetleOptions = {
  clock: Clock;
  clusterId: bigint;
  /** `host:port` or a port, one for each replica. */
  addresses: (string | number)[];
};

/**
 * A ledger on a TigerBeetle cluster, through its own client, which is loaded only here: it brings
 * a native library. Not verified against a cluster, since there is none on npm.
 */
export async function openTigerBeetleLedger(
  options: TigerBeetleOptions,
): Promise<LedgerDriver & LedgerFeed> {
  const { createClient } = await import('tigerbeetle-node');
  const client = createClient({
    cluster_id: options.clusterId,
    replica_addresses: options.addresses,
  });
  return withFeed(client, options.clock);
}

/**
 * Adds a feed to a driver that has none. It is weaker than ours: the client cannot ask for
 * expiries, so they are missing, and what other processes do is noticed only by looking.
 */
export function withFeed(driver: LedgerDriver, clock: Clock): LedgerDriver & LedgerFeed {
  const wakes = new Set<() => void>();
  let poll: Timer | null = null;
  let seen: bigint | null = null;

  function wakeAll(): void {
    for (const wake of wakes) wake();
  }

  async function look(): Promise<void> {
    const flags = QueryFilterFlags.reversed;
    const [newest] = await driver.queryTransfers({ ...allTransfers, limit: 1, flags });
    const timestamp = newest?.timestamp ?? 0n;
    // The first look may come after something that the caller has not read.
    if (timestamp === seen) return;
    seen = timestamp;
    wakeAll();
  }

  return {
    ...driver,
    async createTransfers(batch) {
      const results = await driver.createTransfers(batch);
      wakeAll();
      return results;
    },
    async changes(after, limit) {
      const page = Math.min(limit, BATCH_MAX);
      const filter = { ...allTransfers, timestamp_min: after + 1n, limit: page };
      return asChanges(driver, await driver.queryTransfers(filter));
    },
    onChange(wake) {
      wakes.add(wake);
      // A look that fails says nothing; the next one is a second away.
      poll ??= clock.every(POLL_MS, () => void look().catch(() => {}));
      return () => {
        wakes.delete(wake);
        if (wakes.size > 0) return;
        poll?.cancel();
        poll = null;
      };
    },
    destroy() {
      poll?.cancel();
      poll = null;
      wakes.clear();
      driver.destroy();
    },
  };
}

async function asChanges(driver: LedgerDriver, transfers: Transfer[]): Promise<LedgerChange[]> {
  const ids = new Set(transfers.map(({ pending_id }) => pending_id).filter((id) => id !== 0n));
  const resolved = ids.size === 0 ? [] : await driver.lookupTransfers([...ids]);
  const byId = new Map(resolved.map((transfer) => [transfer.id, transfer]));
  return transfers.map((one) => changeOfTransfer(one, byId.get(one.pending_id) ?? null));
}
