import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const dayMs = 24 * 3_600_000;

describe('the log of what is about me', () => {
  it('has no gap, and is the same in frames and when pulled', async () => {
    const ana = await city.signUp('Ana');
    const socket = await ana.socket();
    const start = socket.hello.personalSeq;
    for (const region of ['North', 'South', 'East']) {
      await ana.must('identity.updateProfile', { region });
    }
    await socket.event('identity.meChanged', ({ me }) => me.region === 'East');
    const { state, events, headSeq } = await ana.must('sync.pull', { after: start });
    expect(state).toBe('events');
    expect(events.map(({ seq }) => seq)).toEqual([start + 1, start + 2, start + 3]);
    expect(headSeq).toBe(start + 3);
    const told = socket.events('identity.meChanged').map(({ t: _, ...event }) => event);
    expect(told).toEqual(events);
    const rest = await ana.must('sync.pull', { after: start + 2 });
    expect(rest.events).toEqual(events.slice(2));
    socket.close();
  });

  it('asks for a snapshot when it no longer reaches back, or never was so long', async () => {
    const ana = await city.signUp('Ana');
    await ana.must('identity.updateProfile', { region: 'North' });
    const { headSeq } = await ana.must('sync.pull', { after: 0 });
    expect(await ana.must('sync.pull', { after: headSeq + 1 })).toMatchObject({ state: 'reset' });
    city.clock.travel(31 * dayMs);
    await city.composed.modules.sync.trim();
    const old = await ana.must('sync.pull', { after: 0 });
    expect(old).toEqual({ state: 'reset', events: [], headSeq });
    expect(await ana.must('sync.pull', { after: headSeq })).toMatchObject({ state: 'events' });
  });

  it('starts from a snapshot that says how new it is', async () => {
    const [ana, wei] = await city.contacts('Ana', 'Wei');
    const snapshot = await ana.must('sync.snapshot', {});
    expect(snapshot.me).toEqual(await ana.must('identity.getMe', {}));
    expect(snapshot.contacts.map(({ person }) => person)).toEqual([wei.card]);
    expect(snapshot.requests).toMatchObject([{ direction: 'outgoing', state: 'accepted' }]);
    expect(snapshot.privacy).toEqual({ findableByHandle: true, findableByCode: true });
    const { events } = await ana.must('sync.pull', { after: snapshot.headSeq });
    expect(events).toEqual([]);
  });
});
