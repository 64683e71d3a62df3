import {
  seededRandom,
  type ClientId,
  type ConversationId,
  type PersonId,
  type Random,
} from '@plaza/base';
import { api } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createValidator, dataOf, textOf } from '../../kernel/rpc/index.ts';
import { put, text } from './changes/testing.ts';
import type { Range } from './reading.ts';
import { createCity, openDirect, openGroup, say, value, type City } from './testing.ts';
import type { StoredMessage } from './types.ts';

let city: City;
beforeAll(async () => {
  city = await createCity();
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});

const problemsOf = createValidator(api.chat.listEntries.output);

/** A page as it is answered, which must be the page as it is presented; says how it was made. */
async function answered(viewer: PersonId, id: ConversationId, range: Range): Promise<string> {
  const { reading } = city.chat;
  const presented = value(await reading.listEntries(viewer, id, range));
  const answer = value(await reading.answerEntries(viewer, id, range));
  expect(dataOf(answer), JSON.stringify(range)).toEqual(JSON.parse(JSON.stringify(presented)));
  expect(problemsOf(dataOf(answer))).toEqual([]);
  return textOf(answer) === null ? 'presented' : 'written';
}

const odd = [
  '"',
  '\\',
  '\u0001',
  '\t',
  '\u2028',
  '😀',
  '上海',
  "'",
  '${x}',
  '</script>',
  '\u{e0041}',
];
const words = (random: Random) =>
  `word ${Array.from({ length: 5 }, () => odd[random.int(odd.length)]).join(' ')}`;

/** Something happens in a group: most of it messages. */
async function happen(
  { id, people, random }: { id: ConversationId; people: PersonId[]; random: Random },
  said: { seq: number; by: PersonId }[],
): Promise<void> {
  const [owner] = people as [PersonId];
  const by = people[random.int(2)] as PersonId;
  const one = said[said.length - 1 - random.int(Math.max(1, Math.min(30, said.length)))];
  const { changes, groups } = city.chat;
  const clientId = city.newId<ClientId>();
  const tell = async (message: StoredMessage) =>
    void said.push({ by, seq: await put(city, by, { to: id, message }) });
  const luck = random.int(30);
  if (luck > 9 || one === undefined) return tell(text(words(random)) as StoredMessage);
  const where = { viewerId: one.by, conversationId: id, seq: one.seq };
  if (luck === 0) await changes.recall(where);
  else if (luck < 3) await changes.edit(where, { text: words(random), clientId });
  else if (luck < 5) await changes.react({ ...where, viewerId: owner }, '👍');
  else if (luck === 5) await tell({ type: 'contact', personId: owner });
  else if (luck === 6)
    await tell({ ...(text('reply') as { type: 'text'; text: string }), replyTo: one.seq });
  else if (luck === 7) {
    const seconds = [null, 3_600, 86_400][random.int(3)] as null | 3_600 | 86_400;
    await changes.setTimer({ viewerId: owner, conversationId: id }, seconds);
  } else if (luck === 8) city.clock.skip(random.int(40) * 60_000);
  else await groups.rename({ viewerId: owner, conversationId: id }, `Name ${random.int(99)}`);
}

describe('a page as it is answered', () => {
  it.each([1, 2, 3, 4])(
    'is the page as it is presented (seed %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const people = Array.from({ length: 4 }, (_, n) => city.person(`P${n}`));
      city.befriend(...people);
      const [owner, ben, carl, dora] = people as [PersonId, PersonId, PersonId, PersonId];
      const id = await openGroup(city, [owner, ben, carl]);
      const said: { seq: number; by: PersonId }[] = [];
      for (let n = 0; n < 160; n += 1) {
        await happen({ id, people, random }, said);
        if (n === 40)
          value(await city.chat.groups.add({ viewerId: owner, conversationId: id }, [dora]));
        if (n === 120) value(await city.chat.groups.leave({ viewerId: carl, conversationId: id }));
      }
      const middle = said[said.length >> 1]?.seq ?? 1;
      value(await city.chat.inbox.change(dora, id, { kind: 'clear', seq: middle }));
      if (seed % 2 === 0) value(await city.chat.changes.hide(ben, id, [middle]));
      const last = (said.at(-1)?.seq ?? 0) + 2;
      const made = new Map<string, number>();
      for (const viewer of people) {
        for (let n = 0; n < 40; n += 1) {
          const at = random.int(last + 20);
          const limit = 1 + random.int(n % 4 === 0 ? 100 : 12);
          const ranges = [{}, { before: at + 1 }, { after: at }, { around: at + 1 }];
          const range = { ...ranges[n % 4], limit };
          const how = await answered(viewer, id, range);
          made.set(how, (made.get(how) ?? 0) + 1);
        }
        await answered(viewer, id, { after: 3, before: 30 });
      }
      expect(made.get('written')).toBeGreaterThan(10);
      expect(made.get('presented')).toBeGreaterThan(10);
    },
    60_000,
  );

  it('is written by the database for two who talk, and refused to others', async () => {
    const [anna, ben, carl] = ['Anna', 'Ben', 'Carl'].map((name) => city.person(name)) as [
      ...[PersonId, PersonId, PersonId],
    ];
    city.befriend(anna, ben);
    const id = await openDirect(city, anna, ben);
    expect(await answered(anna, id, {})).toBe('written');
    for (let n = 0; n < 60; n += 1) await say(city, anna, { to: id, text: `entry ${n}` });
    expect(await answered(ben, id, {})).toBe('written');
    expect(await answered(ben, id, { after: 0, limit: 100 })).toBe('written');
    expect(await answered(ben, id, { before: 3 })).toBe('written');
    const refused = await city.chat.reading.answerEntries(carl, id, {});
    expect(refused).toMatchObject({ reason: 'conversation_unknown' });
  });
});
