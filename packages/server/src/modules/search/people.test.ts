import type { PersonId } from '@plaza/base';
import type { Contact } from '@plaza/contract';
import { expect, it } from 'vitest';
import { createPeopleSearch, mostContacts } from './people.ts';

const me = 'me' as PersonId;

type Named = { handle: string; displayName: string; remark?: string; listed?: boolean };

function contactOf({ handle, displayName, remark, listed = true }: Named): Contact {
  const card = { region: '', signature: '', photoPath: null };
  return {
    person: { personId: handle as PersonId, handle, displayName, ...card },
    ...{ remark: remark ?? null, tags: [], starred: false, blocked: !listed, listed },
    ...{ chatOnly: false, hideMine: false, hideTheirs: false },
    since: '2026-11-23T00:00:00.000Z',
  };
}

const people: Named[] = [
  { handle: 'jose_g', displayName: 'José García' },
  { handle: 'mum', displayName: 'Wang Xiaoming', remark: '妈妈' },
  { handle: 'wang_li', displayName: '王丽' },
  { handle: 'gone', displayName: 'José blocked', listed: false },
  { handle: 'anna_k', displayName: 'Abe' },
  { handle: 'zed', displayName: 'Anna' },
  { handle: 'xenia', displayName: 'Ξένια', remark: 'Jose’s sister' },
];

const search = createPeopleSearch({ contacts: { list: async () => people.map(contactOf) } });
const found = async (query: string) => (await search(me, query)).map(({ person }) => person.handle);

it.each([
  ['jose', ['jose_g', 'xenia']],
  ['GARCIA jos', ['jose_g']],
  ['妈', ['mum']],
  ['xiaom', ['mum']],
  ['@wang', ['wang_li', 'mum']],
  ['丽', ['wang_li']],
  ['ξενια', ['xenia']],
  ['nobody', []],
  ['  ', []],
  ['…', []],
])('%s finds whom it names, who is shown by it first', async (query, handles) => {
  const names = await found(query);
  expect(names.toSorted()).toEqual(handles.toSorted());
});

it('shows first who goes by that name, then the others by theirs', async () => {
  expect(await found('anna')).toEqual(['zed', 'anna_k']);
  expect(await found('wang')).toEqual(['mum', 'wang_li']);
});

it('gives no more than a screen can hold', async () => {
  const many = Array.from({ length: 80 }, (_, n) => ({ handle: `p_${n}`, displayName: 'Pat' }));
  const all = createPeopleSearch({ contacts: { list: async () => many.map(contactOf) } });
  expect(await all(me, 'pat')).toHaveLength(mostContacts);
});
