import type { PayKey, PersonId } from '@plaza/base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { byPin, killerOf, must } from '../pay/testing/index.ts';
import type { Rails } from './service.ts';
import { anasIban, openTestRails, statementOf, type TestRails } from './testing.ts';

let city: TestRails;
let olga: PersonId;
let killEverywhere: ReturnType<typeof killerOf<Rails>>;
beforeAll(async () => {
  city = await openTestRails();
  const begin = (deps: TestRails['deps']): Rails => {
    const { db, log } = deps;
    const identity = { ...city.identity, getCards: deps.identity.getCards };
    return city.anotherRails({ db, log, identity }, city.another(deps));
  };
  killEverywhere = killerOf({ ...city, begin });
  olga = await city.person('Olga');
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city[Symbol.asyncDispose]();
});

const timeout = 180_000;

async function expectSound(): Promise<void> {
  const { checks } = await city.pay.getReconciliation();
  expect(checks.filter(({ isFine }) => !isFine)).toEqual([]);
}

it('has redeemed a voucher, or not, and asked again it has', { timeout }, async () => {
  let ana: PersonId;
  let asked: { key: PayKey; code: string };
  await killEverywhere(
    async () => {
      ana = await city.person('Ana');
      const batch = { batchId: city.newId<string>(), currency: 'canteen', amountMinor: 300 };
      const { codes } = must(
        await city.rails.printVouchers(olga, { ...batch, count: 1, note: '' }),
      );
      asked = { key: city.newKey(), code: codes[0] ?? '' };
      return (rails) => rails.redeemVoucher(ana, asked);
    },
    async () => {
      expect([0, 300]).toContain(await city.balance(ana, 'canteen'));
      must(await city.rails.redeemVoucher(ana, asked));
      expect(await city.balance(ana, 'canteen')).toBe(300);
      await expectSound();
    },
  );
});

it('has booked an entry of the bank once, and credited it once', { timeout }, async () => {
  let ana: PersonId;
  let text: string;
  let count = 0;
  await killEverywhere(
    async () => {
      ana = await city.person('Ana');
      const { ways } = await city.rails.getWays(ana);
      const words = ways.find(({ bank }) => bank !== null)?.bank?.reference ?? '';
      text = statementOf('S', [{ amount: '4.00', words, ref: `K${(count += 1)}` }]);
      return (rails) => rails.importBankFile(olga, { currency: 'euro', text });
    },
    async () => {
      expect([0, 400]).toContain(await city.balance(ana, 'euro'));
      must(await city.rails.importBankFile(olga, { currency: 'euro', text }));
      await city.settle();
      expect(await city.balance(ana, 'euro')).toBe(400);
      await expectSound();
    },
  );
});

it('holds a payout, and gives it back, once', { timeout }, async () => {
  let ana: PersonId;
  const wanted = { way: 'bank', currency: 'euro', amountMinor: 400, iban: anasIban } as const;
  await killEverywhere(
    async () => {
      ana = await city.person('Ana');
      const simulated = { key: city.newKey(), currency: 'euro', amountMinor: 1_000 };
      must(await city.rails.topUpSimulated(ana, simulated));
      const input = { ...wanted, key: city.newKey(), name: 'Ana', approval: byPin };
      return async (rails) => {
        const asked = await rails.requestPayout(ana, input);
        if (asked.ok) await rails.cancelPayout(ana, asked.value.payout.payoutId);
      };
    },
    async () => {
      const payouts = await city.rails.listPayouts(ana);
      const held = payouts.filter(({ state }) => state === 'held');
      expect(await city.balance(ana, 'euro')).toBe(1_000 - held.length * 400);
      for (const { payoutId } of held) must(await city.rails.cancelPayout(ana, payoutId));
      expect(await city.balance(ana, 'euro')).toBe(1_000);
      await expectSound();
    },
  );
});
