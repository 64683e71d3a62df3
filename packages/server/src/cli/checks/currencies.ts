import { CurrenciesError, openCurrencies } from '../../compose/currencies.ts';
import { ok, problem, type Check } from '../finding.ts';

export const checkCurrencies: Check = async ({ config }) => {
  try {
    const found = openCurrencies(config);
    if (found === undefined) return [];
    const kinds = found.map(({ code, kind }) => `${code} (${kind})`).join(', ');
    return [ok(`the currencies are ${kinds}`)];
  } catch (error) {
    if (error instanceof CurrenciesError) return [problem(error.message, error.cure)];
    throw error;
  }
};
