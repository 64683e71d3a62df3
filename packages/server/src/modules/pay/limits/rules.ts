import type { LimitName, PayLimit } from '@plaza/contract';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import type { CurrencyProfile } from '../currencies.ts';
import type { LimitRefusal, Quota, StandingRow, Use, UseWay } from './types.ts';

// Which limits hold for whom: pure, so that each flag of a currency is seen to be judged.

type Known = Pick<StandingRow, 'class' | 'isMinor'>;

const waysOf: Readonly<
  Record<UseWay, { isSpent: boolean; isReceived: boolean; isTopUp: boolean; isPacket: boolean }>
> = {
  spend: { isSpent: true, isReceived: false, isTopUp: false, isPacket: false },
  receive: { isSpent: false, isReceived: true, isTopUp: false, isPacket: false },
  top_up: { isSpent: false, isReceived: true, isTopUp: true, isPacket: false },
  packet_send: { isSpent: true, isReceived: false, isTopUp: false, isPacket: true },
  packet_take: { isSpent: false, isReceived: true, isTopUp: false, isPacket: true },
};

/** The day and the year of a moment, and where they begin anew; of UTC, as the books are. */
export function periodsOf(now: Date) {
  const day = now.toISOString().slice(0, 10);
  const year = now.getUTCFullYear();
  const dayMs = Date.UTC(year, now.getUTCMonth(), now.getUTCDate() + 1);
  return {
    day: { period: `d${day}`, resetsAt: new Date(dayMs).toISOString() },
    year: { period: `y${year}`, resetsAt: new Date(Date.UTC(year + 1, 0, 1)).toISOString() },
    lifetime: { period: 'all', resetsAt: null },
  };
}

/** What stands in the way of somebody in this currency, whatever the amount; null: nothing. */
export function barOf(
  profile: CurrencyProfile,
  known: Known,
): 'class_needed' | 'not_for_minors' | null {
  if (known.isMinor && profile.minors === null) return 'not_for_minors';
  return known.class < profile.needsClass ? 'class_needed' : null;
}

type Counter = { limit: LimitName; way: string; period: string; mostMinor: number };

/** Every counter of spending that holds for somebody; the lower one where two are of a day. */
function spendCounters(profile: CurrencyProfile, known: Known, now: Date): Counter[] {
  const { day, year, lifetime } = periodsOf(now);
  const rule = profile.classes.find((one) => one.class === known.class);
  const ofMinors = known.isMinor ? (profile.minors?.maxPerDayMinor ?? null) : null;
  const perDay = [profile.maxSpentPerDayMinor, ofMinors].filter((most) => most !== null);
  const list: [LimitName, string, number | null | undefined][] = [
    ['day', day.period, perDay.length === 0 ? null : Math.min(...perDay)],
    ['year', year.period, rule?.maxYearMinor],
    ['lifetime', lifetime.period, rule?.maxLifetimeMinor],
  ];
  return list.flatMap(([limit, period, mostMinor]) =>
    mostMinor === null || mostMinor === undefined
      ? []
      : [{ limit, way: 'spend', period, mostMinor }],
  );
}

function receiveCounters(profile: CurrencyProfile, isTopUp: boolean, now: Date): Counter[] {
  const { maxBalanceMinor, maxTopUpPerDayMinor } = profile;
  const counters: Counter[] = [];
  if (maxBalanceMinor !== null) {
    // Counted while it is under way; what has arrived is asked of the wallet.
    const mostMinor = maxBalanceMinor;
    counters.push({ limit: 'balance', way: 'incoming', period: 'open', mostMinor });
  }
  if (isTopUp && maxTopUpPerDayMinor !== null) {
    const { period } = periodsOf(now).day;
    const mostMinor = maxTopUpPerDayMinor;
    counters.push({ limit: 'top_up_day', way: 'top_up', period, mostMinor });
  }
  return counters;
}

/** The largest single payment that somebody may make. */
export function maxPaymentOf(profile: CurrencyProfile, known: Known): number {
  const { maxAmountMinor, minors } = profile;
  return known.isMinor ? Math.min(maxAmountMinor, minors?.maxAmountMinor ?? 0) : maxAmountMinor;
}

/** What a use takes of which counters, or why it may not be at all. */
export function quotasOf(
  use: Use,
  { profile, known, now }: { profile: CurrencyProfile; known: Known; now: Date },
): Outcome<Quota[], LimitRefusal> {
  const { isSpent, isReceived, isTopUp, isPacket } = waysOf[use.way];
  if (isPacket && known.isMinor) return no('not_for_minors');
  const bar = barOf(profile, known);
  if (bar !== null) return no(bar, bar === 'class_needed' ? { class: profile.needsClass } : {});
  const amountMinor = Number(use.amountMinor);
  const most = maxPaymentOf(profile, known);
  if (isSpent && amountMinor > most) {
    return no('limit_reached', { limit: 'payment', leftMinor: most, currency: profile.code });
  }
  const counters = isSpent ? spendCounters(profile, known, now) : [];
  if (isReceived) counters.push(...receiveCounters(profile, isTopUp, now));
  if (use.cap !== undefined) {
    const { period } = periodsOf(now).day;
    const { name: way, perDayMinor: mostMinor } = use.cap;
    counters.push({ limit: 'day', way, period, mostMinor });
  }
  const { personId, currency } = use;
  return yes(counters.map((counter) => ({ personId, currency, amountMinor, ...counter })));
}

/** All limits of somebody in a currency, for people to see. */
export function limitsOf(
  { profile, known, now }: { profile: CurrencyProfile; known: Known; now: Date },
  used: (way: string, period: string) => number,
): PayLimit[] {
  const { day, year, lifetime } = periodsOf(now);
  const resets = new Map([day, year, lifetime].map((one) => [one.period, one.resetsAt]));
  const counters = [
    ...spendCounters(profile, known, now),
    ...receiveCounters(profile, profile.mayTopUp, now),
  ];
  const mostMinor = maxPaymentOf(profile, known);
  return [
    { limit: 'payment', mostMinor, usedMinor: 0, resetsAt: null },
    ...counters.map((counter) => ({
      ...{ limit: counter.limit, mostMinor: counter.mostMinor },
      usedMinor: used(counter.way, counter.period),
      resetsAt: resets.get(counter.period) ?? null,
    })),
  ];
}
