import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAuthenticator } from '../../packages/server/src/kernel/auth/testing-authenticator.ts';
import { device, startCity, type TestCity } from './support/city.ts';
import {
  addPasskey,
  byPasskey,
  byPin,
  createPin,
  currency,
  moneyOf,
  openWallets,
  otherPin,
  pay,
  paymentTo,
  pin,
} from './support/pay.ts';
import { createPerson, type TestPerson } from './support/person.ts';
import { noId } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const [minuteMs, hourMs] = [60_000, 3_600_000];
const none = { hasPin: false, pinLockedUntil: null, pinReset: null, passkeys: false };
const set = { ...none, hasPin: true };

async function meansOf(person: TestPerson) {
  return (await person.must('pay.getApproval', {})).approval;
}

describe('a pay PIN', () => {
  it('is set once, with the password, and every device hears of it', async () => {
    const ana = await city.signUp('Ana');
    const socket = await (await city.signIn(ana)).socket();
    const create = (currentPassword: string | null) =>
      ana.call('pay.createPin', { pin, currentPassword });
    expect(await create('not the password')).toMatchObject({ error: 'wrong_credentials' });
    expect(await create(null)).toMatchObject({ error: 'wrong_credentials' });
    expect(await meansOf(ana)).toEqual(none);
    expect(await create(ana.password)).toEqual({ ok: true, output: { approval: set } });
    expect((await socket.event('pay.approvalChanged')).approval).toEqual(set);
    await socket.event('identity.securityNoticed', ({ notice }) => notice === 'pin_created');
    expect(await create(ana.password)).toMatchObject({ error: 'pin_exists' });
    expect(await meansOf(ana)).toEqual(set);
    socket.close();
  });

  it('is no way to guess the password', async () => {
    const ana = await city.signUp('Ana');
    const guess = { pin, currentPassword: 'not the password' };
    for (let i = 0; i < 5; i += 1) {
      expect(await ana.refused('pay.createPin', guess)).toBe('wrong_credentials');
    }
    const right = { pin, currentPassword: ana.password };
    expect(await ana.refused('pay.createPin', right)).toBe('sign_in_locked');
  });

  it('is set without a password by whoever has none', async () => {
    const key = createTestAuthenticator({ origin: city.composed.opened.url });
    const asked = { handle: 'kim_keyholder', displayName: 'Kim', locale: 'en' } as const;
    const { challengeId, options } = await city.stranger.must('identity.beginPasskeySignUp', asked);
    const answered = {
      challengeId,
      response: key.create(options),
      device,
      delivery: 'token',
    } as const;
    const made = await city.stranger.must('identity.finishPasskeySignUp', answered);
    const kim = createPerson(city.origin, made, '');
    expect(await meansOf(kim)).toEqual({ ...none, passkeys: true });
    const { approval } = await kim.must('pay.createPin', { pin, currentPassword: null });
    expect(approval).toEqual({ ...set, passkeys: true });
  });

  it('is not one of those that everybody tries first', async () => {
    const ana = await city.signUp('Ana');
    const easy = ['000000', '777777', '123456', '654321', '456789', '121212', '112233', '123123'];
    const create = (digits: string) =>
      ana.refused('pay.createPin', { pin: digits, currentPassword: ana.password });
    for (const digits of easy) expect([digits, await create(digits)]).toEqual([digits, 'weak_pin']);
    await createPin(ana);
    for (const newPin of easy.slice(0, 3)) {
      const asked = { currentPin: pin, newPin };
      expect(await ana.refused('pay.changePin', asked)).toBe('weak_pin');
    }
    expect(await create('48091')).toBe('invalid');
    expect(await create('48091a')).toBe('invalid');
  });

  it('is changed by whoever knows it', async () => {
    const ana = await city.signUp('Ana');
    const change = (currentPin: string, newPin: string) =>
      ana.call('pay.changePin', { currentPin, newPin });
    expect(await change(pin, otherPin)).toMatchObject({ error: 'pin_unset' });
    await createPin(ana);
    const socket = await ana.socket();
    const wrong = await change(otherPin, otherPin);
    expect(wrong).toMatchObject({ error: 'wrong_pin', details: { triesLeft: 4 } });
    expect(await change(pin, otherPin)).toEqual({ ok: true, output: { approval: set } });
    await socket.event('identity.securityNoticed', ({ notice }) => notice === 'pin_changed');
    expect(await change(pin, '246813')).toMatchObject({ error: 'wrong_pin' });
    expect(await change(otherPin, '246813')).toMatchObject({ ok: true });
    socket.close();
  });
});

