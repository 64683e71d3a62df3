import type { Database, Tx } from '../db/index.ts';

export type Yes<T> = { ok: true; value: T };
export type No<Reason extends string> = { ok: false; reason: Reason; details?: unknown };
/** What a service answers: a value, or one of the reasons that its type lists. */
export type Outcome<T, Reason extends string> = Yes<T> | No<Reason>;

export function yes<T>(value: T): Yes<T> {
  return { ok: true, value };
}

export function no<const Reason extends string>(reason: Reason, details?: unknown): No<Reason> {
  return details === undefined ? { ok: false, reason } : { ok: false, reason, details };
}

/** Carries a "no" through the database layer, whose transaction ends only by an exception. */
class RolledBack extends Error {
  readonly outcome: No<string>;
  constructor(outcome: No<string>) {
    super(outcome.reason);
    this.outcome = outcome;
  }
}

/** Runs a transaction that commits on yes and rolls back on no. */
export async function decide<T, Reason extends string>(
  db: Database,
  run: (tx: Tx) => Promise<Outcome<T, Reason>>,
): Promise<Outcome<T, Reason>> {
  try {
    return await db.tx(async (tx) => {
      const outcome = await run(tx);
      if (!outcome.ok) throw new RolledBack(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.outcome as No<Reason>;
    throw error;
  }
}

/** The value of a yes; a no ends the call with the refusal of its name. */
export function valueOf<T, Reason extends string>(
  // A property, not a method: only so does a reason that the method does not declare not compile.
  call: { refuse: (reason: Reason, details?: unknown) => never },
  outcome: Outcome<T, Reason>,
): T {
  return outcome.ok ? outcome.value : call.refuse(outcome.reason, outcome.details);
}
