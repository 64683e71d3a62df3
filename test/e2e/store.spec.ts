import type { ConversationId } from '@plaza/base';
import { expectSent, field, openChat, row } from './support/chat.ts';
import { newId, until } from './support/people.ts';
import { expect, test, type Page } from './support/test.ts';

type Kept = { name: string; conversationId: ConversationId; clientId: string };

/** Writes a database as version 2 of it was, on a page of the same origin that does not open it. */
async function keepAsBefore(page: Page, kept: Kept): Promise<void> {
  await page.goto('/manifest.webmanifest');
  await page.evaluate(async ({ name, conversationId, clientId }) => {
    const tables = ['meta', 'contact', 'request', 'person', 'conversation', 'send', 'intent'];
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open(name, 2);
      opening.onerror = () => reject(opening.error);
      opening.onupgradeneeded = () => {
        for (const table of [...tables, 'wallet', 'transfer', 'entry']) {
          opening.result.createObjectStore(table);
        }
      };
      opening.onsuccess = () => {
        const tx = opening.result.transaction(['send', 'intent'], 'readwrite');
        const send = {
          ...{ clientId, conversationId, message: { type: 'text', text: 'from before' } },
          ...{ createdAt: new Date().toISOString(), order: 1, state: 'waiting' },
          ...{ failure: null, seq: null },
        };
        tx.objectStore('send').put(send, clientId);
        tx.objectStore('intent').put({ conversationId, draft: 'half a word' }, conversationId);
        tx.oncomplete = () => {
          opening.result.close();
          resolve();
        };
      };
    });
  }, kept);
}

test('what an older version kept on the device is not lost', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const { head } = await ana.api.chat.openDirect({ personId: wei.me.personId });
  const { conversationId } = head.conversation;
  const { page } = await openDevice({ as: ana });
  const name = `plaza-${ana.me.personId}`;
  await keepAsBefore(page, { name, conversationId, clientId: newId<string>() });

  await page.goto('/chats');
  await expect(row(page, 'Wei')).toBeVisible();
  await openChat(page, 'Wei');
  await expectSent(page, 'from before');
  await expect(field(page)).toHaveValue('half a word');
  const told = await until(async () => {
    const { entries } = await wei.api.chat.listEntries({ conversationId });
    return entries.length > 0 && entries;
  });
  expect(told.map(({ body }) => body)).toEqual([
    { type: 'message', message: { type: 'text', text: 'from before' } },
  ]);
  // The database is written on a thread of its own.
  expect(page.workers().some((worker) => worker.url().includes('store-worker'))).toBe(true);
});
