import { api, type MethodName } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { befriend, incomingRequest, startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
let sol: TestPerson;

beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
  sol = await city.signUp('Sol');
}, 60_000);
afterAll(() => city?.[Symbol.asyncDispose]());

const nobody = crypto.randomUUID() as TestPerson['me']['personId'];
const byHandle = { reason: '', via: 'handle' } as const;
const id = (person: TestPerson) => ({ personId: person.me.personId });

async function newcomer(name: string): Promise<TestPerson> {
  return city.signUp(name);
}

describe('every method', () => {
  const names = Object.values(api.contacts).map(({ name }) => name as MethodName);

  test.each(names)('%s wants a session and an input of its form', async (name) => {
    expect((await city.stranger.send(name, {})).status).toBe(401);
    expect(await ana.send(name, { surplus: 1 })).toMatchObject({
      status: 400,
      body: { error: 'invalid' },
    });
  });
});

describe('finding', () => {
  test('by handle', async () => {
    const { handle } = sol.me;
    const found = await ana.must('contacts.findByHandle', { handle });
    expect(found).toEqual({
      ...{ person: sol.card, relation: 'stranger', contact: null, request: null },
    });
    const none = await ana.refused('contacts.findByHandle', { handle: 'nobody_here' });
    expect(none).toBe('person_not_found');
    const self = await ana.must('contacts.findByHandle', { handle: ana.me.handle });
    expect(self.relation).toBe('self');
  });

  test('by personal code', async () => {
    const mine = await sol.must('contacts.getMyCode', {});
    expect(mine.qrText.endsWith(`/u#${mine.code}`)).toBe(true);
    const found = await ana.must('contacts.findByCode', { code: mine.code });
    expect(found.person).toEqual(sol.card);
    const renewed = await sol.must('contacts.renewMyCode', {});
    expect(await ana.refused('contacts.findByCode', { code: mine.code })).toBe('code_unknown');
    expect((await ana.must('contacts.findByCode', { code: renewed.code })).person).toEqual(
      sol.card,
    );
  });

  test('a page only of those whom one knows', async () => {
    expect((await ana.must('contacts.getPerson', id(wei))).relation).toBe('contact');
    expect(await ana.refused('contacts.getPerson', id(sol))).toBe('person_not_found');
  });

  test('switches are told to the other devices', async () => {
    const socket = await sol.socket();
    const privacy = { findableByHandle: false, findableByCode: true };
    expect(await sol.must('contacts.setPrivacy', privacy)).toEqual(privacy);
    expect(await socket.event('contacts.privacyChanged')).toEqual(privacy);
    expect(await sol.must('contacts.getPrivacy', {})).toEqual(privacy);
    const hidden = await ana.refused('contacts.findByHandle', { handle: sol.me.handle });
    expect(hidden).toBe('person_not_found');
    await sol.must('contacts.setPrivacy', { findableByHandle: true, findableByCode: true });
  });
});

