import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newcomerUploadBytes } from '@plaza/contract';
import { startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { createGroup, newClientId, noId } from './support/talk.ts';
import { beginUpload } from './support/uploads.ts';

// What accounts of the last three days do less often than others, with the limits as they are.

const dayMs = 86_400_000;

let city: TestCity;
let ana: TestPerson;
let kim: TestPerson;
let old: TestPerson;
beforeAll(async () => {
  city = await startCity({ env: { PLAZA_LIMIT_FACTOR: '1' } });
  old = await city.signUp('Old');
  city.clock.travel(4 * dayMs);
  ana = await city.signUp('Ana');
  kim = await city.signUp('Kim');
  await city.composed.modules.contacts.befriend(ana.me.personId, old.me.personId);
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

async function repeat(count: number, run: () => Promise<{ ok: boolean; error?: string }>) {
  const answers = [];
  for (let tries = 0; tries < count; tries += 1) {
    const answer = await run();
    answers.push(answer.ok ? 'ok' : (answer.error ?? ''));
  }
  return answers;
}

/** As if the person had done something so often today: signing up is slow here, too. */
async function used({ me }: TestPerson, kind: string, count: number): Promise<void> {
  await city.sql(
    `insert into trust_newcomer_use (person_id, day, kind, count)
     values ($1, ($2::timestamptz at time zone 'UTC')::date, $3, $4)`,
    [me.personId, city.clock.now(), kind, count],
  );
}

const ok = (count: number) => Array<string>(count).fill('ok');

describe('a new account', () => {
  it('starts three groups a day; who has been here for longer starts more', async () => {
    const make = (person: TestPerson, other: TestPerson) => () =>
      person.call('chat.createGroup', {
        ...{ clientId: newClientId(), name: null, memberIds: [other.me.personId] },
      });
    expect(await repeat(4, make(ana, old))).toEqual([...ok(3), 'newcomer_limit']);
    expect(await repeat(4, make(old, ana))).toEqual(ok(4));
  });

  it('joins ten groups a day, by links and face to face', async () => {
    const conversationId = await createGroup(old, [ana]);
    const { token } = await old.must('chat.makeJoinLink', { conversationId });
    const meet = (digits: number) => () =>
      kim.call('chat.meetFaceToFace', { digits: `100${digits}`, place: null });
    for (let digits = 0; digits < 9; digits += 1) await repeat(1, meet(digits));
    expect((await kim.call('chat.joinByLink', { token, reason: '' })).ok).toBe(true);
    const other = await createGroup(old, [ana]);
    const more = await old.must('chat.makeJoinLink', { conversationId: other });
    expect(await kim.refused('chat.joinByLink', { token: more.token, reason: '' })).toBe(
      'newcomer_limit',
    );
    await used(ana, 'join', 10);
    const asked = { digits: '2000', place: null };
    expect(await ana.refused('chat.meetFaceToFace', asked)).toBe('newcomer_limit');
  });

  it('asks five people a day to be contacts', async () => {
    await used(kim, 'request', 4);
    const ask = async ({ me }: TestPerson) => {
      const asked = { personId: me.personId, reason: '', via: 'handle' } as const;
      const answer = await kim.call('contacts.sendRequest', asked);
      return answer.ok ? 'ok' : answer.error;
    };
    expect([await ask(ana), await ask(old)]).toEqual(['ok', 'request_limit_reached']);
  });

  it('uploads a quarter of a gigabyte a day', async () => {
    const tooMuch = await beginUpload(kim, newcomerUploadBytes + 1);
    const { error } = (await tooMuch.json()) as { error: string };
    expect([tooMuch.status, error]).toEqual([429, 'quota_reached']);
    expect((await beginUpload(kim, 1_000_000)).status).toBe(201);
    expect((await beginUpload(old, newcomerUploadBytes + 1)).status).toBe(201);
  });

  it('is as free as others after three days', async () => {
    const clientId = newClientId;
    const memberIds = [old.me.personId];
    city.clock.travel(3 * dayMs + 1_000);
    const make = () =>
      ana.call('chat.createGroup', { clientId: clientId(), name: noId<string>(), memberIds });
    expect(await repeat(4, make)).toEqual(ok(4));
  });
});