describe('wrong PINs', () => {
  it('are counted down to a wait, which nothing but time ends', async () => {
    const { payer, payee } = await openWallets(city);
    const socket = await payer.socket();
    const guess = () =>
      payer.call('pay.sendTransfer', paymentTo(payee, 100, { approval: byPin(otherPin) }));
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      expect(await guess()).toMatchObject({ error: 'wrong_pin', details: { triesLeft } });
    }
    const right = await payer.call('pay.sendTransfer', paymentTo(payee, 100));
    const until = (right as { details?: { until?: string } }).details?.until ?? '';
    expect(right).toMatchObject({
      ...{ error: 'pin_locked', details: { retryAfterMs: expect.any(Number) } },
    });
    expect(await meansOf(payer)).toEqual({ ...set, pinLockedUntil: until });
    await socket.event('pay.approvalChanged', ({ approval }) => approval.pinLockedUntil === until);
    await socket.event('identity.securityNoticed', ({ notice }) => notice === 'pin_locked');
    const change = { currentPin: pin, newPin: otherPin };
    expect(await payer.refused('pay.changePin', change)).toBe('pin_locked');
    expect(await moneyOf(payer)).toEqual([10_000, 0]);
    city.clock.travel(minuteMs + 1);
    await pay(payer, payee, 100);
    expect(await meansOf(payer)).toEqual(set);
    // A right one ends the counting as well.
    expect(await guess()).toMatchObject({ error: 'wrong_pin', details: { triesLeft: 4 } });
    socket.close();
  });

  it('have to wait longer each time, at last a day', async () => {
    const { payer, payee } = await openWallets(city);
    const send = (digits: string) =>
      payer.call('pay.sendTransfer', paymentTo(payee, 100, { approval: byPin(digits) }));
    for (let i = 0; i < 4; i += 1) await send(otherPin);
    for (const minutes of [1, 5, 30, 180, 1_440, 1_440]) {
      expect(await send(otherPin)).toMatchObject({ error: 'wrong_pin', details: { triesLeft: 0 } });
      const locked = await send(pin);
      expect(locked).toMatchObject({ error: 'pin_locked' });
      const { retryAfterMs } = (locked as { details?: { retryAfterMs: number } }).details ?? {
        retryAfterMs: 0,
      };
      expect(Math.ceil(retryAfterMs / minuteMs)).toBe(minutes);
      city.clock.travel(minutes * minuteMs - 5_000);
      expect(await send(pin)).toMatchObject({ error: 'pin_locked' });
      city.clock.travel(5_001);
    }
    expect(await send(pin)).toMatchObject({ ok: true });
  });

  it('are looked at five times, however many come at once', async () => {
    const { payer, payee } = await openWallets(city);
    const guesses = Array.from({ length: 12 }, (_, i) => {
      const approval = byPin(String(246_801 + i * 7));
      return payer.call('pay.sendTransfer', paymentTo(payee, 100, { approval }));
    });
    const results = (await Promise.all(guesses)).map((result) => (result.ok ? 'ok' : result.error));
    expect(results.toSorted()).toEqual([
      ...Array<string>(7).fill('pin_locked'),
      ...Array<string>(5).fill('wrong_pin'),
    ]);
    expect(await payer.refused('pay.sendTransfer', paymentTo(payee, 100))).toBe('pin_locked');
  });
});

