import type { PersonId } from '@plaza/base';
import { currencyKinds, type CurrencyKind } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import type { CurrencyProfile } from '../currencies.ts';
import { readCurrencies } from '../profiles/reading.ts';
import { kinds } from '../profiles/kinds.ts';
import { limitsOf, periodsOf, quotasOf } from './rules.ts';
import type { UseWay } from './types.ts';

const personId = '0190a000-0000-7000-8000-000000000001' as PersonId;
const now = new Date('2026-12-31T23:59:59.999Z');
const adult = { class: 2 as const, isMinor: false };
const minor = { class: 2 as const, isMinor: true };

function read(over: object): CurrencyProfile {
  const usual = { code: 'unit', kind: 'licensed', ledger: 7, scale: 2 };
  const found = readCurrencies(JSON.stringify([{ ...usual, ...over }]));
  if (!found.ok) throw new Error(found.problems.join('; '));
  const [profile] = found.currencies;
  if (profile === undefined) throw new Error('there is one');
  return profile;
}

function judge(
  profile: CurrencyProfile,
  way: UseWay,
  amountMinor: number,
  known: { class: 1 | 2 | 3; isMinor: boolean } = adult,
) {
  const use = { personId, currency: profile.code, amountMinor, way };
  const judged = quotasOf(use, { profile, known, now });
  return judged.ok
    ? judged.value.map(({ limit, period, mostMinor }) => [limit, period, mostMinor])
    : judged.reason;
}

describe('each flag of a currency', () => {
  it('of classes: what may be spent in all, or in a year', () => {
    const profile = read({});
    const first = { class: 1 as const, isMinor: false };
    const third = { class: 3 as const, isMinor: false };
    expect(judge(profile, 'spend', 1, first)).toEqual([['lifetime', 'all', 100_000]]);
    expect(judge(profile, 'spend', 1)).toEqual([['year', 'y2026', 10_000_000]]);
    expect(judge(profile, 'spend', 1, third)).toEqual([['year', 'y2026', 20_000_000]]);
    expect(judge(profile, 'receive', 1)).toEqual([]);
  });

  it('of the day: the lower one of those that hold', () => {
    const profile = read({ maxSpentPerDay: '100', minors: { maxAmount: '5', maxPerDay: '20' } });
    expect(judge(profile, 'spend', 1)).toContainEqual(['day', 'd2026-12-31', 10_000]);
    expect(judge(profile, 'spend', 1, minor)).toContainEqual(['day', 'd2026-12-31', 2_000]);
    expect(judge(profile, 'spend', 500, minor)).toHaveLength(2);
    expect(judge(profile, 'spend', 501, minor)).toBe('limit_reached');
    expect(judge(profile, 'spend', 501)).toHaveLength(2);
  });

  it('of minors: no red packets at all, and nothing where the currency is not for them', () => {
    const profile = read({});
    expect(judge(profile, 'packet_send', 1, minor)).toBe('not_for_minors');
    expect(judge(profile, 'packet_take', 1, minor)).toBe('not_for_minors');
    expect(judge(profile, 'packet_take', 1)).toEqual([]);
    for (const way of ['spend', 'receive', 'top_up'] as const) {
      expect(judge(read({ minors: null }), way, 1, minor)).toBe('not_for_minors');
      expect(judge(read({ minors: null }), way, 1)).toBeInstanceOf(Array);
    }
  });

  it('of the class that it needs, to pay and to be paid', () => {
    const profile = read({ needsClass: 3 });
    for (const way of ['spend', 'receive', 'top_up', 'packet_send', 'packet_take'] as const) {
      expect(judge(profile, way, 1)).toBe('class_needed');
    }
    expect(judge(profile, 'receive', 1, { class: 3, isMinor: false })).toEqual([]);
  });

  it('of what a wallet holds, and is topped up by on a day', () => {
    const profile = read({ maxBalance: '50', maxTopUpPerDay: '30' });
    expect(judge(profile, 'receive', 1)).toEqual([['balance', 'open', 5_000]]);
    expect(judge(profile, 'top_up', 1)).toEqual([
      ['balance', 'open', 5_000],
      ['top_up_day', 'd2026-12-31', 3_000],
    ]);
    expect(judge(profile, 'packet_take', 1)).toEqual([['balance', 'open', 5_000]]);
  });

  it('and a cap of the flow that asks', () => {
    const profile = read({ classes: [] });
    const cap = { name: 'static_code', perDayMinor: 50_000 };
    const use = { personId, currency: 'unit', amountMinor: 1, way: 'spend' as const, cap };
    expect(quotasOf(use, { profile, known: adult, now })).toMatchObject({
      value: [{ way: 'static_code', period: 'd2026-12-31', mostMinor: 50_000 }],
    });
  });

  it('is told to people with what is left', () => {
    const profile = read({ maxBalance: '50' });
    const told = limitsOf({ profile, known: adult, now }, (way) => (way === 'spend' ? 700 : 30));
    expect(told).toEqual([
      { limit: 'payment', mostMinor: 1_000_000, usedMinor: 0, resetsAt: null },
      {
        limit: 'year',
        mostMinor: 10_000_000,
        usedMinor: 700,
        resetsAt: '2027-01-01T00:00:00.000Z',
      },
      { limit: 'balance', mostMinor: 5_000, usedMinor: 30, resetsAt: null },
    ]);
    expect(periodsOf(now).day.resetsAt).toBe('2027-01-01T00:00:00.000Z');
  });
});

