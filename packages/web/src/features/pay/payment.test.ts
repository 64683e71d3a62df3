import type { PayKey, PersonId } from '@plaza/base';
import type { Transfer } from '@plaza/contract';
import { expect, test } from 'vitest';
import { follow, resumed, type Payment, type PaymentEvent } from './payment.ts';

const fresh: Payment = {
  input: {
    key: 'k' as PayKey,
    payeeId: 'ana' as PersonId,
    amountMinor: 1250,
    currency: 'points',
    note: '',
  },
  scale: 2,
  step: 'approving',
  wasAsked: false,
  refusal: null,
  transfer: null,
};

const refuse = (error: string): PaymentEvent => ({ type: 'refused', refusal: { error } });
const answer = (state: Transfer['state'], failure: string | null = null): PaymentEvent => ({
  type: 'answered',
  transfer: { state, failure } as Transfer,
});
const after = (...events: PaymentEvent[]) => events.reduce(follow, fresh);
const approved: PaymentEvent = { type: 'approved' };

test('a payment is done only when the ledger has it', () => {
  expect(after(approved)).toMatchObject({ step: 'processing' });
  expect(after(approved, answer('waiting'))).toMatchObject({ step: 'done', wasAsked: false });
  expect(after(approved, answer('processing'))).toMatchObject({ step: 'unknown', wasAsked: true });
});

test('no answer leaves it unknown under the same key, until there is one', () => {
  const lost = after(approved, refuse('offline'));
  expect(lost).toMatchObject({ step: 'unknown', wasAsked: true, input: fresh.input });
  expect(follow(lost, refuse('unavailable'))).toMatchObject({ step: 'unknown' });
  expect(follow(lost, answer('accepted'))).toMatchObject({ step: 'done' });
  expect(follow(lost, refuse('insufficient_funds'))).toMatchObject({ step: 'refused' });
});

test('a call that was not let through says nothing about a payment that may have been made', () => {
  expect(after(approved, refuse('too_many_requests'))).toMatchObject({ step: 'approving' });
  const lost = after(approved, refuse('offline'), refuse('too_many_requests'));
  expect(lost).toMatchObject({ step: 'unknown' });
});

test('a wrong PIN is typed again, and what may have been made stays so', () => {
  expect(after(approved, refuse('wrong_pin'))).toMatchObject({
    step: 'approving',
    wasAsked: false,
    refusal: { error: 'wrong_pin' },
  });
  const lost = after(approved, refuse('offline'), refuse('challenge_expired'));
  expect(lost).toMatchObject({ step: 'approving', wasAsked: true });
});

test('a payment that failed in the ledger says why', () => {
  const failed = after(approved, answer('failed', 'insufficient_funds'));
  expect(failed).toMatchObject({ step: 'refused', refusal: { error: 'insufficient_funds' } });
});

test('an end is an end', () => {
  const done = after(approved, answer('waiting'));
  expect(follow(done, refuse('offline'))).toBe(done);
});

test('after a reload what was on its way may have been made', () => {
  expect(resumed(after(approved))).toMatchObject({ step: 'approving', wasAsked: true });
  expect(resumed(fresh)).toMatchObject({ step: 'approving', wasAsked: false });
});
