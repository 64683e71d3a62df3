import { payCodesAtOnce } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import { addPasskey, byPin, createPin, currency } from './support/pay.ts';
import { noId } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const dayMs = 24 * 3_600_000;
const used = (orderId: string) => ({ merchantId: noId(), orderId, amountMinor: 1_250, currency });

describe('a pay code', () => {
  it('is shown by a device that was let, told when it is used, and ends with a pause', async () => {
    const ana = await city.signUp('Ana');
    expect(await ana.must('codes.getState', {})).toMatchObject({ state: 'off', devices: [] });
    expect(await ana.refused('codes.issue', {})).toBe('code_off');
    const enable = (digits?: string) => ana.refused('codes.enable', { approval: byPin(digits) });
    expect(await enable()).toBe('pin_unset');
    await createPin(ana);
    expect(await enable('264817')).toBe('wrong_pin');
    const on = await ana.must('codes.enable', { approval: byPin() });
    expect(on).toMatchObject({ state: 'on', devices: [{ isThis: true }] });
    expect(on.caps).toEqual([
      { currency, scale: 2, paymentMinor: 20_000, dayMinor: 100_000, spentMinor: 0 },
    ]);

    const second = await city.signIn(ana);
    expect(await second.must('codes.getState', {})).toMatchObject({ state: 'off' });
    const told = await second.socket();
    const { codes } = await ana.must('codes.issue', {});
    expect(codes).toHaveLength(payCodesAtOnce);
    const orderId = noId();
    const { redeem } = city.composed.modules.codes;
    const redeemed = await redeem(codes[0]?.code ?? '', used(orderId));
    const value = { personId: ana.me.personId, isConfirmed: true, cardId: null };
    expect(redeemed).toEqual({ ok: true, value });
    const use = await told.event('codes.used', () => true);
    const money = { amountMinor: 1_250, currency, scale: 2 };
    expect(use).toMatchObject({ orderId, money, isConfirmed: true });

    expect(await second.must('codes.pause', {})).toMatchObject({
      devices: [{ isThis: false }],
    });
    expect(await ana.refused('codes.issue', {})).toBe('code_paused');
    const [{ sessionId } = { sessionId: noId() }] = on.devices;
    const wei = await city.signUp('Wei');
    expect(await wei.refused('codes.disable', { sessionId: sessionId as never })).toBe(
      'session_unknown',
    );
    const off = await second.must('codes.disable', { sessionId: sessionId as never });
    expect(off.devices).toEqual([]);
    expect(await ana.must('codes.getState', {})).toMatchObject({ state: 'off' });
  });

  it('is approved by a passkey for this device alone', async () => {
    const ana = await city.signUp('Ana');
    const key = await addPasskey(city, ana);
    city.clock.travel(dayMs);
    const second = await city.signIn(ana);
    const begun = await ana.must('codes.beginPasskeyApproval', {});
    const approvalOf = ({ challengeId, options }: typeof begun) =>
      ({ kind: 'passkey', challengeId, response: key.get(options) }) as const;
    const given = { approval: approvalOf(begun) };
    expect(await second.refused('codes.enable', given)).toBe('passkey_rejected');
    expect(await second.refused('codes.enable', given)).toBe('challenge_expired');
    const again = approvalOf(await ana.must('codes.beginPasskeyApproval', {}));
    expect(await ana.must('codes.enable', { approval: again })).toMatchObject({ state: 'on' });
  });

  it('waits while the PIN is locked, and says where there are no passkeys', async () => {
    const env = { PLAZA_PUBLIC_URL: 'http://127.0.0.1:9', PLAZA_HOST: '127.0.0.1' };
    await using bare = await startCity({ env });
    const ana = await bare.signUp('Ana');
    await createPin(ana);
    expect(await ana.refused('codes.beginPasskeyApproval', {})).toBe('passkeys_unavailable');
    const guess = () => ana.refused('codes.enable', { approval: byPin('264817') });
    let answer = await guess();
    while (answer === 'wrong_pin') answer = await guess();
    expect(answer).toBe('pin_locked');
  });
});
