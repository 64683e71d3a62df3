import type { MerchantId, OrderId, PersonId } from '@plaza/base';
import type { MerchantRole, OwnMerchant } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { AccountFlags } from '../ledger/index.ts';
import { orderAccountOf } from './ids.ts';
import { byPin, must, openTestPay, type TestPay } from '../pay/testing/index.ts';
import type { MerchantsDeps, Redeemed } from './deps.ts';
import { pay, type NewPayment } from './paying.ts';
import { sell } from './selling.ts';
import { createMerchants, type Merchants } from './service.ts';
import { answerInvite, invite, openMerchant } from './staffing.ts';
import { selectWallet } from './store/merchants.ts';
import { selectOrder } from './store/orders.ts';
import type { NewOrder, OrderRow } from './types.ts';

export { byPin, hourMs, must, reason } from '../pay/testing/index.ts';

export const dayMs = 24 * 3_600_000;

/** Pay codes at the edge of the module: who shows which, and whether it is their yes. */
function openCodes() {
  const shown = new Map<string, Redeemed & { usedFor: OrderId | null }>();
  return {
    show: (code: string, of: Redeemed) => void shown.set(code, { ...of, usedFor: null }),
    async redeem(
      code: string,
      { orderId }: { orderId: OrderId },
    ): Promise<Outcome<Redeemed, 'code_unknown' | 'code_expired' | 'code_used'>> {
      const found = shown.get(code);
      if (found === undefined) return no('code_unknown');
      if (found.usedFor !== null && found.usedFor !== orderId) return no('code_used');
      found.usedFor = orderId;
      return yes({ personId: found.personId, isConfirmed: found.isConfirmed });
    },
  };
}

/** What the rows and the ledger say of money; they must say the same. */
function createLooks(city: Pick<TestPay, 'db' | 'ledger'>) {
  return {
    /** What the merchant has: as it is projected, and as the ledger says. */
    async balance(merchantId: MerchantId): Promise<number> {
      const wallet = await selectWallet(city.db, merchantId, 'points');
      if (wallet === null) return 0;
      const id = BigInt(`0x${wallet.accountId.replaceAll('-', '')}`);
      const [account] = await city.ledger.lookupAccounts([id]);
      if (account === undefined) return 0;
      const { credits_posted, debits_posted, debits_pending } = account;
      const available = credits_posted - debits_posted - debits_pending;
      if (available !== wallet.availableMinor) throw new Error('the projection differs');
      const { rows } = await city.db.query<{ sum: bigint }>(
        `select coalesce(sum(amount_minor), 0)::bigint as sum from merchants_line
         where merchant_id = $1 and currency = 'points'`,
        [merchantId],
      );
      if (rows[0]?.sum !== wallet.availableMinor) throw new Error('the lines do not add up');
      return Number(available);
    },
    async isClosed(orderId: OrderId): Promise<boolean> {
      const [account] = await city.ledger.lookupAccounts([orderAccountOf(orderId)]);
      return account !== undefined && (account.flags & AccountFlags.closed) !== 0;
    },
    /** What the account of an order still holds: so much may be given back. */
    async leftOf(orderId: OrderId): Promise<number> {
      const [account] = await city.ledger.lookupAccounts([orderAccountOf(orderId)]);
      return account === undefined ? 0 : Number(account.credits_posted - account.debits_posted);
    },
  };
}

/** Merchants with their real neighbours, on a database of their own. */
export async function openTestMerchants(kind: 'memory' | 'postgres' = 'memory') {
  const city = await openTestPay(kind, { migrations: ['merchants'] });
  const codes = openCodes();
  const publicUrl = 'https://plaza.example';
  const depsOf = (core: MerchantsDeps['pay']): MerchantsDeps => ({
    ...{ ...city, pay: core, codes, publicUrl },
  });
  const deps = depsOf(city.pay.core);
  const merchants: Merchants = createMerchants(deps);
  let count = 0;

  async function shop(): Promise<[PersonId, MerchantId]> {
    const owner = await city.person('Omar');
    const input = { key: city.newKey(), name: 'Café Sol', category: 'food' } as const;
    const made: OwnMerchant = must(await openMerchant(deps, owner, input));
    return [owner, made.merchant.merchantId];
  }

  return {
    ...city,
    ...{ merchants, deps, codes, shop, ...createLooks(city) },
    core: merchants.core,
    ...{ payDeps: city.deps, anotherPay: city.another, money: city.pay },
    /** Merchants of another process on the same database and ledger. */
    another(over: Partial<MerchantsDeps> = {}, of = city.another()): MerchantsDeps {
      const outbox = { addMany: city.outbox.addMany, react() {} };
      const made = { ...depsOf(of.core), outbox, ...over };
      createMerchants(made);
      return made;
    },
    /** Somebody who works there. */
    async hire(ownerId: PersonId, merchantId: MerchantId, role: MerchantRole): Promise<PersonId> {
      const personId = await city.person('Mia');
      await city.contacts.befriend(ownerId, personId);
      must(await invite(deps, ownerId, { merchantId, inviteeId: personId, role }));
      must(await answerInvite(deps, personId, { merchantId, accept: true }));
      return personId;
    },
    newOrder(over: Partial<NewOrder> = {}): NewOrder {
      count += 1;
      return {
        ...{ outTradeNo: `T${count}`, channel: 'native', amountMinor: 1_000, currency: 'points' },
        ...{ description: 'Two coffees', expiresAt: null, onlyPayerId: null, actorId: null },
        ...{ attrs: {}, ...over },
      };
    },
    /** An order as a cashier takes it. */
    async order(actorId: PersonId, merchantId: MerchantId, amountMinor = 1_000) {
      const sale = { key: city.newKey(), amountMinor, currency: 'points', description: 'Tea' };
      return must(await sell(deps, actorId, { ...sale, merchantId })).order;
    },
    pay(
      payerId: PersonId,
      of: { merchantId: MerchantId; orderId: OrderId | null } & Partial<NewPayment>,
      by = deps,
    ) {
      const usual = { key: city.newKey(), amountMinor: 1_000, currency: 'points' };
      return pay(by, payerId, { ...usual, description: '', approval: byPin, ...of });
    },
    async orderRow(merchantId: MerchantId, orderId: OrderId): Promise<OrderRow> {
      const found = await selectOrder(city.db, merchantId, { orderId });
      if (found === null) throw new Error('there is no such order');
      return found;
    },
  };
}

export type TestMerchants = Awaited<ReturnType<typeof openTestMerchants>>;
