import type { PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Payment } from './index.ts';
import { dayMs, minuteMs, must, openTestApprovals, reason, type TestApprovals } from './testing.ts';

let city: TestApprovals;
let payment: Payment;
beforeAll(async () => {
  city = await openTestApprovals();
  payment = { payee: city.newId<PersonId>(), amountMinor: 1_250, currency: 'points' };
});
afterAll(() => city[Symbol.asyncDispose]());

type Keyholder = Awaited<ReturnType<TestApprovals['keyholder']>>;

/** Lets the device answer for one payment, and uses the answer for another. */
async function approveWith(
  { personId, authenticator }: Keyholder,
  { asked = payment, paid = asked }: { asked?: Payment; paid?: Payment } = {},
) {
  const begun = must(await city.approvals.beginPasskeyApproval(personId, asked));
  const { challengeId, options } = begun;
  const answer = { kind: 'passkey', challengeId, response: authenticator.get(options) } as const;
  return { answer, outcome: await city.approvals.approve(personId, paid, answer) };
}

describe('a passkey', () => {
  it('approves a payment without a PIN', async () => {
    const payer = await city.keyholder();
    expect(await city.approvals.means(payer.personId)).toMatchObject({ passkeys: true });
    must((await approveWith(payer)).outcome);
    must((await approveWith(payer)).outcome);
  });

  it.each<[string, Partial<Payment>]>([
    ['payee', { payee: '01890000-0000-7000-8000-000000000001' as PersonId }],
    ['amount', { amountMinor: 1_251 }],
    ['currency', { currency: 'marks' }],
  ])('approves no other %s', async (_, other) => {
    const payer = await city.keyholder();
    const paid = { ...payment, ...other };
    const { answer, outcome } = await approveWith(payer, { paid });
    expect(reason(outcome)).toBe('passkey_rejected');
    // The challenge is gone even for what it was made for.
    const again = await city.approvals.approve(payer.personId, payment, answer);
    expect(reason(again)).toBe('challenge_expired');
  });

  it('answers once, also when the answer comes twice at the same time', async () => {
    const { personId, authenticator } = await city.keyholder();
    const { approvals } = city;
    const { challengeId, options } = must(await approvals.beginPasskeyApproval(personId, payment));
    const answer = { kind: 'passkey', challengeId, response: authenticator.get(options) } as const;
    const twice = [1, 2].map(() => approvals.approve(personId, payment, answer));
    const reasons = (await Promise.all(twice)).map(reason);
    expect(reasons.toSorted()).toEqual(['challenge_expired', 'yes']);
  });

  it('has five minutes', async () => {
    const { personId, authenticator } = await city.keyholder();
    const { approvals, clock } = city;
    const { challengeId, options } = must(await approvals.beginPasskeyApproval(personId, payment));
    const answer = { kind: 'passkey', challengeId, response: authenticator.get(options) } as const;
    clock.advance(5 * minuteMs);
    expect(reason(await approvals.approve(personId, payment, answer))).toBe('challenge_expired');
  });

  it('must be the payer’s own, for a challenge of the payer', async () => {
    const payer = await city.keyholder();
    const thief = await city.keyholder();
    const { approvals } = city;
    const mixed = { personId: payer.personId, authenticator: thief.authenticator };
    expect(reason((await approveWith(mixed)).outcome)).toBe('passkey_rejected');
    const begun = must(await approvals.beginPasskeyApproval(thief.personId, payment));
    const response = payer.authenticator.get(begun.options);
    const answer = { kind: 'passkey', challengeId: begun.challengeId, response } as const;
    const foreign = await approvals.approve(payer.personId, payment, answer);
    expect(reason(foreign)).toBe('challenge_expired');
  });

  it('is not taken for a sign-in, nor a sign-in for a payment', async () => {
    const { personId, authenticator } = await city.keyholder();
    const signIn = must(await city.identity.beginPasskeySignIn());
    const response = authenticator.get(signIn.options);
    const answer = { kind: 'passkey', challengeId: signIn.challengeId, response } as const;
    const paid = await city.approvals.approve(personId, payment, answer);
    expect(reason(paid)).toBe('challenge_expired');
    const begun = must(await city.approvals.beginPasskeyApproval(personId, payment));
    const from = { device: { name: 'Phone', kind: 'phone' }, address: '203.0.113.7' } as const;
    const { challengeId, options } = begun;
    const entered = { challengeId, response: authenticator.get(options), ...from };
    expect(reason(await city.identity.finishPasskeySignIn(entered))).toBe('challenge_expired');
  });

  it('approves nothing without the finger or the face of its owner', async () => {
    const { personId } = await city.person();
    const authenticator = await city
      .addPasskey(personId, { verifiesUser: false })
      .catch(() => null);
    expect(authenticator).toBeNull();
    const payer = await city.keyholder();
    const { challengeId, options } = must(
      await city.approvals.beginPasskeyApproval(payer.personId, payment),
    );
    const response = payer.authenticator.get(options, { verifiesUser: false });
    const answer = { kind: 'passkey', challengeId, response } as const;
    const outcome = await city.approvals.approve(payer.personId, payment, answer);
    expect(reason(outcome)).toBe('passkey_rejected');
  });

  it('approves nothing in its first day when it was added later', async () => {
    const { approvals, clock } = city;
    const { personId } = await city.person();
    clock.advance(2 * minuteMs);
    const authenticator = await city.addPasskey(personId);
    expect(await approvals.means(personId)).toMatchObject({ passkeys: false });
    const young = await approvals.beginPasskeyApproval(personId, payment);
    expect(reason(young)).toBe('passkeys_unavailable');
    clock.advance(dayMs);
    expect(await approvals.means(personId)).toMatchObject({ passkeys: true });
    must((await approveWith({ personId, authenticator })).outcome);
  });

  it('that was removed approves nothing, and every device hears of it', async () => {
    const { personId, authenticator } = await city.keyholder();
    await city.addPasskey(personId);
    const { approvals } = city;
    const { challengeId, options } = must(await approvals.beginPasskeyApproval(personId, payment));
    must(await city.identity.removePasskey(personId, authenticator.id));
    const answer = { kind: 'passkey', challengeId, response: authenticator.get(options) } as const;
    expect(reason(await approvals.approve(personId, payment, answer))).toBe('passkey_rejected');
    expect(await city.believed(personId)).toEqual(await approvals.means(personId));
  });
});
