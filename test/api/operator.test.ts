import type { PersonId, SessionId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPlace, startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { noId } from './support/talk.ts';

let city: TestCity;
let operator: TestPerson;
beforeAll(async () => {
  city = await startCity();
  operator = await city.operator();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const reason = 'asked for at the counter';

function claimSecret({ composed }: TestCity): string {
  return new URL(composed.opened.claimUrl ?? 'http://none/').hash.slice(1);
}

describe('an empty server', () => {
  it('makes its first visitor with the link the operator, once', async () => {
    await using place = await openPlace();
    const fresh = await startCity({ place });
    const secret = claimSecret(fresh);
    const [ana, eve] = [await fresh.signUp('Ana'), await fresh.signUp('Eve')];
    expect(await eve.refused('operator.claim', { secret: 'a guess' })).toBe('claim_rejected');
    expect(await ana.must('operator.claim', { secret })).toMatchObject({ role: 'operator' });
    expect(await eve.refused('operator.claim', { secret })).toBe('claim_rejected');
    expect((await ana.must('operator.getHealth', {})).people).toBe(2);
    expect(await eve.refused('operator.getHealth', {})).toBe('forbidden');
    expect(fresh.faults).toEqual([]);
    await fresh[Symbol.asyncDispose]();
    await using again = await startCity({ place });
    expect(again.composed.opened.claimUrl).toBeNull();
  });
});

describe('an operator', () => {
  it('finds people, page by page', async () => {
    const { kernel, modules } = city.composed;
    await kernel.db.tx(async (tx) => {
      for (let i = 0; i < 51; i += 1) {
        const names = {
          handle: `crowd_${i}`,
          displayName: 'Crowd',
          locale: 'en',
          demo: true,
        } as const;
        await modules.identity.createPerson(tx, names);
      }
    });
    const first = await operator.must('operator.listPeople', { search: 'crowd' });
    expect(first.people).toHaveLength(50);
    const cursor = first.next ?? '';
    const second = await operator.must('operator.listPeople', { search: 'crowd', cursor });
    expect(second).toMatchObject({ next: null, people: [{ role: 'resident', state: 'active' }] });
    const wrong = { cursor: 'nowhere' };
    expect(await operator.refused('operator.listPeople', wrong)).toBe('invalid');
    expect(await operator.refused('operator.listAudit', wrong)).toBe('invalid');
    const percent = await operator.must('operator.listPeople', { search: '%' });
    expect(percent.people).toEqual([]);
  });

  it('signs a device of a person out', async () => {
    const ana = await city.signUp('Ana');
    const socket = await ana.socket();
    const { personId } = ana.me;
    const { sessions } = await operator.must('operator.listSessions', { personId });
    expect(sessions.map(({ sessionId }) => sessionId)).toEqual([ana.sessionId]);
    const { sessionId } = ana;
    const notHers = { personId: operator.me.personId, sessionId };
    expect(await operator.refused('operator.revokeSession', notHers)).toBe('session_unknown');
    await operator.must('operator.revokeSession', { personId, sessionId });
    expect(await socket.closed).toBe(4001);
    const never = { personId, sessionId: noId<SessionId>() };
    expect(await operator.refused('operator.revokeSession', never)).toBe('session_unknown');
    const nobody = { personId: noId<PersonId>() };
    expect(await operator.refused('operator.listSessions', nobody)).toBe('person_not_found');
  });

  it('suspends and restores, and all of it is written down', async () => {
    const ana = await city.signUp('Ana');
    const { personId } = ana.me;
    await operator.must('operator.suspend', { personId, reason });
    const find = async () =>
      (await operator.must('operator.listPeople', { search: ana.me.handle })).people[0]?.state;
    expect(await find()).toBe('suspended');
    await operator.must('operator.restore', { personId, reason });
    expect(await find()).toBe('active');
    await city.signIn(ana);
    await operator.must('operator.beginReset', { personId, reason });
    const { entries } = await operator.must('operator.listAudit', {});
    const mine = entries.filter(({ subject }) => subject?.personId === personId);
    expect(mine.map(({ action }) => action)).toEqual(['begin_reset', 'restore', 'suspend']);
    for (const entry of mine) {
      expect(entry).toMatchObject({ detail: reason, actor: operator.card });
    }
  });

  it('appoints others, who then do the same, and are dismissed', async () => {
    const [ana, bo] = [await city.signUp('Ana'), await city.signUp('Bo')];
    const on = ({ me }: typeof ana) => ({ personId: me.personId, reason });
    expect(await ana.refused('operator.appoint', on(bo))).toBe('forbidden');
    await operator.must('operator.suspend', on(ana));
    expect(await operator.refused('operator.appoint', on(ana))).toBe('suspended');
    await operator.must('operator.restore', on(ana));
    await city.signIn(ana);
    const socket = await bo.socket();
    await operator.must('operator.appoint', on(bo));
    await socket.event('identity.meChanged', ({ me }) => me.role === 'operator');
    await bo.must('operator.getHealth', {});
    await bo.must('operator.dismiss', on(operator));
    expect(await operator.refused('operator.dismiss', on(bo))).toBe('forbidden');
    await bo.must('operator.appoint', on(operator));
    // Whoever of two is first dismisses the other; one of them always stays.
    const both = await Promise.all([
      bo.call('operator.dismiss', on(operator)),
      operator.call('operator.dismiss', on(bo)),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    if (both[0]?.ok === true) await bo.must('operator.appoint', on(operator));
    else await operator.must('operator.appoint', on(bo));
    await operator.must('operator.dismiss', on(bo));
    const { entries } = await operator.must('operator.listAudit', {});
    expect(entries[0]).toMatchObject({ action: 'dismiss', detail: reason });
    socket.close();
  });

  it('does none of that to nobody or to themselves', async () => {
    const methods = ['suspend', 'restore', 'appoint', 'dismiss', 'beginReset'] as const;
    for (const method of methods.map((name) => `operator.${name}` as const)) {
      const on = (personId: PersonId) => operator.refused(method, { personId, reason });
      expect(await on(noId())).toBe('person_not_found');
      expect(await on(operator.me.personId)).toBe('self_action');
    }
  });

  it('sees how the server is doing, and its limits', async () => {
    const socket = await operator.socket();
    const health = await operator.must('operator.getHealth', {});
    expect(health).toMatchObject({ bus: 'in-process', database: { embedded: false } });
    expect(health.people).toBeGreaterThan(0);
    expect(health.sockets).toBeGreaterThan(0);
    const { limits, factor } = await operator.must('operator.listLimits', {});
    expect(factor).toBe(1000);
    const signUp = limits.find(({ method }) => method === 'identity.signUp');
    expect(signUp).toMatchObject({ scope: 'address', count: 10_000, perSeconds: 600 });
    socket.close();
  });
});
