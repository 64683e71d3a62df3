import type { Querying } from './tables.ts';

export type CurrencyRow = { code: string; ledger: number; scale: number };

export async function selectCurrencies(q: Querying): Promise<CurrencyRow[]> {
  const { rows } = await q.query<CurrencyRow>(
    `select code, ledger, scale from pay_currency order by code`,
  );
  return rows;
}

export async function insertCurrencies(q: Querying, rows: readonly CurrencyRow[]): Promise<void> {
  for (const { code, ledger, scale } of rows) {
    await q.query(
      `insert into pay_currency (code, ledger, scale) values ($1, $2, $3) on conflict do nothing`,
      [code, ledger, scale],
    );
  }
}
