import { readFileSync } from 'node:fs';
import type { Config } from '../config.ts';
import { readCurrencies, type CurrencyProfile } from '../modules/pay/index.ts';

/** The currencies that the operator's file tells; undefined: there is none, and the usual holds. */
export function openCurrencies({ currencies: path }: Config): CurrencyProfile[] | undefined {
  if (path === undefined) return undefined;
  const read = readCurrencies(readFileSync(path, 'utf8'));
  if (read.ok) return read.currencies;
  const problems = read.problems.map((problem) => `  ${problem}`).join('\n');
  throw new Error(`the currencies in ${path} cannot be used:\n${problems}`);
}
