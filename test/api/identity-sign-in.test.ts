import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { device, password, startCity, type TestCity } from './support/city.ts';
import { createPerson } from './support/person.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const arrival = { device, delivery: 'token' } as const;
const asked = { displayName: 'Ana', locale: 'es', ...arrival } as const;
const minuteMs = 60_000;

describe('signing up', () => {
  it('gives an account, a session and ten recovery codes', async () => {
    const { stranger } = city;
    expect(await stranger.must('identity.checkHandle', { handle: 'ana' })).toEqual({ free: true });
    const made = await stranger.must('identity.signUp', { ...asked, handle: 'ana', password });
    expect(made.me).toMatchObject({ handle: 'ana', displayName: 'Ana', locale: 'es' });
    expect(made.me).toMatchObject({ role: 'resident', hasPassword: true, recoveryCodesLeft: 10 });
    expect(made.session).toMatchObject({ current: true, signedInBy: 'sign_up', device });
    expect(new Set(made.recoveryCodes).size).toBe(10);
    expect(await stranger.must('identity.checkHandle', { handle: 'ana' })).toEqual({ free: false });
    const ana = createPerson(city.origin, made, password);
    expect(await ana.must('identity.getMe', {})).toEqual(made.me);
  });

  it('refuses a handle that is taken or reserved, and a password that is easy', async () => {
    const person = await city.signUp('Ben');
    const { handle } = person.me;
    const refused = (change: object) =>
      city.stranger.refused('identity.signUp', { ...asked, handle: 'fresh', password, ...change });
    expect(await refused({ handle })).toBe('handle_taken');
    expect(await refused({ handle: 'operator' })).toBe('handle_reserved');
    expect(await refused({ password: '1234567890' })).toBe('weak_password');
    expect(await refused({ password: 'fresh fresh fresh' })).toBe('weak_password');
    expect(await refused({ displayName: '\u202e \n' })).toBe('invalid');
  });

  it('sets a cookie instead of giving a secret to a browser', async () => {
    const answer = await fetch(`${city.origin}/rpc/identity.signUp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...asked, handle: 'browser', password, delivery: 'cookie' }),
    });
    expect(await answer.json()).not.toHaveProperty('token');
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^plaza_session_\d+=[\w-]{43}; /);
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    const own = await fetch(`${city.origin}/rpc/identity.getMe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: cookie.split(';')[0] ?? '' },
      body: '{}',
    });
    expect(await own.json()).toMatchObject({ handle: 'browser' });
  });
});

describe('signing in', () => {
  it('opens another session, and tells the devices that are in', async () => {
    const ana = await city.signUp('Ana');
    const socket = await ana.socket();
    const phone = await city.signIn(ana);
    expect(phone.sessionId).not.toBe(ana.sessionId);
    const { notice, detail } = await socket.event('identity.securityNoticed');
    expect([notice, detail]).toEqual(['signed_in', device.name]);
    const { sessions } = await ana.must('identity.listSessions', {});
    expect(sessions.map(({ signedInBy }) => signedInBy).sort()).toEqual(['password', 'sign_up']);
    socket.close();
  });

  it('does not say whether the handle or the password is wrong', async () => {
    const ana = await city.signUp('Ana');
    const tries = await Promise.all(
      [
        { handle: ana.me.handle, password: 'something else' },
        { handle: 'nobody_at_all', password },
      ].map((given) => city.stranger.send('identity.signIn', { ...given, ...arrival })),
    );
    expect(tries[0]?.status).toBe(401);
    expect(tries[0]?.body).toEqual(tries[1]?.body);
  });

  it('locks the account to a guesser for a while, even for the right password', async () => {
    const ana = await city.signUp('Ana');
    const { handle } = ana.me;
    const tryWith = (typed: string) =>
      city.stranger.call('identity.signIn', { handle, password: typed, ...arrival });
    const results = [];
    for (let i = 0; i < 6; i += 1) results.push(await tryWith('something else'));
    const errors = results.map((result) => (result.ok ? 'in' : result.error));
    expect(errors).toEqual([...Array<string>(5).fill('wrong_credentials'), 'sign_in_locked']);
    const locked = await tryWith(password);
    expect(locked).toMatchObject({ ok: false, error: 'sign_in_locked' });
    if (!locked.ok) expect(locked.details).toMatchObject({ retryAfterMs: expect.any(Number) });
    city.clock.travel(2 * minuteMs);
    expect((await tryWith(password)).ok).toBe(true);
  });

  it('keeps a suspended person out', async () => {
    const [ana, operator] = [await city.signUp('Ana'), await city.operator()];
    const reason = 'spam';
    await operator.must('operator.suspend', { personId: ana.me.personId, reason });
    const given = { handle: ana.me.handle, password, ...arrival };
    expect(await city.stranger.refused('identity.signIn', given)).toBe('suspended');
    expect(await ana.refused('identity.getMe', {})).toBe('unauthenticated');
  });
});
