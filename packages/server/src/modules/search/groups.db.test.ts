import type { PersonId } from '@plaza/base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTown, value, type Town } from './testing.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

it('finds my groups by their name, then by who is in them', async () => {
  const names = ['Anna', 'Bénédicte', '张伟', 'Outsider'];
  const [anna, bea, wei, outsider] = names.map((name) => town.person(name)) as [
    PersonId,
    ...PersonId[],
  ];
  const climbing = await town.group([anna, bea as PersonId], 'Climbing Benefits');
  const family = await town.group([anna, bea as PersonId, wei as PersonId], 'Family');
  await town.group([outsider as PersonId, wei as PersonId], 'Elsewhere');
  const find = async (query: string, viewer = anna) =>
    (await town.search.groups(viewer, query)).map(({ head, people }) => [
      head.conversation.conversationId,
      people,
    ]);
  expect(await find('bene')).toEqual([
    [climbing, []],
    [family, [bea]],
  ]);
  expect(await find('伟')).toEqual([[family, [wei]]]);
  expect(await find('elsewhere')).toEqual([]);
  expect(await find('anna')).toEqual([]);
  expect(await find('?')).toEqual([]);
  value(await town.chat.groups.leave({ viewerId: anna, conversationId: family }));
  await town.outbox.settle();
  expect(await find('伟')).toEqual([]);
});
