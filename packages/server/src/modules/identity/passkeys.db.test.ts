import { systemClock } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAuthenticator } from '../../kernel/auth/testing-authenticator.ts';
import {
  desk,
  must,
  openTestIdentity,
  origin,
  phone,
  reason,
  type TestIdentity,
} from './testing.ts';

let city: TestIdentity;
beforeAll(async () => {
  city = await openTestIdentity();
});
afterAll(() => city[Symbol.asyncDispose]());

const fiveMinutesMs = 5 * 60_000;
let count = 0;

async function signUpWithPasskey(authenticator = createTestAuthenticator({ origin })) {
  count += 1;
  const handle = `keyholder_${count}`;
  const asked = { handle, displayName: 'Key', locale: 'en' as const };
  const { challengeId, options } = must(await city.identity.beginPasskeySignUp(asked));
  const answered = { challengeId, response: authenticator.create(options), ...phone };
  return { authenticator, handle, outcome: await city.identity.finishPasskeySignUp(answered) };
}

async function signInWith(authenticator: ReturnType<typeof createTestAuthenticator>) {
  const { challengeId, options } = must(await city.identity.beginPasskeySignIn());
  const response = authenticator.get(options);
  return city.identity.finishPasskeySignIn({ challengeId, response, ...desk });
}

describe('an account with a passkey', () => {
  it('is made without a password, and opened again with the passkey alone', async () => {
    const { authenticator, outcome } = await signUpWithPasskey();
    const { me, recoveryCodes } = must(outcome);
    expect(me).toMatchObject({ hasPassword: false, passkeyCount: 1, recoveryCodesLeft: 10 });
    expect(recoveryCodes).toHaveLength(10);
    const { session } = must(await signInWith(authenticator));
    expect(session.signedInBy).toBe('passkey');
    const [passkey] = await city.identity.listPasskeys(me.personId);
    expect(passkey).toMatchObject({ passkeyId: authenticator.id, name: 'Phone' });
    expect(passkey?.lastUsedAt).toBe(city.clock.now().toISOString());
  });

  it('keeps its last way in', async () => {
    const { authenticator, outcome } = await signUpWithPasskey();
    const { personId } = must(outcome).me;
    const remove = () => city.identity.removePasskey(personId, authenticator.id);
    expect(reason(await remove())).toBe('last_credential');
    const stranger = must((await signUpWithPasskey()).outcome).me;
    const foreign = await city.identity.removePasskey(stranger.personId, authenticator.id);
    expect(reason(foreign)).toBe('passkey_rejected');
    const { sessionId } = must(outcome).session;
    const newPassword = 'tram-lemon-71-quiet';
    const caller = { personId, sessionId };
    must(await city.identity.changePassword(caller, { currentPassword: null, newPassword }));
    must(await remove());
    expect(reason(await signInWith(authenticator))).toBe('passkey_rejected');
    expect(await city.notices(personId)).toContain('passkey_removed');
  });

  it('loses no way in when two passkeys are removed at once', async () => {
    const { authenticator, outcome } = await signUpWithPasskey();
    const { personId } = must(outcome).me;
    const second = createTestAuthenticator({ origin });
    const { challengeId, options } = must(await city.identity.beginPasskeyAdd(personId));
    const response = second.create(options);
    must(await city.identity.finishPasskeyAdd(personId, { challengeId, response, name: 'Two' }));
    const ids = [authenticator.id, second.id];
    const removals = ids.map((id) => city.identity.removePasskey(personId, id));
    const reasons = (await Promise.all(removals)).map(reason);
    expect(reasons.toSorted()).toEqual(['last_credential', 'yes']);
  });

  it('waits for whoever changes the account before it counts what is left', async () => {
    const { authenticator, outcome } = await signUpWithPasskey();
    const { personId } = must(outcome).me;
    const second = createTestAuthenticator({ origin });
    const { challengeId, options } = must(await city.identity.beginPasskeyAdd(personId));
    const response = second.create(options);
    must(await city.identity.finishPasskeyAdd(personId, { challengeId, response, name: 'Two' }));
    const removed = Promise.withResolvers<void>();
    const mayCommit = Promise.withResolvers<void>();
    const other = city.db.tx(async (tx) => {
      await tx.query(`select from identity_person where person_id = $1 for update`, [personId]);
      await tx.query(`delete from identity_passkey where passkey_id = $1`, [second.id]);
      removed.resolve();
      await mayCommit.promise;
    });
    await removed.promise;
    const removal = city.identity.removePasskey(personId, authenticator.id);
    expect(await Promise.race([removal, systemClock.sleep(300)])).toBeUndefined();
    mayCommit.resolve();
    await other;
    expect(reason(await removal)).toBe('last_credential');
  });
});