describe('a forgotten PIN', () => {
  it('is replaced a day after a recovery code asked for it', async () => {
    const { payer, payee } = await openWallets(city);
    const socket = await (await city.signIn(payer)).socket();
    const [recoveryCode = ''] = payer.recoveryCodes;
    const wrong = { recoveryCode: 'AAAAA-BBBBB-CCCCC-DDDDD' };
    expect(await payer.refused('pay.beginPinReset', wrong)).toBe('wrong_credentials');
    expect(await payer.refused('pay.finishPinReset', { pin: otherPin })).toBe('reset_unknown');
    const { approval } = await payer.must('pay.beginPinReset', { recoveryCode });
    const { readyAt = '', expiresAt = '' } = approval.pinReset ?? {};
    const waitsMs = Date.parse(readyAt) - city.clock.nowMs();
    expect(Math.abs(waitsMs - 24 * hourMs)).toBeLessThan(minuteMs);
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.parse(readyAt));
    const told = await socket.event(
      'pay.approvalChanged',
      (event) => event.approval.pinReset !== null,
    );
    expect(told.approval).toEqual(approval);
    await socket.event('identity.securityNoticed', ({ notice }) => notice === 'pin_reset_begun');
    expect((await payer.must('identity.getMe', {})).recoveryCodesLeft).toBe(9);
    // Asked for again, as when the answer was lost: the same wait, and no second code is spent.
    expect(await payer.must('pay.beginPinReset', { recoveryCode })).toEqual({ approval });
    expect((await payer.must('identity.getMe', {})).recoveryCodesLeft).toBe(9);

    city.clock.travel(23 * hourMs);
    const finish = (digits: string) => payer.call('pay.finishPinReset', { pin: digits });
    expect(await finish(otherPin)).toMatchObject({ error: 'reset_waiting' });
    city.clock.travel(hourMs + 1_000);
    expect(await finish('123456')).toMatchObject({ error: 'weak_pin' });
    expect(await finish(otherPin)).toEqual({ ok: true, output: { approval: set } });
    await socket.event('identity.securityNoticed', ({ notice }) => notice === 'pin_reset_finished');
    expect(await finish(otherPin)).toMatchObject({ error: 'reset_unknown' });
    expect(await payer.refused('pay.sendTransfer', paymentTo(payee, 1))).toBe('wrong_pin');
    const approved = paymentTo(payee, 1, { approval: byPin(otherPin) });
    expect((await payer.must('pay.sendTransfer', approved)).transfer.state).toBe('waiting');
    socket.close();
  });

  it('is kept when any device says so, or when it is remembered', async () => {
    const { payer, payee } = await openWallets(city);
    const [phone, [one = '', other = '']] = [await city.signIn(payer), payer.recoveryCodes];
    expect(await payer.refused('pay.cancelPinReset', {})).toBe('reset_unknown');
    const socket = await payer.socket();
    await payer.must('pay.beginPinReset', { recoveryCode: one });
    expect(await phone.must('pay.cancelPinReset', {})).toEqual({ approval: set });
    await socket.event('identity.securityNoticed', (e) => e.notice === 'pin_reset_cancelled');
    socket.close();
    city.clock.travel(25 * hourMs);
    expect(await payer.refused('pay.finishPinReset', { pin: otherPin })).toBe('reset_unknown');

    const used = { recoveryCode: one };
    expect(await payer.refused('pay.beginPinReset', used)).toBe('wrong_credentials');
    await payer.must('pay.beginPinReset', { recoveryCode: other });
    await pay(payer, payee, 100);
    expect(await meansOf(payer)).toEqual(set);
    city.clock.travel(25 * hourMs);
    expect(await payer.refused('pay.finishPinReset', { pin: otherPin })).toBe('reset_unknown');
  });

  it('may be replaced for a week, and then no more', async () => {
    const { payer } = await openWallets(city);
    const [recoveryCode = ''] = payer.recoveryCodes;
    await payer.must('pay.beginPinReset', { recoveryCode });
    city.clock.travel(8 * 24 * hourMs + 1_000);
    expect(await payer.refused('pay.finishPinReset', { pin: otherPin })).toBe('reset_unknown');
    expect(await meansOf(payer)).toEqual(set);
  });

  it('that was locked is open again with the new one', async () => {
    const { payer, payee } = await openWallets(city);
    const [recoveryCode = ''] = payer.recoveryCodes;
    const send = (digits: string) =>
      payer.call('pay.sendTransfer', paymentTo(payee, 1, { approval: byPin(digits) }));
    await payer.must('pay.beginPinReset', { recoveryCode });
    city.clock.travel(25 * hourMs);
    for (let i = 0; i < 5; i += 1) await send(otherPin);
    expect(await send(pin)).toMatchObject({ error: 'pin_locked' });
    await payer.must('pay.finishPinReset', { pin: otherPin });
    expect(await send(otherPin)).toMatchObject({ ok: true });
  });

  it('is nothing that one can begin to guess for', async () => {
    const ana = await city.signUp('Ana');
    const [recoveryCode = ''] = ana.recoveryCodes;
    expect(await ana.refused('pay.beginPinReset', { recoveryCode })).toBe('pin_unset');
    await createPin(ana);
    const wrong = { recoveryCode: 'AAAAA-BBBBB-CCCCC-DDDDD' };
    for (let i = 0; i < 5; i += 1) {
      expect(await ana.refused('pay.beginPinReset', wrong)).toBe('wrong_credentials');
    }
    expect(await ana.refused('pay.beginPinReset', { recoveryCode })).toBe('sign_in_locked');
  });
});

