import { expect, it } from 'vitest';
import { createPersistence } from './persistence.ts';
import { createMemoryStore } from './store/memory.ts';
import type { StoreChange } from './store/types.ts';

const joinRequest = (waiting: number): StoreChange => {
  const conversationId = 'c1' as never;
  return { put: 'joinRequest', key: 'c1', value: { conversationId, waiting } };
};

it('writes what was queued before it was closed, and nothing after', async () => {
  const store = createMemoryStore();
  const persistence = createPersistence(store, (error) => {
    throw error;
  });
  persistence.queue([joinRequest(1)]);
  await persistence.flush();
  expect(await store.readAll('joinRequest')).toHaveLength(1);
  persistence.close();
  await store.erase();
  // An answer that was on its way when the account was left.
  persistence.queue([joinRequest(2)]);
  await persistence.flush();
  expect(await store.readAll('joinRequest')).toEqual([]);
});
