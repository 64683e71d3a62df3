import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticator } from './authenticate.ts';
import type { Context } from './context.ts';
import {
  desk,
  must,
  openTestIdentity,
  password,
  phone,
  reason,
  type TestIdentity,
} from './testing.ts';

let city: TestIdentity;
beforeAll(async () => {
  city = await openTestIdentity();
});
afterAll(() => city[Symbol.asyncDispose]());

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

function signUp(change: object = {}) {
  const input = { handle: 'someone', displayName: 'Someone', password, locale: 'en' as const };
  return city.identity.signUp({ ...input, ...phone, ...change });
}

describe('signing up', () => {
  it('makes an account with one device and ten codes', async () => {
    const { me, session, secret, recoveryCodes } = must(await signUp({ handle: 'berta' }));
    expect(me).toMatchObject({
      ...{ handle: 'berta', displayName: 'Someone', role: 'resident', hasPassword: true },
      ...{ passkeyCount: 0, recoveryCodesLeft: 10, deletionAt: null, photoPath: null },
    });
    expect(session).toMatchObject({ signedInBy: 'sign_up', address: '203.0.113.*', current: true });
    expect(new Set(recoveryCodes).size).toBe(10);
    const caller = await city.identity.authenticate(secret);
    expect(caller).toEqual({
      personId: me.personId,
      sessionId: session.sessionId,
      role: 'resident',
    });
  });

  it('refuses taken and reserved handles, weak passwords and empty names', async () => {
    must(await signUp({ handle: 'carla' }));
    expect(reason(await signUp({ handle: 'carla' }))).toBe('handle_taken');
    expect(reason(await signUp({ handle: 'admin' }))).toBe('handle_reserved');
    expect(reason(await signUp({ handle: 'dora', password: 'password123' }))).toBe('weak_password');
    expect(reason(await signUp({ handle: 'dora', displayName: ' \u202e ' }))).toBe('invalid');
    expect(await city.identity.isHandleFree('carla')).toBe(false);
    expect(await city.identity.isHandleFree('dora')).toBe(true);
  });

  it('gives a handle to one of many who want it at once', async () => {
    const tries = await Promise.all(Array.from({ length: 8 }, () => signUp({ handle: 'emil' })));
    expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
    expect(new Set(tries.map(reason))).toEqual(new Set(['yes', 'handle_taken']));
  });

  it('stores no secret as it is', async () => {
    const { secret, recoveryCodes, me } = must(await signUp({ handle: 'frida' }));
    const tables = city.identity.holding.tables;
    const dumps = await Promise.all(
      tables.map((t) => city.db.query(`select ${t}::text from ${t}`)),
    );
    const dump = JSON.stringify(dumps.map(({ rows }) => rows));
    expect(dump).toContain(me.personId);
    const hex = Buffer.from(secret).toString('hex');
    const raw = Buffer.from(secret, 'base64url').toString('hex');
    const codes = recoveryCodes.flatMap((code) => [code, code.replaceAll('-', '')]);
    for (const text of [password, secret, hex, raw, ...codes]) expect(dump).not.toContain(text);
    expect(dump).not.toContain('203.0.113.7');
  });

  it('never leaves an account without a way in, whatever the code does', async () => {
    const { personId } = await city.person('Gina');
    const remove = city.db.query(`delete from identity_password where person_id = $1`, [personId]);
    await expect(remove).rejects.toThrow(/no way to sign in/);
  });
});

describe('signing in', () => {
  it('opens a session and tells the other devices', async () => {
    const { handle, personId } = await city.person('Hugo');
    const { session, me } = must(await city.identity.signIn({ handle, password, ...desk }));
    expect(session).toMatchObject({ signedInBy: 'password', device: desk.device });
    expect(me.personId).toBe(personId);
    expect(await city.notices(personId)).toEqual(['signed_in']);
    expect(await city.identity.listSessions(personId, session.sessionId)).toMatchObject([
      { current: true },
      { current: false },
    ]);
  });

  it('answers the same to whatever is wrong', async () => {
    const { handle, personId } = await city.person('Ines');
    await city.db.tx(async (tx) => {
      await tx.query(`update identity_person set demo = true where person_id = $1`, [personId]);
      await tx.query(`delete from identity_password where person_id = $1`, [personId]);
    });
    const other = await city.person('Jan');
    const tries = [
      { handle: other.handle, password: 'something else' },
      { handle: 'nobody_here', password },
      { handle, password },
    ];
    for (const tried of tries) {
      const outcome = await city.identity.signIn({ ...tried, ...desk });
      expect(outcome).toEqual({ ok: false, reason: 'wrong_credentials' });
    }
  });

  it.each(['somebody', 'nobody'])('locks after five wrong tries for %s', async (who) => {
    const handle = who === 'somebody' ? (await city.person('Kim')).handle : 'not_a_person';
    const guess = (from = desk as typeof desk | typeof phone) =>
      city.identity.signIn({ handle, password: 'a wrong guess', ...from });
    for (let count = 0; count < 5; count += 1)
      expect(reason(await guess())).toBe('wrong_credentials');
    expect(await guess()).toEqual({
      ...{ ok: false, reason: 'sign_in_locked' },
      details: { retryAfterMs: minuteMs },
    });
    city.clock.advance(minuteMs);
    expect(reason(await guess())).toBe('wrong_credentials');
    expect(await guess()).toMatchObject({ details: { retryAfterMs: 5 * minuteMs } });
    expect(reason(await guess(phone))).toBe('wrong_credentials');
  });

  it('counts tries that come at the same time', async () => {
    const { handle } = await city.person('Lea');
    const guess = () => city.identity.signIn({ handle, password: 'a wrong guess', ...desk });
    const reasons = (await Promise.all(Array.from({ length: 15 }, guess))).map(reason);
    expect(reasons.filter((each) => each === 'wrong_credentials')).toHaveLength(5);
    expect(reasons.filter((each) => each === 'sign_in_locked')).toHaveLength(10);
  });

  it('forgets wrong tries after a right one', async () => {
    const { handle } = await city.person('Mo');
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 4; count += 1) {
        await city.identity.signIn({ handle, password: 'a wrong guess', ...desk });
      }
      expect(reason(await city.identity.signIn({ handle, password, ...desk }))).toBe('yes');
    }
  });

  it('lets the owner in at home while the world is guessing', async () => {
    const { handle } = await city.person('Nora', phone);
    let refused = 0;
    for (let count = 0; count < 60; count += 1) {
      const address = `10.${count}.0.1`;
      const guess = { handle, password: 'a wrong guess', device: desk.device, address };
      if (reason(await city.identity.signIn(guess)) === 'sign_in_locked') refused += 1;
    }
    expect(refused).toBe(10);
    expect(reason(await city.identity.signIn({ handle, password, ...desk }))).toBe(
      'sign_in_locked',
    );
    must(await city.identity.signIn({ handle, password, ...phone }));
  }, 30_000);
});

