import {
  callFrom,
  expectMoving,
  expectSound,
  expectTalking,
  allowed,
  fakeDevices,
} from './support/calls.ts';
import { inCall, incoming, press, rings, talkOf } from './support/calls.ts';
import { expectAccessible, expectRoom } from './support/looks.ts';
import { said } from './support/messages.ts';
import type { Person } from './support/people.ts';
import { expect, test, type Device, type Page } from './support/test.ts';

test.use(fakeDevices);
// Pictures are drawn, sent and shown by this machine's processors, which may be few.
test.describe.configure({ timeout: 300_000 });

type Open = (options: { as: Person; permissions: string[] }) => Promise<Device>;

/** Two people with the conversation open on the caller's device. */
async function two(
  city: { people: { contacts(a: string, b: string): Promise<[Person, Person]> } },
  open: Open,
) {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const id = await talkOf(ana, wei);
  const [hers, his] = [await open({ as: ana, ...allowed }), await open({ as: wei, ...allowed })];
  await hers.page.goto(`/chats/${id}`);
  await his.page.goto('/chats');
  await expect(his.page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  return { ana, wei, id, hers, his, a: hers.page, w: his.page };
}

/** The Tab key goes round the buttons of the call, and nowhere else. */
async function expectTrapped(page: Page, names: readonly string[]): Promise<void> {
  const met = new Set<string>();
  for (let presses = 0; presses < names.length + 4; presses += 1) {
    await page.keyboard.press('Tab');
    const place = await page.evaluate(() => ({
      name: document.activeElement?.textContent ?? '',
      isInside: document.activeElement?.closest('main, nav') === null,
    }));
    expect(place.isInside).toBe(true);
    met.add(place.name);
  }
  expect([...met]).toEqual(expect.arrayContaining([...names]));
}

test('a video call rings, is answered, shows and sounds, and is in the log', async ({
  city,
  openDevice,
}) => {
  const { a, w, id, wei } = await two(city, openDevice);
  const second = await openDevice({ as: wei, ...allowed });
  await second.page.goto('/chats');
  await callFrom(a, 'Video call');
  await expect(inCall(a)).toBeVisible();
  await rings(w);
  await rings(second.page);
  await expectAccessible(w, 'an incoming call');
  await expectRoom(w, 'an incoming call');
  await press(w, 'Answer');
  // Answered here: the other device stops ringing.
  await expect(incoming(second.page)).toHaveCount(0);
  for (const page of [a, w]) {
    await expectTalking(page);
    await expectMoving(page, 2);
    await expectSound(page, 1);
  }
  await expectAccessible(a, 'a video call');
  await expectRoom(a, 'a video call');

  // Camera off and on, microphone off; the other side is told.
  await press(a, 'Camera');
  await expect(w.getByLabel('Picture of Ana')).toHaveCount(0);
  await press(a, 'Camera');
  await expect(w.getByLabel('Picture of Ana')).toBeVisible();
  await press(a, 'Turn round');
  await expectMoving(w, 2);
  await press(a, 'Microphone');
  await expect(inCall(w).getByLabel('Muted')).toBeVisible();

  // Back to the chat while it goes on.
  await press(a, 'Back to the chat; the call goes on');
  await expect(inCall(a)).toHaveCount(0);
  const bar = a.getByRole('complementary', { name: 'Call' });
  await expect(bar).toBeVisible();
  await expectAccessible(a, 'a chat below a call');
  await bar.getByRole('button', { name: /Back to the call/ }).click();
  await expectTalking(a);
  await press(w, 'Hang up');
  await expect(inCall(a)).toHaveCount(0);
  await expect(said(a, 'Video call, ')).toHaveCount(1);
  await w.goto(`/chats/${id}`);
  await expect(said(w, 'Video call, ')).toHaveCount(1);
});

test('declined, missed and busy are said on both sides', async ({ city, openDevice }) => {
  const { a, w, id, ana, wei } = await two(city, openDevice);
  await callFrom(a, 'Voice call');
  await rings(w);
  await press(w, 'Decline');
  await expect(a.getByRole('alert')).toHaveText('Wei cannot talk now.');
  await expect(said(a, 'Voice call declined')).toHaveCount(1);

  // Taken back before anybody answered: missed, and unread, for the other one.
  await expect(inCall(a)).toHaveCount(0);
  await expect(a.getByRole('button', { name: 'Call', exact: true })).toBeVisible();
  await callFrom(a, 'Voice call');
  await rings(w);
  await press(a, 'Hang up');
  await expect(incoming(w)).toHaveCount(0);
  await expect(said(a, 'Voice call cancelled')).toHaveCount(1);
  const { head } = await wei.api.chat.getHead({ conversationId: id });
  expect(head.inbox.unread).toBe(1);
  await w.goto(`/chats/${id}`);
  await expect(said(w, 'Missed voice call')).toHaveCount(1);

  // Wei talks with somebody else.
  const third = await city.people.signUp('Noor');
  const { befriend } = await import('./support/people.ts');
  await befriend(third, wei);
  const talk = await talkOf(third, wei);
  const hers = await openDevice({ as: third, ...allowed });
  await hers.page.goto(`/chats/${talk}`);
  await callFrom(hers.page, 'Voice call');
  await rings(w);
  await press(w, 'Answer');
  await expectTalking(hers.page);
  await callFrom(a, 'Voice call');
  await expect(a.getByRole('alert')).toHaveText('Wei is in another call.');
  await expect(said(a, 'Voice call: busy')).toHaveCount(1);
  await expectTalking(w);
  expect(ana.name).toBe('Ana');
});

test('real-time text goes by keyboard alone, letter by letter, and is kept only by choice', async ({
  city,
  openDevice,
}) => {
  const { a, w, wei } = await two(city, openDevice);
  await a.getByRole('button', { name: 'Call', exact: true }).focus();
  await a.keyboard.press('Enter');
  await expect(a.getByRole('menuitem', { name: 'Voice call' })).toBeFocused();
  await a.keyboard.press('Enter');
  await rings(w);
  await expect(w.getByRole('button', { name: 'Answer' })).toBeFocused();
  await w.keyboard.press('Enter');
  await expectTalking(w);
  await expectTalking(a);
  await expectTrapped(a, ['Microphone', 'Camera', 'Speaker', 'Text', 'Hang up']);

  async function openText(page: Page): Promise<void> {
    const text = page.getByRole('button', { name: 'Text', exact: true });
    await text.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('The others see every letter as you type it.')).toBeFocused();
  }
  await openText(a);
  const began = Date.now();
  await a.keyboard.press('H');
  const list = w.getByRole('list', { name: 'Text of the call' });
  await expect(list.getByText('H', { exact: true })).toBeVisible({ timeout: 2_000 });
  expect(Date.now() - began).toBeLessThan(1_500);
  await a.keyboard.type('ola, Wei');
  await a.keyboard.press('Enter');
  await a.keyboard.type('second');
  await expect(list.getByText('Hola, Wei', { exact: true })).toBeVisible();
  await expect(list.getByText('second', { exact: true })).toBeVisible();
  await expect(w.getByRole('log')).toContainText('Ana: Hola, Wei');
  await w.getByLabel('The others see every letter as you type it.').focus();
  await w.keyboard.type('你好');
  await expectAccessible(w, 'a call with text');
  await expectRoom(w, 'a call with text');
  await expect(a.getByRole('list', { name: 'Text of the call' }).getByText('你好')).toBeVisible();

  await press(a, 'Hang up');
  await press(a, 'Discard');
  const keep = w.getByRole('dialog', { name: 'Keep the text of the call?' });
  await expectAccessible(w, 'the text of a call');
  await keep.getByRole('button', { name: 'Keep' }).click();
  await expect(keep).toHaveCount(0);
  const { favourites } = await wei.api.favourites.list({});
  expect(favourites[0]?.note).toContain('Ana: Hola, Wei\nAna: second\nYou: 你好');
});
