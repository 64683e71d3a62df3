import type { ConversationId } from '@plaza/base';
import { message, openChat, row, write } from './support/chat.ts';
import { expectAccessible } from './support/looks.ts';
import { directOf, expectMessage, groupOf, lastOf, said } from './support/messages.ts';
import { befriend, sendText, until, type Person } from './support/people.ts';
import { expect, test, type Page } from './support/test.ts';

const statusOf = async (page: Page, path: string) =>
  (await page.context().request.get(path)).status();

test('the server looks behind a link, devices do not, and nothing of it stays', async ({
  city,
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const id = await directOf(ana, wei);
  const [a, w] = [await openDevice({ as: ana }), await openDevice({ as: wei })];
  for (const { page } of [a, w]) await page.goto(`/chats/${id}`);
  await write(a.page, `Look at that: ${city.site.origin}/crane?from=plaza`);
  const card = w.page.getByRole('link', { name: /The old crane is painted red/ });
  await expect(card).toContainText('Harbour news');
  await expect(card).toContainText('Forty metres high');
  await expect(card).toHaveAttribute('rel', /noopener noreferrer/);
  const picture = card.locator('img');
  await expect
    .poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(0);
  const address = (await picture.getAttribute('src')) ?? '';
  expect(address).toMatch(/^\/media\//);
  expect(city.site.asked.every(({ agent }) => !agent.includes('Mozilla'))).toBe(true);
  await expectAccessible(w.page, 'what is behind a link');
  await expect(a.page.getByRole('link', { name: /The old crane/ })).toBeVisible();

  // Whom nobody declared is not asked, and the link stays a link.
  await write(a.page, 'and https://elsewhere.example/secret-page');
  await expectMessage(w.page, 'elsewhere.example');
  await expect(w.page.getByRole('link', { name: 'elsewhere.example' }).last()).toBeVisible();

  // A press on the card is for the browser, which offers what can be done with a link.
  await said(a.page, 'Look at that').click({ button: 'right', position: { x: 4, y: 8 } });
  await a.page.getByRole('menuitem', { name: 'Take back', exact: true }).click();
  await expect(said(w.page, 'Ana took back a message.')).toBeVisible();
  await expect(card).toHaveCount(0);
  expect(await statusOf(w.page, address)).toBe(404);
});

test('a person, a place and an old talk are passed on', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const luz = await city.people.signUp('Luz');
  await befriend(luz, ana);
  const id = await directOf(ana, wei);
  const geolocation = { latitude: 48.208493, longitude: 16.373118 };
  const a = await openDevice({ as: ana, geolocation, permissions: ['geolocation'] });
  const w = await openDevice({ as: wei });
  for (const { page } of [a, w]) await page.goto(`/chats/${id}`);
  const more = a.page.getByRole('button', { name: 'More to send' });

  // Ana recommends Luz; Wei gets to her page from there.
  await more.click();
  await a.page.getByRole('button', { name: 'Contact', exact: true }).click();
  const picking = a.page.getByRole('dialog', { name: 'Send a contact' });
  await picking.getByRole('checkbox', { name: 'Luz' }).check({ force: true });
  await expectAccessible(a.page, 'choosing a contact to send');
  await picking.getByRole('button', { name: 'Send', exact: true }).click();
  const contact = w.page.getByRole('log').getByRole('link', { name: 'Contact: Luz' });
  await expect(contact).toContainText(`@${luz.handle}`);

  // Where Ana is, and nobody outside is asked for a map.
  await more.click();
  await a.page.getByRole('button', { name: 'Location', exact: true }).click();
  const placing = a.page.getByRole('dialog', { name: 'Location' });
  await placing.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(placing.getByText('Type latitude and longitude')).toBeVisible();
  await placing.getByRole('button', { name: 'Where I am' }).click();
  await expect(placing.getByLabel('Latitude and longitude')).toHaveValue('48.208493, 16.373118');
  await placing.getByLabel('Name of the place').fill('Stephansplatz');
  await expectAccessible(a.page, 'choosing a place');
  await placing.getByRole('button', { name: 'Send', exact: true }).click();
  const place = w.page.getByRole('log').getByRole('article').filter({ hasText: 'Stephansplatz' });
  await expect(place.getByRole('link', { name: 'Open in a map app' })).toHaveAttribute(
    'href',
    /^geo:48\.208493,16\.373118/,
  );
  await contact.click();
  await expect(w.page.getByRole('heading', { name: 'Luz' })).toBeVisible();
  await w.page.getByRole('button', { name: 'Send request' }).click();
  const asking = w.page.getByRole('dialog', { name: 'Send request' });
  await asking.getByRole('button', { name: 'Send', exact: true }).click();
  await until(async () => {
    const { requests } = await luz.api.contacts.listRequests({});
    return requests.some(({ person }) => person.personId === wei.me.personId);
  });

  // What was said elsewhere is brought along, read on the device, and found there.
  const text = [
    '[12/03/2021, 18:04:11] Rosa: ¿Quién trae el pan?',
    '[12/03/2021, 18:05:00] Tomás: Yo, y queso',
    'de la montaña',
  ].join('\n');
  await a.page.goto('/me/import');
  await a.page.getByLabel('File of another messenger').setInputFiles({
    ...{ name: 'WhatsApp Chat with Picnic.txt', mimeType: 'text/plain' },
    buffer: Buffer.from(text),
  });
  await expect(a.page.getByText('2 messages')).toBeVisible();
  await expectAccessible(a.page, 'what was found in an export');
  await a.page.getByRole('button', { name: 'Import', exact: true }).click();
  const old = message(a.page, 'de la montaña');
  await expect(old).toContainText('Tomás');
  await expect(old).toContainText('2021');
  await expect(a.page.getByRole('textbox', { name: 'Message' })).toHaveCount(0);
  await expectAccessible(a.page, 'an archive');
});

/** A group so large that whoever is added has to agree. */
async function largeGroup(owner: Person, others: Person[]): Promise<ConversationId> {
  const id = await groupOf(owner, others.slice(0, 2), 'Harbour choir');
  const { url } = await owner.api.chat.makeJoinLink({ conversationId: id });
  const token = new URL(url).hash.slice(1);
  await Promise.all(others.slice(2).map(({ api }) => api.chat.joinByLink({ token, reason: '' })));
  return id;
}

test('who is invited into a large group joins by the card', async ({ city, openDevice }) => {
  test.slow();
  const ana = await city.people.signUp('Ana');
  const others = await Promise.all(
    Array.from({ length: 39 }, (_, n) => city.people.signUp(`Voice ${n}`)),
  );
  for (const one of others.slice(0, 2)) await befriend(one, ana);
  const wei = await city.people.signUp('Wei');
  await befriend(wei, ana);
  const direct = await directOf(wei, ana);
  await sendText(ana, direct, 'Come and sing with us');
  const id = await largeGroup(ana, others);
  const [a, w] = [await openDevice({ as: ana }), await openDevice({ as: wei })];
  await a.page.goto(`/chats/${id}/add`);
  await a.page.getByRole('checkbox', { name: 'Wei' }).check({ force: true });
  await a.page.getByRole('button', { name: /^Add/ }).click();
  await w.page.goto('/chats');
  await expect(row(w.page, 'Ana')).toContainText('Harbour choir');
  await openChat(w.page, 'Ana');
  await expectAccessible(w.page, 'an invitation');
  const card = message(w.page, 'Harbour choir');
  await expect(card).toContainText('40 members');
  await card.getByRole('button', { name: 'Join the group' }).click();
  await expect(w.page).toHaveURL(new RegExp(`/chats/${id}`));
  await write(w.page, 'Hello, second tenor');
  await until(async () => {
    const last = await lastOf(ana, id);
    return last?.senderId === wei.me.personId;
  });
});