describe('a request', () => {
  test('shows on all devices of both, and becomes a contact', async () => {
    const [bo, mei] = [await newcomer('Bo'), await newcomer('Mei')];
    const [bos, meis] = [await bo.socket(), await mei.socket()];
    const asked = { ...id(mei), reason: 'From the choir', via: 'handle' } as const;
    expect(await bo.must('contacts.sendRequest', asked)).toEqual({ state: 'requested' });
    expect(await bos.event('contacts.requestChanged')).toMatchObject({
      request: { direction: 'outgoing', state: 'pending' },
    });
    const { request } = await meis.event('contacts.requestChanged');
    expect(request).toMatchObject({ reason: 'From the choir', person: bo.card });
    const { requestId } = request;
    await mei.must('contacts.answerRequest', { requestId, accept: true, remark: 'Bobby' });
    expect(await bos.event('contacts.contactChanged')).toMatchObject({
      contact: { person: mei.card, listed: true, remark: null },
    });
    const { contacts } = await mei.must('contacts.list', {});
    expect(contacts).toMatchObject([{ person: bo.card, remark: 'Bobby' }]);
    await city.settle();
    const again = await bo.refused('contacts.sendRequest', { ...id(mei), ...byHandle });
    expect(again).toBe('already_contacts');

    await mei.must('identity.updateProfile', { displayName: 'Mei Lin' });
    expect(await bos.event('identity.personChanged')).toMatchObject({
      person: { displayName: 'Mei Lin' },
    });
  });

  test('by code or group must be proven', async () => {
    const { code } = await sol.must('contacts.getMyCode', {});
    const asker = await newcomer('Kim');
    const bare = { ...id(sol), reason: '' };
    for (const unproven of [
      { ...bare, via: 'code' } as const,
      { ...bare, via: 'code', code: 'x' } as const,
      { ...bare, via: 'group' } as const,
      { ...byHandle, personId: nobody },
    ]) {
      expect(await asker.refused('contacts.sendRequest', unproven)).toBe('person_not_found');
    }
    const proven = { ...bare, via: 'code', code } as const;
    expect(await asker.must('contacts.sendRequest', proven)).toEqual({ state: 'requested' });
  });

  test('can be ignored, taken back, and not answered afterwards', async () => {
    const [bo, mei] = [await newcomer('Bo'), await newcomer('Mei')];
    await bo.must('contacts.sendRequest', { ...id(mei), ...byHandle });
    await city.settle();
    const requestId = await incomingRequest(mei, bo);
    await mei.must('contacts.answerRequest', { requestId, accept: false });
    const { requests } = await bo.must('contacts.listRequests', {});
    expect(requests).toMatchObject([{ requestId, state: 'pending', direction: 'outgoing' }]);
    await bo.must('contacts.withdrawRequest', { requestId });
    await city.settle();
    const unknown = 'request_unknown';
    expect(await bo.refused('contacts.withdrawRequest', { requestId })).toBe(unknown);
    const answer = { requestId, accept: true };
    expect(await mei.refused('contacts.answerRequest', answer)).toBe(unknown);
    const nonsense = { requestId: 'nonsense', accept: true };
    expect(await mei.refused('contacts.answerRequest', nonsense)).toBe(unknown);
  });

  test('goes neither to oneself, nor beyond the limits', async () => {
    const [bo, mei] = [await newcomer('Bo'), await newcomer('Mei')];
    const ask = { ...id(mei), ...byHandle };
    expect(await bo.refused('contacts.sendRequest', { ...id(bo), ...byHandle })).toBe(
      'self_action',
    );

    await mei.must('contacts.sendRequest', { ...id(bo), ...byHandle });
    await city.settle();
    const requestId = await incomingRequest(bo, mei);
    const fill = 'update contacts_person set contact_count = $2 where person_id = $1';
    await city.sql(fill, [bo.me.personId, 10_000]);
    const full = 'contact_limit_reached';
    expect(await bo.refused('contacts.sendRequest', ask)).toBe(full);
    const answer = { requestId, accept: true };
    expect(await bo.refused('contacts.answerRequest', answer)).toBe(full);

    await city.sql(
      `insert into contacts_request_day (person_id, day, sent)
       select $1, (now() at time zone 'utc')::date + n, 20 from generate_series(0, 1) n`,
      [wei.me.personId],
    );
    const spent = await wei.refused('contacts.sendRequest', { ...id(mei), ...byHandle });
    expect(spent).toBe('request_limit_reached');
  });
});

describe('the list', () => {
  test('remark, tags and star are mine and on all my devices', async () => {
    const socket = await ana.socket();
    const note = { remark: '小魏', tags: ['work', '家'], starred: true };
    const { contact } = await ana.must('contacts.update', { ...id(wei), ...note });
    expect(contact).toMatchObject(note);
    expect(await socket.event('contacts.contactChanged')).toEqual({ contact });
    const { contacts } = await wei.must('contacts.list', {});
    expect(contacts).toMatchObject([{ remark: null, tags: [], starred: false }]);
    expect(await ana.refused('contacts.update', { ...id(sol), remark: 'x' })).toBe('not_contact');
  });

  test('a block is silent, and ends', async () => {
    const [bo, mei] = [await newcomer('Bo'), await newcomer('Mei')];
    await befriend(bo, mei, city.settle);
    const { contact } = await bo.must('contacts.block', id(mei));
    expect(contact).toMatchObject({ blocked: true, listed: true });
    expect((await mei.must('contacts.getPerson', id(bo))).relation).toBe('contact');
    await bo.must('contacts.unblock', id(mei));
    const { contacts } = await bo.must('contacts.list', {});
    expect(contacts).toMatchObject([{ blocked: false, listed: true }]);
    expect(await bo.refused('contacts.block', { personId: nobody })).toBe('person_not_found');
    expect(await bo.refused('contacts.block', id(bo))).toBe('self_action');
  });

  test('removing takes the person off my list only', async () => {
    const [bo, mei] = [await newcomer('Bo'), await newcomer('Mei')];
    await befriend(bo, mei, city.settle);
    const socket = await bo.socket();
    await bo.must('contacts.remove', id(mei));
    expect(await socket.event('contacts.contactRemoved')).toEqual(id(mei));
    expect(await bo.refused('contacts.remove', id(mei))).toBe('not_contact');
    expect((await mei.must('contacts.getPerson', id(bo))).relation).toBe('contact');
  });

  test('no call left a fault', () => {
    expect(city.faults).toEqual([]);
  });
});
