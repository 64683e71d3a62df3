import { field, message, openChat, row, write } from './support/chat.ts';
import {
  actOn,
  dialog,
  directOf,
  expectMessage,
  lastOf,
  offered,
  said,
} from './support/messages.ts';
import { befriend, say, sendText, until } from './support/people.ts';
import { expect, test } from './support/test.ts';

test('a message is answered, changed, reacted to and taken back, on both sides', async ({
  city,
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await say(ana, wei, ['Shall we meet at six?']);
  const [a, w] = [await openDevice({ as: ana }), await openDevice({ as: wei })];
  await a.page.goto('/chats');
  await openChat(a.page, 'Wei');
  await w.page.goto('/chats');
  await openChat(w.page, 'Ana');

  // Wei answers that very message; Ana sees what was answered, and gets there.
  await actOn(w.page, 'Shall we meet at six?', 'Answer');
  await write(w.page, 'Make it seven');
  const answer = message(a.page, 'Make it seven');
  await expect(answer).toContainText('Shall we meet at six?');

  // Ana changes hers; the answer shows the new words, for it holds no copy.
  await actOn(a.page, 'Shall we meet at six?', 'Edit');
  await field(a.page)
    .or(a.page.getByLabel('Changed message'))
    .first()
    .fill('Shall we meet at seven?');
  await a.page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(message(w.page, 'Shall we meet at seven?').first()).toContainText('edited');
  await expect(message(w.page, 'Make it seven')).toContainText('Shall we meet at seven?');
  await actOn(w.page, 'edited', 'Earlier versions');
  await expect(dialog(w.page, 'Earlier versions')).toContainText('Shall we meet at six?');
  await w.page.keyboard.press('Escape');

  // A reaction is there at once, for both, and gone again.
  await message(w.page, 'edited').last().click({ button: 'right' });
  await w.page.getByRole('menuitemcheckbox', { name: 'React with 👍' }).click();
  const reaction = a.page.getByRole('button', { name: '👍 1: Wei' });
  await expect(reaction).toBeVisible();
  await w.page.getByRole('button', { name: '👍 1: you' }).click();
  await expect(reaction).toHaveCount(0);

  // Ana takes back while Wei is answering: nothing of it stays, and it can be written again.
  await write(a.page, 'a slip of the tongue');
  await expectMessage(w.page, 'a slip of the tongue');
  await actOn(w.page, 'a slip of the tongue', 'Answer');
  await actOn(a.page, 'a slip of the tongue', 'Take back');
  await expect(said(w.page, 'a slip of the tongue')).toHaveCount(0);
  await expect(said(w.page, 'Ana took back a message.')).toBeVisible();
  await a.page.getByRole('button', { name: 'Edit again' }).click();
  await expect(field(a.page)).toHaveValue('a slip of the tongue');
  // What Wei deletes for himself stays with Ana.
  await actOn(w.page, 'Make it seven', 'Delete for me');
  await dialog(w.page, 'Delete this message?')
    .getByRole('button', { name: 'Delete for me' })
    .click();
  await expect(said(w.page, 'Make it seven')).toHaveCount(0);
  await expectMessage(a.page, 'Make it seven');
});

test('what was taken back while a device was away is gone when it comes back', async ({
  city,
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const id = await directOf(ana, wei);
  await sendText(ana, id, 'read me now');
  const w = await openDevice({ as: wei, wired: true });
  await w.page.goto('/chats');
  await openChat(w.page, 'Ana');
  await expectMessage(w.page, 'read me now');
  await w.goOffline();
  const last = await lastOf(ana, id);
  await ana.api.chat.recallMessage({ conversationId: id, seq: last?.seq ?? 0 });
  await w.goOnline();
  await expect(said(w.page, 'Ana took back a message.')).toBeVisible();
  await expect(said(w.page, 'read me now')).toHaveCount(0);
});

test('who takes back wins, whatever else happens to the message at that moment', async ({
  city,
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const id = await directOf(ana, wei);
  await sendText(wei, id, 'hello');
  const [laptop, phone] = [await openDevice({ as: ana }), await openDevice({ as: ana })];
  const w = await openDevice({ as: wei });
  for (const { page } of [laptop, phone, w]) {
    await page.goto(`/chats/${id}`);
    await expect(page.getByRole('log', { name: 'Messages' })).toBeVisible();
  }
  for (const round of ['first', 'second']) {
    const [said1, said2] = [`the ${round} draft`, `the ${round} version`];
    await sendText(ana, id, said1);
    for (const { page } of [laptop, phone, w]) await expectMessage(page, said1);
    // On the laptop Ana changes it, on the phone she takes it back, and Wei likes it: all at once.
    await actOn(laptop.page, said1, 'Edit');
    await field(laptop.page).or(laptop.page.getByLabel('Changed message')).first().fill(said2);
    await message(phone.page, said1).click({ button: 'right' });
    await message(w.page, said1).click({ button: 'right' });
    await Promise.all([
      laptop.page.getByRole('button', { name: 'Send', exact: true }).click(),
      phone.page.getByRole('menuitem', { name: 'Take back' }).click(),
      w.page.getByRole('menuitemcheckbox', { name: 'React with 👍' }).click(),
    ]);
    const last = round === 'first' ? 1 : 2;
    await expect(said(w.page, 'Ana took back a message.')).toHaveCount(last);
    for (const { page } of [laptop, phone, w]) {
      await expect(said(page, said1)).toHaveCount(0);
      await expect(said(page, said2)).toHaveCount(0);
      await expect(page.getByRole('button', { name: /👍 1/ })).toHaveCount(0);
    }
    const { entries } = await wei.api.chat.listEntries({ conversationId: id, limit: 50 });
    expect(JSON.stringify(entries)).not.toContain(round);
    for (const query of [said1, said2]) {
      const found = await wei.api.search.messages({ query, limit: 10 });
      expect(found.hits).toEqual([]);
    }
    // What was taken back is written again, on the device where it was.
    await phone.page.getByRole('button', { name: 'Edit again' }).last().click();
    await expect(field(phone.page)).toHaveValue(new RegExp(round));
    await field(phone.page).fill('');
    await laptop.page.reload();
  }
});

test('several messages are chosen and forwarded as one', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const luz = await city.people.signUp('Luz');
  await befriend(luz, ana);
  await say(luz, ana, ['hello Ana']);
  await say(wei, ana, ['first stop: the mill', 'second stop: the bridge']);
  const a = await openDevice({ as: ana });
  await a.page.goto('/chats');
  await openChat(a.page, 'Wei');
  await actOn(a.page, 'first stop: the mill', 'Choose several');
  await a.page
    .getByRole('checkbox', { name: 'Choose: second stop: the bridge' })
    .check({ force: true });
  await a.page.getByRole('button', { name: 'Forward' }).click();
  const sheet = dialog(a.page, 'Forward to');
  await sheet.getByText('As one').click();
  await sheet.getByRole('checkbox', { name: 'Luz' }).check();
  await sheet.getByRole('button', { name: 'Send (1)' }).click();
  await expect(sheet).toHaveCount(0);
  const id = await directOf(luz, ana);
  const merged = await until(async () => {
    const last = await lastOf(luz, id);
    return (
      last?.body.type === 'message' && last.body.message.type === 'merged' && last.body.message
    );
  });
  expect(merged.items.map(({ author }) => author)).toEqual(['Wei', 'Wei']);
  const l = await openDevice({ as: luz });
  await l.page.goto('/chats');
  await expect(row(l.page, 'Ana')).toContainText('[Chat history]');
  await openChat(l.page, 'Ana');
  await expect(l.page.getByText('first stop: the mill')).toBeVisible();
});

test('kept, planned and remembered', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await say(wei, ana, ['the recipe: two eggs, one lemon']);
  const { page } = await openDevice({ as: ana });
  await page.goto('/chats');
  await openChat(page, 'Wei');
  expect(await offered(page, 'the recipe')).not.toContain('Take back');
  await actOn(page, 'the recipe', 'Keep');
  await expect(page.getByText('Kept among your favourites.')).toBeVisible();
  await actOn(page, 'the recipe', 'Remind me');
  await dialog(page, 'Remind me').getByRole('button', { name: 'Remind me' }).click();
  await page.getByRole('button', { name: 'More to send' }).click();
  await page.getByRole('button', { name: 'Send later' }).click();
  const later = dialog(page, 'Send later');
  await later.getByRole('textbox', { name: 'Message' }).fill('Happy birthday 生日快乐');
  await later.getByRole('button', { name: 'In a week' }).click();
  await later.getByRole('button', { name: 'Send later' }).click();
  await expect(later).toHaveCount(0);

  await page.goto('/me/favourites');
  await expect(page.getByText('the recipe: two eggs, one lemon')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search favourites' }).fill('LEMON');
  await expect(page.getByText('the recipe: two eggs, one lemon')).toBeVisible();
  await page.goto('/me/plans');
  await expect(page.getByText('Happy birthday 生日快乐')).toBeVisible();
  await expect(page.getByText('A message in Wei')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Happy birthday 生日快乐')).toHaveCount(0);
});
