import { openChat } from './support/chat.ts';
import { addAuthenticator } from './support/passkeys.ts';
import {
  createPin,
  dayMs,
  expectPaid,
  minuteMs,
  moneyOf,
  openSheet,
  otherPin,
  payers,
  prepare,
  startTravelCity,
  topUp,
  typePin,
  type TravelCity,
} from './support/pay.ts';
import { say } from './support/people.ts';
import { expect, test, type Page } from './support/test.ts';

const wrongPin = '190284';
const newPin = '602957';

/** What a page tells in passing. */
const notice = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Notices' }).getByText(text);

/** Types a new PIN twice. */
async function choosePin(page: Page, digits: string): Promise<void> {
  await typePin(page, digits, 'Choose a PIN of six digits');
  await typePin(page, digits, 'Type the same PIN again');
}

test.describe('what takes its time', () => {
  let city: TravelCity;
  test.beforeAll(async () => {
    city = await startTravelCity();
  });
  test.afterAll(async () => {
    await city[Symbol.asyncDispose]();
  });

  test('wrong PINs lock, the lock counts down, and then the right one pays', async ({
    openDevice,
  }) => {
    test.slow();
    const [ana] = await payers(city);
    const device = await openDevice({ as: ana, origin: city.origin });
    await city.join(device);
    const { page } = device;
    await page.goto('/chats');
    await openChat(page, 'Wei');
    const approving = await prepare(page, '12.50', 'tickets');
    const wrong = approving.getByRole('alert').filter({ hasText: 'The PIN is wrong.' });
    for (const left of ['4 tries are left.', '3 tries are left.', '2 tries are left.']) {
      await typePin(page, wrongPin);
      await expect(wrong).toContainText(left, { timeout: 20_000 });
    }
    // A page that is loaded again gives no new tries.
    await page.reload();
    await expect(approving).toContainText('12.50');
    await typePin(page, wrongPin);
    await expect(wrong).toContainText('1 try is left.', { timeout: 20_000 });
    await typePin(page, wrongPin);
    await expect(approving.getByText('Too many wrong PINs', { exact: true })).toBeVisible({
      timeout: 20_000,
    });
    await expect(approving.getByText(/^(?:1:00|0:\d\d)$/)).toBeVisible();
    await expect(page.getByLabel('Your pay PIN')).toHaveCount(0);

    // Every device knows; the pages about the PIN say until when.
    const second = await openDevice({ as: ana, origin: city.origin });
    await city.join(second);
    await second.page.goto('/me/wallet');
    await expect(second.page.getByText('The PIN is locked until').first()).toBeVisible();
    expect(await moneyOf(ana)).toEqual([10_000, 0]);

    await city.travel(minuteMs);
    await typePin(page, wrongPin);
    await expect(approving.getByText(/^(?:5:00|4:\d\d)$/)).toBeVisible({ timeout: 20_000 });
    await city.travel(5 * minuteMs);
    await typePin(page);
    await expectPaid(page, '12.50', 'Wei');
    expect(await moneyOf(ana)).toEqual([8_750, 1_250]);
  });

  test('a forgotten PIN: a code, a day in which any device can say no, and a new PIN', async ({
    openDevice,
  }) => {
    test.slow();
    const [ana] = await payers(city);
    const options = { as: ana, origin: city.origin };
    const [here, there] = [await openDevice(options), await openDevice(options)];
    for (const device of [here, there]) await city.join(device);
    const [{ page }, { page: other }] = [here, there];
    await other.goto('/me');
    await page.goto('/chats');
    await openChat(page, 'Wei');
    const approving = await prepare(page, '7', 'forgotten');
    await approving.getByRole('link', { name: 'Forgot the PIN?' }).click();

    async function begin(code: string): Promise<void> {
      await page.getByRole('link', { name: 'Forgot the PIN?' }).click();
      await page.getByLabel('Recovery code').fill(code);
      await page.getByRole('button', { name: 'Start the wait' }).click();
    }

    await begin('not-a-code-of-mine');
    await expect(page.getByText('This is no code of yours, or it was used already.')).toBeVisible({
      timeout: 20_000,
    });
    await page.getByRole('link', { name: 'Back' }).click();
    await begin(ana.recoveryCodes[2] ?? '');
    const waiting = page.getByRole('heading', { name: 'A new PIN can be set from' });
    await expect(waiting).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText('That is in 24 hours.')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Set a new PIN' })).toHaveCount(0);

    // The other device is told, and ends it: it was not the owner who forgot the PIN.
    await expect(notice(other, 'Somebody wants to reset your pay PIN.')).toBeVisible();
    await other.goto('/me/wallet');
    await expect(other.getByText('If this was not you, cancel it.')).toBeVisible();
    await other.getByRole('link', { name: 'See the reset' }).click();
    await other.getByRole('button', { name: 'Cancel the reset' }).click();
    await expect(other.getByText('A pay PIN is set.')).toBeVisible();
    await expect(waiting).toHaveCount(0);
    await expect(notice(page, 'The reset of your pay PIN was cancelled.')).toBeVisible();

    // The code is used up; with another one the day is waited for.
    await begin(ana.recoveryCodes[2] ?? '');
    await expect(page.getByText('This is no code of yours, or it was used already.')).toBeVisible({
      timeout: 20_000,
    });
    await page.getByRole('link', { name: 'Back' }).click();
    await begin(ana.recoveryCodes[5] ?? '');
    await expect(waiting).toBeVisible({ timeout: 20_000 });
    await page.goto('/me/wallet/pin/reset');
    await choosePin(page, newPin);
    const tooSoon = 'The waiting time of this reset is not over yet.';
    await expect(page.getByText(tooSoon)).toBeVisible({ timeout: 20_000 });
    await page.goto('/me/wallet/pin');
    await city.travel(dayMs + minuteMs);
    await expect(page.getByRole('heading', { name: 'You can set a new PIN now' })).toBeVisible();
    await page.getByRole('link', { name: 'Set a new PIN' }).click();
    await choosePin(page, newPin);
    await expect(notice(page, 'Your pay PIN was reset.')).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText('A pay PIN is set.')).toBeVisible();

    await page.goto('/chats');
    await openChat(page, 'Wei');
    // The payment from before waits where it was left.
    await openSheet(page);
    await expect(approving).toContainText('forgotten');
    await typePin(page);
    await expect(approving.getByText('The PIN is wrong.')).toBeVisible({ timeout: 20_000 });
    await typePin(page, newPin);
    await expectPaid(page, '7.00', 'Wei');
  });
});