describe('adding a passkey', () => {
  it('tells every device, and asks authenticators that are known to stand back', async () => {
    const { personId } = await city.person('Ada');
    const authenticator = createTestAuthenticator({ origin });
    const { challengeId, options } = must(await city.identity.beginPasskeyAdd(personId));
    const answered = { challengeId, response: authenticator.create(options), name: ' My key ' };
    const passkey = must(await city.identity.finishPasskeyAdd(personId, answered));
    expect(passkey.name).toBe('My key');
    expect(await city.notices(personId)).toEqual(['passkey_added']);
    const told = await city.told(personId);
    expect(told.at(-1)).toMatchObject({ payload: { me: { passkeyCount: 1 } } });
    const again = must(await city.identity.beginPasskeyAdd(personId));
    expect(again.options.excludeCredentials).toMatchObject([{ id: authenticator.id }]);
    expect(reason(await city.identity.finishPasskeyAdd(personId, answered))).toBe(
      'challenge_expired',
    );
    // The same authenticator cannot stand for two accounts.
    const thief = await city.person('Eve');
    const asked = must(await city.identity.beginPasskeyAdd(thief.personId));
    const stolen = { ...asked, response: authenticator.create(asked.options), name: 'x' };
    expect(reason(await city.identity.finishPasskeyAdd(thief.personId, stolen))).toBe(
      'passkey_rejected',
    );
  });

  it('takes an answer only from the person who asked', async () => {
    const [one, other] = [await city.person('One'), await city.person('Other')];
    const { challengeId, options } = must(await city.identity.beginPasskeyAdd(one.personId));
    const response = createTestAuthenticator({ origin }).create(options);
    const answered = { challengeId, response, name: 'x' };
    const outcome = await city.identity.finishPasskeyAdd(other.personId, answered);
    expect(reason(outcome)).toBe('challenge_expired');
  });
});

describe('an answer is rejected', () => {
  it('after five minutes, and the second time', async () => {
    const { authenticator } = await signUpWithPasskey();
    const { challengeId, options } = must(await city.identity.beginPasskeySignIn());
    const answered = { challengeId, response: authenticator.get(options), ...desk };
    city.clock.advance(fiveMinutesMs);
    expect(reason(await city.identity.finishPasskeySignIn(answered))).toBe('challenge_expired');
    const asked = must(await city.identity.beginPasskeySignIn());
    const response = authenticator.get(asked.options);
    const twice = { challengeId: asked.challengeId, response, ...desk };
    must(await city.identity.finishPasskeySignIn(twice));
    expect(reason(await city.identity.finishPasskeySignIn(twice))).toBe('challenge_expired');
  });

  it('from another site, without the person’s check, or when it is nonsense', async () => {
    const foreign = createTestAuthenticator({ origin: 'https://plaza.example.evil' });
    expect(reason((await signUpWithPasskey(foreign)).outcome)).toBe('passkey_rejected');
    const careless = createTestAuthenticator({ origin, verifiesUser: false });
    expect(reason((await signUpWithPasskey(careless)).outcome)).toBe('passkey_rejected');
    for (const response of [{}, { id: 5 }, { id: 'x', response: { clientDataJSON: '' } }]) {
      const { challengeId } = must(await city.identity.beginPasskeySignIn());
      const outcome = await city.identity.finishPasskeySignIn({ challengeId, response, ...desk });
      expect(reason(outcome)).toBe('passkey_rejected');
    }
  });

  it('when it answers another challenge or is signed by another key', async () => {
    const { authenticator } = await signUpWithPasskey();
    const old = must(await city.identity.beginPasskeySignIn());
    const { challengeId } = must(await city.identity.beginPasskeySignIn());
    const response = authenticator.get(old.options);
    const outcome = await city.identity.finishPasskeySignIn({ challengeId, response, ...desk });
    expect(reason(outcome)).toBe('passkey_rejected');
    const asked = must(await city.identity.beginPasskeySignIn());
    const forged = createTestAuthenticator({ origin }).get(asked.options);
    const named = { ...forged, id: authenticator.id, rawId: authenticator.id };
    const answered = { challengeId: asked.challengeId, response: named, ...desk };
    expect(reason(await city.identity.finishPasskeySignIn(answered))).toBe('passkey_rejected');
  });

  it('of a person who is suspended', async () => {
    const { authenticator, outcome } = await signUpWithPasskey();
    const { personId } = must(outcome).me;
    await city.db.tx((tx) => city.identity.control.suspend(tx, personId));
    expect(reason(await signInWith(authenticator))).toBe('suspended');
  });
});

it('is not offered where there is no host name', async () => {
  await using bare = await openTestIdentity({ passkeys: false });
  const { personId } = await bare.person();
  const asked = { handle: 'somebody', displayName: 'Some', locale: 'en' as const };
  expect(reason(await bare.identity.beginPasskeySignUp(asked))).toBe('passkeys_unavailable');
  expect(reason(await bare.identity.beginPasskeySignIn())).toBe('passkeys_unavailable');
  expect(reason(await bare.identity.beginPasskeyAdd(personId))).toBe('passkeys_unavailable');
});
