import { readFileSync } from 'node:fs';
import type { Config } from '../config.ts';
import { readCurrencies, type CurrencyProfile } from '../modules/pay/index.ts';

/** The operator can mend it: a sentence, and what to do. */
export class CurrenciesError extends Error {
  override readonly name = 'CurrenciesError';
  readonly cure = 'Mend the file, or unset PLAZA_CURRENCIES; see docs/operate/money.md.';
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CurrenciesError(`the file of currencies ${path} cannot be read`, { cause: error });
  }
}

/** No start with a file by which money that there is would be lost sight of. */
export async function keepCurrencies(pay: { keepCurrencies(): Promise<string[]> }): Promise<void> {
  const problems = (await pay.keepCurrencies()).map((one) => `\n  ${one}`).join('');
  if (problems === '') return;
  throw new CurrenciesError(`the currencies are not those that this city has:${problems}`);
}

/** The currencies that the operator's file tells; undefined: there is none, and the usual holds. */
export function openCurrencies({ currencies: path }: Config): CurrencyProfile[] | undefined {
  if (path === undefined) return undefined;
  const read = readCurrencies(textOf(path));
  if (read.ok) return read.currencies;
  const problems = read.problems.map((one) => `\n  ${one}`).join('');
  throw new CurrenciesError(`the currencies in ${path} cannot be used:${problems}`);
}