test('a passkey says yes to a payment, with or without a PIN', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await Promise.all([topUp(city, ana, 5_000), say(wei, ana, ['hello'])]);
  const { page } = await openDevice({ as: ana });
  await addAuthenticator(page);
  await page.goto('/me/security');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(notice(page, 'The passkey was added.')).toBeVisible();

  await page.goto('/chats');
  await openChat(page, 'Wei');
  const approving = await prepare(page, '20', 'by fingerprint');
  await expect(approving.getByRole('button', { name: 'Set a pay PIN instead' })).toBeVisible();
  await approving.getByRole('button', { name: 'Approve with a passkey' }).click();
  await expectPaid(page, '20.00', 'Wei');

  await createPin(ana);
  await prepare(page, '10', 'by finger too');
  await expect(page.getByLabel('Your pay PIN')).toBeEditable();
  await approving.getByRole('button', { name: 'Approve with a passkey' }).click();
  await expectPaid(page, '10.00', 'Wei');
  await prepare(page, '5', 'by PIN');
  await typePin(page);
  await expectPaid(page, '5.00', 'Wei');
  expect(await moneyOf(ana)).toEqual([1_500, 3_500]);
});

test('the PIN is changed with the present one', async ({ city, openDevice }) => {
  const [ana] = await payers(city);
  const { page } = await openDevice({ as: ana });
  await page.goto('/me/wallet');
  await page.getByRole('link', { name: 'Pay PIN' }).click();
  await page.getByRole('link', { name: 'Change the PIN' }).click();
  await typePin(page, wrongPin, 'Your present PIN');
  await choosePin(page, newPin);
  await expect(page.getByText('4 tries are left.')).toBeVisible({ timeout: 20_000 });
  await typePin(page, undefined, 'Your present PIN');
  await typePin(page, newPin, 'Choose a PIN of six digits');
  await typePin(page, otherPin, 'Type the same PIN again');
  await expect(page.getByText('The two PINs differ.')).toBeVisible();
  await choosePin(page, newPin);
  await expect(notice(page, 'Your pay PIN was changed.')).toBeVisible({ timeout: 20_000 });

  await page.goto('/chats');
  await openChat(page, 'Wei');
  const approving = await prepare(page, '3', 'with the new one');
  await typePin(page);
  await expect(approving.getByText('The PIN is wrong.')).toBeVisible({ timeout: 20_000 });
  await typePin(page, newPin);
  await expectPaid(page, '3.00', 'Wei');
});
