import { expectSent, leaveChat, message, openChat, row } from './support/chat.ts';
import { card, createPin, pay, topUp } from './support/pay.ts';
import { befriend, say } from './support/people.ts';
import { expect, test, type Page } from './support/test.ts';

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}.`);

const log = (page: Page) => page.getByRole('log', { name: 'Messages' });

/** Where a message is on the screen. */
async function topOf(page: Page, text: string): Promise<number> {
  return message(page, text).evaluate((row) => row.getBoundingClientRect().top);
}

test('a thread opens at its newest message, however it is opened', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await say(ana, wei, lines(1, 40));
  const { page } = await openDevice({ as: ana });
  await page.goto('/chats');
  await openChat(page, 'Wei');
  await expect(message(page, 'line 40.')).toBeInViewport({ ratio: 0.9 });
  const path = new URL(page.url()).pathname;
  await page.reload();
  await expect(message(page, 'line 40.')).toBeInViewport({ ratio: 0.9 });

  const other = await openDevice({ as: ana });
  await other.page.goto(path);
  await expect(message(other.page, 'line 40.')).toBeInViewport({ ratio: 0.9 });
  // What comes next is followed, for the end is on the screen.
  await say(wei, ana, ['an answer']);
  await expect(message(other.page, 'an answer')).toBeInViewport({ ratio: 0.9 });
});

test('a thread that is a little longer than its view opens at its end', async ({
  city,
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  for (const number of [1, 2, 3]) {
    await say(wei, ana, [`a question ${number}`]);
    await say(ana, wei, [`an answer ${number}`]);
  }
  await say(wei, ana, ['a longer text that needs some lines of its own: '.repeat(4)]);
  await say(ana, wei, ['+1']);
  const { head } = await ana.api.chat.openDirect({ personId: wei.me.personId });
  const { conversationId, lastSeq } = head.conversation;
  await ana.api.chat.markRead({ conversationId, seq: lastSeq });
  const { page } = await openDevice({ as: ana });
  await page.goto('/chats');
  await openChat(page, 'Wei');
  await expect(message(page, '+1')).toBeVisible();
  const width = page.viewportSize()?.width ?? 390;
  for (const height of [820, 780, 740, 700, 660, 620, 580]) {
    await page.setViewportSize({ width, height });
    await page.reload();
    await expect(message(page, '+1')).toBeInViewport({ ratio: 0.9 });
  }
});

test('a thread that is a little longer than its view shows the whole of what was not read', async ({
  city,
  openDevice,
}) => {
  test.slow();
  const wei = await city.people.signUp('Wei');
  const { page } = await openDevice({ as: wei, size: 'phone' });
  for (const height of [780, 740, 700, 660, 620, 580]) {
    const name = `Ana ${height}`;
    const ana = await city.people.signUp(name);
    await Promise.all([befriend(ana, wei), createPin(ana), topUp(city, ana, 10_000)]);
    for (const number of [1, 2, 3]) {
      await say(ana, wei, [`a question ${number}`]);
      await say(wei, ana, [`an answer ${number}`]);
    }
    const { head } = await wei.api.chat.openDirect({ personId: ana.me.personId });
    const { conversationId, lastSeq } = head.conversation;
    await wei.api.chat.markRead({ conversationId, seq: lastSeq });
    await pay(ana, wei, 1_250, 'for the tickets of us both, with a seat at the window');
    await page.setViewportSize({ width: 390, height });
    await page.goto('/chats');
    // A thread that is opened before the device knows of the card counts nothing as new.
    await expect(row(page, name)).toContainText('1 unread');
    await openChat(page, name);
    await expect(page.getByText('1 new message')).toBeInViewport();
    const sent = card(page, 'for the tickets');
    await expect(sent).toBeInViewport({ ratio: 1 });
    // What is measured later takes nothing of it away.
    await expect(sent.getByText('Tap to accept')).toBeVisible();
    await expect(sent).toBeInViewport({ ratio: 1 });
  }
});

test('only the person moves the place in a thread', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await say(ana, wei, lines(1, 120));
  const { page } = await openDevice({ as: ana, size: 'desktop' });
  await page.goto('/chats');
  await openChat(page, 'Wei');
  await expect(message(page, 'line 120.')).toBeInViewport();
  // Up, until what is older was fetched and put above.
  await log(page).hover();
  await expect(async () => {
    // Less than half a view at a time: nothing is passed by between two looks.
    await page.mouse.wheel(0, -300);
    await expect(message(page, 'line 40.')).toBeInViewport({ timeout: 200 });
  }).toPass();
  const before = await topOf(page, 'line 40.');

  // Somebody writes: a button tells of it, and nothing moves.
  await say(wei, ana, ['far below']);
  const jump = page.getByRole('button', { name: 'To the newest message, 1 unread' });
  await expect(jump).toBeVisible();
  expect(Math.abs((await topOf(page, 'line 40.')) - before)).toBeLessThanOrEqual(1);

  // Another tab of the app and back: the same place.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'City' }).click();
  await expect(page.getByRole('heading', { name: 'City' })).toBeVisible();
  await page.goBack();
  await expect(message(page, 'line 40.')).toBeInViewport();
  await expect.poll(() => topOf(page, 'line 40.')).toBeCloseTo(before, -1);

  await jump.click();
  await expect(message(page, 'far below')).toBeInViewport();
  await expect(jump).toBeHidden();
  expect(await page.getByRole('article').count()).toBeLessThanOrEqual(60);
});

test('a long message is whole, and one that is too long is kept and told', async ({
  city,
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await say(wei, ana, ['hi']);
  const { page } = await openDevice({ as: ana });
  await page.goto('/chats');
  await openChat(page, 'Wei');
  const field = page.getByRole('textbox', { name: 'Message' });
  await field.fill(`${'长'.repeat(10_001)}`);
  await expect(page.getByText('1 characters too many')).toBeVisible();
  await field.press('Control+Enter');
  await expect(field).toHaveValue('长'.repeat(10_001));
  const text = `start ${'y'.repeat(9_980)} end.`;
  await field.fill(text);
  await field.press('Control+Enter');
  await expectSent(page, 'start yyy');
  await expect(message(page, ' end.')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(message(page, ' end.')).toHaveCount(1);
  await leaveChat(page);
  const { head } = await wei.api.chat.openDirect({ personId: ana.me.personId });
  expect(head.conversation.lastEntry?.body).toEqual({
    type: 'message',
    message: { type: 'text', text },
  });
});
