import { present, type MerchantId, type MoveId, type PersonId } from '@plaza/base';
import type { Hold } from '@plaza/contract';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { transferCodes } from '../ledger/index.ts';
import type { MerchantsCore } from './core.ts';
import { createCore } from './core-of.ts';
import type { MerchantsDeps } from './deps.ts';
import { createMerchantsHolding } from './holding.ts';
import { createAllowFinisher, findHold, mayAllow, presentHold } from './holding-money.ts';
import { createPayFinisher } from './paying.ts';
import { applyChange, loadMoves } from './projecting.ts';
import { allow, type NotOfStaff } from './staffing.ts';
import { selectWallets, sumWallets } from './store/merchants.ts';
import { deleteParties } from './store/parties.ts';
import { createSweeping } from './sweeping.ts';
import { writeBook } from './writing.ts';

type Balance = { currency: string; scale: number; availableMinor: number; heldMinor: number };

/** Merchants: what they are, take, give back and owe. */
export type Merchants = {
  /** For the methods of people. */
  deps: MerchantsDeps;
  /** For programs that speak for merchants. */
  core: MerchantsCore;
  getBalances(personId: PersonId, merchantId: MerchantId): Promise<Outcome<Balance[], NotOfStaff>>;
  getHold(
    personId: PersonId,
    of: { merchantId: MerchantId; holdId: MoveId },
  ): Promise<Outcome<Hold, 'hold_unknown'>>;
  holding: DataHolding;
};

function registerFlow(deps: MerchantsDeps): void {
  const { orderPay, orderCount, refund, refundCount } = transferCodes;
  const { merchantPayout, withdrawal, merchantHold, merchantClosing } = transferCodes;
  const sweeping = createSweeping(deps);
  deps.pay.register({
    name: 'merchants',
    codes: [
      ...[orderPay, orderCount, refund, refundCount],
      ...[merchantPayout, withdrawal, merchantHold, merchantClosing],
    ],
    load: loadMoves,
    apply: applyChange,
    write: (tx, book) => writeBook(deps, tx, book),
    finishers: { pay: createPayFinisher(deps), allowHold: createAllowFinisher(deps) },
    sweep: sweeping.sweep,
    finishOf: sweeping.finishOf,
    // Lines name merchants, not people.
    namedWith: async () => [],
    forget: deleteParties,
    wallets: { account: 'wallet.merchant', sum: sumWallets },
  });
}

/** Creates the service, and adds it to pay: create it before anything starts. */
export function createMerchants(deps: MerchantsDeps): Merchants {
  registerFlow(deps);
  return {
    deps,
    core: createCore(deps),
    async getBalances(personId, merchantId) {
      const allowed = await allow(deps, personId, { merchantId, action: 'read' });
      if (!allowed.ok) return allowed;
      const rows = await selectWallets(deps.db, [merchantId]);
      const balances = deps.pay.currencies.all.map(({ code: currency, scale }) => {
        const row = rows.find((one) => one.currency === currency);
        const availableMinor = Number(row?.availableMinor ?? 0n);
        return { currency, scale, availableMinor, heldMinor: Number(row?.heldMinor ?? 0n) };
      });
      return yes(balances);
    },
    async getHold(personId, { merchantId, holdId }) {
      const move = await findHold(deps, merchantId, { moveId: holdId });
      if (move === null || !mayAllow(move, personId)) return no('hold_unknown');
      return yes(present(await presentHold(deps, move), 'it is there'));
    },
    holding: createMerchantsHolding(deps),
  };
}
