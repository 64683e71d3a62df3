import type { PayKey, PersonId } from '@plaza/base';
import type { Outcome } from '../kernel/rpc/index.ts';
import type { Pay } from '../modules/pay/index.ts';
import type { CityPlan } from './plan.ts';
import type { PlannedPayment } from './plan-money.ts';
import { welcomeReasons } from './talk.ts';

export type MoneyFilling = {
  pay: Pick<Pay, 'topUp' | 'sendTransfer' | 'acceptTransfer' | 'returnTransfer'>;
  plan: CityPlan;
  ids: readonly PersonId[];
  /** The same for the same words: what was paid before a crash is found, not paid again. */
  keyOf(what: string): PayKey;
};

const currency = 'points';
/** Payments that share their commits: one after the other would take as many waits. */
const atOnce = 16;

function must<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(`the demo city could not pay: ${outcome.reason}`);
  return outcome.value;
}

async function welcome({ pay, plan, ids, keyOf }: MoneyFilling, index: number): Promise<void> {
  const resident = plan.residents[index] as CityPlan['residents'][number];
  must(
    await pay.topUp({
      actorId: null,
      key: keyOf(`welcome ${resident.handle}`),
      personId: ids[index] as PersonId,
      currency,
      amountMinor: plan.money.startMinor[index] ?? 0,
      reason: welcomeReasons[resident.language],
    }),
  );
}

async function transfer(filling: MoneyFilling, planned: PlannedPayment, what: string) {
  const { pay, ids, keyOf } = filling;
  const { amountMinor, note, end } = planned;
  const [payerId, payeeId] = [ids[planned.from] as PersonId, ids[planned.to] as PersonId];
  const key = keyOf(what);
  // People of a demo city have no PIN and no passkey: the city pays for them.
  const asked = { key, payeeId, amountMinor, currency, note, approval: null };
  const { transferId } = must(await pay.sendTransfer(payerId, asked));
  if (end === 'waiting') return;
  const on = { key: keyOf(`${what} ${end}`), transferId };
  must(
    end === 'accepted'
      ? await pay.acceptTransfer(payeeId, on)
      : await pay.returnTransfer(payeeId, on),
  );
}

/** Gives everybody a wallet with something in it, and lets them pay each other. */
export async function fillMoney(filling: MoneyFilling): Promise<void> {
  const { residents, money } = filling.plan;
  await Promise.all(residents.map((_, index) => welcome(filling, index)));
  const payments = money.payments.map((planned, number) => ({
    planned,
    what: `payment ${number}`,
  }));
  for (let start = 0; start < payments.length; start += atOnce) {
    const some = payments.slice(start, start + atOnce);
    await Promise.all(some.map(({ planned, what }) => transfer(filling, planned, what)));
  }
}
