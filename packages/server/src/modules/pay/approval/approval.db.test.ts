import type { PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Payment } from './index.ts';
import {
  dayMs,
  minuteMs,
  must,
  openTestApprovals,
  password,
  pin,
  reason,
  type TestApprovals,
} from './testing.ts';

let city: TestApprovals;
let payment: Payment;
beforeAll(async () => {
  city = await openTestApprovals();
  payment = { payee: city.newId<PersonId>(), amountMinor: 1_250, currency: 'points' };
});
afterAll(() => city[Symbol.asyncDispose]());

const withPin = (personId: PersonId, typed: string) =>
  city.approvals.approve(personId, payment, { kind: 'pin', pin: typed });

/** What a device that only applied events believes is what it would be told if it asked. */
async function expectBelieved(personId: PersonId): Promise<void> {
  expect(await city.believed(personId)).toEqual(await city.approvals.means(personId));
}

describe('a PIN', () => {
  it('is set once, with the password, and not when it is weak', async () => {
    const { approvals } = city;
    const { personId } = await city.person({ hasPin: false });
    expect(await approvals.means(personId)).toEqual({
      ...{ hasPin: false, pinLockedUntil: null, pinReset: null, passkeys: false },
    });
    expect(reason(await withPin(personId, pin))).toBe('pin_unset');
    const create = (typed: string, currentPassword: string | null) =>
      approvals.createPin(personId, { pin: typed, currentPassword });
    expect(reason(await create(pin, null))).toBe('wrong_credentials');
    expect(reason(await create(pin, 'not my password'))).toBe('wrong_credentials');
    expect(await create('123456', password)).toMatchObject({
      ...{ reason: 'weak_pin', details: { weakness: 'sequence' } },
    });
    expect(must(await create(pin, password))).toMatchObject({ hasPin: true });
    expect(reason(await create('864209', password))).toBe('pin_exists');
    expect(await city.notices(personId)).toEqual(['pin_created']);
    await expectBelieved(personId);
    must(await withPin(personId, pin));
  });

  it('is set once when two devices set it at the same time', async () => {
    const { personId } = await city.person({ hasPin: false });
    const create = (typed: string) =>
      city.approvals.createPin(personId, { pin: typed, currentPassword: password });
    const reasons = (await Promise.all([create('864209'), create(pin)])).map(reason);
    expect(reasons.toSorted()).toEqual(['pin_exists', 'yes']);
    expect(await city.notices(personId)).toEqual(['pin_created']);
  });

  it('is changed with the present one, whose tries are counted', async () => {
    const { approvals } = city;
    const { personId } = await city.person();
    const change = (currentPin: string, newPin: string) =>
      approvals.changePin(personId, { currentPin, newPin });
    expect(reason(await change(pin, '111111'))).toBe('weak_pin');
    expect(await change('864209', '509273')).toMatchObject({
      ...{ reason: 'wrong_pin', details: { triesLeft: 4 } },
    });
    must(await change(pin, '509273'));
    expect(reason(await withPin(personId, pin))).toBe('wrong_pin');
    must(await withPin(personId, '509273'));
    expect(await city.notices(personId)).toEqual(['pin_created', 'pin_changed']);
  });
});

