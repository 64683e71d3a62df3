import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCity, value, type City } from './testing.ts';

let city: City;
beforeAll(async () => {
  city = await createCity();
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});

async function say(senderId: PersonId, conversationId: ConversationId, text: string) {
  const clientId = city.newId<ClientId>();
  const message = { type: 'text' as const, text };
  return value(await city.chat.send({ conversationId, senderId, clientId, message })).seq;
}

const acts = ['say', 'hide', 'clear', 'read', 'remove', 'leave'] as const;
const life = fc.array(
  fc.record({ act: fc.constantFrom(...acts), who: fc.nat(3), where: fc.nat(6) }),
  { maxLength: 12 },
);

/** Four people, each two of them with a chat, and a group of all; then whatever chance brings. */
async function live(steps: readonly { act: (typeof acts)[number]; who: number; where: number }[]) {
  const { chat } = city;
  const people = ['A', 'B', 'C', 'D'].map((name) => city.person(name));
  city.befriend(...people);
  const rooms: ConversationId[] = [];
  const [first, ...others] = people as [PersonId, ...PersonId[]];
  const create = { clientId: city.newId<ClientId>(), name: 'all', memberIds: others };
  const group = value(await chat.groups.create(first, create)).head;
  rooms.push(group.conversation.conversationId);
  for (const [n, one] of people.entries()) {
    for (const other of people.slice(n + 1)) {
      const { head } = value(await chat.direct.open(one, other));
      rooms.push(head.conversation.conversationId);
      if (n < 2) await say(one, head.conversation.conversationId, `from ${n} to each`);
    }
  }
  for (const { act, who, where } of steps) {
    const viewerId = people[who] as PersonId;
    const conversationId = rooms[where] as ConversationId;
    const found = await chat.heads.get(viewerId, conversationId);
    if (!found.ok) continue;
    const seq = found.value.head.conversation.lastSeq;
    if (act === 'say') await say(viewerId, conversationId, `by ${who}`).catch(() => 0);
    else if (act === 'hide') await chat.changes.hide(viewerId, conversationId, [seq]);
    else if (act === 'clear') await chat.inbox.change(viewerId, conversationId, { kind: act, seq });
    else if (act === 'read') await chat.inbox.change(viewerId, conversationId, { kind: act, seq });
    else if (act === 'leave') await chat.groups.leave({ viewerId, conversationId });
    else await chat.groups.remove({ viewerId: first, conversationId }, viewerId);
  }
  await city.outbox.settle();
  return people;
}

test(
  'whoever lists together with others gets what they get alone, and only their own',
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.tuple(life, life),
        fc.array(fc.record({ who: fc.nat(8), news: fc.boolean(), next: fc.boolean() }), {
          minLength: 2,
          maxLength: 80,
        }),
        async ([one, two], crowd) => {
          const people = [...(await live(one)), ...(await live(two)), city.person('nobody yet')];
          const list = async ({ who, news, next }: (typeof crowd)[number]) => {
            const viewerId = people[who] as PersonId;
            const place = `${city.clock.nowMs() + 1_000}.ffffffff-ffff-7fff-8fff-ffffffffffff`;
            const page = await city.chat.heads.list(viewerId, {
              since: news ? String(city.clock.nowMs() + 30_000) : undefined,
              cursor: next ? place : undefined,
            });
            const { heads, next: cursor } = value(page);
            return { heads, cursor };
          };
          const alone: Awaited<ReturnType<typeof list>>[] = [];
          for (const asked of crowd) alone.push(await list(asked));
          expect(await Promise.all(crowd.map(list))).toEqual(alone);
          for (const [n, { heads }] of alone.entries()) {
            const viewerId = people[crowd[n]?.who ?? 0] as PersonId;
            for (const head of heads) {
              const { conversationId } = head.conversation;
              expect(value(await city.chat.heads.get(viewerId, conversationId)).head).toEqual(head);
            }
          }
        },
      ),
      { numRuns: 12 },
    ),
  60_000,
);

test('a page ends where it should for each of many, however long their lists are', async () => {
  const people = Array.from({ length: 64 }, (_, n) => city.person(`P${n}`));
  city.befriend(...people);
  const hub = people[0] as PersonId;
  for (const other of people.slice(1)) {
    const { head } = value(await city.chat.direct.open(hub, other));
    await say(hub, head.conversation.conversationId, 'hello');
  }
  await city.outbox.settle();
  const pages = await Promise.all(people.map((viewer) => city.chat.heads.list(viewer, {})));
  const sizes = pages.map((page) => value(page).heads.length);
  expect(sizes).toEqual([50, ...Array.from({ length: 63 }, () => 1)]);
  const cursor = value(pages[0] as (typeof pages)[number]).next ?? undefined;
  const rest = value(await city.chat.heads.list(hub, { cursor }));
  expect([rest.heads.length, rest.next]).toEqual([13, null]);
}, 60_000);
