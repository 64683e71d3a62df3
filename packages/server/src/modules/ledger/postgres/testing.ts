import { secureRandom, systemClock, type Clock } from '@plaza/base';
import { fileURLToPath } from 'node:url';
import type { Database } from '../../../kernel/db/index.ts';
import { createPostgresLedger, type PostgresLedger, type PostgresLedgerLimits } from './ledger.ts';
import type { Client } from './store/commit.ts';

export const ledgerMigrations = [
  { module: 'ledger', dir: fileURLToPath(new URL('../migrations', import.meta.url)) },
];

/** A process that keeps a ledger, as far as a test needs one. */
export type LedgerNode = {
  ledger: PostgresLedger;
  /** Problems that it logged. */
  problems: string[];
  /** Its first connection, which is that of the seat. */
  seatClient(): Client;
  /** From now on it gets no connection of its own, like a process that is dying. */
  cutOff(): void;
};

export function startNode(
  db: Database,
  options: { clock?: Clock; limits?: Partial<PostgresLedgerLimits> } = {},
): LedgerNode {
  const problems: string[] = [];
  const clients: (Client | null)[] = [];
  let isCutOff = false;
  const note = (fields: object, text: string) => void problems.push(text);
  const ledger = createPostgresLedger({
    db: {
      query: db.query,
      async connect() {
        if (isCutOff) throw new Error('cut off');
        const place = clients.push(null) - 1;
        const client = await db.connect();
        clients[place] = client;
        return client;
      },
    },
    clock: options.clock ?? systemClock,
    random: secureRandom,
    log: { info() {}, warn: note, error: note },
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  ledger.start();
  return {
    ledger,
    problems,
    seatClient: () => clients[0] as Client,
    cutOff() {
      isCutOff = true;
    },
  };
}

/** Real timers, and the time of day that a test sets. */
export function withTimeOf(clock: Clock): Clock {
  return { ...systemClock, nowMs: clock.nowMs, now: clock.now };
}

/** Ends the session that has the seat, as when a host dies; whether there was one. */
export async function killWriter(db: Database): Promise<boolean> {
  const { rowCount } = await db.query(
    `select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database
     where l.locktype = 'advisory' and l.granted and d.datname = current_database()`,
  );
  return (rowCount ?? 0) > 0;
}
