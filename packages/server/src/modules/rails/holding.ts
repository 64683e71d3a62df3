import type { PersonId } from '@plaza/base';
import type { Tx } from '../../kernel/db/index.ts';
import type { DataHolding, ExportedFile } from '../../kernel/holdings/index.ts';
import type { RailsDeps } from './deps.ts';
import { payoutOf } from './paying-out.ts';
import { deleteDeposits, selectDepositsOf } from './store/deposits.ts';
import { deleteDesk, selectClosings } from './store/desk.ts';
import { blankEntries, deleteReferences } from './store/entries.ts';
import { deletePayouts, selectPayoutsOf } from './store/payouts.ts';
import { tables } from './store/tables.ts';
import { forgetPrinter } from './store/vouchers.ts';

const mostExported = 10_000;

async function* exportPerson(deps: RailsDeps, personId: PersonId): AsyncIterable<ExportedFile> {
  const { db, pay } = deps;
  const isKnown = ({ currency }: { currency: string }) =>
    pay.currencies.find(currency) !== undefined;
  const deposits = (await selectDepositsOf(db, personId)).filter(isKnown);
  yield {
    path: 'rails/deposits.json',
    content: deposits.map(({ depositId, rail, currency, amountMinor, state, createdAt }) => ({
      ...{ depositId, rail, state, at: createdAt },
      money: pay.moneyOf(currency, amountMinor),
    })),
  };
  const payouts = (await selectPayoutsOf(db, personId, mostExported)).filter(isKnown);
  yield { path: 'rails/payouts.json', content: payouts.map((row) => payoutOf(deps, row)) };
  const closings = await selectClosings(db, personId, mostExported);
  const content = closings.map(({ personId: _, expectedMinor, countedMinor, ...rest }) => ({
    ...{ ...rest, expectedMinor: Number(expectedMinor), countedMinor: Number(countedMinor) },
  }));
  if (content.length > 0) yield { path: 'rails/drawer.json', content };
}

/** Takes away the rows of an erased person, once their money is put away. */
export async function forgetPerson(tx: Tx, personId: PersonId): Promise<void> {
  await blankEntries(tx, personId);
  await deleteDeposits(tx, personId);
  await deletePayouts(tx, personId);
  await deleteDesk(tx, personId);
  await forgetPrinter(tx, personId);
}

/** What the module keeps of a person. Their money is pay's to put away. */
export function createRailsHolding(deps: RailsDeps): DataHolding {
  return {
    module: 'rails',
    title: 'Top-ups and payouts',
    why: 'To bring your money in and out once, by voucher, cash desk or bank.',
    keptFor: 'As long as the account.',
    onErasure:
      'What is on its way out comes back, or is paid by the bank that has it already; then ' +
      'all of it is deleted. Entries of the bank stay without names.',
    tables,
    export: (personId) => exportPerson(deps, personId),
    // At once, so that no transfer of a bank is credited to somebody who is gone.
    erase: (tx, personId) => deleteReferences(tx, personId),
  };
}
