import type { PersonId } from '@plaza/base';
import { payCodesAtOnce } from '@plaza/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFamily } from '../family/index.ts';
import { byPin, must, openTestPay, pin, reason, type TestPay } from '../pay/testing/index.ts';
import { createCodes, type Codes } from './service.ts';
import type { Holder } from './types.ts';

const secondMs = 1_000;
let city: TestPay;
let codes: Codes;

beforeAll(async () => {
  city = await openTestPay('memory', { migrations: ['codes', 'family'] });
  const { cards } = createFamily({ ...city, pay: city.pay.core });
  codes = createCodes({ ...city, pay: city.pay.core, cards });
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.problems).toEqual([]);
});

let count = 0;

/** A device of a person, signed in. */
async function deviceOf(personId: PersonId): Promise<Holder> {
  const device = { name: 'Phone', kind: 'phone' } as const;
  const entered = await city.identity.signInDemo({ personId, device, address: '203.0.113.7' });
  const { sessionId } = must(entered).session;
  return { personId, sessionId };
}

async function holder(): Promise<Holder> {
  count += 1;
  const device = await deviceOf(await city.person(`Ana${count}`));
  must(await codes.enable(device, byPin));
  return device;
}

const wanted = (amountMinor = 1_000, orderId = city.newId<string>()) => ({
  ...{ merchantId: city.newId<string>(), orderId, amountMinor, currency: 'points' },
});
async function first(device: Holder): Promise<string> {
  return must(await codes.issue(device)).codes[0]?.code ?? '';
}

test('a device is given a code for each minute to come, and only hashes are kept', async () => {
  const device = await holder();
  const { codes: given, at } = must(await codes.issue(device));
  expect(given).toHaveLength(payCodesAtOnce);
  expect(given[0]?.from).toBe(at);
  expect(new Set(given.map(({ code }) => code)).size).toBe(payCodesAtOnce);
  given.forEach(({ code, from, until }, index) => {
    expect(code).toMatch(/^13\d{16}$/);
    expect(Date.parse(until) - Date.parse(from)).toBe(60 * secondMs);
    expect(from).toBe(given[index - 1]?.until ?? at);
  });
  const { rows } = await city.db.query<{ row: string }>(
    'select c::text as row from codes_code c where person_id = $1',
    [device.personId],
  );
  expect(rows).toHaveLength(payCodesAtOnce);
  for (const { code } of given) expect(rows.join()).not.toContain(code);
});

test('a code is used once, in its time, by one of many tills', async () => {
  const device = await holder();
  const { codes: given } = must(await codes.issue(device));
  const [now, next, later] = given.map(({ code }) => code);
  expect(reason(await codes.redeem(next ?? '', wanted()))).toBe('code_expired');
  const tills = await Promise.all(
    Array.from({ length: 20 }, async () => reason(await codes.redeem(now ?? '', wanted()))),
  );
  expect(tills.filter((answer) => answer === 'yes')).toHaveLength(1);
  expect(tills.filter((answer) => answer === 'code_used')).toHaveLength(19);

  city.skip(89 * secondMs);
  // Shown until a moment ago: the way to the till takes its time.
  expect(reason(await codes.redeem(next ?? '', wanted()))).toBe('yes');
  city.skip(122 * secondMs);
  expect(reason(await codes.redeem(later ?? '', wanted()))).toBe('code_expired');
  expect(reason(await codes.redeem('130000000000000000', wanted()))).toBe('code_unknown');
});

test('whoever asks again for the same order is answered the same', async () => {
  const device = await holder();
  const code = await first(device);
  const order = wanted();
  const answer = await codes.redeem(code, order);
  expect(must(answer)).toEqual({ personId: device.personId, isConfirmed: true, cardId: null });
  expect(await codes.redeem(code, order)).toEqual(answer);
  city.skip(3_600 * secondMs);
  expect(await codes.redeem(code, order)).toEqual(answer);
  expect(reason(await codes.redeem(code, wanted()))).toBe('code_used');
  const { caps } = await codes.getState(device);
  expect(caps[0]?.spentMinor).toBe(1_000);
});

test('above a payment’s or a day’s cap the person is asked, however many tills try', async () => {
  const [device, other] = [await holder(), await holder()];
  expect(must(await codes.redeem(await first(device), wanted(20_001))).isConfirmed).toBe(false);
  expect(must(await codes.redeem(await first(other), wanted(20_000))).isConfirmed).toBe(true);

  // 15 tills at once, each with a code of its own device: together at most 1,000.00.
  const devices: Holder[] = [];
  while (devices.length < 15) {
    const another = await deviceOf(device.personId);
    must(await codes.enable(another, byPin));
    devices.push(another);
  }
  const shown = await Promise.all(devices.map(first));
  const answers = await Promise.all(shown.map((code) => codes.redeem(code, wanted(15_000))));
  expect(answers.filter((answer) => must(answer).isConfirmed)).toHaveLength(6);
  expect((await codes.getState(device)).caps[0]?.spentMinor).toBe(90_000);
  const told = (await city.sync.pull(device.personId, 0)).events.filter(
    ({ name }) => name === 'codes.used',
  );
  expect(told).toHaveLength(16);

  city.skip(24 * 3_600 * secondMs);
  expect((await codes.getState(device)).caps[0]?.spentMinor).toBe(0);
  expect(must(await codes.redeem(await first(device), wanted(20_000))).isConfirmed).toBe(true);
});

test('a pause, a switch, newer codes and signing out end what was given', async () => {
  const [device, other] = [await holder(), await holder()];
  const shown = await first(device);
  const paused = await codes.pause(device);
  expect(paused.state).toBe('paused');
  expect(reason(await codes.redeem(shown, wanted()))).not.toBe('yes');
  expect(reason(await codes.issue(device))).toBe('code_paused');
  expect(must(await codes.enable(device, byPin)).state).toBe('on');

  const early = await first(device);
  city.skip(secondMs);
  const late = await first(device);
  expect(reason(await codes.redeem(early, wanted()))).toBe('code_expired');
  // Somebody else switches nothing off.
  expect(reason(await codes.disable(other, device.sessionId))).toBe('session_unknown');
  must(await codes.disable(device, device.sessionId));
  expect(reason(await codes.redeem(late, wanted()))).not.toBe('yes');
  expect(reason(await codes.issue(device))).toBe('code_off');

  const lost = await first(other);
  must(await city.identity.revokeSession(other));
  expect(reason(await codes.redeem(lost, wanted()))).toBe('code_unknown');
  expect((await codes.getState(other)).devices).toEqual([]);
});

test('only the PIN switches codes on, and an erased person leaves nothing', async () => {
  const device = await deviceOf(await city.person('Eve'));
  const wrong = { kind: 'pin', pin: pin.split('').toReversed().join('') } as const;
  expect(reason(await codes.enable(device, wrong))).toBe('wrong_pin');
  expect((await codes.getState(device)).state).toBe('off');
  must(await codes.enable(device, byPin));
  must(await codes.redeem(await first(device), wanted()));
  for await (const file of codes.holding.export(device.personId)) {
    expect(file).toMatchObject({ content: { days: [{ spentMinor: 1_000 }] } });
  }
  await city.db.tx((tx) => codes.holding.erase(tx, device.personId));
  for (const table of codes.holding.tables) {
    const rows = await city.db.query(`select 1 from ${table} where person_id = $1`, [
      device.personId,
    ]);
    expect(rows.rowCount).toBe(0);
  }
});
