import { message, openChat } from './support/chat.ts';
import { expectAccessible, expectRoom } from './support/looks.ts';
import { groupOf } from './support/messages.ts';
import { createPin, dialog, moneyOf, tapKeys, topUp, typePin } from './support/pay.ts';
import { expect, test, type Page } from './support/test.ts';

const card = (page: Page) =>
  message(page, 'Good harvest').getByRole('link', { name: 'Good harvest' });
const sheet = (page: Page) => dialog(page, 'Red packet');
/** What somebody got, as the opened packet says it large. */
const got = async (page: Page) => {
  const amount = await sheet(page).getByRole('status').first().innerText();
  return Math.round(Number.parseFloat(amount) * 100);
};

test('a red packet goes round in a group, and whoever was in it can check it', async ({
  city,
  openDevice,
  viewport,
}) => {
  test.skip((viewport?.width ?? 0) > 768, 'A story of two phones.');
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await Promise.all([createPin(ana), topUp(city, ana, 10_000)]);
  await groupOf(ana, [wei], 'Roof garden');
  const { page } = await openDevice({ as: ana });
  const theirs = await openDevice({ as: wei, wired: true });
  const { page: atWei } = theirs;
  await Promise.all([page.goto('/chats'), atWei.goto('/chats')]);
  await Promise.all([openChat(page, 'Roof garden'), openChat(atWei, 'Roof garden')]);

  // Ana puts 10.00 in, for two, by luck.
  await page.getByRole('button', { name: 'More to send' }).click();
  await page.getByRole('link', { name: 'Red packet', exact: true }).click();
  await expect(sheet(page)).toContainText('Available: 100.00 points');
  await sheet(page).getByRole('button', { name: 'Put money in' }).click();
  await expect(sheet(page).getByText('Type an amount.')).toBeVisible();
  await tapKeys(sheet(page), 'Keys for the amount', '10');
  await expect(sheet(page).getByLabel('How many shares')).toHaveValue('2');
  await sheet(page).getByLabel('Greeting').fill('Good harvest');
  await expectAccessible(page, 'a red packet that is filled');
  await expectRoom(page, 'a red packet that is filled');
  await sheet(page).getByRole('button', { name: 'Put 10.00 points in' }).click();
  await expect(dialog(page, 'Approve the payment')).toContainText('Good harvest');
  await typePin(page);
  const end = dialog(page, 'Payment');
  await expect(end).toContainText('Your red packet of 10.00 points is there', { timeout: 20_000 });
  await end.getByRole('button', { name: 'Done' }).click();
  await expect(card(page)).toContainText('Tap to open');

  // Without a network nothing is opened; with it Wei gets a share, and Ana hears of it.
  await card(atWei).click();
  await expect(sheet(atWei)).toContainText('A red packet from Ana');
  await expectAccessible(atWei, 'a closed red packet');
  await expectRoom(atWei, 'a closed red packet');
  const seal = sheet(atWei).getByRole('button', { name: 'Open the red packet' });
  await theirs.goOffline();
  await seal.click();
  await expect(sheet(atWei).getByRole('alert')).toContainText('cannot be reached');
  await theirs.goOnline();
  await seal.click();
  await expect(sheet(atWei).getByText('It is in your wallet')).toBeVisible();
  const ofWei = await got(atWei);
  expect(await moneyOf(wei)).toEqual([ofWei, 0]);
  await expect(message(page, 'Wei took a share of your red packet.')).toBeVisible();

  // Ana takes the other one; by then everything is told, and the draw can be checked.
  await card(page).click();
  await sheet(page).getByRole('button', { name: 'Open the red packet' }).click();
  await expect(sheet(page).getByText('It is in your wallet')).toBeVisible();
  const ofAna = await got(page);
  expect(ofAna + ofWei).toBe(1_000);
  await expect(sheet(page).getByRole('listitem')).toHaveCount(2);
  const luckiest = ofWei >= ofAna ? 'Wei' : 'Ana';
  const taker = sheet(page).getByRole('listitem').filter({ hasText: luckiest });
  await expect(taker).toContainText('Luckiest');
  await sheet(page).getByText('Is it fair?').click();
  await sheet(page).getByRole('button', { name: 'Check it now' }).click();
  await expect(sheet(page).getByText('Fair: everybody got the share')).toBeVisible();
  await expectAccessible(page, 'an opened red packet');
  await expectRoom(page, 'an opened red packet');
  await sheet(page).getByRole('button', { name: 'Close' }).click();
  await expect(card(page)).toContainText('You got');
  await expect(message(page, 'You took a share of your own red packet.')).toBeVisible();

  // What it was stands in the statement, too.
  await atWei.goto('/me/wallet/statement');
  await expect(atWei.getByText('Red packet received')).toBeVisible();
});
