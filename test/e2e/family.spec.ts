import { createIds, secureRandom, systemClock, type PayKey } from '@plaza/base';
import { expectAccessible, expectRoom } from './support/looks.ts';
import {
  amountsOf,
  createPin,
  currency,
  dialog,
  moneyOf,
  operatorOf,
  topUp,
  typePin,
} from './support/pay.ts';
import type { Person } from './support/people.ts';
import { expect, test } from './support/test.ts';

const newKey = () => createIds(systemClock, secureRandom)<PayKey>();

/** An order of 12.50 in a shop of its own, and where it is paid. */
async function orderOf({ api }: Person): Promise<string> {
  const asked = { key: newKey(), name: 'Corner bakery', category: 'food' } as const;
  const { merchantId } = (await api.merchants.open(asked)).merchant.merchant;
  const sale = {
    key: newKey(),
    merchantId,
    amountMinor: 1_250,
    currency,
    description: 'Two rolls',
  };
  const { code } = await api.merchants.createOrder(sale);
  return new URL(code.url).pathname;
}

test('a mother gives her child a card, and sees what the child pays in a shop', async ({
  city,
  openDevice,
  viewport,
}) => {
  test.skip((viewport?.width ?? 0) > 768, 'A story of two phones.');
  const [ana, kim] = await city.people.contacts('Ana', 'Kim');
  await Promise.all([createPin(ana), createPin(kim), topUp(city, ana, 10_000)]);
  const operator = await operatorOf(city);
  const { personId } = kim.me;
  await operator.api.pay.setStanding({ personId, class: 1, isMinor: true, reason: 'Is 12' });
  const path = await orderOf(await city.people.signUp('Omar'));
  const [{ page }, { page: atKim }] = [
    await openDevice({ as: ana }),
    await openDevice({ as: kim }),
  ];

  // Ana says for whom, and how much.
  await page.goto('/me/wallet');
  await page.getByRole('link', { name: 'Family cards' }).click();
  await expect(page.getByText('Let your family pay with your wallet')).toBeVisible();
  await page.getByRole('link', { name: 'Give a card' }).click();
  await page.getByRole('button', { name: 'Kim' }).click();
  await page.getByLabel('At most at once').fill('30');
  await page.getByRole('button', { name: 'Offer the card' }).click();
  await expect(page.getByText('This may not be less than the one above.')).toBeVisible();
  await page.getByLabel('At most a day').fill('40');
  await expectAccessible(page, 'the caps of a card');
  await page.getByRole('button', { name: 'Offer the card' }).click();
  await expect(dialog(page, 'Approve the payment')).toContainText('100.00');
  await typePin(page);
  await expect(page.getByText('Not answered yet')).toBeVisible({ timeout: 20_000 });

  // Kim takes it, and pays with it, having nothing of their own.
  await atKim.goto('/me/wallet');
  await atKim.getByRole('link', { name: 'Pocket money' }).click();
  await atKim.getByRole('button', { name: 'Take the card' }).click();
  await expect(atKim.getByText('40.00 of 40.00 points left')).toBeVisible();
  await atKim.goto(path);
  await expect(atKim.getByRole('radio', { name: /Pocket money/ })).toBeChecked();
  await expectAccessible(atKim, 'paying by a card');
  await expectRoom(atKim, 'paying by a card');
  await atKim.getByRole('button', { name: 'Pay 12.50 points' }).click();
  await typePin(atKim);
  await expect(atKim.getByText('to Corner bakery')).toBeVisible({ timeout: 20_000 });
  expect([await moneyOf(ana), await moneyOf(kim)]).toEqual([
    [8_750, 0],
    [0, 0],
  ]);
  expect(await amountsOf(ana, 'card_out')).toEqual([-1_250]);

  // A code pays by the card as well.
  await atKim.goto('/me/wallet/family');
  await atKim.getByRole('link', { name: 'Pocket money' }).click();
  await atKim.getByRole('link', { name: 'Pay code' }).click();
  await atKim.getByRole('button', { name: 'Switch it on for this device' }).click();
  await typePin(atKim);
  await expect(atKim.getByRole('radio', { name: /Pocket money/ })).toBeChecked({ timeout: 20_000 });
  await expect(atKim.getByRole('img', { name: 'Pay code', exact: true })).toBeVisible();
  await expectAccessible(atKim, 'a code of a card');

  // Ana has seen it come, and stops the card.
  await expect(page.getByText('27.50 of 40.00 points left')).toBeVisible();
  await expect(page.getByText('Corner bakery')).toBeVisible();
  await expectAccessible(page, 'a card with a payment');
  await expectRoom(page, 'a card with a payment');
  await page.getByRole('button', { name: 'Pause the card' }).click();
  await expect(page.getByText('Paused')).toBeVisible();
  await atKim.goto('/me/wallet/family');
  await atKim.getByRole('link', { name: 'Pocket money' }).click();
  await expect(atKim.getByText('This card is paused.')).toBeVisible();
});
