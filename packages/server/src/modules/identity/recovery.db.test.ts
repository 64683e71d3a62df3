import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const hourMs = 3_600_000;
const newPassword = 'harbour-violin-08-mist';

describe('a recovery code', () => {
  it('sets a new password, ends every other session, and works once', async () => {
    const { handle, personId, secret, recoveryCodes } = await city.person('Ana');
    const code = recoveryCodes[3]!.toLowerCase().replaceAll('-', ' ');
    const use = () => city.identity.recoverWithCode({ handle, code, newPassword, ...desk });
    const { me, session, secret: newSecret } = must(await use());
    expect(me).toMatchObject({ recoveryCodesLeft: 9, hasPassword: true });
    expect(session.signedInBy).toBe('recovery');
    expect(await city.identity.authenticate(secret)).toBeNull();
    expect(await city.identity.authenticate(newSecret)).not.toBeNull();
    expect(reason(await city.identity.signIn({ handle, password, ...desk }))).toBe(
      'wrong_credentials',
    );
    must(await city.identity.signIn({ handle, password: newPassword, ...desk }));
    expect(await city.notices(personId)).toContain('recovery_code_used');
    expect(reason(await use())).toBe('wrong_credentials');
  });

  it('is used by one of two who have it', async () => {
    const { handle, recoveryCodes } = await city.person('Bo');
    const input = { handle, code: recoveryCodes[0]!, newPassword };
    const tries = [phone, desk].map((from) => city.identity.recoverWithCode({ ...input, ...from }));
    const reasons = (await Promise.all(tries)).map(reason);
    expect(reasons.toSorted()).toEqual(['wrong_credentials', 'yes']);
  });

  it('stays when the new password is too easy, and belongs to one account', async () => {
    const { handle, recoveryCodes, me } = await city.person('Cem');
    const [code = ''] = recoveryCodes;
    const weak = { handle, code, newPassword: 'password123', ...desk };
    expect(reason(await city.identity.recoverWithCode(weak))).toBe('weak_password');
    expect((await city.identity.getMe(me.personId)).recoveryCodesLeft).toBe(10);
    const other = await city.person('Dan');
    const foreign = { handle: other.handle, code, newPassword, ...desk };
    expect(reason(await city.identity.recoverWithCode(foreign))).toBe('wrong_credentials');
  });

  it('is guessed no faster than a password', async () => {
    const { handle } = await city.person('Eli');
    const guess = { handle, code: '0000-00000-00000-00000', newPassword, ...desk };
    const reasons = [];
    for (let count = 0; count < 6; count += 1) {
      reasons.push(reason(await city.identity.recoverWithCode(guess)));
    }
    expect(reasons.filter((each) => each === 'wrong_credentials')).toHaveLength(5);
    expect(reasons.at(-1)).toBe('sign_in_locked');
  });

  it('ends when new ones are made, for which the password is asked', async () => {
    const { handle, personId, recoveryCodes } = await city.person('Fay');
    const renew = (typed: string | null) => city.identity.renewRecoveryCodes(personId, typed);
    expect(reason(await renew('a wrong guess'))).toBe('wrong_credentials');
    expect(reason(await renew(null))).toBe('wrong_credentials');
    const codes = must(await renew(password));
    expect(codes).toHaveLength(10);
    const old = { handle, code: recoveryCodes[0]!, newPassword, ...desk };
    expect(reason(await city.identity.recoverWithCode(old))).toBe('wrong_credentials');
    must(await city.identity.recoverWithCode({ ...old, code: codes[0]! }));
  });
});

describe('changing the password', () => {
  it('asks for the present one, ends other sessions and keeps this one', async () => {
    const { handle, personId, secret, session } = await city.person('Gus');
    const other = must(await city.identity.signIn({ handle, password, ...desk }));
    const caller = { personId, sessionId: session.sessionId };
    const change = (currentPassword: string | null, chosen = newPassword) =>
      city.identity.changePassword(caller, { currentPassword, newPassword: chosen });
    expect(reason(await change('a wrong guess'))).toBe('wrong_credentials');
    expect(reason(await change(null))).toBe('wrong_credentials');
    expect(reason(await change(password, 'password123'))).toBe('weak_password');
    must(await change(password));
    expect(await city.identity.authenticate(secret)).not.toBeNull();
    expect(await city.identity.authenticate(other.secret)).toBeNull();
    must(await city.identity.signIn({ handle, password: newPassword, ...desk }));
    expect(await city.notices(personId)).toEqual(['signed_in', 'password_changed', 'signed_in']);
  });

  it('gives the thief of an open session few tries, and locks nobody else', async () => {
    const { handle, personId } = await city.person('Hal');
    const guess = () => city.identity.verifyPassword(personId, 'a wrong guess');
    for (let count = 0; count < 5; count += 1) await guess();
    expect(reason(await guess())).toBe('sign_in_locked');
    expect(reason(await city.identity.verifyPassword(personId, password))).toBe('sign_in_locked');
    must(await city.identity.signIn({ handle, password, ...desk }));
  });
});

