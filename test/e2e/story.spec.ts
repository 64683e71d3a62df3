import type { MethodOutput } from '@plaza/contract';
import { startServerProcess } from '../support/server-process.ts';
import {
  choose,
  expectSent,
  field,
  leaveChat,
  message,
  openChat,
  row,
  texts,
  write,
} from './support/chat.ts';
import { signInByHand, signUpByHand } from './support/entrance.ts';
import { befriend, peopleOf, say } from './support/people.ts';
import { expect, roomyLimits, test, type Device } from './support/test.ts';

const other = (width: number | undefined) => ((width ?? 0) < 768 ? 'desktop' : 'phone');

/** The draft that the server keeps of the device's first conversation. */
async function draftOf({ context }: Device): Promise<string> {
  const answer = await context.request.post('/rpc/chat.listHeads', { data: {} });
  const { heads } = (await answer.json()) as MethodOutput<'chat.listHeads'>;
  return heads[0]?.inbox.draft ?? '';
}

test('two people meet, talk, close the laptop, and nothing is missing', async ({
  openDevice,
  viewport,
}) => {
  // Ana is on the device of this project, Wei on the other kind.
  const ana = await openDevice();
  await ana.page.goto('/');
  const anaIs = await signUpByHand(ana.page, 'Ana');
  const wei = await openDevice({ size: other(viewport?.width) });
  await wei.page.goto('/');
  const weiIs = await signUpByHand(wei.page, 'Wei');

  // Wei opens the link that is in Ana's code, and asks.
  await ana.page.goto('/me');
  const told = ana.page.waitForResponse((answer) => answer.url().endsWith('getMyCode'));
  await ana.page.getByRole('link', { name: 'My code' }).click();
  const { qrText } = (await (await told).json()) as { qrText: string };
  await expect(ana.page.getByRole('img', { name: 'My code, for others to scan' })).toBeVisible();
  await wei.page.goto(qrText);
  await expect(wei.page.getByRole('heading', { name: 'Ana' })).toBeVisible();
  await wei.page.getByRole('button', { name: 'Send request' }).click();
  const dialog = wei.page.getByRole('dialog');
  await dialog.getByLabel('Who you are, and why').fill('Wir kennen uns vom Markt 市场');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(wei.page.getByText('Your request waits for an answer.')).toBeVisible();

  // The request waits quietly; Ana reads the reason and accepts.
  await ana.page.goto('/contacts/requests');
  await expect(ana.page.getByText('Wir kennen uns vom Markt 市场')).toBeVisible();
  await ana.page.getByRole('button', { name: 'Accept' }).click();
  await expect(ana.page.getByText('Accepted')).toBeVisible();
  await expect(wei.page.getByRole('button', { name: 'Message' })).toBeVisible();

  // They talk in three languages.
  await wei.page.getByRole('button', { name: 'Message' }).click();
  await write(wei.page, '你好，安娜！');
  await expectSent(wei.page, '你好，安娜！');
  await ana.page.goto('/chats');
  await expect(row(ana.page, 'Wei')).toContainText('1 unread');
  await openChat(ana.page, 'Wei');
  await expect(message(ana.page, '你好，安娜！')).toBeVisible();
  await write(ana.page, '¡Qué alegría! ¿Vienes el sábado?');
  await write(ana.page, '🎉');
  await expect(message(wei.page, '¡Qué alegría! ¿Vienes el sábado?')).toBeVisible();
  await expect(message(wei.page, '🎉')).toBeVisible();
  await leaveChat(ana.page);
  await expect(row(ana.page, 'Wei')).not.toContainText('unread');

  // While Ana answers, Wei sees it.
  await write(wei.page, '好的！几点？');
  await openChat(ana.page, 'Wei');
  await expect(message(ana.page, '好的！几点？')).toBeVisible();
  await field(ana.page).pressSequentially('Diez', { delay: 100 });
  await expect(wei.page.getByText('typing …')).toBeVisible();

  // Ana closes the laptop in the middle of a sentence, which is kept by then. Wei goes on.
  await expect.poll(() => draftOf(ana)).toBe('Diez');
  await ana.context.close();
  for (const number of [1, 2, 3]) await write(wei.page, `meanwhile ${number}`);
  await expectSent(wei.page, 'meanwhile 3');

  // Another device of Ana's: everything is there, and unread is what is unread.
  const second = await openDevice({ size: other(viewport?.width) });
  await signInByHand(second.page, anaIs.handle);
  await expect(row(second.page, 'Wei')).toContainText('3 unread');
  await expect(row(second.page, 'Wei')).toContainText('Draft: Diez');
  await openChat(second.page, 'Wei');
  await expect(second.page.getByText('3 new messages')).toBeVisible();
  await expect(field(second.page)).toHaveValue('Diez');
  for (const text of ['你好，安娜！', '¿Vienes el sábado?', '🎉', '好的！几点？']) {
    await expect(message(second.page, text)).toHaveCount(1);
  }
  expect(await texts(second.page, /meanwhile \d/)).toEqual([1, 2, 3].map((n) => `meanwhile ${n}`));
  expect(weiIs.handle).not.toBe(anaIs.handle);
});