describe('sessions', () => {
  it('end at once for every process, and only those that were meant', async () => {
    const { handle, personId, secret, session } = await city.person('Olga');
    const second = must(await city.identity.signIn({ handle, password, ...desk }));
    // A second process of the same city: the same bus and database, a cache of its own.
    const other = createAuthenticator({ ...city.deps } as unknown as Context);
    const ended: string[] = [];
    other.onSessionEnded((sessionId) => void ended.push(sessionId));
    expect(await other.authenticate(second.secret)).not.toBeNull();
    const { sessionId } = second.session;
    must(await city.identity.revokeSession({ personId, sessionId }));
    expect(ended).toEqual([sessionId]);
    expect(await other.authenticate(second.secret)).toBeNull();
    expect(await city.identity.authenticate(second.secret)).toBeNull();
    expect(await city.identity.authenticate(secret)).not.toBeNull();
    const again = await city.identity.revokeSession({ personId, sessionId });
    expect(reason(again)).toBe('session_unknown');
    const stranger = await city.person('Paul');
    const foreign = { personId: stranger.personId, sessionId: session.sessionId };
    expect(reason(await city.identity.revokeSession(foreign))).toBe('session_unknown');
  });

  it('end all but one', async () => {
    const { handle, personId, secret } = await city.person('Quin');
    const { session } = must(await city.identity.signIn({ handle, password, ...desk }));
    must(await city.identity.signIn({ handle, password, ...desk }));
    expect(await city.identity.revokeOtherSessions(personId, session.sessionId)).toBe(2);
    expect(await city.identity.listSessions(personId, null)).toHaveLength(1);
    expect(await city.identity.authenticate(secret)).toBeNull();
  });

  it('are seen in coarse steps, and end after 400 idle days', async () => {
    const { personId, secret, session } = await city.person('Rosa');
    const seen = async () => (await city.identity.listSessions(personId, null))[0]?.lastSeenAt;
    city.clock.advance(4 * minuteMs);
    await city.identity.authenticate(secret);
    expect(await seen()).toBe(session.lastSeenAt);
    city.clock.advance(2 * minuteMs);
    await city.identity.authenticate(secret);
    expect(await seen()).toBe(city.clock.now().toISOString());
    city.clock.advance(399 * dayMs);
    expect(await city.identity.authenticate(secret)).not.toBeNull();
    city.clock.advance(400 * dayMs);
    expect(await city.identity.authenticate(secret)).toBeNull();
    await city.identity.clean();
    expect(await city.identity.listSessions(personId, null)).toEqual([]);
  });

  it('do not know a made-up secret', async () => {
    expect(await city.identity.authenticate('x'.repeat(43))).toBeNull();
  });
});

describe('demo people', () => {
  it('are nobody on a server that is no demo', async () => {
    const { personId } = await city.person('Sam');
    expect(await city.identity.listDemoPeople()).toEqual([]);
    expect(reason(await city.identity.signInDemo({ personId, ...desk }))).toBe('not_demo');
  });

  it('let anybody in, and real people do not', async () => {
    await using demo = await openTestIdentity({ demo: true });
    const real = await demo.person('Tom');
    const made = { handle: 'demo_ana', displayName: 'Ana', locale: 'es' as const, demo: true };
    const personId = must(await demo.db.tx((tx) => demo.identity.createPerson(tx, made)));
    expect(await demo.identity.listDemoPeople()).toMatchObject([{ personId, handle: 'demo_ana' }]);
    const { me } = must(await demo.identity.signInDemo({ personId, ...desk }));
    for (let n = 0; n < 205; n += 1) {
      demo.clock.advance(1_000);
      must(await demo.identity.signInDemo({ personId, ...desk }));
    }
    const devices = await demo.identity.listSessions(personId, null);
    expect(devices).toHaveLength(200);
    expect(devices.at(-1)?.createdAt).toBe(new Date(demo.clock.nowMs() - 199_000).toISOString());
    expect(me).toMatchObject({ personId, hasPassword: false });
    const refused = await demo.identity.signInDemo({ personId: real.personId, ...desk });
    expect(reason(refused)).toBe('person_not_found');
  });
});

it('logged no problem', () => {
  expect(city.problems).toEqual([]);
});