describe('wrong PINs', () => {
  it('are five, then the PIN waits, and its owner hears of it', async () => {
    const { personId } = await city.person();
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      expect(await withPin(personId, '864209')).toMatchObject({
        ...{ reason: 'wrong_pin', details: { triesLeft } },
      });
    }
    const until = new Date(city.clock.nowMs() + minuteMs).toISOString();
    expect(await withPin(personId, pin)).toMatchObject({
      ...{ reason: 'pin_locked', details: { retryAfterMs: minuteMs, until } },
    });
    expect(await city.approvals.means(personId)).toMatchObject({ pinLockedUntil: until });
    expect(await city.notices(personId)).toEqual(['pin_created', 'pin_locked']);
    await expectBelieved(personId);
  });

  it('are cleared by the right one when the wait is over', async () => {
    const { personId } = await city.person();
    for (let count = 0; count < 5; count += 1) await withPin(personId, '864209');
    city.clock.advance(minuteMs);
    must(await withPin(personId, pin));
    expect(await withPin(personId, '864209')).toMatchObject({ details: { triesLeft: 4 } });
    await expectBelieved(personId);
  });

  it('wait longer each time, also after weeks', async () => {
    const { personId } = await city.person();
    for (let count = 0; count < 5; count += 1) await withPin(personId, '864209');
    for (const minutes of [5, 30, 180, 1_440, 1_440]) {
      city.clock.advance(21 * dayMs);
      expect(reason(await withPin(personId, '864209'))).toBe('wrong_pin');
      expect(await withPin(personId, pin)).toMatchObject({
        ...{ reason: 'pin_locked', details: { retryAfterMs: minutes * minuteMs } },
      });
    }
  });

  it('share no chance when they come at the same time', async () => {
    const { personId } = await city.person();
    const guesses = Array.from({ length: 30 }, (_, index) => String(730_000 + index * 7));
    const outcomes = await Promise.all(guesses.map((guess) => withPin(personId, guess)));
    const wrong = outcomes.filter((outcome) => reason(outcome) === 'wrong_pin');
    expect(wrong).toHaveLength(5);
    expect(outcomes.filter((outcome) => reason(outcome) === 'pin_locked')).toHaveLength(25);
    expect(reason(await withPin(personId, pin))).toBe('pin_locked');
  });

  it('of one person lock nobody else, and are counted under every use of the PIN', async () => {
    const { personId } = await city.person();
    const other = await city.person();
    for (let count = 0; count < 3; count += 1) await withPin(personId, '864209');
    const change = { currentPin: '864209', newPin: '509273' };
    for (let count = 0; count < 2; count += 1) await city.approvals.changePin(personId, change);
    expect(reason(await withPin(personId, pin))).toBe('pin_locked');
    must(await withPin(other.personId, pin));
  });
});

