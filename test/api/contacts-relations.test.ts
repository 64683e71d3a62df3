import type { PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { newClientId, noId, openDirect, text, textsOf } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

/** Two contacts with an open conversation; `send` says how it went. */
async function talkers() {
  const [ana, wei] = await city.contacts('Ana', 'Wei');
  const conversationId = await openDirect(ana, wei);
  await city.settle();
  const send = async (from: TestPerson) => {
    const asked = { conversationId, clientId: newClientId(), message: text('Hello') };
    const result = await from.call('chat.sendMessage', asked);
    return result.ok ? 'sent' : result.error;
  };
  return { ana, wei, conversationId, send };
}

describe('a contact', () => {
  it('has a remark, tags and a star that only the owner sees', async () => {
    const { ana, wei } = await talkers();
    const socket = await wei.socket();
    const { personId } = wei.me;
    const change = { remark: 'Wei from work', tags: ['work'], starred: true };
    const { contact } = await ana.must('contacts.update', { personId, ...change });
    expect(contact).toMatchObject(change);
    expect((await ana.must('contacts.list', {})).contacts).toEqual([contact]);
    const [other] = (await wei.must('contacts.list', {})).contacts;
    expect(other).toMatchObject({ remark: null, tags: [], starred: false });
    await city.settle();
    expect(socket.events('contacts.contactChanged')).toEqual([]);
    socket.close();
    const nobody = { personId: noId<PersonId>(), starred: true };
    expect(await ana.refused('contacts.update', nobody)).toBe('not_contact');
  });

  it('who is removed cannot write, nor be written to, and sees what was said', async () => {
    const { ana, wei, conversationId, send } = await talkers();
    const socket = await ana.socket();
    expect(await send(wei)).toBe('sent');
    const { personId } = wei.me;
    await ana.must('contacts.remove', { personId });
    expect(await socket.event('contacts.contactRemoved')).toEqual({ personId });
    socket.close();
    await city.settle();
    expect([await send(ana), await send(wei)]).toEqual(['not_contact', 'not_contact']);
    expect(await textsOf(wei, conversationId)).toEqual(['Hello']);
    expect(await ana.refused('contacts.remove', { personId })).toBe('not_contact');
    // Wei still lists Ana, who thus becomes a contact again by asking.
    const asked = { personId, reason: '', via: 'handle' } as const;
    expect(await ana.must('contacts.sendRequest', asked)).toEqual({ state: 'accepted' });
    await city.settle();
    expect([await send(ana), await send(wei)]).toEqual(['sent', 'sent']);
  });
});

describe('a block', () => {
  it('keeps messages out, both are still contacts when it is lifted', async () => {
    const { ana, wei, send } = await talkers();
    const { personId } = wei.me;
    const socket = await wei.socket();
    const { contact } = await ana.must('contacts.block', { personId });
    expect(contact).toMatchObject({ blocked: true, listed: true });
    await city.settle();
    expect([await send(wei), await send(ana)]).toEqual(['blocked', 'sent']);
    expect(socket.events('contacts.contactChanged')).toEqual([]);
    socket.close();
    await ana.must('contacts.unblock', { personId });
    await city.settle();
    expect(await send(wei)).toBe('sent');
  });

  it('of a stranger ends their request and hides later ones', async () => {
    const [ana, eve] = [await city.signUp('Ana'), await city.signUp('Eve')];
    const asked = { personId: ana.me.personId, reason: 'Hi', via: 'handle' } as const;
    await eve.must('contacts.sendRequest', asked);
    await city.settle();
    const { contact } = await ana.must('contacts.block', { personId: eve.me.personId });
    expect(contact).toMatchObject({ blocked: true, listed: false });
    // Eve is not told: it looks as if the request still waited.
    expect(await eve.must('contacts.sendRequest', asked)).toEqual({ state: 'requested' });
    await city.settle();
    const { requests } = await ana.must('contacts.listRequests', {});
    expect(requests.filter(({ state }) => state === 'pending')).toEqual([]);
    const socket = await ana.socket();
    await ana.must('contacts.unblock', { personId: eve.me.personId });
    await socket.event('contacts.contactRemoved');
    socket.close();
  });

  it('is of others, who exist', async () => {
    const ana = await city.signUp('Ana');
    const { personId } = ana.me;
    expect(await ana.refused('contacts.block', { personId })).toBe('self_action');
    const nobody = { personId: noId<PersonId>() };
    expect(await ana.refused('contacts.block', nobody)).toBe('person_not_found');
    expect(await ana.must('contacts.unblock', nobody)).toEqual({});
  });
});
