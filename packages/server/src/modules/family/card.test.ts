import {
  createIds,
  secureRandom,
  systemClock,
  type FamilyCardId,
  type PersonId,
} from '@plaza/base';
import type { FamilyCardState } from '@plaza/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardTable, isOver, type CardEvent } from './card.ts';
import { givenBack, leftOf, quotasOf } from './counters.ts';
import type { CardRow, PaymentRow } from './types.ts';

const states = Object.keys(cardTable) as FamilyCardState[];
const events: CardEvent[] = ['accepted', 'declined', 'lapsed', 'paused', 'resumed', 'ended'];

describe('a card', () => {
  it('goes where its table says', () => {
    const shown = states.map((state) => [
      state,
      ...events.map((event) => {
        const effect = cardTable[state][event];
        return typeof effect === 'string' ? effect : effect.to;
      }),
    ]);
    expect(shown).toEqual([
      ['offered', 'active', 'declined', 'lapsed', 'over', 'over', 'ended'],
      ['active', 'same', 'over', 'over', 'paused', 'same', 'ended'],
      ['paused', 'same', 'over', 'over', 'same', 'active', 'ended'],
      ['declined', 'over', 'same', 'over', 'over', 'over', 'over'],
      ['lapsed', 'over', 'over', 'over', 'over', 'over', 'over'],
      ['ended', 'over', 'over', 'over', 'over', 'over', 'same'],
    ]);
  });

  it('never comes back from its end', () => {
    for (const state of states.filter(isOver)) {
      for (const event of events) expect(typeof cardTable[state][event]).toBe('string');
    }
  });
});

const newId = createIds(systemClock, secureRandom);
const card: CardRow = {
  ...{ giverId: newId<PersonId>(), cardId: newId<FamilyCardId>(), holderId: newId<PersonId>() },
  ...{ name: 'Pocket money', currency: 'points', paymentMinor: 50n, dayMinor: 100n },
  ...{ monthMinor: 250n, state: 'active', place: 1, asked: Buffer.alloc(32) },
  ...{ offeredAt: new Date(0), expiresAt: new Date(1), endedAt: null, version: 1 },
};
const hourMs = 3_600_000;
const begin = Date.UTC(2026, 10, 28);

/** Counters as pay keeps them: raised only as far as each one’s most. */
function createCounters() {
  const used = new Map<string, bigint>();
  return {
    raise(quotas: ReturnType<typeof quotasOf>): boolean {
      const fits = quotas.every(
        (one) => Number(used.get(one.period) ?? 0n) + one.amountMinor <= one.mostMinor,
      );
      if (!fits) return false;
      for (const { period, amountMinor } of quotas) {
        used.set(period, (used.get(period) ?? 0n) + BigInt(amountMinor));
      }
      return true;
    },
    lower(quotas: ReturnType<typeof quotasOf>): void {
      for (const { period, amountMinor } of quotas) {
        used.set(period, (used.get(period) ?? 0n) - BigInt(amountMinor));
      }
    },
    rows: () =>
      [...used].map(([period, usedMinor]) => ({
        ...{ currency: 'points', way: `card ${card.cardId}`, period, usedMinor },
      })),
  };
}

describe('its caps', () => {
  it('hold for every day and month, whatever is paid and given back', () => {
    const act = fc.record({
      hours: fc.integer({ min: 0, max: 30 }),
      amountMinor: fc.bigInt({ min: 1n, max: 60n }),
      refund: fc.option(fc.record({ of: fc.nat(20), part: fc.bigInt({ min: 1n, max: 60n }) })),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const counters = createCounters();
        const paid: (Pick<PaymentRow, 'amountMinor' | 'refundedMinor' | 'day' | 'month'> &
          PaymentRow)[] = [];
        let nowMs = begin;
        for (const { hours, amountMinor, refund } of acts) {
          nowMs += hours * hourMs;
          const now = new Date(nowMs);
          const before = leftOf(card, counters.rows(), now);
          const quotas = quotasOf(card, amountMinor, now);
          const isTaken = counters.raise(quotas);
          // What is shown as left today is exactly what can be paid.
          expect(isTaken).toBe(Number(amountMinor) <= before.leftTodayMinor);
          const [day, month] = quotas.map(({ period }) => period);
          if (isTaken && day !== undefined && month !== undefined) {
            paid.push({
              ...({} as PaymentRow),
              ...card,
              amountMinor,
              refundedMinor: 0n,
              day,
              month,
              state: 'paid',
            });
          }
          const found = refund === null ? undefined : paid[refund.of];
          if (refund !== null && found !== undefined) {
            const left = found.amountMinor - found.refundedMinor;
            const part = refund.part < left ? refund.part : left;
            if (part > 0n) counters.lower(givenBack(found, part));
            found.refundedMinor += part;
          }
          for (const { period, usedMinor } of counters.rows()) {
            const kept = paid.filter((one) => one.day === period || one.month === period);
            const sum = kept.reduce(
              (total, one) => total + one.amountMinor - one.refundedMinor,
              0n,
            );
            expect(usedMinor).toBe(sum);
            expect(sum).toBeLessThanOrEqual(
              period.startsWith('d') ? card.dayMinor : card.monthMinor,
            );
          }
        }
      }),
    );
  });

  it('are not given room today by what was paid yesterday', () => {
    const counters = createCounters();
    const yesterday = new Date(begin);
    const quotas = quotasOf(card, 100n, yesterday);
    counters.raise(quotas);
    const payment = { ...card, amountMinor: 100n, day: 'd2026-11-28', month: 'm2026-11' };
    const today = new Date(begin + 24 * hourMs);
    counters.raise(quotasOf(card, 70n, today));
    expect(leftOf(card, counters.rows(), today)).toEqual({
      leftTodayMinor: 30,
      leftMonthMinor: 80,
    });
    counters.lower(givenBack(payment as unknown as PaymentRow, 100n));
    expect(leftOf(card, counters.rows(), today)).toEqual({
      ...{ leftTodayMinor: 30, leftMonthMinor: 180 },
    });
  });
});
