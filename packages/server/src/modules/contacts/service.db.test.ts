import type { PersonId } from '@plaza/base';
import { events } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createValidator } from '../../kernel/rpc/index.ts';
import { openTestContacts, type TestContacts } from './testing.ts';

let city: TestContacts;
let serial = 0;
const everybody: PersonId[] = [];

beforeAll(async () => {
  city = await openTestContacts();
});
afterAll(() => city?.[Symbol.asyncDispose]());

function newcomer(name = 'person'): PersonId {
  serial += 1;
  const personId = city.person(`${name}_${serial}`);
  everybody.push(personId);
  return personId;
}

function ask(from: PersonId, to: PersonId, reason = 'hello') {
  return city.contacts.sendRequest(from, { personId: to, reason, via: 'handle' });
}

async function requestOf(ownerId: PersonId, personId: PersonId) {
  const requests = await city.contacts.listRequests(ownerId);
  return requests.find(({ person }) => person.personId === personId);
}

async function befriended(): Promise<[PersonId, PersonId]> {
  const pair: [PersonId, PersonId] = [newcomer(), newcomer()];
  await city.contacts.befriend(...pair);
  await city.outbox.settle();
  return pair;
}

async function relations(a: PersonId, b: PersonId): Promise<[string, string]> {
  return [await city.contacts.relation(a, b), await city.contacts.relation(b, a)];
}

async function writing(a: PersonId, b: PersonId): Promise<[string, string]> {
  return [await city.contacts.mayWrite(a, b), await city.contacts.mayWrite(b, a)];
}

