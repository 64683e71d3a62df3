import { pick, type MerchantId, type MoveId, type OrderId } from '@plaza/base';
import { askDeposit, endDeposit } from './back-end.ts';
import { callsOf, type Shop } from './record.ts';
import { beginCall, call, newId, someNode, type Act, type Standing } from './standing.ts';
import { currency, pin } from './teller.ts';

const approval = { kind: 'pin', pin } as const;

const someShop = ({ record, random }: Standing): Shop => pick(random, record.shops);
/** The same life, of somebody else for a moment. */
const as = (here: Standing, { ownerId }: Shop): Standing => ({ ...here, personId: ownerId });

/** The till takes an order, and a customer pays it: alone, twice, or against the closing of it. */
async function buy(here: Standing): Promise<void> {
  const { random, teller } = here;
  const shop = someShop(here);
  const { merchantId } = shop;
  const isTooMuch = random.int(12) === 0;
  const amountMinor = isTooMuch ? 9_000_000 : 1 + random.int(2_000);
  const sale = { key: newId<never>(), merchantId, amountMinor, currency, description: 'Tea' };
  const taken = await call(as(here, shop), 'merchants.createOrder', sale);
  if (taken.told.as !== 'done') return;
  const orderId = taken.told.value as OrderId;
  const payment = () => ({
    ...{ key: newId<never>(), merchantId, orderId, amountMinor, currency, description: '' },
    approval,
  });
  const way = random.int(10);
  if (way < 6) return void (await call(here, 'merchants.pay', payment()));
  const rival =
    way < 8
      ? beginCall(as(here, shop), 'merchants.closeOrder', { merchantId, orderId })
      : beginCall({ ...here, personId: pick(random, here.city.people) }, 'merchants.pay', {
          ...payment(),
        });
  const mine = beginCall(here, 'merchants.pay', payment());
  await Promise.all([mine, rival].map((one) => teller.ask(one, someNode(random))));
}

/** The code that hangs at the till: whoever pays says how much. */
async function payStatic(here: Standing): Promise<void> {
  const { merchantId } = someShop(here);
  const amountMinor = 1 + here.random.int(400);
  const of = { key: newId<never>(), merchantId, orderId: null, amountMinor, currency };
  await call(here, 'merchants.pay', { ...of, description: 'Bread', approval });
}

/** Shows a pay code, which the till takes; above the cap it waits for a yes that never comes. */
async function showCode(here: Standing): Promise<void> {
  const { teller, personId, random } = here;
  const shop = someShop(here);
  const issued = await teller.call(personId, someNode(random), 'codes.issue', {});
  const code = issued.ok ? issued.output.codes[0]?.code : undefined;
  if (code === undefined || shop.ownerId === personId) return;
  const amountMinor = 1 + random.int(900);
  const sale = { merchantId: shop.merchantId, amountMinor, currency, description: 'Soup', code };
  await call(as(here, shop), 'merchants.charge', { key: newId<never>(), ...sale });
}

/** Gives something back, sometimes more than there is, and two at once. */
async function refund(here: Standing): Promise<void> {
  const { record, random, teller } = here;
  const paid = callsOf(record, 'merchants.pay').filter(({ told }) => told.as === 'done');
  if (paid.length === 0) return;
  const { input, told } = pick(random, paid.slice(-30));
  const shop = record.shops.find(({ merchantId }) => merchantId === input.merchantId);
  if (told.as !== 'done' || shop === undefined) return;
  const orderId = told.value.split(' ')[0] as OrderId;
  const { merchantId } = input;
  const begin = () =>
    beginCall(as(here, shop), 'merchants.refund', {
      ...{ key: newId<never>(), merchantId, orderId, reason: 'Cold' },
      amountMinor: 1 + random.int(input.amountMinor),
    });
  const both = random.int(2) === 0 ? [begin()] : [begin(), begin()];
  await Promise.all(both.map((one) => teller.ask(one, someNode(random))));
}

/** A shop pays somebody, at once or after their yes. */
async function payOut(here: Standing): Promise<void> {
  const { random, personId } = here;
  const shop = someShop(here);
  if (shop.ownerId === personId) return;
  const mustAccept = random.int(2) === 0;
  await call(as(here, shop), 'merchants.payOut', {
    ...{ key: newId<never>(), merchantId: shop.merchantId, personId, currency, mustAccept },
    ...{ amountMinor: 1 + random.int(300), note: 'Wages', approval },
  });
}

async function answerPayout(here: Standing): Promise<void> {
  const { record, random, personId, teller } = here;
  const promised = callsOf(record, 'merchants.payOut').filter(
    ({ input, told }) => input.mustAccept && input.personId === personId && told.as === 'done',
  );
  const last = promised.at(-1);
  if (last?.told.as !== 'done') return;
  const payoutId = last.told.value as MoveId;
  const answer = (accept: boolean) =>
    beginCall(here, 'merchants.answerPayout', { payoutId, accept });
  const way = random.int(10);
  const all = way < 6 ? [answer(true)] : way < 8 ? [answer(false)] : [answer(true), answer(false)];
  await Promise.all(all.map((one) => teller.ask(one, someNode(random))));
}

/** A deposit: asked for, allowed, and then taken in part, let go, or left to lapse. */
async function deposit(here: Standing): Promise<void> {
  const { city, record, random, personId } = here;
  const shop = someShop(here);
  if (shop.ownerId === personId) return;
  const outOrderNo = newId<string>().replaceAll('-', '').slice(0, 32);
  const amountMinor = 100 + random.int(900);
  const holdId = await askDeposit(city, shop, { outOrderNo, amountMinor });
  if (holdId === null) return;
  const merchantId: MerchantId = shop.merchantId;
  const asked = { holdId, merchantId, payerId: personId, amountMinor, endedMinor: null };
  const hold: (typeof record.holds)[number] = asked;
  record.holds.push(hold);
  const allow = { key: newId<never>(), merchantId, holdId, amountMinor, approval };
  const { told } = await call(here, 'merchants.allowHold', allow);
  if (told.as !== 'done' || random.int(4) === 0) return;
  const takeMinor = random.int(3) === 0 ? 0 : 1 + random.int(amountMinor);
  if (await endDeposit(city, shop, { outOrderNo, takeMinor })) hold.endedMinor = takeMinor;
}

/** The operator prints one code, for which two people run. */
async function useVoucher(here: Standing): Promise<void> {
  const { city, teller, random } = here;
  const amountMinor = 1 + random.int(500);
  const batch = { batchId: newId<never>(), currency, amountMinor, count: 1, note: '' };
  const printed = await teller.call(
    city.operatorId,
    someNode(random),
    'rails.printVouchers',
    batch,
  );
  const code = printed.ok ? printed.output.codes[0] : undefined;
  if (code === undefined) return;
  const people = [here.personId, pick(random, city.people)];
  const runs = people.map((personId) =>
    beginCall({ ...here, personId }, 'rails.redeemVoucher', { key: newId<never>(), code }),
  );
  await Promise.all(runs.map((one) => teller.ask(one, someNode(random))));
}

export const shopActs: readonly Act[] = [
  { weight: 14, run: buy },
  { weight: 8, run: payStatic },
  { weight: 8, run: showCode },
  { weight: 10, run: refund },
  { weight: 6, run: payOut },
  { weight: 8, run: answerPayout },
  { weight: 5, run: deposit },
  { weight: 4, run: useVoucher },
];
