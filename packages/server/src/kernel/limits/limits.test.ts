import { manualClock, type PersonId } from '@plaza/base';
import type { Method } from '@plaza/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBuckets } from './buckets.ts';
import { addressKey, createLimits, type LimitsDeps } from './index.ts';

type Limited = Pick<Method, 'name' | 'limit'>;

const ada = 'ada' as PersonId;
const bo = 'bo' as PersonId;
const byPerson: Limited = { name: 'a.b', limit: { person: { count: 3, perSeconds: 60 } } };

function create(options: Partial<LimitsDeps> = {}) {
  const clock = manualClock();
  return { clock, limits: createLimits({ clock, factor: 1, ...options }) };
}

describe('take', () => {
  it('lets the whole count through at once, then one for each share of the time', () => {
    const { clock, limits } = create();
    const take = () => limits.take(byPerson, { personId: ada, address: '::1' });
    for (let i = 0; i < 3; i += 1) expect(take()).toEqual({ ok: true });
    expect(take()).toEqual({ ok: false, retryAfterMs: 20_000 });
    clock.advance(19_999);
    expect(take()).toEqual({ ok: false, retryAfterMs: 1 });
    clock.advance(1);
    expect(take()).toEqual({ ok: true });
    expect(take()).toMatchObject({ ok: false });
  });

  it('counts people, methods and addresses apart', () => {
    const { limits } = create();
    const other: Limited = { ...byPerson, name: 'a.c' };
    for (let i = 0; i < 3; i += 1) limits.take(byPerson, { personId: ada, address: 'x' });
    expect(limits.take(byPerson, { personId: ada, address: 'y' }).ok).toBe(false);
    expect(limits.take(byPerson, { personId: bo, address: 'x' }).ok).toBe(true);
    expect(limits.take(other, { personId: ada, address: 'x' }).ok).toBe(true);
  });

  it('takes from both limits or from none', () => {
    const { clock, limits } = create();
    const rate = { count: 2, perSeconds: 2 };
    const both: Limited = { name: 'a.b', limit: { person: rate, address: rate } };
    const take = (personId: PersonId) => limits.take(both, { personId, address: '10.0.0.1' }).ok;
    expect([take(ada), take(ada), take(bo)]).toEqual([true, true, false]);
    clock.advance(1_000);
    // One token is back at the address. Had the refused call cost one of Bo's two, he would have
    // one left now and be refused after it.
    expect(take(bo)).toBe(true);
    clock.advance(1_000);
    expect(take(bo)).toBe(true);
  });

  it('counts nobody where the limit is by person and the caller is a stranger', () => {
    const { limits } = create();
    for (let i = 0; i < 10; i += 1) {
      expect(limits.take(byPerson, { personId: null, address: 'x' }).ok).toBe(true);
    }
  });

  it('multiplies every count by the factor, and never lets it be less than one', () => {
    const count = (factor: number) => {
      const { limits } = create({ factor });
      let taken = 0;
      while (limits.take(byPerson, { personId: ada, address: 'x' }).ok) taken += 1;
      return taken;
    };
    expect([count(0.01), count(1), count(100)]).toEqual([1, 3, 300]);
    expect(() => create({ factor: 0 })).toThrow('positive');
  });

  it('never lets more through than the count, and the rate besides (property)', () => {
    const steps = fc.array(fc.nat(400), { minLength: 1, maxLength: 200 });
    const rates = fc.record({
      count: fc.integer({ min: 1, max: 20 }),
      perSeconds: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(steps, rates, (waits, rate) => {
        const { clock, limits } = create();
        const taken: number[] = [];
        for (const wait of waits) {
          clock.advance(wait);
          if (limits.takeKey('k', 'x', rate).ok) taken.push(clock.monotonicMs());
        }
        const perMs = rate.count / (rate.perSeconds * 1000);
        for (let from = 0; from < taken.length; from += 1) {
          for (let to = from; to < taken.length; to += 1) {
            const allowed = rate.count + (taken[to]! - taken[from]!) * perMs;
            expect(to - from + 1).toBeLessThanOrEqual(allowed + 1e-3);
          }
        }
      }),
    );
  });

  it('says exactly how long to wait (property)', () => {
    const rates = fc.record({
      count: fc.integer({ min: 1, max: 50 }),
      perSeconds: fc.integer({ min: 1, max: 600 }),
    });
    fc.assert(
      fc.property(rates, fc.nat(10_000), (rate, pauseMs) => {
        const { clock, limits } = create();
        const take = () => limits.takeKey('k', 'x', rate);
        for (let i = 0; i < rate.count; i += 1) expect(take().ok).toBe(true);
        clock.advance(Math.min(pauseMs, (rate.perSeconds * 1000) / rate.count - 1));
        const refused = take();
        if (refused.ok) throw new Error('a token too many');
        clock.advance(refused.retryAfterMs - 1.01);
        expect(take().ok).toBe(false);
        clock.advance(1.01);
        expect(take().ok).toBe(true);
      }),
    );
  });
});

describe('memory', () => {
  it('is bounded, however many come (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { maxLength: 500 }), (keys) => {
        const buckets = createBuckets(10);
        for (const key of keys) buckets.take(String(key), { count: 5, perMs: 1000 }, 0);
        expect(buckets.size).toBeLessThanOrEqual(10);
      }),
    );
  });

  it('forgets the bucket that was not used for longest', () => {
    const { limits } = create({ capacity: 2 });
    const take = (key: string) => limits.takeKey('k', key, { count: 2, perSeconds: 60 }).ok;
    expect([take('a'), take('a'), take('b'), take('a'), take('b')]).toEqual([
      ...[true, true, true, false, true],
    ]);
    take('c');
    expect([take('b'), take('a')]).toEqual([false, true]);
  });

  it('lets go of buckets that are full again', () => {
    const buckets = createBuckets(1_000);
    const rate = { count: 1, perMs: 10 };
    for (let at = 0; at < 500; at += 1) buckets.take(String(at), rate, at);
    expect(buckets.size).toBeLessThanOrEqual(11);
  });
});