describe('asking and answering', () => {
  test('a request waits in the box of the other side until it is accepted', async () => {
    const [a, b] = [newcomer(), newcomer()];
    expect(await ask(a, b)).toEqual({ ok: true, value: { state: 'requested' } });
    await city.outbox.settle();
    expect(await relations(a, b)).toEqual(['request_sent', 'request_received']);
    expect(await writing(a, b)).toEqual(['not_contact', 'not_contact']);

    const request = await requestOf(b, a);
    expect(request).toMatchObject({ direction: 'incoming', reason: 'hello', state: 'pending' });
    const answer = { requestId: request!.requestId, accept: true, remark: 'Al', tags: ['work'] };
    expect((await city.contacts.answerRequest(b, answer)).ok).toBe(true);
    await city.outbox.settle();

    expect(await relations(a, b)).toEqual(['contact', 'contact']);
    expect(await writing(a, b)).toEqual(['yes', 'yes']);
    expect(await city.contacts.areContacts(a, [b])).toBe(true);
    expect((await requestOf(a, b))?.state).toBe('accepted');
    const [contact] = await city.contacts.list(b);
    expect(contact).toMatchObject({ remark: 'Al', tags: ['work'], listed: true });
    expect(await ask(a, b)).toMatchObject({ ok: false, reason: 'already_contacts' });
  });

  test('two who ask each other at the same time become contacts', async () => {
    const [a, b] = [newcomer(), newcomer()];
    const answers = await Promise.all([ask(a, b), ask(b, a)]);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    await city.outbox.settle();
    expect(await relations(a, b)).toEqual(['contact', 'contact']);
    for (const [mine, theirs] of [[a, b] as const, [b, a] as const]) {
      const states = (await city.contacts.listRequests(mine))
        .filter(({ person }) => person.personId === theirs)
        .map(({ state }) => state);
      expect(new Set(states)).toEqual(new Set(['accepted']));
    }
  });

  test('who is asked and asks back is accepted at once', async () => {
    const [a, b] = [newcomer(), newcomer()];
    await ask(a, b);
    await city.outbox.settle();
    expect(await ask(b, a)).toEqual({ ok: true, value: { state: 'accepted' } });
    await city.outbox.settle();
    expect(await writing(a, b)).toEqual(['yes', 'yes']);
  });

  test('a repeated request takes the place of the one that waits', async () => {
    const [a, b] = [newcomer(), newcomer()];
    await ask(a, b, 'first');
    const first = await requestOf(a, b);
    await ask(a, b, 'second');
    await city.outbox.settle();
    expect(await city.contacts.listRequests(b)).toHaveLength(1);
    expect(await requestOf(b, a)).toMatchObject({
      requestId: first?.requestId,
      reason: 'second',
      state: 'pending',
    });
  });

  test('an ignored request stays pending for the asker', async () => {
    const [a, b] = [newcomer(), newcomer()];
    await ask(a, b);
    await city.outbox.settle();
    const { requestId } = (await requestOf(b, a))!;
    await city.contacts.answerRequest(b, { requestId, accept: false });
    await city.outbox.settle();
    expect((await requestOf(b, a))?.state).toBe('ignored');
    expect((await requestOf(a, b))?.state).toBe('pending');
    expect(await relations(a, b)).toEqual(['request_sent', 'stranger']);
  });

  test('a request that was taken back can no longer be answered', async () => {
    const [a, b] = [newcomer(), newcomer()];
    await ask(a, b);
    await city.outbox.settle();
    const { requestId } = (await requestOf(a, b))!;
    expect((await city.contacts.withdrawRequest(a, requestId)).ok).toBe(true);
    await city.outbox.settle();
    expect((await requestOf(b, a))?.state).toBe('withdrawn');
    const late = await city.contacts.answerRequest(b, { requestId, accept: true });
    expect(late).toMatchObject({ ok: false, reason: 'request_unknown' });
    const again = await city.contacts.withdrawRequest(a, requestId);
    expect(again).toMatchObject({ ok: false, reason: 'request_unknown' });
  });

  test('only the two of a request can touch it, and nonsense is no request', async () => {
    const [a, b, c] = [newcomer(), newcomer(), newcomer()];
    await ask(a, b);
    await city.outbox.settle();
    const { requestId } = (await requestOf(a, b))!;
    const refused = { ok: false, reason: 'request_unknown' };
    expect(await city.contacts.answerRequest(c, { requestId, accept: true })).toEqual(refused);
    expect(await city.contacts.answerRequest(a, { requestId, accept: true })).toEqual(refused);
    expect(await city.contacts.withdrawRequest(b, requestId)).toEqual(refused);
    expect(await city.contacts.withdrawRequest(b, 'no uuid')).toEqual(refused);
  });

  test('nobody asks himself or somebody who is not there', async () => {
    const a = newcomer();
    expect(await ask(a, a)).toMatchObject({ ok: false, reason: 'self_action' });
    const nobody = newcomer();
    city.people.erase(nobody);
    expect(await ask(a, nobody)).toMatchObject({ ok: false, reason: 'person_not_found' });
  });

  test('requests lapse after 30 days', async () => {
    const [a, b] = [newcomer(), newcomer()];
    await ask(a, b);
    await city.outbox.settle();
    const { requestId } = (await requestOf(b, a))!;
    city.clock.advance(30 * 24 * 3_600_000);
    const late = await city.contacts.answerRequest(b, { requestId, accept: true });
    expect(late).toMatchObject({ ok: false, reason: 'request_unknown' });
    expect(await city.contacts.lapseOverdue()).toBeGreaterThanOrEqual(2);
    const last = (await city.told(a)).findLast(({ name }) => name === 'contacts.requestChanged');
    expect(last?.payload).toMatchObject({ request: { requestId, state: 'lapsed' } });
    expect(await relations(a, b)).toEqual(['stranger', 'stranger']);
    expect(await ask(a, b)).toEqual({ ok: true, value: { state: 'requested' } });
  });
});

