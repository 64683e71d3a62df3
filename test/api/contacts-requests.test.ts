import type { PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, incomingRequest, startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { createGroup, noId } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const dayMs = 24 * 3_600_000;

async function ask(from: TestPerson, to: TestPerson, reason = 'Hello') {
  const asked = { personId: to.me.personId, reason, via: 'handle' } as const;
  const result = await from.call('contacts.sendRequest', asked);
  await city.settle();
  return result;
}

async function stateOf(person: TestPerson, other: TestPerson) {
  const { requests } = await person.must('contacts.listRequests', {});
  const found = requests.find((each) => each.person.personId === other.me.personId);
  return found === undefined ? null : `${found.direction} ${found.state}`;
}

describe('a request', () => {
  it('reaches the other with its reason, and is accepted', async () => {
    const [ana, wei] = [await city.signUp('Ana'), await city.signUp('Wei')];
    const [anas, weis] = [await ana.socket(), await wei.socket()];
    expect(await ask(ana, wei, 'From the market')).toMatchObject({
      output: { state: 'requested' },
    });
    const { request } = await weis.event('contacts.requestChanged');
    expect(request).toMatchObject({ direction: 'incoming', reason: 'From the market' });
    const view = await ana.must('contacts.getPerson', { personId: wei.me.personId });
    expect(view.relation).toBe('request_sent');
    const { requestId } = request;
    const tags = ['market'];
    await wei.must('contacts.answerRequest', { requestId, accept: true, remark: 'A.', tags });
    await anas.event('contacts.requestChanged', (told) => told.request.state === 'accepted');
    await anas.event('contacts.contactChanged', ({ contact }) => contact.listed);
    await weis.event('contacts.contactChanged', ({ contact }) => contact.remark === 'A.');
    expect(await ask(ana, wei)).toMatchObject({ error: 'already_contacts' });
    expect(await wei.refused('contacts.answerRequest', { requestId, accept: true })).toBe(
      'request_unknown',
    );
    anas.close();
    weis.close();
  });

  it('that meets one from the other side makes contacts at once', async () => {
    const [ana, wei] = [await city.signUp('Ana'), await city.signUp('Wei')];
    await ask(ana, wei);
    expect(await ask(wei, ana)).toMatchObject({ output: { state: 'accepted' } });
    for (const [one, other] of [
      [ana, wei],
      [wei, ana],
    ] as const) {
      const view = await one.must('contacts.getPerson', { personId: other.me.personId });
      expect(view.relation).toBe('contact');
    }
  });

  it('is ignored without the asker being told', async () => {
    const [ana, wei] = [await city.signUp('Ana'), await city.signUp('Wei')];
    await ask(ana, wei);
    const requestId = await incomingRequest(wei, ana);
    await wei.must('contacts.answerRequest', { requestId, accept: false });
    await city.settle();
    expect(await stateOf(wei, ana)).toBe('incoming ignored');
    expect(await stateOf(ana, wei)).toBe('outgoing pending');
  });

  it('is taken back by its asker only, while it waits', async () => {
    const [ana, wei] = [await city.signUp('Ana'), await city.signUp('Wei')];
    await ask(ana, wei);
    const requestId = await incomingRequest(wei, ana);
    expect(await wei.refused('contacts.withdrawRequest', { requestId })).toBe('request_unknown');
    await ana.must('contacts.withdrawRequest', { requestId });
    await city.settle();
    expect(await stateOf(wei, ana)).toBe('incoming withdrawn');
    expect(await ana.refused('contacts.withdrawRequest', { requestId })).toBe('request_unknown');
    const late = { requestId, accept: true };
    expect(await wei.refused('contacts.answerRequest', late)).toBe('request_unknown');
    const never = { requestId: 'no id at all', accept: true };
    expect(await wei.refused('contacts.answerRequest', never)).toBe('request_unknown');
  });

  it('lapses after 30 days', async () => {
    const [ana, wei] = [await city.signUp('Ana'), await city.signUp('Wei')];
    await ask(ana, wei);
    const requestId = await incomingRequest(wei, ana);
    city.clock.travel(30 * dayMs + 1);
    const late = { requestId, accept: true };
    expect(await wei.refused('contacts.answerRequest', late)).toBe('request_unknown');
  });

  it('goes to nobody, to oneself, or by a way that was not taken', async () => {
    const [ana, wei] = [await city.signUp('Ana'), await city.signUp('Wei')];
    expect(await ask(ana, ana)).toMatchObject({ error: 'self_action' });
    const send = (personId: PersonId, via: 'code' | 'group', code = 'a guess') =>
      ana.refused('contacts.sendRequest', { personId, reason: '', via, code });
    expect(await send(noId(), 'code')).toBe('person_not_found');
    expect(await send(wei.me.personId, 'code')).toBe('person_not_found');
    expect(await send(wei.me.personId, 'group')).toBe('person_not_found');
  });

  it('may be sent twenty times a day', async () => {
    const [ana, wei] = [await city.signUp('Ana'), await city.signUp('Wei')];
    for (let i = 0; i < 20; i += 1) expect((await ask(ana, wei)).ok).toBe(true);
    expect(await ask(ana, wei)).toMatchObject({ error: 'request_limit_reached' });
  });

  it('finds no room in a list of ten thousand', async () => {
    const [ana, wei] = [await city.signUp('Ana'), await city.signUp('Wei')];
    await ask(ana, wei);
    const requestId = await incomingRequest(wei, ana);
    const ids = [ana.me.personId, wei.me.personId];
    await city.sql(
      'update contacts_person set contact_count = 10000 where person_id = any($1::uuid[])',
      [ids],
    );
    const accept = { requestId, accept: true };
    expect(await wei.refused('contacts.answerRequest', accept)).toBe('contact_limit_reached');
    const carl = await city.signUp('Carl');
    expect(await ask(ana, carl)).toMatchObject({ error: 'contact_limit_reached' });
  });
});

describe('finding people', () => {
  it('is by exact handle, unless they switched that off', async () => {
    const [ana, wei] = [await city.signUp('Ana'), await city.signUp('Wei')];
    const { handle } = wei.me;
    const found = await ana.must('contacts.findByHandle', { handle });
    expect(found).toMatchObject({ relation: 'stranger', person: wei.card, contact: null });
    const socket = await wei.socket();
    const privacy = { findableByHandle: false, findableByCode: true };
    expect(await wei.must('contacts.setPrivacy', privacy)).toEqual(privacy);
    expect((await socket.event('contacts.privacyChanged')).findableByHandle).toBe(false);
    socket.close();
    expect(await wei.must('contacts.getPrivacy', {})).toEqual(privacy);
    expect(await ana.refused('contacts.findByHandle', { handle })).toBe('person_not_found');
    expect(await ask(ana, wei)).toMatchObject({ error: 'person_not_found' });
    const nobody = { handle: 'nobody_here' };
    expect(await ana.refused('contacts.findByHandle', nobody)).toBe('person_not_found');
  });

  it('is by code, until it is renewed or switched off', async () => {
    const [ana, wei] = [await city.signUp('Ana'), await city.signUp('Wei')];
    const { code, qrText } = await wei.must('contacts.getMyCode', {});
    expect(qrText).toContain(code);
    expect(await wei.must('contacts.getMyCode', {})).toEqual({ code, qrText });
    const { person } = await ana.must('contacts.findByCode', { code });
    expect(person.personId).toBe(wei.me.personId);
    const asked = { personId: person.personId, reason: '', via: 'code', code } as const;
    expect(await ana.must('contacts.sendRequest', asked)).toEqual({ state: 'requested' });
    const renewed = await wei.must('contacts.renewMyCode', {});
    expect(await ana.refused('contacts.findByCode', { code })).toBe('code_unknown');
    await wei.must('contacts.setPrivacy', { findableByHandle: true, findableByCode: false });
    const { code: fresh } = renewed;
    expect(await ana.refused('contacts.findByCode', { code: fresh })).toBe('code_unknown');
  });

  it('in a group is enough to see and to ask', async () => {
    const [ana, wei] = await city.contacts('Ana', 'Wei');
    const eve = await city.signUp('Eve');
    await befriend(ana, eve, city.settle);
    const { personId } = eve.me;
    expect(await wei.refused('contacts.getPerson', { personId })).toBe('person_not_found');
    await createGroup(ana, [wei, eve]);
    await city.settle();
    const { relation, person } = await wei.must('contacts.getPerson', { personId });
    expect([relation, person]).toEqual(['stranger', eve.card]);
    const asked = { personId, reason: '', via: 'group' } as const;
    expect(await wei.must('contacts.sendRequest', asked)).toEqual({ state: 'requested' });
    expect(await wei.refused('contacts.getPerson', { personId: noId<PersonId>() })).toBe(
      'person_not_found',
    );
    const self = await wei.must('contacts.getPerson', { personId: wei.me.personId });
    expect(self.relation).toBe('self');
  });
});
