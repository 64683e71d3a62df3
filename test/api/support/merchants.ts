import type { MerchantId, MoveId, OrderId } from '@plaza/base';
import type { MerchantOrder, MerchantRole, MethodInput, OrderReceipt } from '@plaza/contract';
import { befriend, type TestCity } from './city.ts';
import { byPin, createPin, currency, newKey, topUp } from './pay.ts';
import type { TestPerson } from './person.ts';

export const name = 'Café Sol';

export async function openMerchant(owner: TestPerson): Promise<MerchantId> {
  const asked = { key: newKey(), name, category: 'food' } as const;
  return (await owner.must('merchants.open', asked)).merchant.merchant.merchantId;
}

/** A merchant with its owner, a customer with 100.00, who both have a PIN, and the operator. */
export async function openShop(city: TestCity) {
  const operator = await city.operator();
  const [owner, ana] = [await city.signUp('Omar'), await city.signUp('Ana')];
  await Promise.all([createPin(owner), createPin(ana)]);
  await topUp(operator, ana, 10_000);
  return { operator, owner, ana, merchantId: await openMerchant(owner) };
}

/** Somebody who works there. */
export async function hire(
  city: TestCity,
  owner: TestPerson,
  of: { merchantId: MerchantId; role: MerchantRole },
): Promise<TestPerson> {
  const person = await city.signUp('Mia');
  await befriend(owner, person, city.settle);
  await owner.must('merchants.invite', { ...of, personId: person.me.personId });
  await person.must('merchants.answerInvite', { merchantId: of.merchantId, accept: true });
  return person;
}

type Selling = MethodInput<'merchants.createOrder'>;

export function sale(merchantId: MerchantId, change: Partial<Selling> = {}): Selling {
  const asked = { key: newKey(), merchantId, amountMinor: 1_000, currency, description: 'Tea' };
  return { ...asked, ...change };
}

export async function takeOrder(
  staff: TestPerson,
  merchantId: MerchantId,
  change: Partial<Selling> = {},
): Promise<MerchantOrder> {
  return (await staff.must('merchants.createOrder', sale(merchantId, change))).order;
}

type Paying = MethodInput<'merchants.pay'>;

/** 10.00 for an order, or by a static code, approved by the PIN of `createPin`. */
export function payment(
  of: { merchantId: MerchantId; orderId: OrderId | null },
  change: Partial<Paying> = {},
): Paying {
  const asked = { key: newKey(), amountMinor: 1_000, currency, description: '' };
  return { ...asked, merchantId: of.merchantId, orderId: of.orderId, approval: byPin(), ...change };
}

export async function buy(
  payer: TestPerson,
  of: { merchantId: MerchantId; orderId: OrderId | null },
  change: Partial<Paying> = {},
): Promise<OrderReceipt> {
  return (await payer.must('merchants.pay', payment(of, change))).receipt;
}

export function refundOf(
  { merchantId, orderId }: { merchantId: MerchantId; orderId: OrderId },
  amountMinor: number,
) {
  return { key: newKey(), merchantId, orderId, amountMinor, reason: '' };
}

export function payoutTo(
  merchantId: MerchantId,
  person: TestPerson,
  change: Partial<MethodInput<'merchants.payOut'>> = {},
): MethodInput<'merchants.payOut'> {
  const asked = { key: newKey(), merchantId, personId: person.me.personId, amountMinor: 500 };
  return { ...asked, currency, mustAccept: false, note: '', approval: byPin(), ...change };
}

export function withdrawal(
  merchantId: MerchantId,
  change: Partial<MethodInput<'merchants.withdraw'>> = {},
): MethodInput<'merchants.withdraw'> {
  return { key: newKey(), merchantId, amountMinor: 500, currency, approval: byPin(), ...change };
}

/** A hold of 20.00 for an hour that somebody is asked for, as a program of the merchant asks. */
export async function askHold(
  { composed }: TestCity,
  merchantId: MerchantId,
  over: { onlyPayerId?: TestPerson['me']['personId']; currency?: string } = {},
): Promise<MoveId> {
  const asked = {
    ...{ outOrderNo: newKey(), amountMinor: 2_000, currency, description: 'Bike', attrs: {} },
    ...{ holdSeconds: 3_600, onlyPayerId: null, ...over },
  };
  const made = await composed.modules.merchants.core.holds.create(merchantId, asked);
  if (!made.ok) throw new Error(made.reason);
  return made.value.moveId;
}

export function allowance(
  merchantId: MerchantId,
  holdId: MoveId,
  change: Partial<MethodInput<'merchants.allowHold'>> = {},
): MethodInput<'merchants.allowHold'> {
  return { key: newKey(), merchantId, holdId, amountMinor: 2_000, approval: byPin(), ...change };
}

/** The code that this person shows now. */
export async function showCode(person: TestPerson): Promise<string> {
  const { state } = await person.must('codes.getState', {});
  if (state === 'off') await person.must('codes.enable', { approval: byPin() });
  const { codes, at } = await person.must('codes.issue', {});
  const now = codes.find(({ from, until }) => from <= at && at < until) ?? codes[0];
  if (now === undefined) throw new Error('there is a code');
  return now.code;
}
