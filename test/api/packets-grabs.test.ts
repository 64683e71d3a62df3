import type { ConversationId, PersonId } from '@plaza/base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import { detailOf, openGroup, sendPacket } from './support/packets.ts';
import { moneyOf } from './support/pay.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

type Crowd = { conversationId: ConversationId; like: PersonId; count: number };

/** Thousands more in a group, who are like one of them; each by itself would take minutes. */
async function crowd({ conversationId, like, count }: Crowd): Promise<PersonId[]> {
  const { rows } = await city.sql<{ personId: PersonId }>(
    `with made as (
       select gen_random_uuid() as id, 'crowd_' || n as handle from generate_series(1, $3) n
     ), handles as (
       insert into identity_handle (handle, person_id) select handle, id from made
     ), people as (
       insert into identity_person
       select (jsonb_populate_record(
         p, jsonb_build_object('person_id', id, 'handle', made.handle, 'demo', true)
       )).* from identity_person p, made where p.person_id = $2
     )
     insert into chat_member (conversation_id, person_id, role, joined_seq, may_send)
     select $1, id, 'member', 1, 'yes' from made returning person_id as "personId"`,
    [conversationId, like, count],
  );
  return rows.map(({ personId }) => personId);
}

it('ten thousand people at once get a hundred shares, a hundred of them one', async () => {
  const { ana, wei, conversationId } = await openGroup(city);
  const people = await crowd({ conversationId, like: wei.me.personId, count: 10_000 });
  const { packetId } = await sendPacket(ana, conversationId, { count: 100, amountMinor: 7_777 });
  const { packets } = city.composed.modules;
  const answers = await Promise.all(people.map((personId) => packets.open(personId, packetId)));
  const refusals = answers.flatMap((answer) => (answer.ok ? [] : [answer.reason]));
  expect(refusals).toEqual(Array.from({ length: 9_900 }, () => 'packet_gone'));
  await city.settle();

  const { packet, takers, returned } = await detailOf(ana, packetId);
  expect([packet.state, returned?.amountMinor]).toEqual(['taken', 0]);
  const amounts = takers.map(({ money }) => money.amountMinor);
  expect(amounts.reduce((sum, one) => sum + one, 0)).toBe(7_777);
  expect(Math.min(...amounts)).toBeGreaterThanOrEqual(1);
  const [numbers, takenBy] = [
    new Set(takers.map(({ number }) => number)),
    new Set(takers.map(({ person }) => person.personId)),
  ];
  expect([numbers.size, takenBy.size]).toEqual([100, 100]);
  const winners = people.filter((_, n) => answers[n]?.ok === true);
  expect([...takenBy].toSorted()).toEqual(winners.toSorted());
  expect(await moneyOf(ana)).toEqual([2_223, 0]);
});