describe('a reset', () => {
  const begin = async (personId: any) => must(await city.identity.beginOwnReset(personId));
  const finish = (secret: string) => city.identity.finishReset({ secret, newPassword, ...desk });

  it('works only after its waiting time, and once', async () => {
    const { handle, personId, secret: oldSecret } = await city.person('Ida');
    const { reset, secret } = await begin(personId);
    expect(await city.identity.listResets(personId)).toEqual([reset]);
    expect(reason(await finish(secret))).toBe('reset_waiting');
    city.clock.advance(24 * hourMs - 1);
    expect(reason(await finish(secret))).toBe('reset_waiting');
    city.clock.advance(1);
    const outcomes = await Promise.all([finish(secret), finish(secret)]);
    expect(outcomes.map(reason).toSorted()).toEqual(['reset_unknown', 'yes']);
    expect(await city.identity.authenticate(oldSecret)).toBeNull();
    must(await city.identity.signIn({ handle, password: newPassword, ...desk }));
    expect(await city.identity.listResets(personId)).toEqual([]);
    const notices = await city.notices(personId);
    expect(notices).toEqual(['reset_begun', 'signed_in', 'reset_finished', 'signed_in']);
  });

  it('of an operator waits two days and lapses after a week more', async () => {
    const { personId } = await city.person('Jo');
    const begun = await city.db.tx((tx) => city.identity.control.beginReset(tx, personId));
    const { reset, secret } = must(begun);
    const waitMs = Date.parse(reset.readyAt) - Date.parse(reset.createdAt);
    expect([reset.origin, waitMs]).toEqual(['operator', 48 * hourMs]);
    city.clock.advance(47 * hourMs);
    expect(reason(await finish(secret))).toBe('reset_waiting');
    city.clock.advance(hourMs + 7 * 24 * hourMs);
    expect(reason(await finish(secret))).toBe('reset_unknown');
    expect(await city.identity.listResets(personId)).toEqual([]);
  });

  it('is cancelled by the owner, and only by the owner', async () => {
    const [owner, stranger] = [await city.person('Kai'), await city.person('Lu')];
    const { reset, secret } = await begin(owner.personId);
    const { resetId } = reset;
    const cancel = (personId: typeof owner.personId) =>
      city.identity.cancelReset({ personId, resetId });
    expect(reason(await cancel(stranger.personId))).toBe('reset_unknown');
    must(await cancel(owner.personId));
    expect(reason(await cancel(owner.personId))).toBe('reset_unknown');
    city.clock.advance(25 * hourMs);
    expect(reason(await finish(secret))).toBe('reset_unknown');
    expect(await city.notices(owner.personId)).toEqual(['reset_begun', 'reset_cancelled']);
  });

  it('is one at a time: the new one takes the place of the old', async () => {
    const { personId } = await city.person('Mia');
    const first = await begin(personId);
    await Promise.all([begin(personId), begin(personId), begin(personId)]);
    expect(await city.identity.listResets(personId)).toHaveLength(1);
    city.clock.advance(25 * hourMs);
    expect(reason(await finish(first.secret))).toBe('reset_unknown');
  });

  it('stays when the password is too easy, and helps no suspended account', async () => {
    const { personId } = await city.person('Nik');
    const { secret } = await begin(personId);
    city.clock.advance(25 * hourMs);
    const weak = { secret, newPassword: 'password123', ...desk };
    expect(reason(await city.identity.finishReset(weak))).toBe('weak_password');
    await city.db.tx((tx) => city.identity.control.suspend(tx, personId));
    expect(reason(await finish(secret))).toBe('suspended');
    await city.db.tx((tx) => city.identity.control.restore(tx, personId));
    must(await finish(secret));
  });

  it('opens the door that guessers had locked', async () => {
    const { handle, personId } = await city.person('Ole');
    const { secret } = await begin(personId);
    city.clock.advance(25 * hourMs);
    for (let count = 0; count < 6; count += 1) {
      await city.identity.signIn({ handle, password: 'a wrong guess', ...desk });
    }
    const signIn = () => city.identity.signIn({ handle, password: newPassword, ...desk });
    expect(reason(await signIn())).toBe('sign_in_locked');
    must(await finish(secret));
    expect(reason(await signIn())).toBe('yes');
  });
});
