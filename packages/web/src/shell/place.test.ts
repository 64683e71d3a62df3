import { expect, test } from 'vitest';
import { placeOf } from './place.ts';
import type { Tab } from './tabs.ts';

const tabs = ['/chats', '/contacts'].map((path) => ({ path }) as Tab);

test('a path belongs to the tab that it starts with', () => {
  expect(placeOf('/chats', tabs)).toMatchObject({ isRoot: true, tab: { path: '/chats' } });
  expect(placeOf('/contacts/add', tabs)).toMatchObject({
    isRoot: false,
    tab: { path: '/contacts' },
  });
});

test('what only looks alike belongs to no tab', () => {
  expect(placeOf('/chatsworth', tabs)).toBeNull();
  expect(placeOf('/', tabs)).toBeNull();
});
