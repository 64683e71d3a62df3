import { message, openChat } from './support/chat.ts';
import { directOf } from './support/messages.ts';
import { befriend, sendText } from './support/people.ts';
import { expect, test } from './support/test.ts';

test('anything is found in three scripts, and in its place', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const luz = await city.people.signUp('Luz');
  await befriend(luz, ana);
  const id = await directOf(ana, wei);
  const other = await directOf(ana, luz);
  await sendText(wei, id, '我家在上海东边');
  await sendText(wei, id, 'La CAFETERÍA abre a las ocho');
  await sendText(wei, id, 'اللقاء عند البوابة الكبيرة');
  for (let n = 1; n <= 60; n += 1) await sendText(wei, id, `line ${n} of a long talk`);
  await sendText(luz, other, 'the cafeteria is closed, see https://plaza.example/menu');
  const { page } = await openDevice({ as: ana });
  await page.goto('/chats');
  const search = page.getByRole('searchbox', { name: 'Search people, groups and messages' });
  const found = page.getByRole('region', { name: 'Messages' }).getByRole('listitem');

  await search.fill('上海');
  await expect(found).toHaveCount(1);
  await expect(found).toContainText('我家在上海东边');
  await search.fill('cafeteria');
  await expect(found).toHaveCount(2);
  await page.getByRole('button', { name: 'Links' }).click();
  await expect(found).toHaveCount(1);
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await search.fill('البوابة');
  await expect(found).toContainText('اللقاء عند البوابة الكبيرة');

  // A hit leads to the message in its place, far above the end of the talk.
  await found.getByRole('link').click();
  await expect(message(page, 'اللقاء عند البوابة الكبيرة')).toBeInViewport();

  // In one conversation, by words and by kind.
  await page.goto(`/chats/${id}/search`);
  await page.getByRole('searchbox', { name: 'Words' }).fill('line 42');
  const inside = page.getByRole('list', { name: 'Messages' }).getByRole('listitem');
  await expect(inside.first()).toContainText('line 42 of a long talk');
});

test('a muted word folds a message away, an archived chat leaves the list', async ({
  city,
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await sendText(wei, await directOf(wei, ana), 'spoilers: the gardener did it');
  const { page } = await openDevice({ as: ana });
  await page.goto('/me/notifications');
  await page.getByRole('textbox', { name: 'Word' }).fill('Spoilers');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('Spoilers', { exact: true })).toBeVisible();
  await page.goto('/chats');
  await expect(page.getByText('gardener')).toHaveCount(0);
  await openChat(page, 'Wei');
  await page.getByRole('button', { name: /A message with a word that you muted/ }).click();
  await expect(page.getByText('the gardener did it')).toBeVisible();
});
