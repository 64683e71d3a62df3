import type { PayKey } from '@plaza/base';
import { expect, test } from 'vitest';
import { follow, resumed, type Payment, type PaymentEvent, type Standing } from './payment.ts';

const fresh: Payment = {
  input: { key: 'k' as PayKey },
  money: { amountMinor: 1250, currency: 'points', scale: 2 },
  step: 'approving',
  wasAsked: false,
  refusal: null,
  result: null,
};

const refuse = (error: string): PaymentEvent => ({ type: 'refused', refusal: { error } });
const answer = (standing: Standing): PaymentEvent => ({ type: 'answered', result: 'r', standing });
const after = (...events: PaymentEvent[]) => events.reduce(follow, fresh);
const approved: PaymentEvent = { type: 'approved' };

test('a payment is done only when the ledger has it', () => {
  expect(after(approved)).toMatchObject({ step: 'processing' });
  expect(after(approved, answer('done'))).toMatchObject({ step: 'done', wasAsked: false });
  expect(after(approved, answer('processing'))).toMatchObject({ step: 'unknown', wasAsked: true });
});

test('no answer leaves it unknown under the same key, until there is one', () => {
  const lost = after(approved, refuse('offline'));
  expect(lost).toMatchObject({ step: 'unknown', wasAsked: true, input: fresh.input });
  expect(follow(lost, refuse('unavailable'))).toMatchObject({ step: 'unknown' });
  expect(follow(lost, answer('done'))).toMatchObject({ step: 'done' });
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
  const failed = after(approved, answer({ error: 'insufficient_funds' }));
  expect(failed).toMatchObject({ step: 'refused', refusal: { error: 'insufficient_funds' } });
});

test('an end is an end', () => {
  const done = after(approved, answer('done'));
  expect(follow(done, refuse('offline'))).toBe(done);
});

test('after a reload what was on its way may have been made', () => {
  expect(resumed(after(approved))).toMatchObject({ step: 'approving', wasAsked: true });
  expect(resumed(fresh)).toMatchObject({ step: 'approving', wasAsked: false });
});
