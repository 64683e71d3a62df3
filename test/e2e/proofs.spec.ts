import { readFile } from 'node:fs/promises';
import { expectAccessible, expectReachable, expectRoom } from './support/looks.ts';
import {
  accept,
  dayMs,
  minuteMs,
  pay,
  payers,
  startTravelCity,
  type TravelCity,
} from './support/pay.ts';
import { expect, installed, test, type Device, type Page } from './support/test.ts';

type OpenDevice = (options: { origin: string; wired?: boolean }) => Promise<Device>;

/** Waits until the page says so of a receipt. */
const expectSaid = (page: Page, words: string | RegExp) =>
  expect(page.getByRole('status').filter({ hasText: words })).toBeVisible();

/** A payment whose day is over, and its receipt as Ana saved it from its page. */
async function savedReceipt(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Check this receipt' }).click();
  await expectSaid(page, 'Genuine');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the receipt as a file' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^receipt-\d{4}-\d\d-\d\d-[0-9a-f]{8}\.json$/);
  return readFile(await download.path(), 'utf8');
}

async function paste(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox').fill(text);
}

/** Somebody without an account, who was given the file. */
async function checkAsStranger(
  { origin }: TravelCity,
  openDevice: OpenDevice,
  receipt: string,
): Promise<void> {
  const device = await openDevice({ origin, wired: true });
  const { page } = device;
  await page.goto('/check');
  await expect(page.getByRole('heading', { name: 'Check a receipt' })).toBeVisible();
  await expectReachable(page, 'check');
  const buffer = Buffer.from(receipt);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'receipt.json', mimeType: 'application/json', buffer });
  await expectSaid(page, 'Genuine');
  await expect(page.getByText('−25.00 points')).toBeVisible();
  await expectAccessible(page, 'a genuine receipt');
  await expectRoom(page, 'a genuine receipt');

  await paste(page, receipt.replace('2500', '9500'));
  await expectSaid(page, 'Not genuine');
  await expectAccessible(page, 'a receipt that was changed');
  await paste(page, 'something else');
  await expectSaid(page, 'This is no receipt of a Plaza city');

  // Without a network the same, but for the one thing that only the city can tell.
  await installed(page);
  await device.goOffline();
  await page.reload();
  await paste(page, receipt);
  await expectSaid(page, 'Unchanged since it was signed');
  await expect(page.getByRole('textbox')).toHaveValue('');
  await expect(page.getByText('Compare it with the key that the city publishes.')).toBeVisible();
  await device.context.close();
}

test('a payment is proven to somebody who asks nobody', async ({ openDevice, viewport }) => {
  test.skip((viewport?.width ?? 0) > 768, 'A story of phones: a desktop has the same page.');
  test.slow();
  const city = await startTravelCity();
  try {
    const [ana, wei] = await payers(city);
    const transfer = await pay(ana, wei, 2_500, 'Lunch');
    await accept(wei, transfer);
    const { origin } = city;
    const device = await openDevice({ origin, as: ana });
    await city.join(device);
    const { page } = device;
    await page.goto(`/me/wallet/transfer/${transfer.transferId}`);
    await page.getByRole('button', { name: 'Check this receipt' }).click();
    await expectSaid(page, 'The city signs its books when the day is over.');
    await expectAccessible(page, 'a receipt before its proof');

    await city.travel(dayMs + 10 * minuteMs);
    await page.reload();
    const receipt = await savedReceipt(page);
    await expectAccessible(page, 'a proven payment');
    await expectRoom(page, 'a proven payment');
    // The line of a top-up has its own.
    await page.goto('/me/wallet/statement');
    await page
      .getByRole('button', { name: /Top-up|top-up|city/i })
      .first()
      .click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'Check this receipt' }).click();
    await expectSaid(page, 'Genuine');
    await expectAccessible(page, 'a proven line');

    await checkAsStranger(city, openDevice, receipt);
    for (const locale of ['zh-CN', 'es-ES']) {
      const other = await openDevice({ origin, locale });
      await other.page.goto('/check');
      await paste(other.page, receipt);
      await expectSaid(other.page, /真实有效|Auténtico/);
      await expectRoom(other.page, locale);
      await other.context.close();
    }
  } finally {
    await city[Symbol.asyncDispose]();
  }
});
