import { assert, type Clock } from '@plaza/base';
import type { Method, Rate } from '@plaza/contract';
import { addressKey } from './address.ts';
import { createBuckets, type BucketRate } from './buckets.ts';
import type { LimitReport, Limits, Taken } from './types.ts';

export type LimitsDeps = {
  clock: Pick<Clock, 'monotonicMs'>;
  /** Multiplies every count: a load test takes 1000, a strained server less than 1. */
  factor: number;
  /** Methods to report although nobody called them yet. */
  methods?: readonly Pick<Method, 'name' | 'limit'>[];
  /** How many buckets are kept at most. */
  capacity?: number;
};

type Scope = 'person' | 'address';
type Draw = { key: string; rate: BucketRate; report: LimitReport };

/** Creates the limits of one process; several processes count apart. */
export function createLimits(deps: LimitsDeps): Limits {
  const { clock, factor } = deps;
  assert(factor > 0, 'the factor of the limits must be positive');
  const buckets = createBuckets(deps.capacity ?? 100_000);
  const reports = new Map<string, LimitReport>();

  function scaled(rate: Rate): BucketRate {
    return { count: Math.max(1, Math.round(rate.count * factor)), perMs: rate.perSeconds * 1000 };
  }

  function reportOf(name: string, scope: Scope, rate: Rate): LimitReport {
    const key = `${name} ${scope}`;
    const known = reports.get(key);
    if (known !== undefined) return known;
    const { count } = scaled(rate);
    const report = { method: name, scope, count, perSeconds: rate.perSeconds, refused: 0 };
    reports.set(key, report);
    return report;
  }

  for (const { name, limit } of deps.methods ?? []) {
    if (limit.person) reportOf(name, 'person', limit.person);
    if (limit.address) reportOf(name, 'address', limit.address);
  }

  function draw(name: string, scope: Scope, who: string, rate: Rate): Draw {
    const report = reportOf(name, scope, rate);
    return { key: `${name} ${scope} ${who}`, rate: scaled(rate), report };
  }

  /** All or nothing: a call refused by one limit must not use up the other. */
  function takeAll(draws: readonly Draw[]): Taken {
    const nowMs = clock.monotonicMs();
    let retryAfterMs = 0;
    for (const { key, rate, report } of draws) {
      const waitMs = buckets.waitMs(key, rate, nowMs);
      if (waitMs > 0) report.refused += 1;
      retryAfterMs = Math.max(retryAfterMs, Math.ceil(waitMs));
    }
    if (retryAfterMs > 0) return { ok: false, retryAfterMs };
    for (const { key, rate } of draws) buckets.take(key, rate, nowMs);
    return { ok: true };
  }

  return {
    factor,
    take({ name, limit }, { personId, address }) {
      const draws: Draw[] = [];
      if (limit.person && personId !== null) {
        draws.push(draw(name, 'person', personId, limit.person));
      }
      if (limit.address) draws.push(draw(name, 'address', addressKey(address), limit.address));
      return takeAll(draws);
    },
    takeKey: (name, key, rate) => takeAll([draw(name, 'address', key, rate)]),
    report: () => [...reports.values()].map((report) => ({ ...report })),
  };
}