describe('limits', () => {
  test('twenty requests a day, also when they come at the same time', async () => {
    const a = newcomer();
    const others = Array.from({ length: 25 }, () => newcomer());
    const answers = await Promise.all(others.map((other) => ask(a, other)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(20);
    const refused = answers.filter((answer) => !answer.ok);
    expect(refused).toHaveLength(5);
    for (const answer of refused) expect(answer).toMatchObject({ reason: 'request_limit_reached' });
    await city.db.query(`update contacts_request_day set day = day - 1 where person_id = $1`, [a]);
    expect((await ask(a, others[24]!)).ok).toBe(true);
  });

  test('a full list takes nobody, and the database agrees', async () => {
    const [a, b] = [newcomer(), newcomer()];
    await ask(b, a);
    await city.outbox.settle();
    await city.db.query('update contacts_person set contact_count = 10000 where person_id = $1', [
      a,
    ]);
    const { requestId } = (await requestOf(a, b))!;
    const refused = { ok: false, reason: 'contact_limit_reached' };
    expect(await city.contacts.answerRequest(a, { requestId, accept: true })).toEqual(refused);
    expect(await ask(a, newcomer())).toEqual(refused);
    const over = 'update contacts_person set contact_count = 10001 where person_id = $1';
    await expect(city.db.query(over, [a])).rejects.toThrow(/contacts_person_count/);
  });

  test('an asker whose list has become full asks again later and is let in at once', async () => {
    const [a, b] = [newcomer(), newcomer()];
    await ask(a, b);
    await city.outbox.settle();
    const fill = 'update contacts_person set contact_count = $2 where person_id = $1';
    await city.db.query(fill, [a, 10_000]);
    const { requestId } = (await requestOf(b, a))!;
    await city.contacts.answerRequest(b, { requestId, accept: true });
    await city.outbox.settle();
    expect((await requestOf(a, b))?.state).toBe('lapsed');
    expect(await writing(b, a)).toEqual(['not_contact', 'not_contact']);
    await city.db.query(fill, [a, 0]);
    expect(await ask(a, b)).toEqual({ ok: true, value: { state: 'accepted' } });
    expect(await writing(b, a)).toEqual(['yes', 'yes']);
  });
});

describe('removing and blocking', () => {
  test('removing deletes my side; theirs stays and cannot write', async () => {
    const [a, b] = await befriended();
    expect((await city.contacts.remove(a, b)).ok).toBe(true);
    expect(await city.contacts.remove(a, b)).toMatchObject({ reason: 'not_contact' });
    expect(await relations(a, b)).toEqual(['stranger', 'contact']);
    expect(await writing(a, b)).toEqual(['not_contact', 'not_contact']);
    expect(await ask(b, a)).toEqual({ ok: true, value: { state: 'requested' } });
    await city.outbox.settle();
    expect((await requestOf(a, b))?.state).toBe('pending');
    expect(await ask(a, b)).toEqual({ ok: true, value: { state: 'accepted' } });
    await city.outbox.settle();
    expect(await writing(a, b)).toEqual(['yes', 'yes']);
  });

  test('a block stops their messages only, and lifting it restores', async () => {
    const [a, b] = await befriended();
    const blocked = await city.contacts.block(a, b);
    expect(blocked).toMatchObject({ ok: true, value: { blocked: true, listed: true } });
    expect(await writing(a, b)).toEqual(['yes', 'blocked']);
    expect(await city.contacts.areContacts(b, [a])).toBe(false);
    expect(await relations(b, a)).toEqual(['contact', 'contact']);
    await city.contacts.unblock(a, b);
    expect(await writing(a, b)).toEqual(['yes', 'yes']);
  });

  test('a blocked stranger notices nothing and is never shown', async () => {
    const [a, b] = [newcomer(), newcomer()];
    await city.contacts.block(a, b);
    expect(await ask(b, a)).toEqual({ ok: true, value: { state: 'requested' } });
    await city.outbox.settle();
    expect(await requestOf(a, b)).toBeUndefined();
    expect(await relations(b, a)).toEqual(['request_sent', 'stranger']);
    expect(await city.contacts.mayWrite(b, a)).toBe('not_contact');
    const found = await city.contacts.findByHandle(b, (await cardOf(a)).handle);
    expect(found).toMatchObject({ ok: true, value: { relation: 'request_sent' } });
    await city.contacts.unblock(a, b);
    expect(await city.contacts.list(a)).toEqual([]);
    expect(await requestOf(a, b)).toBeUndefined();
  });

  test('a request that was dropped for a block counts when the blocker asks later', async () => {
    const [a, b] = [newcomer(), newcomer()];
    await city.contacts.block(a, b);
    await ask(b, a);
    await city.outbox.settle();
    await city.contacts.unblock(a, b);
    expect(await ask(a, b)).toEqual({ ok: true, value: { state: 'requested' } });
    await city.outbox.settle();
    expect(await writing(a, b)).toEqual(['yes', 'yes']);
  });

  test('a block ignores what waits and takes back what was asked', async () => {
    const [a, b, c] = [newcomer(), newcomer(), newcomer()];
    await ask(b, a);
    await ask(a, c);
    await city.outbox.settle();
    await city.contacts.block(a, b);
    await city.contacts.block(a, c);
    await city.outbox.settle();
    expect((await requestOf(a, b))?.state).toBe('ignored');
    expect((await requestOf(b, a))?.state).toBe('pending');
    expect((await requestOf(c, a))?.state).toBe('withdrawn');
  });

  test('removing somebody blocked leaves the bare block', async () => {
    const [a, b] = await befriended();
    await city.contacts.update(a, { personId: b, remark: 'Bea', tags: ['x'], starred: true });
    await city.contacts.block(a, b);
    await city.contacts.remove(a, b);
    expect(await city.contacts.list(a)).toMatchObject([
      { listed: false, blocked: true, remark: null, tags: [], starred: false },
    ]);
    await city.contacts.unblock(a, b);
    expect(await city.contacts.list(a)).toEqual([]);
  });

  test('only a contact has a remark', async () => {
    const [a, b] = [newcomer(), newcomer()];
    const change = { personId: b, remark: 'Bea' };
    expect(await city.contacts.update(a, change)).toMatchObject({ reason: 'not_contact' });
    await city.contacts.befriend(a, b);
    expect(await city.contacts.update(a, change)).toMatchObject({ value: { remark: 'Bea' } });
    const starred = await city.contacts.update(a, { personId: b, starred: true });
    expect(starred).toMatchObject({ value: { remark: 'Bea', starred: true } });
  });
});

async function cardOf(personId: PersonId) {
  return (await city.people.getCards([personId])).get(personId)!;
}

describe('finding', () => {
  test('by handle, unless that is switched off', async () => {
    const [a, b] = [newcomer(), newcomer()];
    const { handle } = await cardOf(b);
    expect((await city.contacts.findByHandle(a, handle)).ok).toBe(true);
    await city.contacts.setPrivacy(b, { findableByHandle: false, findableByCode: true });
    const hidden = { ok: false, reason: 'person_not_found' };
    expect(await city.contacts.findByHandle(a, handle)).toEqual(hidden);
    expect(await city.contacts.findByHandle(a, 'nobody_at_all')).toEqual(hidden);
    expect(await ask(a, b)).toEqual(hidden);
    expect((await city.contacts.findByHandle(b, handle)).ok).toBe(true);
  });

  test('by code, which a request must prove, and which ends when renewed', async () => {
    const [a, b] = [newcomer(), newcomer()];
    await city.contacts.setPrivacy(b, { findableByHandle: false, findableByCode: true });
    const { code, qrText } = await city.contacts.getMyCode(b);
    expect(qrText).toBe(`https://plaza.example/u#${code}`);
    expect(await city.contacts.getMyCode(b)).toEqual({ code, qrText });
    const found = await city.contacts.findByCode(a, code.toUpperCase());
    expect(found).toMatchObject({ ok: true, value: { person: { personId: b } } });

    const byCode = { personId: b, reason: '', via: 'code' as const };
    const hidden = { ok: false, reason: 'person_not_found' };
    expect(await city.contacts.sendRequest(a, byCode)).toEqual(hidden);
    const foreign = (await city.contacts.getMyCode(a)).code;
    expect(await city.contacts.sendRequest(a, { ...byCode, code: foreign })).toEqual(hidden);

    const renewed = await city.contacts.renewMyCode(b);
    expect(renewed.code).not.toBe(code);
    expect(await city.contacts.findByCode(a, code)).toEqual({ ok: false, reason: 'code_unknown' });
    expect(await city.contacts.sendRequest(a, { ...byCode, code })).toEqual(hidden);
    const proven = await city.contacts.sendRequest(a, { ...byCode, code: renewed.code });
    expect(proven).toEqual({ ok: true, value: { state: 'requested' } });

    await city.contacts.setPrivacy(b, { findableByHandle: true, findableByCode: false });
    expect((await city.contacts.findByCode(a, renewed.code)).ok).toBe(false);
  });

  test('by a shared group only with a shared group', async () => {
    const [a, b] = [newcomer(), newcomer()];
    await city.contacts.setPrivacy(b, { findableByHandle: false, findableByCode: false });
    const byGroup = { personId: b, reason: '', via: 'group' as const };
    const hidden = { ok: false, reason: 'person_not_found' };
    expect(await city.contacts.sendRequest(a, byGroup)).toEqual(hidden);
    expect(await city.contacts.getPerson(a, b)).toEqual(hidden);
    city.shareGroup(a, b);
    expect((await city.contacts.getPerson(a, b)).ok).toBe(true);
    expect((await city.contacts.sendRequest(a, byGroup)).ok).toBe(true);
  });

  test('a person is seen by contacts and by both sides of a request', async () => {
    const [a, b, c] = [newcomer(), newcomer(), newcomer()];
    await ask(a, b);
    await city.outbox.settle();
    expect((await city.contacts.getPerson(a, b)).ok).toBe(true);
    expect((await city.contacts.getPerson(b, a)).ok).toBe(true);
    expect((await city.contacts.getPerson(c, a)).ok).toBe(false);
  });
});

describe('the outside of the module', () => {
  test('every change of who may write to whom is told', async () => {
    const [a, b] = await befriended();
    city.relationsTold.length = 0;
    await city.contacts.update(a, { personId: b, starred: true });
    await city.outbox.settle();
    expect(city.relationsTold).toEqual([]);
    await city.contacts.block(a, b);
    await city.contacts.unblock(a, b);
    await city.contacts.remove(a, b);
    await city.outbox.settle();
    expect(city.relationsTold).toEqual(Array.from({ length: 3 }, () => ({ a, b })));
  });

  test('a changed profile reaches those who list the person', async () => {
    const [a, b] = await befriended();
    const card = { ...(await cardOf(b)), displayName: 'Beatriz' };
    await city.db.tx(async (tx) => void (await city.people.rename(tx, card)));
    await city.outbox.settle();
    const last = (await city.told(a)).at(-1);
    expect(last).toMatchObject({ name: 'identity.personChanged', payload: { person: card } });
  });

  test('an erased person leaves the lists of others', async () => {
    const [a, b] = await befriended();
    await city.db.tx((tx) => city.contacts.holding.erase(tx, b));
    city.people.erase(b);
    await city.db.tx((tx) => city.contacts.holding.erase(tx, b));
    await city.outbox.settle();
    const { rows } = await city.db.query(
      'select 1 from contacts_contact where owner_id = $1 or person_id = $1',
      [b],
    );
    expect(rows).toEqual([]);
    expect((await city.told(a)).at(-1)).toMatchObject({
      name: 'contacts.contactRemoved',
      payload: { personId: b },
    });
    const { rows: left } = await city.db.query(
      'select contact_count from contacts_person where person_id = $1',
      [a],
    );
    expect(left).toEqual([{ contact_count: 0 }]);
  });

  test('the export holds contacts, requests and how the person is found', async () => {
    const [a, b] = await befriended();
    const files = [];
    for await (const file of city.contacts.holding.export(a)) files.push(file);
    expect(files.map(({ path }) => path)).toEqual([
      'contacts/contacts.json',
      'contacts/requests.json',
      'contacts/finding.json',
    ]);
    expect(files[0]).toMatchObject({ content: [{ personId: b, listed: true }] });
  });

  test('every event that was told has the form of the contract', async () => {
    const rows = (await Promise.all(everybody.map((id) => city.told(id)))).flat();
    expect(rows.length).toBeGreaterThan(50);
    const schemas = Object.values({ ...events.contacts, ...events.identity });
    const validate = new Map(schemas.map((spec) => [spec.name, createValidator(spec.payload)]));
    for (const { name, payload } of rows) {
      expect(validate.get(name as never)?.(payload), name).toEqual([]);
    }
    expect(city.problems).toEqual([]);
  });
});
