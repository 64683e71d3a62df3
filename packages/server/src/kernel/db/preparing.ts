/** Run so often, a statement is worth being kept by each connection. */
const oftenAfter = 20;
/** When a statement has run so many times as often, it is planned anew: its tables have grown. */
const growth = 8;
/** So many are kept by a connection at most; each takes some ten kilobytes of it. */
const mostPrepared = 400;
/** So many texts are counted at most: what is put together from parts may have no end. */
const mostCounted = 4_000;

type Counted = { runs: number; nextAt: number; name: string | undefined };

export type Preparing = {
  /** Undefined: not yet worth it. */
  nameOf(text: string): string | undefined;
  /** What is prepared under its name is of no use any more; it will get another one. */
  forget(text: string): void;
};

/**
 * Names the statements that are run often, so that each connection parses and plans them once;
 * for most of ours that costs PostgreSQL more than running them. A plan that was made while a table
 * was small is replaced as the statement is run more often, and by PostgreSQL itself whenever it
 * has looked at the table again.
 */
export function createPreparing(): Preparing {
  const counted = new Map<string, Counted>();
  let named = 0;
  return {
    nameOf(text) {
      const known = counted.get(text);
      if (known === undefined) {
        if (counted.size < mostCounted) {
          counted.set(text, { runs: 1, nextAt: oftenAfter, name: undefined });
        }
        return undefined;
      }
      known.runs += 1;
      if (known.runs >= known.nextAt && named < mostPrepared) {
        named += 1;
        known.name = `plaza_${named}`;
        known.nextAt = known.runs * growth;
      }
      return known.name;
    },
    forget: (text) => void counted.delete(text),
  };
}
