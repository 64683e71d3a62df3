import type { FamilyCardId, MoveId, PersonId } from '@plaza/base';
import type { Tx } from '../../kernel/db/index.ts';
import { no, yes, type No, type Outcome } from '../../kernel/rpc/index.ts';
import type { SyncItem } from '../sync/index.ts';
import { givenBack, periodsOf, quotasOf } from './counters.ts';
import type { FamilyDeps } from './deps.ts';
import { holdCard, selectCard, selectCardOf } from './store/cards.ts';
import { addRefund, deletePayment, insertPayment, markPaid } from './store/payments.ts';
import { paymentItems } from './telling.ts';
import type {
  CardRow,
  Judged,
  Settled,
  SpendRefusal,
  Spending,
  Taken,
  UseRefusal,
} from './types.ts';

/** What the part that takes payments asks of cards. The money is moved there, not here. */
export type CardSource = {
  /** Whether the holder may show codes or begin to pay with it. */
  mayUse(holderId: PersonId, cardId: FamilyCardId): Promise<Outcome<null, UseRefusal>>;
  /** Judges a payment; a reason names nothing of the giver’s wallet. */
  judge(holderId: PersonId, spending: Spending): Promise<Outcome<Judged, SpendRefusal>>;
  /** In the transaction of the intent, with the quotas: a card that changed meanwhile refuses. */
  take(tx: Tx, judged: Judged, taken: Taken): Promise<void | No<'card_paused'>>;
  /** Nothing was moved. */
  drop(tx: Tx, payment: { giverId: PersonId; paymentId: MoveId }): Promise<void>;
  /** What the ledger did, in the transaction that projects it; gives what is told of it. */
  settle(tx: Tx, settled: Settled): Promise<SyncItem[]>;
};

type Usable = Outcome<CardRow, UseRefusal>;

/** The card of its holder, if it may pay now: nobody sends to a wallet that is frozen either. */
async function findUsable(
  deps: FamilyDeps,
  holderId: PersonId,
  cardId: FamilyCardId,
): Promise<Usable> {
  const card = await selectCardOf(deps.db, holderId, cardId);
  if (card === null || card.holderId !== holderId) return no('card_unknown');
  const { giverId, state, currency } = card;
  if (state === 'paused') return no('card_paused');
  // A block ends the card; this is for the moment in between.
  if (state !== 'active') return no('card_unknown');
  if ((await deps.contacts.mayWrite(holderId, giverId)) === 'blocked') return no('card_unknown');
  const wallet = await deps.pay.findWallet(giverId, currency);
  return wallet?.state === 'frozen' ? no('card_paused') : yes(card);
}

/** Judges by the caps of the card, then by what its giver may spend. */
async function judgeAmount(
  { pay, clock }: FamilyDeps,
  card: CardRow,
  { amountMinor, currency, cap }: Spending,
): Promise<Outcome<Judged, SpendRefusal>> {
  const { giverId, cardId, version, paymentMinor } = card;
  if (amountMinor > paymentMinor) {
    const leftMinor = Number(paymentMinor);
    const { scale } = pay.moneyOf(currency, 0n);
    return no('limit_reached', { limit: 'card_payment', leftMinor, currency, scale });
  }
  const now = clock.now();
  const use = { personId: giverId, currency, amountMinor, way: 'spend' as const };
  const uses = [cap === undefined ? use : { ...use, cap }];
  const allowed = await pay.limits.judge(uses, quotasOf(card, amountMinor, now));
  if (!allowed.ok) {
    return isOfCard(allowed.details) ? no('limit_reached', allowed.details) : no('card_declined');
  }
  return yes({ giverId, cardId, version, quotas: allowed.value, ...periodsOf(now) });
}

/** Whether a limit that was reached is the card’s own: of the giver’s nobody else is told. */
export function isOfCard(details: unknown): boolean {
  const { limit } = (details ?? {}) as { limit?: unknown };
  return typeof limit === 'string' && limit.startsWith('card_');
}

export function createCardSource(deps: FamilyDeps): CardSource {
  return {
    async mayUse(holderId, cardId) {
      const found = await findUsable(deps, holderId, cardId);
      return found.ok ? yes(null) : found;
    },
    async judge(holderId, spending) {
      const found = await findUsable(deps, holderId, spending.cardId);
      if (!found.ok) return found;
      const card = found.value;
      if (card.currency !== spending.currency) return no('wrong_currency');
      const own = await deps.pay.findWallet(holderId, card.currency);
      if (own?.state === 'frozen') return no('wallet_frozen');
      return judgeAmount(deps, card, spending);
    },
    async take(tx, judged, taken) {
      const { giverId, cardId, day, month } = judged;
      if (!(await holdCard(tx, judged))) return no('card_paused');
      const { paymentId, merchantId, merchant, description, amountMinor, currency } = taken;
      await insertPayment(tx, {
        ...{ giverId, paymentId, cardId, merchantId, merchant, description },
        ...{ amountMinor, currency },
        ...{ day, month, createdAt: deps.clock.now() },
      });
    },
    drop: deletePayment,
    async settle(tx, { giverId, paymentId, kind, amountMinor }) {
      const of = { giverId, paymentId, amountMinor };
      const row = kind === 'paid' ? await markPaid(tx, of) : await addRefund(tx, of);
      // Its giver was erased, and with them what they saw of it.
      if (row === null) return [];
      if (kind === 'refunded') {
        const quotas = givenBack(row, amountMinor);
        await deps.pay.limits.giveBack(tx, quotas, { isPaid: false });
      }
      const card = await selectCard(tx, row);
      return card === null ? [] : paymentItems(deps, row, card);
    },
  };
}
