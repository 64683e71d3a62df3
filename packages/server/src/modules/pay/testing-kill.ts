import type { Database, Tx } from '../../kernel/db/index.ts';
import type { PayDeps } from './deps.ts';
import { NotKnown } from './not-known.ts';

/** What a process that was killed does from then on: nothing. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

export type Killable = {
  deps: PayDeps;
  /** How many steps were taken, or tried. */
  steps(): number;
};

/**
 * Dependencies that die at step `fatal`: just before one of the calls by which the module touches
 * the world, which is as good as just after the one before it. Whatever is under way then comes to
 * nothing, like in a real kill: a transaction that is open rolls back, a committed one stays.
 */
export function killable(deps: PayDeps, fatal: number): Killable {
  let count = 0;
  let isDead = false;

  function step(): void {
    count += 1;
    if (count === fatal) isDead = true;
    if (isDead) throw new Killed(`killed at step ${fatal}`);
  }

  const mortal =
    <Args extends unknown[], T>(run: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      step();
      return run(...args);
    };

  function mortalTx(tx: Tx): Tx {
    const query = mortal(tx.query as (...args: unknown[]) => Promise<unknown>) as Tx['query'];
    return {
      query,
      get kysely() {
        return tx.kysely;
      },
      onCommit: (run) => tx.onCommit(run),
    };
  }

  const { db, ledger, chat } = deps;
  const mortalDb: Database = {
    ...db,
    query: mortal(db.query as (...args: unknown[]) => Promise<unknown>) as Database['query'],
    // The last step inside is the moment before the commit.
    tx: mortal((run, options) =>
      db.tx(async (tx) => {
        const result = await run(mortalTx(tx));
        step();
        return result;
      }, options),
    ) as Database['tx'],
  };
  const quiet = () => undefined;
  return {
    steps: () => count,
    deps: {
      ...deps,
      log: { error: quiet, warn: quiet },
      db: mortalDb,
      ledger: {
        ...ledger,
        createAccounts: mortal(ledger.createAccounts),
        createTransfers: mortal(ledger.createTransfers),
        lookupAccounts: mortal(ledger.lookupAccounts),
        lookupTransfers: mortal(ledger.lookupTransfers),
        changes: mortal(ledger.changes),
      },
      chat: { direct: { ensure: mortal(chat.direct.ensure) }, post: mortal(chat.post) },
      identity: { getCards: mortal(deps.identity.getCards) },
      contacts: {
        mayWrite: mortal(deps.contacts.mayWrite),
        hasBlocked: mortal(deps.contacts.hasBlocked),
      },
    },
  };
}

/** A city in which processes are killed while people in it do something. */
export type KillScene<Process> = {
  /** What a process stands on; `begin` is handed the same, only mortal. */
  deps: PayDeps;
  begin(deps: PayDeps): Process;
  /** Others complete whatever was begun. */
  settle(): Promise<void>;
};

/**
 * Runs an act in a process that is killed at each step in turn, until it outlives the act, and
 * checks each time what the others made of it. Gives how many steps it took.
 */
export function killerOf<Process>({ deps, begin, settle }: KillScene<Process>) {
  return async (
    prepare: () => Promise<(process: Process) => Promise<unknown>>,
    check: (isDone: boolean) => Promise<void>,
    leastSteps = 8,
  ): Promise<number> => {
    for (let fatal = 1; ; fatal += 1) {
      const act = await prepare();
      const mortal = killable(deps, fatal);
      const outcome = await act(begin(mortal.deps)).catch((error: unknown) => error);
      const isDone = mortal.steps() < fatal;
      const death = outcome instanceof NotKnown ? outcome.cause : outcome;
      if (death instanceof Error && !(death instanceof Killed)) throw death;
      await settle();
      await check(isDone);
      if (!isDone) continue;
      // An act that touches nothing would outlive everything, and prove nothing.
      if (fatal <= leastSteps) throw new Error(`the act has but ${fatal} steps`);
      return fatal;
    }
  };
}
