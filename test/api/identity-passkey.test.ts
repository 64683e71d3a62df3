import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAuthenticator } from '../../packages/server/src/kernel/auth/testing-authenticator.ts';
import { device, password, startCity, type TestCity } from './support/city.ts';
import { createPerson, type TestPerson } from './support/person.ts';
import { noId } from './support/talk.ts';

let city: TestCity;
let origin: string;
beforeAll(async () => {
  city = await startCity();
  // The place of a passkey is the name under which people open the server.
  origin = city.composed.opened.url;
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const arrival = { device, delivery: 'token' } as const;
const sixMinutesMs = 6 * 60_000;
type Key = ReturnType<typeof createTestAuthenticator>;
let count = 0;

async function beginSignUp(handle = `keyholder_${(count += 1)}`) {
  const asked = { handle, displayName: 'Kim', locale: 'en' } as const;
  const begun = await city.stranger.must('identity.beginPasskeySignUp', asked);
  return { handle, ...begun };
}

async function signUp(key: Key): Promise<TestPerson> {
  const { challengeId, options } = await beginSignUp();
  const answered = { challengeId, response: key.create(options), ...arrival };
  const made = await city.stranger.must('identity.finishPasskeySignUp', answered);
  return createPerson(city.origin, made, '');
}

async function signInWith(key: Key) {
  const { challengeId, options } = await city.stranger.must('identity.beginPasskeySignIn', {});
  const answered = { challengeId, response: key.get(options), ...arrival };
  return city.stranger.call('identity.finishPasskeySignIn', answered);
}

describe('signing up with a passkey', () => {
  it('makes an account without a password that the passkey opens again', async () => {
    const key = createTestAuthenticator({ origin });
    const kim = await signUp(key);
    expect(kim.me).toMatchObject({ hasPassword: false, passkeyCount: 1 });
    const again = await signInWith(key);
    expect(again).toMatchObject({ ok: true, output: { session: { signedInBy: 'passkey' } } });
  });

  it('refuses handles like any sign-up, in the beginning and at the end', async () => {
    const ana = await city.signUp('Ana');
    const begin = (handle: string) =>
      city.stranger.refused('identity.beginPasskeySignUp', {
        ...{ handle, displayName: 'Kim', locale: 'en' },
      });
    expect(await begin(ana.me.handle)).toBe('handle_taken');
    expect(await begin('police')).toBe('handle_reserved');

    const [one, other] = [await beginSignUp('same_handle'), await beginSignUp('same_handle')];
    const finish = ({ challengeId, options }: typeof one) => {
      const response = createTestAuthenticator({ origin }).create(options);
      const answered = { challengeId, response, ...arrival };
      return city.stranger.call('identity.finishPasskeySignUp', answered);
    };
    expect((await finish(one)).ok).toBe(true);
    expect(await finish(other)).toMatchObject({ error: 'handle_taken' });
  });

  it('takes no answer twice, late, from another place, or without the person', async () => {
    const finish = async (key: Key, change: object = {}) => {
      const { challengeId, options } = await beginSignUp();
      const response = key.create({ ...options, ...change });
      const answered = { challengeId, response, ...arrival };
      return {
        answered,
        result: await city.stranger.call('identity.finishPasskeySignUp', answered),
      };
    };
    const good = await finish(createTestAuthenticator({ origin }));
    expect(good.result.ok).toBe(true);
    const twice = await city.stranger.refused('identity.finishPasskeySignUp', good.answered);
    expect(twice).toBe('challenge_expired');
    const foreign = createTestAuthenticator({ origin: 'https://evil.example' });
    expect((await finish(foreign)).result).toMatchObject({ error: 'passkey_rejected' });
    const absent = createTestAuthenticator({ origin, verifiesUser: false });
    expect((await finish(absent)).result).toMatchObject({ error: 'passkey_rejected' });
    const guessed = await finish(createTestAuthenticator({ origin }), { challenge: 'AAAA' });
    expect(guessed.result).toMatchObject({ error: 'passkey_rejected' });
  });
});

describe('signing in with a passkey', () => {
  it('refuses unknown keys, foreign pages and late answers', async () => {
    const key = createTestAuthenticator({ origin });
    await signUp(key);
    const unknown = createTestAuthenticator({ origin });
    expect(await signInWith(unknown)).toMatchObject({ error: 'passkey_rejected' });
    const { challengeId, options } = await city.stranger.must('identity.beginPasskeySignIn', {});
    const answered = { challengeId, response: key.get(options), ...arrival };
    city.clock.travel(sixMinutesMs);
    const late = await city.stranger.refused('identity.finishPasskeySignIn', answered);
    expect(late).toBe('challenge_expired');
    const never = { ...answered, challengeId: noId<string>() };
    expect(await city.stranger.refused('identity.finishPasskeySignIn', never)).toBe(
      'challenge_expired',
    );
    expect((await signInWith(key)).ok).toBe(true);
  });

  it('keeps a suspended person out', async () => {
    const key = createTestAuthenticator({ origin });
    const [kim, operator] = [await signUp(key), await city.operator()];
    await operator.must('operator.suspend', { personId: kim.me.personId, reason: 'spam' });
    expect(await signInWith(key)).toMatchObject({ error: 'suspended' });
  });
});

describe('the passkeys of an account', () => {
  async function add(person: TestPerson, key: Key, name = 'Key') {
    const { challengeId, options } = await person.must('identity.beginPasskeyAdd', {});
    const response = key.create(options);
    return person.call('identity.finishPasskeyAdd', { challengeId, response, name });
  }

  it('are added, listed and removed, and the devices hear of it', async () => {
    const ana = await city.signUp('Ana');
    const socket = await ana.socket();
    const key = createTestAuthenticator({ origin });
    expect(await add(ana, key, 'Blue key')).toMatchObject({ ok: true });
    await socket.event('identity.securityNoticed', ({ notice }) => notice === 'passkey_added');
    await socket.event('identity.meChanged', ({ me }) => me.passkeyCount === 1);
    const { passkeys } = await ana.must('identity.listPasskeys', {});
    expect(passkeys).toMatchObject([{ passkeyId: key.id, name: 'Blue key', lastUsedAt: null }]);
    expect(await add(ana, key)).toMatchObject({ error: 'passkey_rejected' });
    await ana.must('identity.removePasskey', { passkeyId: key.id });
    await socket.event('identity.securityNoticed', ({ notice }) => notice === 'passkey_removed');
    expect(await signInWith(key)).toMatchObject({ error: 'passkey_rejected' });
    expect(await ana.refused('identity.removePasskey', { passkeyId: key.id })).toBe(
      'passkey_rejected',
    );
    socket.close();
  });

  it('stay while they are the only way in', async () => {
    const key = createTestAuthenticator({ origin });
    const kim = await signUp(key);
    const remove = () => kim.call('identity.removePasskey', { passkeyId: key.id });
    expect(await remove()).toMatchObject({ error: 'last_credential' });
    await kim.must('identity.changePassword', { currentPassword: null, newPassword: password });
    expect(await remove()).toMatchObject({ ok: true });
  });

  it('are not added by an answer that is late', async () => {
    const ana = await city.signUp('Ana');
    const { challengeId, options } = await ana.must('identity.beginPasskeyAdd', {});
    const response = createTestAuthenticator({ origin }).create(options);
    city.clock.travel(sixMinutesMs);
    const answered = { challengeId, response, name: 'Late' };
    expect(await ana.refused('identity.finishPasskeyAdd', answered)).toBe('challenge_expired');
  });
});

describe('a server that has only an address', () => {
  it('has no passkeys', async () => {
    const env = { PLAZA_PUBLIC_URL: 'http://127.0.0.1:9', PLAZA_HOST: '127.0.0.1' };
    await using bare = await startCity({ env });
    const ana = await bare.signUp('Ana');
    const asked = { handle: 'kim', displayName: 'Kim', locale: 'en' } as const;
    expect(await bare.stranger.refused('identity.beginPasskeySignUp', asked)).toBe(
      'passkeys_unavailable',
    );
    expect(await bare.stranger.refused('identity.beginPasskeySignIn', {})).toBe(
      'passkeys_unavailable',
    );
    expect(await ana.refused('identity.beginPasskeyAdd', {})).toBe('passkeys_unavailable');
  });
});
