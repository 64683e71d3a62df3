import { message, openChat } from './support/chat.ts';
import { expectAccessible, expectRoom } from './support/looks.ts';
import { circle, groupOf } from './support/messages.ts';
import { createPin, dialog, moneyOf, topUp, typePin } from './support/pay.ts';
import { expect, test, type Page } from './support/test.ts';

const card = (page: Page) => message(page, 'Shared bill').getByRole('link', { name: 'Dinner' });
const bill = (page: Page) => dialog(page, 'Bill');

test('a bill is split among three, paid, and settled', async ({ city, openDevice, viewport }) => {
  test.skip((viewport?.width ?? 0) > 768, 'A story of phones.');
  const { one: ana, others } = await circle(city.people, 'Ana', ['Wei', 'Kim']);
  const [wei, kim] = others as [typeof ana, typeof ana];
  await Promise.all([createPin(wei), topUp(city, wei, 10_000)]);
  await groupOf(ana, [wei, kim], 'Roof garden');
  const { page } = await openDevice({ as: ana });
  const { page: atWei } = await openDevice({ as: wei });
  await Promise.all([page.goto('/chats'), atWei.goto('/chats')]);
  await Promise.all([openChat(page, 'Roof garden'), openChat(atWei, 'Roof garden')]);

  // Ana splits 10.00 among the three of them, and sees each one’s part while she types.
  await page.getByRole('button', { name: 'More to send' }).click();
  await page.getByRole('link', { name: 'Split a bill' }).click();
  const sheet = dialog(page, 'Split a bill');
  await sheet.getByRole('button', { name: 'Ask for it' }).click();
  await expect(sheet.getByText('Say what it is for.')).toBeVisible();
  await sheet.getByLabel('What it is for').fill('Dinner');
  await sheet.getByLabel('Whole amount').fill('10');
  await expect(sheet.getByText('3.34 points')).toHaveCount(1);
  await expect(sheet.getByText('3.33 points')).toHaveCount(2);
  await expectAccessible(page, 'a bill that is split');
  await expectRoom(page, 'a bill that is split');
  await sheet.getByRole('button', { name: 'Share 10.00 points' }).click();
  await expect(card(page)).toContainText('2 people are asked');

  // Wei finds it in his wallet, too, pays his part, and nothing else.
  await expect(card(atWei)).toContainText('Your part: 3.33 points');
  await atWei.goto('/me/wallet');
  await atWei.getByRole('link', { name: 'Dinner' }).click();
  await bill(atWei).getByRole('button', { name: 'Pay 3.33 points' }).click();
  await expect(dialog(atWei, 'Approve the payment')).toContainText('Dinner');
  await typePin(atWei);
  const end = dialog(atWei, 'Payment');
  await expect(end).toContainText('You paid 3.33 points', { timeout: 20_000 });
  await end.getByRole('button', { name: 'Done' }).click();
  await expect(bill(atWei)).toContainText('1 of 2 settled');
  await bill(atWei).getByRole('button', { name: 'Close' }).click();
  await expect(card(atWei)).toContainText('You paid 3.33 points');
  expect(await moneyOf(ana)).toEqual([333, 0]);

  // Ana reminds Kim, who gives her coins: then nothing is open any more.
  await expect(card(page)).toContainText('1 of 2 settled');
  await card(page).click();
  await bill(page).getByRole('button', { name: 'Remind' }).click();
  await expect(message(atWei, 'Ana reminds of the bill “Dinner”.')).toBeVisible();
  const ofKim = bill(page).getByRole('listitem').filter({ hasText: 'Kim' });
  await expect(ofKim).toContainText('Reminded');
  await expectAccessible(page, 'a bill that is half paid');
  await expectRoom(page, 'a bill that is half paid');
  await ofKim.getByRole('button', { name: 'What Kim did' }).click();
  await page.getByRole('menuitem', { name: 'Paid otherwise' }).click();
  await expect(bill(page)).toContainText('All settled');
  await expect(ofKim).toContainText('Paid otherwise');
  await expect(card(atWei)).toContainText('You paid 3.33 points');

  // What it was stands in the statement, and leads back to the bill.
  await atWei.goto('/me/wallet/statement');
  await atWei.getByText('Part of a bill paid').click();
  await atWei.getByRole('button', { name: 'Show the bill' }).click();
  await expect(bill(atWei)).toContainText('All settled');
});
