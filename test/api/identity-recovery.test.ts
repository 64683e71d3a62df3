import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { device, password, startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { noId } from './support/talk.ts';

let city: TestCity;
let operator: TestPerson;
beforeAll(async () => {
  city = await startCity();
  operator = await city.operator();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const arrival = { device, delivery: 'token' } as const;
const newPassword = 'seven ripe lemons';
const hourMs = 3_600_000;

function recover(person: TestPerson, code: string, change: object = {}) {
  const { handle } = person.me;
  const asked = { handle, code, newPassword, ...arrival, ...change };
  return city.stranger.call('identity.recoverWithCode', asked);
}

describe('a recovery code', () => {
  it('sets a new password once and ends every session', async () => {
    const ana = await city.signUp('Ana');
    const socket = await ana.socket();
    const code = ana.recoveryCodes[3] ?? '';
    const result = await recover(ana, ` ${code.toLowerCase().replaceAll('-', ' ')}`);
    expect(result).toMatchObject({ ok: true, output: { session: { signedInBy: 'recovery' } } });
    expect(result).toMatchObject({ output: { me: { recoveryCodesLeft: 9 } } });
    expect(await socket.closed).toBe(4001);
    expect(await ana.refused('identity.getMe', {})).toBe('unauthenticated');
    expect(await recover(ana, code)).toMatchObject({ error: 'wrong_credentials' });
    await city.signIn({ ...ana, password: newPassword });
    const old = { handle: ana.me.handle, password, ...arrival };
    expect(await city.stranger.refused('identity.signIn', old)).toBe('wrong_credentials');
  });

  it('is refused with an easy password, and then is not used up', async () => {
    const ana = await city.signUp('Ana');
    const code = ana.recoveryCodes[0] ?? '';
    const weak = await recover(ana, code, { newPassword: 'qwertyuiop' });
    expect(weak).toMatchObject({ error: 'weak_password' });
    expect((await recover(ana, code)).ok).toBe(true);
  });

  it('locks out who guesses, and opens nothing to the suspended', async () => {
    const ana = await city.signUp('Ana');
    const results = [];
    for (let i = 0; i < 6; i += 1) results.push(await recover(ana, 'AAAAA-BBBBB-CCCCC-DDDDD'));
    expect(results.at(-2)).toMatchObject({ error: 'wrong_credentials' });
    expect(results.at(-1)).toMatchObject({ error: 'sign_in_locked' });
    const ben = await city.signUp('Ben');
    await operator.must('operator.suspend', { personId: ben.me.personId, reason: 'spam' });
    expect(await recover(ben, ben.recoveryCodes[0] ?? '')).toMatchObject({ error: 'suspended' });
  });

  it('ends when ten new ones are made', async () => {
    const ana = await city.signUp('Ana');
    const socket = await ana.socket();
    const asked = { currentPassword: password };
    const { recoveryCodes } = await ana.must('identity.renewRecoveryCodes', asked);
    await socket.event(
      'identity.securityNoticed',
      ({ notice }) => notice === 'recovery_codes_renewed',
    );
    socket.close();
    const old = await recover(ana, ana.recoveryCodes[0] ?? '');
    expect(old).toMatchObject({ error: 'wrong_credentials' });
    expect((await recover(ana, recoveryCodes[0] ?? '')).ok).toBe(true);
  });

  it('is not renewed without the password', async () => {
    const ana = await city.signUp('Ana');
    const renew = (currentPassword: string | null) =>
      ana.refused('identity.renewRecoveryCodes', { currentPassword });
    expect(await renew(null)).toBe('wrong_credentials');
    const refusals = [];
    for (let i = 0; i < 6; i += 1) refusals.push(await renew('something else'));
    expect(refusals.at(-1)).toBe('sign_in_locked');
    const change = { currentPassword: 'something else', newPassword };
    expect(await ana.refused('identity.changePassword', change)).toBe('sign_in_locked');
  });
});

describe('a reset', () => {
  const finish = (secret: string, change: object = {}) =>
    city.stranger.call('identity.finishReset', { secret, newPassword, ...arrival, ...change });

  it('works from a device after a day, once', async () => {
    const ana = await city.signUp('Ana');
    const { secret, reset } = await ana.must('identity.beginOwnReset', {});
    expect(reset.origin).toBe('device');
    expect(await ana.must('identity.listResets', {})).toEqual({ resets: [reset] });
    expect(await finish(secret)).toMatchObject({ error: 'reset_waiting' });
    city.clock.travel(24 * hourMs + 1);
    expect(await finish(secret, { newPassword: 'aaaaaaaaaa' })).toMatchObject({
      error: 'weak_password',
    });
    const result = await finish(secret);
    expect(result).toMatchObject({ ok: true, output: { session: { signedInBy: 'reset' } } });
    expect(await finish(secret)).toMatchObject({ error: 'reset_unknown' });
    expect(await finish('a guess')).toMatchObject({ error: 'reset_unknown' });
  });

  it('of the operator waits two days, in which any device may cancel it', async () => {
    const ana = await city.signUp('Ana');
    const socket = await ana.socket();
    const asked = { personId: ana.me.personId, reason: 'came to the counter' };
    const { secret, reset } = await operator.must('operator.beginReset', asked);
    await socket.event('identity.securityNoticed', ({ notice }) => notice === 'reset_begun');
    city.clock.travel(47 * hourMs);
    expect(await finish(secret)).toMatchObject({ error: 'reset_waiting' });
    const { resetId } = reset;
    await ana.must('identity.cancelReset', { resetId });
    await socket.event('identity.securityNoticed', ({ notice }) => notice === 'reset_cancelled');
    socket.close();
    city.clock.travel(2 * hourMs);
    expect(await finish(secret)).toMatchObject({ error: 'reset_unknown' });
    expect(await ana.refused('identity.cancelReset', { resetId })).toBe('reset_unknown');
    expect(await ana.refused('identity.cancelReset', { resetId: noId<string>() })).toBe(
      'reset_unknown',
    );
  });

  it('opens nothing to the suspended', async () => {
    const ana = await city.signUp('Ana');
    const { secret } = await ana.must('identity.beginOwnReset', {});
    await operator.must('operator.suspend', { personId: ana.me.personId, reason: 'spam' });
    city.clock.travel(25 * hourMs);
    expect(await finish(secret)).toMatchObject({ error: 'suspended' });
  });

  it('lapses a week after it was ready', async () => {
    const ana = await city.signUp('Ana');
    const { secret } = await ana.must('identity.beginOwnReset', {});
    city.clock.travel((24 + 7 * 24) * hourMs + 1);
    expect(await finish(secret)).toMatchObject({ error: 'reset_unknown' });
    expect(await ana.must('identity.listResets', {})).toEqual({ resets: [] });
  });
});