describe('report', () => {
  it('tells each limit with what it refused, called or not', () => {
    const address = { count: 5, perSeconds: 1 };
    const uncalled: Limited = { name: 'a.z', limit: { address } };
    const { limits } = create({ methods: [byPerson, uncalled], factor: 2 });
    for (let i = 0; i < 8; i += 1) limits.take(byPerson, { personId: ada, address: 'x' });
    limits.takeKey('files.upload', 'x', address);
    const scopes = { perSeconds: 1, scope: 'address', refused: 0, count: 10 };
    expect(limits.report()).toEqual([
      { method: 'a.b', scope: 'person', count: 6, perSeconds: 60, refused: 2 },
      { method: 'a.z', ...scopes },
      { method: 'files.upload', ...scopes },
    ]);
  });
});

describe('addressKey', () => {
  it('is the address of IPv4, mapped or not, and the /64 of IPv6', () => {
    const cases = {
      '192.0.2.7': '192.0.2.7',
      '::ffff:192.0.2.7': '192.0.2.7',
      '2001:db8:1:2:3:4:5:6': '2001:db8:1:2::/64',
      '2001:DB8:0001:0002::9': '2001:db8:1:2::/64',
      '2001:db8::1': '2001:db8:0:0::/64',
      '::1': '0:0:0:0::/64',
      'fe80::1%eth0': 'fe80:0:0:0::/64',
      '64:ff9b::192.0.2.33': '64:ff9b:0:0::/64',
      unknown: 'unknown',
    };
    for (const [address, key] of Object.entries(cases)) expect(addressKey(address)).toBe(key);
  });

  it('is the same for every way of writing one address (property)', () => {
    const groups = fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(groups, (numbers) => {
        const full = numbers.map((n) => n.toString(16).padStart(4, '0')).join(':');
        const short = new URL(`http://[${full}]`).hostname.slice(1, -1);
        expect(addressKey(short)).toBe(addressKey(full));
      }),
    );
  });
});
