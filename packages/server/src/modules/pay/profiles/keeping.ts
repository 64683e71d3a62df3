import type { Database } from '../../../kernel/db/index.ts';
import type { Currencies } from '../currencies.ts';
import { insertCurrencies, selectCurrencies } from '../store/currencies.ts';

/**
 * Writes down currencies that are new, and says what changed of those that were there: money would
 * be looked for in another ledger, or shown with other decimals.
 */
export async function keepCurrencies(db: Database, currencies: Currencies): Promise<string[]> {
  return db.tx(async (tx) => {
    const before = await selectCurrencies(tx);
    const problems = before.flatMap(({ code, ledger, scale }) => {
      const now = currencies.find(code);
      if (now === undefined) return [`${code} is missing, and people may have some of it`];
      if (now.ledger !== ledger) return [`${code} was in ledger ${ledger}, not ${now.ledger}`];
      return now.scale === scale ? [] : [`${code} had ${scale} decimals, not ${now.scale}`];
    });
    const known = new Set(before.map(({ code }) => code));
    const taken = new Map(before.map(({ code, ledger }) => [ledger, code]));
    const fresh = currencies.all.filter(({ code }) => !known.has(code));
    for (const { code, ledger } of fresh) {
      const owner = taken.get(ledger);
      if (owner !== undefined)
        problems.push(`${code} takes ledger ${ledger}, which is of ${owner}`);
    }
    if (problems.length === 0) await insertCurrencies(tx, fresh);
    return problems;
  });
}
