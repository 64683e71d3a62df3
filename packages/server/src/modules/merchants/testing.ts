import type { FamilyCardId, MerchantId, OrderId, PersonId } from '@plaza/base';
import type { FamilyCaps, MerchantRole, OwnMerchant } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { Database } from '../../kernel/db/index.ts';
import { AccountFlags } from '../ledger/index.ts';
import { orderAccountOf } from './ids.ts';
import { createFamily, type Family } from '../family/index.ts';
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

type Shown = Omit<Redeemed, 'cardId'> & { cardId?: FamilyCardId };

/** Pay codes at the edge of the module: who shows which, and whether it is their yes. */
function openCodes() {
  const shown = new Map<string, Redeemed & { usedFor: OrderId | null }>();
  return {
    show: (code: string, of: Shown) => void shown.set(code, { cardId: null, ...of, usedFor: null }),
    async redeem(
      code: string,
      { orderId }: { orderId: OrderId },
    ): Promise<Outcome<Redeemed, 'code_unknown' | 'code_expired' | 'code_used'>> {
      const found = shown.get(code);
      if (found === undefined) return no('code_unknown');
      if (found.usedFor !== null && found.usedFor !== orderId) return no('code_used');
      found.usedFor = orderId;
      const { personId, isConfirmed, cardId } = found;
      return yes({ personId, isConfirmed, cardId });
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

/** Owners, staff, and children with the cards of others. */
function createPeople(
  city: TestPay,
  { family, deps }: { family: Pick<Family, 'offer' | 'act'>; deps: MerchantsDeps },
) {
  async function shop(): Promise<[PersonId, MerchantId]> {
    const owner = await city.person('Omar');
    const input = { key: city.newKey(), name: 'Café Sol', category: 'food' } as const;
    const made: OwnMerchant = must(await openMerchant(deps, owner, input));
    return [owner, made.merchant.merchantId];
  }

  return {
    shop,
    /** Somebody who works there. */
    async hire(ownerId: PersonId, merchantId: MerchantId, role: MerchantRole): Promise<PersonId> {
      const personId = await city.person('Mia');
      await city.contacts.befriend(ownerId, personId);
      must(await invite(deps, ownerId, { merchantId, inviteeId: personId, role }));
      must(await answerInvite(deps, personId, { merchantId, accept: true }));
      return personId;
    },
    /** A card of the first one’s wallet in the hands of the second, who may be a child. */
    async card(giverId: PersonId, holderId: PersonId, over: Partial<FamilyCaps> = {}) {
      const caps = { paymentMinor: 2_000, dayMinor: 3_000, monthMinor: 9_000, ...over };
      await city.contacts.befriend(giverId, holderId);
      const terms = { holderId, name: 'Pocket money', currency: 'points', caps, approval: null };
      const { cardId } = must(await family.offer(giverId, { key: city.newKey(), ...terms }));
      must(await family.act(holderId, { cardId, event: 'accepted' }));
      return cardId;
    },
  };
}

/** Merchants with their real neighbours, on a database of their own. */
export async function openTestMerchants(kind: 'memory' | 'postgres' = 'memory') {
  const city = await openTestPay(kind, { migrations: ['family', 'merchants'] });
  const codes = openCodes();
  const publicUrl = 'https://plaza.example';
  const depsOf = (
    pay: MerchantsDeps['pay'],
    over: { db?: Database; outbox?: TestPay['outbox'] } = {},
  ) => {
    const around = { ...city, ...over, pay };
    const family = createFamily(around);
    return { family, deps: { ...around, codes, publicUrl, cards: family.cards } };
  };
  const { family, deps }: { family: Family; deps: MerchantsDeps } = depsOf(city.pay.core);
  const merchants: Merchants = createMerchants(deps);
  let count = 0;

  return {
    ...city,
    ...{ merchants, family, deps, codes, ...createLooks(city) },
    ...createPeople(city, { family, deps }),
    core: merchants.core,
    ...{ payDeps: city.deps, anotherPay: city.another, money: city.pay },
    /** Merchants of another process on the same database and ledger. */
    another(over: Partial<MerchantsDeps> = {}, of = city.another()): MerchantsDeps {
      const outbox = { ...city.outbox, react() {} };
      const made = { ...depsOf(of.core, { outbox, db: over.db ?? city.db }).deps, ...over };
      createMerchants(made);
      return made;
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
