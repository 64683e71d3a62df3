import { present, type PersonId } from '@plaza/base';
import type { FamilyCard, FamilyPayment, PersonCard } from '@plaza/contract';
import { leftOf } from './counters.ts';
import type { FamilyDeps } from './deps.ts';
import type { CardRow, PaymentRow } from './types.ts';

type Cards = ReadonlyMap<PersonId, PersonCard>;
type Presenting = Pick<FamilyDeps, 'pay' | 'identity' | 'clock'>;

/** Of an erased person there is no card. */
function personOf(cards: Cards, personId: PersonId): PersonCard | null {
  const card = cards.get(personId);
  return card === undefined || card.displayName === '' ? null : card;
}

/** Both see the same of a card: the caps and what is left of them, and nothing of a wallet. */
export async function presentCards(
  { pay, identity, clock }: Presenting,
  rows: readonly CardRow[],
): Promise<FamilyCard[]> {
  const people = await identity.getCards(rows.flatMap((row) => [row.giverId, row.holderId]));
  const givers = [...new Set(rows.map(({ giverId }) => giverId))];
  const used = new Map<PersonId, Awaited<ReturnType<typeof pay.limits.usedOf>>>();
  for (const giverId of givers) used.set(giverId, await pay.limits.usedOf(giverId));
  const now = clock.now();
  return rows.map((row) => {
    const { cardId, giverId, holderId, name, currency, state, expiresAt, endedAt } = row;
    const { scale } = pay.moneyOf(currency, 0n);
    const caps = {
      paymentMinor: Number(row.paymentMinor),
      dayMinor: Number(row.dayMinor),
      monthMinor: Number(row.monthMinor),
    };
    return {
      ...{ cardId, name, currency, scale, caps, state },
      giver: personOf(people, giverId),
      holder: personOf(people, holderId),
      ...leftOf(row, used.get(giverId) ?? [], now),
      offeredAt: row.offeredAt.toISOString(),
      expiresAt: state === 'offered' ? expiresAt.toISOString() : null,
      endedAt: endedAt?.toISOString() ?? null,
    };
  });
}

export async function presentCard(deps: Presenting, row: CardRow): Promise<FamilyCard> {
  return present((await presentCards(deps, [row]))[0], 'one for each');
}

export function paymentOf({ pay }: Pick<FamilyDeps, 'pay'>, row: PaymentRow): FamilyPayment {
  const { paymentId, cardId, merchantId, merchant, description, state } = row;
  return {
    ...{ paymentId, cardId, merchantId, merchant, description, state },
    money: pay.moneyOf(row.currency, row.amountMinor),
    refundedMinor: Number(row.refundedMinor),
    at: row.createdAt.toISOString(),
  };
}
