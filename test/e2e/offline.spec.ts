import { expectSent, field, leaveChat, message, openChat, row, write } from './support/chat.ts';
import { say } from './support/people.ts';
import { expect, installed, test, type Page } from './support/test.ts';

test('without a network everything is readable, and what is written is sent once', async ({
  city,
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await say(wei, ana, ['早上好', 'the market opens at nine']);
  const device = await openDevice({ as: ana, wired: true });
  const { page } = device;
  await page.goto('/chats');
  await expect(row(page, 'Wei')).toContainText('2 unread');
  await installed(page);
  await openChat(page, 'Wei');
  await expect(message(page, '早上好')).toBeVisible();
  await leaveChat(page);

  await device.goOffline();
  await page.goto('/chats');
  await expect(page.getByText('No connection.')).toBeVisible();
  await openChat(page, 'Wei');
  await expect(message(page, 'the market opens at nine')).toBeVisible();
  await write(page, 'I come by bike');
  await expect(message(page, 'I come by bike').getByRole('img', { name: 'Sending' })).toBeVisible();

  // It survives that the page goes and comes.
  await page.reload();
  await expect(message(page, 'I come by bike')).toBeVisible();
  await expect(message(page, 'I come by bike').getByRole('img', { name: 'Sending' })).toBeVisible();

  await device.goOnline();
  await expectSent(page, 'I come by bike');
  const { head } = await wei.api.chat.openDirect({ personId: ana.me.personId });
  const { conversationId } = head.conversation;
  const { entries } = await wei.api.chat.listEntries({ conversationId, after: 0 });
  const sent = entries.filter(({ senderId }) => senderId === ana.me.personId);
  expect(sent.map(({ body }) => body)).toEqual([
    { type: 'message', message: { type: 'text', text: 'I come by bike' } },
  ]);
});

test('several tabs share one socket, and the next one takes over', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await say(wei, ana, ['one']);
  const { context, page: first } = await openDevice({ as: ana });
  const open = new Set<unknown>();
  const watch = (page: Page) =>
    page.on('websocket', (socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    });
  watch(first);
  await first.goto('/chats');
  await expect(row(first, 'Wei')).toContainText('1 unread');
  const second = await context.newPage();
  watch(second);
  await second.goto('/chats');
  await expect(row(second, 'Wei')).toContainText('1 unread');
  await say(wei, ana, ['two']);
  await expect(row(first, 'Wei')).toContainText('two');
  await expect(row(second, 'Wei')).toContainText('two');
  expect(open.size).toBe(1);

  // What the second tab sends goes through the socket of the first.
  await openChat(second, 'Wei');
  await write(second, 'from the second tab');
  await expectSent(second, 'from the second tab');
  await expect(row(first, 'Wei')).toContainText('from the second tab');
  expect(open.size).toBe(1);

  await first.close();
  await write(second, 'the first tab is gone');
  await expectSent(second, 'the first tab is gone');
  await say(wei, ana, ['and I still hear you']);
  await expect(message(second, 'and I still hear you')).toBeVisible();
});

test('Enter sends from a keyboard, not while a syllable is composed', async ({
  city,
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await say(wei, ana, ['hi']);
  const { page } = await openDevice({ as: ana, size: 'desktop' });
  await page.goto('/chats');
  await openChat(page, 'Wei');
  await field(page).fill('ni');
  await field(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  await expect(field(page)).toHaveValue('ni');
  await field(page).press('Shift+Enter');
  await field(page).pressSequentially('hao');
  await field(page).press('Enter');
  await expectSent(page, 'ni');
  await expect(message(page, 'ni')).toContainText('hao');
  await expect(field(page)).toHaveValue('');
});