describe('a passkey', () => {
  it('approves instead of a PIN', async () => {
    const [ana, wei] = await city.contacts('Ana', 'Wei');
    const [operator, key] = [await city.operator(), await addPasskey(city, ana)];
    const { personId } = ana.me;
    const issued = { key: crypto.randomUUID() as never, personId, currency, amountMinor: 500 };
    await operator.must('pay.topUp', { ...issued, reason: 'a start' });
    expect(await meansOf(ana)).toEqual({ ...none, passkeys: true });
    const asked = paymentTo(wei, 300);
    const approval = await byPasskey(ana, key, asked);
    const { transfer } = await ana.must('pay.sendTransfer', { ...asked, approval });
    expect(transfer.state).toBe('waiting');
    const { passkeys } = await ana.must('identity.listPasskeys', {});
    expect(passkeys[0]?.lastUsedAt).not.toBeNull();
    await ana.must('identity.removePasskey', { passkeyId: key.id });
    expect(await meansOf(ana)).toEqual(none);
  });

  it('approves exactly this payment, once, in time', async () => {
    const { payer, payee } = await openWallets(city);
    const key = await addPasskey(city, payer);
    const asked = paymentTo(payee, 300);
    const send = (change: object, approval: unknown) =>
      payer.call('pay.sendTransfer', {
        ...{ ...paymentTo(payee, 300), ...change, approval: approval as never },
      });
    const good = await byPasskey(payer, key, asked);
    expect(await send({}, good)).toMatchObject({ ok: true });
    expect(await send({}, good)).toMatchObject({ error: 'challenge_expired' });
    const never = { ...good, challengeId: noId<string>() };
    expect(await send({}, never)).toMatchObject({ error: 'challenge_expired' });

    const rejected = { error: 'passkey_rejected' };
    const forMore = await byPasskey(payer, key, asked);
    expect(await send({ amountMinor: 301 }, forMore)).toMatchObject(rejected);
    // What was tried for another payment is used up for its own, too.
    expect(await send({}, forMore)).toMatchObject({ error: 'challenge_expired' });
    const [, kim] = await city.contacts('Lou', 'Kim');
    const forAnother = await byPasskey(payer, key, { ...asked, payeeId: kim.me.personId });
    expect(await send({}, forAnother)).toMatchObject(rejected);

    // What could still be taken back tomorrow is not to arrive at once.
    const slow = await byPasskey(payer, key, { ...asked, arrival: '24h' });
    expect(await send({}, slow)).toMatchObject(rejected);

    const late = await byPasskey(payer, key, asked);
    city.clock.travel(6 * minuteMs);
    expect(await send({}, late)).toMatchObject({ error: 'challenge_expired' });
    expect(await moneyOf(payer)).toEqual([9_700, 300]);
  });

  it('must be the payer’s own, with finger or code, on this page', async () => {
    const { payer, payee } = await openWallets(city);
    const own = await addPasskey(city, payer);
    const theirs = await addPasskey(city, payee);
    const asked = paymentTo(payee, 300);
    const send = (approval: unknown) =>
      payer.call('pay.sendTransfer', { ...paymentTo(payee, 300), approval: approval as never });
    const rejected = { error: 'passkey_rejected' };
    expect(await send(await byPasskey(payer, theirs, asked))).toMatchObject(rejected);
    // A challenge that was given to somebody else.
    const { challengeId, options } = await payee.must('pay.beginPasskeyApproval', {
      ...{ payeeId: payee.me.personId, amountMinor: 300, currency },
    });
    const foreign = { kind: 'passkey', challengeId, response: own.get(options) };
    expect(await send(foreign)).toMatchObject({ error: 'challenge_expired' });
    const garbage = await byPasskey(payer, own, asked);
    expect(await send({ ...garbage, response: { id: 'AAAA' } })).toMatchObject(rejected);
    // A challenge of a sign-in is none for a payment, nor the other way round.
    const begun = await city.stranger.must('identity.beginPasskeySignIn', {});
    const signIn = { kind: 'passkey', challengeId: begun.challengeId };
    const mixed = await send({ ...signIn, response: own.get(begun.options) });
    expect(mixed).toMatchObject({ error: 'challenge_expired' });
    const approval = await byPasskey(payer, own, asked);
    const asSignIn = { challengeId: approval.challengeId, response: approval.response };
    expect(
      await city.stranger.refused('identity.finishPasskeySignIn', {
        ...{ ...asSignIn, device, delivery: 'token' },
      }),
    ).toBe('challenge_expired');
    expect(await moneyOf(payer)).toEqual([10_000, 0]);
  });

  it('that was added later approves nothing for a day, in which the owner may notice', async () => {
    const { payer, payee } = await openWallets(city);
    city.clock.travel(hourMs);
    const key = await addPasskey(city, payer);
    expect(await meansOf(payer)).toEqual(set);
    const asked = paymentTo(payee, 300);
    const { payeeId, amountMinor } = asked;
    const begin = { payeeId, amountMinor, currency };
    expect(await payer.refused('pay.beginPasskeyApproval', begin)).toBe('passkeys_unavailable');
    city.clock.travel(24 * hourMs);
    expect(await meansOf(payer)).toEqual({ ...set, passkeys: true });
    const approval = await byPasskey(payer, key, asked);
    expect((await payer.must('pay.sendTransfer', { ...asked, approval })).transfer.state).toBe(
      'waiting',
    );
  });

  it('is of no use on a server that has only an address', async () => {
    const env = { PLAZA_PUBLIC_URL: 'http://127.0.0.1:9', PLAZA_HOST: '127.0.0.1' };
    await using bare = await startCity({ env });
    const ana = await bare.signUp('Ana');
    const asked = { payeeId: ana.me.personId, amountMinor: 1, currency };
    expect(await ana.refused('pay.beginPasskeyApproval', asked)).toBe('passkeys_unavailable');
    expect(bare.faults).toEqual([]);
  });
});
