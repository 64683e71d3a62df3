import type { PersonId } from '@plaza/base';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import type { PayContext } from './context.ts';
import { lineOf, moneyOf, walletOf } from './present.ts';
import { getTransfers } from './statement.ts';
import { blankNotes, insertErasure } from './store/erasure.ts';
import { selectLines } from './store/lines.ts';
import { selectOperationsOf } from './store/operations.ts';
import { tables } from './store/tables.ts';
import { selectOwn } from './store/transfers.ts';
import { selectWallets } from './store/wallets.ts';

const pageSize = 1_000;
const transfersAtOnce = 50;
const lowestId = '00000000-0000-0000-0000-000000000000';

type HoldingDeps = Pick<PayContext, 'db' | 'clock' | 'identity' | 'currencies' | 'approvals'> & {
  /** Called after an erasure is on record. */
  wake(): void;
};

export function createPayHolding(deps: HoldingDeps): DataHolding {
  const { db, clock, identity, currencies, approvals, wake } = deps;

  async function* exportLines(personId: PersonId, currency: string) {
    let before = 2 ** 31 - 1;
    for (let page = 1; ; page += 1) {
      const asked = { personId, currency, kind: null, before, limit: pageSize };
      const rows = await selectLines(db, asked);
      const last = rows.at(-1);
      if (last === undefined) return;
      const cards = await identity.getCards(rows.flatMap((row) => row.counterpartyId ?? []));
      const content = rows.map((row) => lineOf(currencies, row, cards));
      const number = String(page).padStart(4, '0');
      yield { path: `pay/${currency}/statement-${number}.json`, content };
      before = last.lineNumber;
    }
  }

  async function* exportTransfers(personId: PersonId) {
    let after = lowestId;
    for (let page = 1; ; page += 1) {
      const ids = await selectOwn(db, personId, { after, limit: transfersAtOnce });
      const last = ids.at(-1);
      if (last === undefined) return;
      const content = await getTransfers(deps, personId, ids);
      yield { path: `pay/transfers-${String(page).padStart(4, '0')}.json`, content };
      after = last;
    }
  }

  /** What the city did to the wallets, and why; not which of its people did it. */
  async function exportOperations(personId: PersonId) {
    const rows = await selectOperationsOf(db, personId);
    return rows.flatMap(({ kind, currency, amountMinor, reason, createdAt }) => {
      if (currencies.find(currency) === undefined) return [];
      return [{ kind, reason, money: moneyOf(currencies, currency, amountMinor), at: createdAt }];
    });
  }

  return {
    module: 'pay',
    title: 'Money',
    why:
      'To keep your money exact: your balance, your statement, your transfers, and the pay PIN ' +
      '(only as a hash) that says yes to them.',
    keptFor: 'As long as the account; answers to refused payments for 30 days.',
    onErasure:
      'Spend your balance before: what is left goes to the city. Money on its way goes back. ' +
      'Your PIN, statement and notes are deleted; those you paid keep theirs without your name.',
    tables: [...tables, ...approvals.tables],
    async *export(personId) {
      const wallets = await selectWallets(db, personId);
      const content = wallets.flatMap((row) => {
        const profile = currencies.find(row.currency);
        return profile === undefined ? [] : [walletOf(profile, row)];
      });
      yield { path: 'pay/wallets.json', content };
      for (const { currency } of wallets) {
        if (currencies.find(currency) !== undefined) yield* exportLines(personId, currency);
      }
      yield* exportTransfers(personId);
      yield { path: 'pay/operations.json', content: await exportOperations(personId) };
      yield* approvals.export(personId);
    },
    async erase(tx, personId) {
      await approvals.erase(tx, personId);
      // First of all, so that no event that is still to come repeats the person's words.
      await blankNotes(tx, personId);
      // The ledger is not asked within a transaction: what it has to do is written down.
      await insertErasure(tx, personId, clock.now());
      tx.onCommit(wake);
    },
  };
}