describe('a kind', () => {
  it.each(currencyKinds)('%s allows no more than its table', (kind: CurrencyKind) => {
    const rule = kinds[kind];
    const bare = read({ kind });
    expect(bare).toMatchObject({ mayTransfer: rule.mayTransfer, cashOut: rule.cashOut });
    expect(bare.maxPacketShareMinor > 0).toBe(rule.mayPackets);
    expect(bare.mayCards).toBe(rule.mayCards);
    expect(bare.minors !== null).toBe(rule.isForMinors);
    expect(bare.needsClass).toBe(rule.needsClass);
    expect(bare.classes.length > 0).toBe(rule.hasClasses);
    const problems = (over: object) => {
      const usual = { code: 'unit', kind, ledger: 7, scale: 2 };
      const found = readCurrencies(JSON.stringify([{ ...usual, ...over }]));
      return found.ok ? 0 : found.problems.length;
    };
    expect(problems({ mayTransfer: true })).toBe(rule.mayTransfer ? 0 : 1);
    expect(problems({ maxPacketShare: '1' })).toBe(rule.mayPackets ? 0 : 1);
    expect(problems({ mayCards: true })).toBe(rule.mayCards ? 0 : 1);
    expect(problems({ cashOut: 'people' })).toBe(rule.cashOut === 'people' ? 0 : 1);
    expect(problems({ creditLine: '1' })).toBe(rule.mayCredit ? 0 : 1);
    expect(problems({ needsClass: 0 })).toBe(rule.needsClass === 0 ? 0 : 1);
    expect(problems({ minors: { maxAmount: '1', maxPerDay: '1' } })).toBe(rule.isForMinors ? 0 : 1);
    // What is narrower than the table is always possible.
    const narrow = { mayTransfer: false, cashOut: 'nobody', minors: null, needsClass: 3 };
    expect(problems({ ...narrow, mayTopUp: false, maxPacketShare: '0' })).toBe(0);
  });

  it('of a closed loop in the United States never holds more than 2,000', () => {
    const kind = 'us-closed-loop';
    expect(read({ kind })).toMatchObject({
      maxBalanceMinor: 200_000,
      maxTopUpPerDayMinor: 200_000,
    });
    const asked = { kind, maxBalance: '5000', maxTopUpPerDay: '10' };
    expect(read(asked)).toMatchObject({ maxBalanceMinor: 200_000, maxTopUpPerDayMinor: 1_000 });
  });
});

it('says everything that is wrong with a file', () => {
  const bad = (text: string) => {
    const found = readCurrencies(text);
    return found.ok ? [] : found.problems;
  };
  expect(bad('{')).toEqual(['the file is no JSON']);
  expect(bad('[]')).toHaveLength(1);
  const one = { code: 'unit', kind: 'points', ledger: 1, scale: 2 };
  expect(bad(JSON.stringify([one, one]))).toHaveLength(2);
  expect(bad(JSON.stringify([{ ...one, maxAmount: '1.234' }]))).toHaveLength(1);
  expect(bad(JSON.stringify([{ ...one, mayFly: true }]))).not.toEqual([]);
  const bank = { name: 'City', iban: 'DE00 1234', iso: 'EUR' };
  expect(bad(JSON.stringify([{ ...one, bank }]))).not.toEqual([]);
  expect(
    bad(JSON.stringify([{ ...one, bank: { ...bank, iban: 'DE89370400440532013000' } }])),
  ).toEqual([]);
});
