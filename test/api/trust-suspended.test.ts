import type { CaseId } from '@plaza/base';
import { methods, type MethodName, type MethodRefusal } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { device, password, startCity, type TestCity } from './support/city.ts';
import { createPerson, type TestPerson } from './support/person.ts';
import { noId } from './support/talk.ts';

// What is left to a suspended person: to read why, to appeal, to take their data home.

let city: TestCity;
let judge: TestPerson;
let second: TestPerson;
beforeAll(async () => {
  city = await startCity();
  judge = await city.operator();
  second = await city.operator();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const reason = 'Sold what was never there.';

function signInOf({ me }: TestPerson) {
  return { handle: me.handle, password, device, delivery: 'token', toAppeal: true } as const;
}

/** Somebody whom an operator suspended, as they come in to appeal. */
async function suspendedPerson(): Promise<TestPerson> {
  const person = await city.signUp('Bo');
  await judge.must('operator.suspend', { personId: person.me.personId, reason });
  const signedIn = await city.stranger.must('identity.signIn', signInOf(person));
  return createPerson(city.origin, { ...signedIn, recoveryCodes: [] }, password);
}

describe('who is suspended', () => {
  let bo: TestPerson;
  beforeAll(async () => {
    bo = await suspendedPerson();
  });

  it('comes in only by saying that it is to appeal', async () => {
    const { toAppeal: _, ...plain } = signInOf(bo);
    expect(await city.stranger.refused('identity.signIn', plain)).toBe('suspended');
    const no = { ...plain, toAppeal: false };
    expect(await city.stranger.refused('identity.signIn', no)).toBe('suspended');
    const wrong = { ...signInOf(bo), password: 'something else' };
    expect(await city.stranger.refused('identity.signIn', wrong)).toBe('wrong_credentials');
    const me = await bo.must('identity.getMe', {});
    expect(me).toMatchObject({ handle: bo.me.handle, suspendedAt: expect.any(String) });
  });

  const closed = methods.filter(({ auth, whileSuspended }) => auth !== 'public' && !whileSuspended);
  it.each(closed)('cannot call $name', async ({ name }) => {
    const answer = await bo.send(name as MethodName, {});
    expect(answer).toMatchObject({ status: 403, body: { error: 'suspended' } });
  });

  it('is nobody to what anybody may call', async () => {
    const { handle } = bo.me;
    expect(await bo.must('identity.checkHandle', { handle })).toEqual({ free: false });
  });

  it('has no socket and no files', async () => {
    await expect(bo.socket()).rejects.toThrow('401');
    const headers = { authorization: `Bearer ${bo.token}` };
    for (const [method, path] of [
      ['GET', '/media/01890000-0000-7000-8000-000000000000'],
      ['POST', '/uploads'],
    ] as const) {
      const mine = await fetch(city.origin + path, { method, headers });
      const nobodys = await fetch(city.origin + path, { method });
      expect([path, mine.status]).toEqual([path, nobodys.status]);
    }
  });

  it('takes their data home', async () => {
    const { holdings } = await bo.must('rights.listHoldings', {});
    expect(holdings.map(({ module }) => module)).toContain('trust');
    const { path } = await bo.must('rights.beginExport', {});
    const headers = { authorization: `Bearer ${bo.token}` };
    const answer = await fetch(city.origin + path, { headers });
    expect(answer.headers.get('content-type')).toBe('application/zip');
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
  });

  it('signs out', async () => {
    const other = await city.stranger.must('identity.signIn', signInOf(bo));
    const there = createPerson(city.origin, { ...other, recoveryCodes: [] }, password);
    await there.must('identity.signOut', {});
    expect(await there.refused('identity.getMe', {})).toBe('unauthenticated');
  });
});

it('an operator’s role opens nothing while its holder is suspended', async () => {
  const olga = await city.operator();
  await judge.must('operator.suspend', { personId: olga.me.personId, reason });
  const signedIn = await city.stranger.must('identity.signIn', signInOf(olga));
  const back = createPerson(city.origin, { ...signedIn, recoveryCodes: [] }, password);
  const error: MethodRefusal<'operator.listPeople'> = 'suspended';
  expect(await back.refused('operator.listPeople', {})).toBe(error);
});

it('a suspension by an operator is explained, appealed and lifted', async () => {
  const bo = await suspendedPerson();
  const { statements } = await bo.must('trust.listMyStatements', {});
  expect(statements).toMatchObject([{ measure: 'suspend_person', facts: reason, appeal: null }]);
  const caseId = statements[0]?.caseId ?? noId<CaseId>();
  await bo.must('trust.appeal', { caseId, text: 'I can show the receipts.' });
  const answer = { caseId, outcome: 'reversed', answer: 'So you can.' } as const;
  expect(await judge.refused('trust.decideAppeal', answer)).toBe('same_reviewer');
  await second.must('trust.decideAppeal', answer);
  await city.settle();
  // The session that was opened to appeal is like any other from now on.
  expect(await bo.must('identity.getMe', {})).not.toHaveProperty('suspendedAt');
  expect((await bo.must('contacts.list', {})).contacts).toEqual([]);
  const socket = await bo.socket();
  socket.close();
});

it('a second suspension ends the session that was opened to appeal the first', async () => {
  const bo = await suspendedPerson();
  await judge.must('operator.suspend', { personId: bo.me.personId, reason });
  expect(await bo.refused('identity.getMe', {})).toBe('unauthenticated');
});

it('a new password may be set on the way to an appeal', async () => {
  const bo = await city.signUp('Bo');
  await judge.must('operator.suspend', { personId: bo.me.personId, reason });
  const newPassword = 'quite another phrase';
  const given = { ...signInOf(bo), code: bo.recoveryCodes[0] ?? '', newPassword };
  const { password: _, ...recovering } = given;
  const { me } = await city.stranger.must('identity.recoverWithCode', recovering);
  expect(me.suspendedAt).toEqual(expect.any(String));
});