test('pin, mute and mark as unread are on every device', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const luz = await city.people.signUp('Luz');
  await befriend(luz, ana);
  await say(wei, ana, ['hello from Wei']);
  await say(luz, ana, ['hello from Luz']);
  const here = await openDevice({ as: ana });
  const there = await openDevice({ as: ana });
  await here.page.goto('/chats');
  await there.page.goto('/chats');
  const first = there.page.getByRole('list', { name: 'Conversations' }).getByRole('link').first();
  await expect(first).toContainText('Luz');
  await choose(here.page, 'Wei', 'Pin to the top');
  await expect(first).toContainText('Wei');
  await choose(here.page, 'Luz', 'Mark as read');
  await expect(row(there.page, 'Luz')).not.toContainText('unread');
  await choose(here.page, 'Luz', 'Mark as unread');
  await expect(row(there.page, 'Luz')).toContainText('Marked as unread');
  await choose(here.page, 'Wei', 'Mute');
  await row(there.page, 'Wei').click({ button: 'right' });
  await expect(there.page.getByRole('menuitem', { name: 'Unmute' })).toBeVisible();
});

test('a small group: everybody reads everybody, who left does not', async ({
  city,
  openDevice,
}) => {
  const ana = await city.people.signUp('Ana');
  const [wei, luz] = [await city.people.signUp('Wei'), await city.people.signUp('Luz')];
  await befriend(wei, ana);
  await befriend(luz, ana);
  const [forAna, forWei] = [await openDevice({ as: ana }), await openDevice({ as: wei })];
  await forAna.page.goto('/chats');
  await forWei.page.goto('/chats');
  await forAna.page.getByRole('button', { name: 'New', exact: true }).click();
  await forAna.page.getByRole('menuitem', { name: 'New group' }).click();
  await forAna.page.getByLabel('Name (may stay empty)').fill('Rooftop garden');
  await forAna.page.getByRole('checkbox', { name: 'Wei' }).check({ force: true });
  await forAna.page.getByRole('checkbox', { name: 'Luz' }).check({ force: true });
  await forAna.page.getByRole('button', { name: 'Create group (2)' }).click();
  await write(forAna.page, 'Who waters the tomatoes?');
  await openChat(forWei.page, 'Rooftop garden');
  await expect(message(forWei.page, 'Who waters the tomatoes?')).toContainText('Ana');
  await write(forWei.page, '我来！');
  await expect(message(forAna.page, '我来！')).toContainText('Wei');

  const { heads } = await wei.api.chat.listHeads({});
  const group = heads.find(({ conversation }) => conversation.kind === 'group');
  await wei.api.chat.leaveGroup({ conversationId: group?.conversation.conversationId as never });
  await expect(message(forAna.page, 'Wei left the group')).toBeVisible();
  await expect(forWei.page.getByText('You are not in this group any more.')).toBeVisible();
  await write(forAna.page, 'Only for those who are here');
  await expectSent(forAna.page, 'Only for those who are here');
  await expect(message(forWei.page, 'Only for those who are here')).toHaveCount(0);
});

test('who is blocked is told only that the message was not taken', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await say(wei, ana, ['before']);
  await ana.api.contacts.block({ personId: wei.me.personId });
  const { page } = await openDevice({ as: wei });
  await page.goto('/chats');
  await openChat(page, 'Ana');
  await write(page, 'after');
  await expect(message(page, 'after').getByRole('img', { name: 'Not sent' })).toBeVisible();
  const why = 'This person does not take messages from you.';
  await expect(page.getByText(why, { exact: true })).toBeVisible();
  await ana.api.contacts.unblock({ personId: wei.me.personId });
  await page.getByRole('button', { name: 'Try again' }).click();
  await expectSent(page, 'after');
});

test('a server that is killed in the middle of a talk loses nothing', async ({
  openDevice,
  viewport,
}) => {
  test.skip((viewport?.width ?? 0) > 768, 'No matter of size.');
  test.slow();
  const server = await startServerProcess({ env: roomyLimits });
  try {
    const [ana, wei] = await peopleOf(server.origin).contacts('Ana', 'Wei');
    await say(wei, ana, ['before the fall']);
    const options = { origin: server.origin };
    const forAna = await openDevice({ ...options, as: ana });
    const forWei = await openDevice({ ...options, as: wei });
    for (const device of [forAna, forWei]) device.allowFailedCalls();
    await forAna.page.goto('/chats');
    await openChat(forAna.page, 'Wei');
    await forWei.page.goto('/chats');
    await openChat(forWei.page, 'Ana');
    await write(forAna.page, 'talk 1');
    await expect(message(forWei.page, 'talk 1')).toBeVisible();
    await server.kill();
    await write(forAna.page, 'talk 2');
    await expect(
      message(forAna.page, 'talk 2').getByRole('img', { name: 'Sending' }),
    ).toBeVisible();
    await server.restart();
    await expect(message(forWei.page, 'talk 2')).toBeVisible({ timeout: 45_000 });
    await write(forWei.page, 'talk 3');
    await expect(message(forAna.page, 'talk 3')).toBeVisible({ timeout: 45_000 });
    for (const { page } of [forAna, forWei]) {
      expect(await texts(page, /talk \d/)).toEqual(['talk 1', 'talk 2', 'talk 3']);
    }
  } finally {
    await server[Symbol.asyncDispose]();
  }
});