describe('a PIN that was forgotten', () => {
  const newPin = '509273';

  it('is replaced after a day, with a recovery code', async () => {
    const { approvals, clock } = city;
    const { personId, recoveryCodes } = await city.person();
    for (let count = 0; count < 5; count += 1) await withPin(personId, '864209');
    const begun = must(await approvals.beginPinReset(personId, recoveryCodes[0]));
    expect(begun.pinReset?.readyAt).toBe(new Date(clock.nowMs() + dayMs).toISOString());
    await expectBelieved(personId);
    expect((await city.identity.getMe(personId)).recoveryCodesLeft).toBe(9);
    clock.advance(dayMs - 1);
    expect(reason(await approvals.finishPinReset(personId, newPin))).toBe('reset_waiting');
    clock.advance(1);
    expect(reason(await approvals.finishPinReset(personId, '222222'))).toBe('weak_pin');
    const finished = must(await approvals.finishPinReset(personId, newPin));
    expect(finished).toMatchObject({ hasPin: true, pinLockedUntil: null, pinReset: null });
    expect(reason(await approvals.finishPinReset(personId, newPin))).toBe('reset_unknown');
    must(await withPin(personId, newPin));
    await expectBelieved(personId);
    const notices = ['pin_created', 'pin_locked', 'pin_reset_begun', 'pin_reset_finished'];
    expect(await city.notices(personId)).toEqual(notices);
  });

  it('asks for a code that is right and unused, and counts wrong ones', async () => {
    const { approvals } = city;
    const { personId, recoveryCodes } = await city.person();
    const none = await city.person({ hasPin: false });
    const [code] = none.recoveryCodes;
    expect(reason(await approvals.beginPinReset(none.personId, code))).toBe('pin_unset');
    expect((await city.identity.getMe(none.personId)).recoveryCodesLeft).toBe(10);
    for (let count = 0; count < 5; count += 1) {
      expect(reason(await approvals.beginPinReset(personId, code))).toBe('wrong_credentials');
    }
    const [own] = recoveryCodes;
    expect(reason(await approvals.beginPinReset(personId, own))).toBe('sign_in_locked');
    city.clock.advance(minuteMs);
    must(await approvals.beginPinReset(personId, own));
    must(await approvals.cancelPinReset(personId));
    expect(reason(await approvals.beginPinReset(personId, own))).toBe('wrong_credentials');
  });

  it('costs one code and waits once, however often it is begun', async () => {
    const { approvals, clock } = city;
    const { personId, recoveryCodes } = await city.person();
    const [first, second] = recoveryCodes;
    const both = await Promise.all([
      approvals.beginPinReset(personId, first),
      approvals.beginPinReset(personId, first),
    ]);
    expect(both.map(reason)).toContain('yes');
    const { pinReset } = await approvals.means(personId);
    clock.advance(minuteMs);
    expect(must(await approvals.beginPinReset(personId, second)).pinReset).toEqual(pinReset);
    expect((await city.identity.getMe(personId)).recoveryCodesLeft).toBe(9);
  });

  it('stays when a device cancels', async () => {
    const { approvals, clock } = city;
    const { personId, recoveryCodes } = await city.person();
    expect(reason(await approvals.cancelPinReset(personId))).toBe('reset_unknown');
    must(await approvals.beginPinReset(personId, recoveryCodes[0]));
    must(await approvals.cancelPinReset(personId));
    clock.advance(dayMs);
    expect(reason(await approvals.finishPinReset(personId, newPin))).toBe('reset_unknown');
    must(await withPin(personId, pin));
    await expectBelieved(personId);
  });

  it('was not forgotten when somebody types it', async () => {
    const { approvals } = city;
    const { personId, recoveryCodes } = await city.person();
    must(await approvals.beginPinReset(personId, recoveryCodes[0]));
    expect(reason(await withPin(personId, '864209'))).toBe('wrong_pin');
    expect((await approvals.means(personId)).pinReset).not.toBeNull();
    must(await withPin(personId, pin));
    expect((await approvals.means(personId)).pinReset).toBeNull();
    const notices = ['pin_created', 'pin_reset_begun', 'pin_reset_cancelled'];
    expect(await city.notices(personId)).toEqual(notices);
    await expectBelieved(personId);
  });

  it('stays when nobody sets another within a week', async () => {
    const { approvals, clock } = city;
    const { personId, recoveryCodes } = await city.person();
    must(await approvals.beginPinReset(personId, recoveryCodes[0]));
    clock.advance(8 * dayMs);
    expect((await approvals.means(personId)).pinReset).toBeNull();
    expect(reason(await approvals.finishPinReset(personId, newPin))).toBe('reset_unknown');
    must(await approvals.beginPinReset(personId, recoveryCodes[1]));
  });

  it('is not replaced by somebody who took the account over', async () => {
    const { personId, recoveryCodes } = await city.person();
    const { handle } = await city.identity.getMe(personId);
    const device = { name: 'Thief', kind: 'phone' } as const;
    const taken = { code: recoveryCodes[0], newPassword: 'quiet-lemon-71-tram' };
    const arrival = { device, address: '198.51.100.9' };
    must(await city.identity.recoverWithCode({ handle, ...taken, ...arrival }));
    const again = { pin: newPin, currentPassword: taken.newPassword };
    expect(reason(await city.approvals.createPin(personId, again))).toBe('pin_exists');
    must(await withPin(personId, pin));
  });
});

describe('what is kept of a PIN', () => {
  it('is exported without its hash, and erased', async () => {
    const { approvals, db } = city;
    const { personId, recoveryCodes } = await city.person();
    must(await approvals.beginPinReset(personId, recoveryCodes[0]));
    const exported = [];
    for await (const file of approvals.export(personId)) exported.push(file);
    expect(JSON.stringify(exported)).not.toContain('argon2');
    expect(exported).toMatchObject([{ path: 'pay/pin.json', content: { reset: {} } }]);
    await db.tx((tx) => approvals.erase(tx, personId));
    await db.tx((tx) => approvals.erase(tx, personId));
    expect(await approvals.means(personId)).toMatchObject({ hasPin: false, pinReset: null });
  });
});
