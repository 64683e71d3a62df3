import type { PayKey, PersonId, TransferId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pay } from './service.ts';
import { killerOf } from './testing-kill.ts';
import { hourMs, must, openTestPay, type TestPay } from './testing.ts';

let city: TestPay;
let killEverywhere: ReturnType<typeof killerOf<Pay>>;
beforeAll(async () => {
  city = await openTestPay();
  killEverywhere = killerOf({ ...city, begin: (deps) => city.another(deps) });
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city[Symbol.asyncDispose]();
});

const timeout = 120_000;
const amountMinor = 1_250;
const usual = { amountMinor, currency: 'points', note: 'Lunch', approval: null };

describe('a process that is killed at any step', () => {
  let ana: PersonId;
  let ben: PersonId;
  let key: PayKey;
  let transferId: TransferId;

  async function prepareSent(arrival: 'now' | '2h' = 'now'): Promise<void> {
    [ana, ben] = await city.pair();
    key = city.newKey();
    const input = { ...usual, key: city.newKey(), payeeId: ben, arrival };
    ({ transferId } = must(await city.pay.sendTransfer(ana, input)));
  }

  it('has sent nothing, or one payment that completes by itself', { timeout }, async () => {
    const input = () => ({ ...usual, key, payeeId: ben });
    const prepare = async () => {
      [ana, ben] = await city.pair();
      key = city.newKey();
      return (pay: Pay) => pay.sendTransfer(ana, input());
    };
    let completed = 0;
    await killEverywhere(prepare, async (isDone) => {
      const waiting = await city.pay.listWaiting(ben);
      const { heldMinor } = await city.wallet(ana);
      expect(heldMinor).toBe(waiting.length * amountMinor);
      // An intent that was written down is carried out without being asked again.
      const { rows } = await city.db.query('select state from pay_transfer where payer_id = $1', [
        ana,
      ]);
      expect(rows).toEqual(waiting.map(() => ({ state: 'waiting' })));
      expect(await city.total(ana)).toBe(10_000);
      expect(await city.messages(ben, ana)).toHaveLength(waiting.length);
      if (isDone) expect(waiting).toHaveLength(1);
      else completed += waiting.length;
      // The answer that was lost is asked for again: still one payment, and one card.
      const sent = must(await city.pay.sendTransfer(ana, input()));
      await city.settle();
      expect(await city.pay.listWaiting(ben)).toEqual([sent]);
      expect(await city.messages(ben, ana)).toHaveLength(1);
      expect(await city.total(ana)).toBe(10_000);
    });
    expect(completed).toBeGreaterThan(0);
  });

  it.each([
    ['accepted', 'acceptTransfer', amountMinor],
    ['returned', 'returnTransfer', 0],
  ] as const)('has %s nothing, or does so by itself', { timeout }, async (state, method, got) => {
    const prepare = async () => {
      await prepareSent();
      return (pay: Pay) => pay[method](ben, { key, transferId });
    };
    await killEverywhere(prepare, async () => {
      const [before] = await city.pay.getTransfers(ben, [transferId]);
      expect(['waiting', state]).toContain(before?.state);
      expect(must(await city.pay[method](ben, { key, transferId })).state).toBe(state);
      await city.settle();
      expect(await city.total(ana)).toBe(10_000 - got);
      expect(await city.total(ben)).toBe(got);
      const types = (await city.messages(ben, ana)).map(({ type }) => type);
      expect(types).toEqual(['transfer', 'transferSettled']);
    });
  });

  async function stateOf(): Promise<string | undefined> {
    return (await city.pay.getTransfers(ana, [transferId]))[0]?.state;
  }

  it('has agreed to a delayed transfer, or does so by itself', { timeout }, async () => {
    const agree = (pay: Pay) => pay.acceptTransfer(ben, { key, transferId });
    const prepare = async () => {
      await prepareSent('2h');
      return agree;
    };
    const check = async () => {
      expect(['waiting', 'arriving']).toContain(await stateOf());
      expect(must(await agree(city.pay)).state).toBe('arriving');
      expect(await city.total(ana)).toBe(10_000);
    };
    await killEverywhere(prepare, check, 4);
  });

  it('has taken nothing back, or does so by itself', { timeout }, async () => {
    const cancel = (pay: Pay) => pay.cancelTransfer(ana, { key, transferId });
    const prepare = async () => {
      await prepareSent('2h');
      must(await city.accept(ben, transferId));
      return cancel;
    };
    await killEverywhere(prepare, async () => {
      expect(['arriving', 'cancelled']).toContain(await stateOf());
      expect(must(await cancel(city.pay)).state).toBe('cancelled');
      expect(await city.wallet(ana)).toMatchObject({ availableMinor: 10_000, heldMinor: 0 });
    });
  });

  it('has let nothing arrive, or another process does', { timeout }, async () => {
    const prepare = async () => {
      await prepareSent('2h');
      must(await city.accept(ben, transferId));
      city.skip(2 * hourMs + 1_000);
      return (pay: Pay) => pay.settle();
    };
    await killEverywhere(prepare, async () => {
      expect(await stateOf()).toBe('accepted');
      expect([await city.total(ana), await city.total(ben)]).toEqual([8_750, amountMinor]);
      const types = (await city.messages(ben, ana)).map(({ type }) => type);
      expect(types).toEqual(['transfer', 'transferSettled']);
    });
  });

  it('has topped up nothing, or once, and wrote it down once', { timeout }, async () => {
    const actorId = await city.person('Olga');
    const topUp = (pay: Pay) =>
      pay.topUp({ actorId, key, personId: ana, currency: 'points', amountMinor, reason: 'Why' });
    const audited = async () => {
      const { entries } = must(await city.operator.listAudit(undefined));
      return entries.filter(({ subject }) => subject?.personId === ana).length;
    };
    const prepare = async () => {
      ana = await city.person('Ana');
      key = city.newKey();
      return topUp;
    };
    await killEverywhere(prepare, async () => {
      const done = (await city.total(ana)) / amountMinor;
      expect([0, 1]).toContain(done);
      expect(await audited()).toBe(done);
      must(await topUp(city.pay));
      expect(await city.total(ana)).toBe(amountMinor);
      expect(await audited()).toBe(1);
    });
  });

  it('has not erased, or erases by itself', { timeout }, async () => {
    const unclaimed = async () => {
      const { entries } = await city.pay.getBooks();
      const of = entries.find(({ account }) => account === 'unclaimed');
      return of === undefined ? 0 : of.creditsMinor - of.debitsMinor;
    };
    let before = 0;
    const prepare = async () => {
      await prepareSent();
      before = await unclaimed();
      await city.db.tx((tx) => city.pay.holding.erase(tx, ana));
      return (pay: Pay) => pay.settle();
    };
    await killEverywhere(prepare, async () => {
      expect(await unclaimed()).toBe(before + 10_000);
      expect(await city.statement(ana)).toEqual([]);
      expect(await city.pay.listWaiting(ben)).toEqual([]);
    });
  });
});
