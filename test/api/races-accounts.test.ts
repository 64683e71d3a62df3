import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { device, password, startCity, type TestCity } from './support/city.ts';
import { throughGate, type Gate } from './support/gate.ts';
import type { TestPerson } from './support/person.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const arrival = { device, delivery: 'token' } as const;
const newPassword = 'seven ripe lemons';
const hourMs = 3_600_000;

type Ended = { ok: true } | { ok: false; error: string };
type Run = () => Promise<Ended>;

/** How each of two ended, one beside the other. */
function race(gate: Gate, run: Run, other = run): Promise<string[]> {
  const told = async (each: Run) => {
    const result = await each();
    return result.ok ? 'done' : result.error;
  };
  return throughGate<[string, string]>(city.db, gate, [() => told(run), () => told(other)]);
}

const personRow = ({ me }: TestPerson): Gate => ({
  text: 'select from identity_person where person_id = $1 for update',
  values: [me.personId],
});

// A table's gate lets all in at the same moment: either may be the first then.
const handles = { text: 'lock table identity_handle in share row exclusive mode' };
const sorted = (results: string[]) => results.toSorted((a, b) => (a < b ? -1 : 1));

describe('two at once', () => {
  it('who sign up with one handle: one gets it', async () => {
    const signUp = () =>
      city.stranger.call('identity.signUp', {
        ...{ handle: 'wanted', displayName: 'W', password, locale: 'en', ...arrival },
      });
    expect(sorted(await race(handles, signUp))).toEqual(['done', 'handle_taken']);
  });

  it('who change to one handle: one gets it', async () => {
    const [ana, wei] = [await city.signUp('Ana'), await city.signUp('Wei')];
    const change = (person: TestPerson) => () =>
      person.call('identity.changeHandle', { handle: 'wanted_too' });
    const results = await race(handles, change(ana), change(wei));
    expect(sorted(results)).toEqual(['done', 'handle_taken']);
  });

  it('who use one recovery code: one comes in', async () => {
    const ana = await city.signUp('Ana');
    const { handle } = ana.me;
    const asked = { handle, code: ana.recoveryCodes[0] ?? '', newPassword, ...arrival };
    const recover = () => city.stranger.call('identity.recoverWithCode', asked);
    expect(await race(personRow(ana), recover)).toEqual(['done', 'wrong_credentials']);
    const again = await city.signIn({ ...ana, password: newPassword });
    const { recoveryCodesLeft } = await again.must('identity.getMe', {});
    expect(recoveryCodesLeft).toBe(9);
  });

  it('who finish one reset: one comes in', async () => {
    const ana = await city.signUp('Ana');
    const { secret } = await ana.must('identity.beginOwnReset', {});
    city.clock.travel(25 * hourMs);
    const finish = () =>
      city.stranger.call('identity.finishReset', { secret, newPassword, ...arrival });
    expect(await race(personRow(ana), finish)).toEqual(['done', 'reset_unknown']);
  });

  it('who poll for one confirmed code: one comes in', async () => {
    const ana = await city.signUp('Ana');
    const begun = await city.stranger.must('identity.beginQrSignIn', { device });
    const { ticket, secret } = begun;
    await ana.must('identity.scanQrSignIn', { code: new URL(begun.qrText).hash.slice(1) });
    await ana.must('identity.answerQrSignIn', { ticket, allow: true });
    const poll = () =>
      city.stranger.call('identity.pollQrSignIn', { ticket, secret, delivery: 'token' });
    const gate = {
      text: 'select from identity_ticket where ticket_id = $1 for update',
      values: [ticket],
    };
    expect(await race(gate, poll)).toEqual(['done', 'ticket_unknown']);
    expect((await ana.must('identity.listSessions', {})).sessions).toHaveLength(2);
  });

  it('who claim an empty server: one becomes its operator', async () => {
    const [ana, wei] = [await city.signUp('Ana'), await city.signUp('Wei')];
    const secret = new URL(city.composed.opened.claimUrl ?? '').hash.slice(1);
    const claim = (person: TestPerson) => () => person.call('operator.claim', { secret });
    const gate = { text: 'select from operator_claim for update' };
    expect(await race(gate, claim(ana), claim(wei))).toEqual(['done', 'claim_rejected']);
    expect((await wei.must('identity.getMe', {})).role).toBe('resident');
  });
});

describe('a sign-in beside a suspension', () => {
  const run = async (suspendFirst: boolean) => {
    const [ana, operator] = [await city.signUp('Ana'), await city.operator()];
    const { personId, handle } = ana.me;
    const suspend = () => operator.call('operator.suspend', { personId, reason: 'spam' });
    const signIn = () => city.stranger.call('identity.signIn', { handle, password, ...arrival });
    const order: [Run, Run] = suspendFirst ? [suspend, signIn] : [signIn, suspend];
    const results = await race(personRow(ana), ...order);
    const { sessions } = await operator.must('operator.listSessions', { personId });
    return { results, sessions: sessions.length };
  };

  it('leaves nobody in, in either order', async () => {
    expect(await run(true)).toEqual({ results: ['done', 'suspended'], sessions: 0 });
    expect(await run(false)).toEqual({ results: ['done', 'done'], sessions: 0 });
  });
});
