import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserWithCamera, film } from './support/camera.ts';
import { expectAccessible, expectRoom, settled } from './support/looks.ts';
import { amountsOf, createPin, tapKeys, topUp, typePin } from './support/pay.ts';
import { expect, signInAs, test, type Page } from './support/test.ts';

const keys = 'Keys for the amount';

/** Notes what is heard: no test listens, but whether a tone was begun is known. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function heard(this: OscillatorNode, when?: number) {
      document.documentElement.dataset['heard'] = 'yes';
      start.call(this, when);
    };
  });
}

const heard = (page: Page) => expect(page.locator('html[data-heard=yes]')).toHaveCount(1);
const expectPaid = (page: Page, amount: string) =>
  expect(page.getByRole('status').filter({ hasText: 'Paid' })).toContainText(amount, {
    timeout: 20_000,
  });

/** Looks at a screen in every way that a machine can judge. */
async function judge(page: Page, name: string): Promise<void> {
  await expectAccessible(page, name);
  await expectRoom(page, name);
}

/** From the wallet to the till, as somebody does who never sold anything. */
async function openShop(page: Page): Promise<void> {
  await page.goto('/me/wallet');
  await page.getByRole('link', { name: 'Sell' }).click();
  await page.getByRole('link', { name: 'Open a shop account' }).click();
  await page.getByLabel('Name of the shop').fill('Panadería Sol');
  await page.getByRole('button', { name: 'Food and drink' }).click();
  await page.getByRole('button', { name: 'Open, and go to the till' }).click();
  await expect(page.getByRole('heading', { name: 'Panadería Sol' })).toBeVisible();
}

test('a new shop takes its first payments, both ways, and its day adds up', async ({
  city,
  openDevice,
}) => {
  test.slow();
  const [sol, ana] = await city.people.contacts('Sol', 'Ana');
  await Promise.all([createPin(sol), createPin(ana), topUp(city, ana, 30_000)]);
  // The till is the device of this project: a phone on the counter, or a desktop.
  const till = (await openDevice({ as: sol })).page;
  await listen(till);
  const beganMs = performance.now();
  await openShop(till);

  // The customer's phone films the code of the till.
  await tapKeys(till.locator('main'), keys, '12.50');
  await judge(till, 'the till');
  await till.getByRole('button', { name: 'Show a code' }).click();
  const shown = till.getByRole('img', { name: 'Code for the customer to scan' });
  await expect(shown).toBeVisible();
  await judge(till, 'the code of an order');
  const folder = await mkdtemp(join(tmpdir(), 'plaza-film-'));
  const path = join(folder, 'code.y4m');
  await film(shown, path);
  const camera = await browserWithCamera(path);
  try {
    const size = { viewport: { width: 390, height: 844 }, permissions: ['camera'] };
    const context = await camera.newContext({ ...size, baseURL: city.origin, locale: 'en-GB' });
    await signInAs(context, city.origin, ana);
    const phone = await context.newPage();
    await phone.goto('/me/wallet');
    await phone.getByRole('link', { name: 'Scan' }).click();
    await expect(phone.getByRole('heading', { name: 'Panadería Sol' })).toBeVisible();
    await judge(phone, 'what a code asks to pay');
    await phone.getByRole('button', { name: 'Pay 12.50 points' }).click();
    await typePin(phone);
    await expectPaid(phone, '12.50');
    await judge(phone, 'a paid order');
  } finally {
    await camera.close();
    await rm(folder, { recursive: true });
  }
  await expectPaid(till, '12.50');
  expect(performance.now() - beganMs, 'the first sale within five minutes').toBeLessThan(300_000);
  await heard(till);
  await till.getByRole('button', { name: 'Next sale' }).click();

  // The till reads the customer's code: small amounts at once, large ones with a PIN.
  const device = await openDevice({ as: ana, size: 'phone', wired: true });
  const purse = device.page;
  await purse.goto('/me/wallet/code');
  await purse.getByRole('button', { name: 'Switch it on for this device' }).click();
  await typePin(purse);
  const bars = purse.getByRole('img', { name: 'Pay code as a barcode' });
  await expect(bars).toBeVisible({ timeout: 20_000 });
  await judge(purse, 'the pay code');
  // What is given out lasts for minutes without a line.
  await device.goOffline();
  await expect(
    purse.getByText('No network: small amounts can be paid all the same.'),
  ).toBeVisible();
  await expect(bars).toBeVisible();
  await device.goOnline();
  const digits = async () => (await purse.getByText(/^13\d\d \d{4}/).innerText()).trim();

  async function charge(amount: string): Promise<void> {
    await tapKeys(till.locator('main'), keys, amount);
    await till.getByRole('button', { name: 'Scan customer' }).click();
    await till.getByLabel('Or type the 18 digits').fill(await digits());
    await till.getByRole('button', { name: 'Open', exact: true }).click();
  }

  await charge('3.20');
  await expectPaid(till, '3.20');
  await expectPaid(purse, '3.20');
  await purse.getByRole('button', { name: 'Done' }).click();
  await till.getByRole('button', { name: 'Next sale' }).click();
  await expect(bars).toBeVisible();
  await charge('201');
  await expect(till.getByText('The customer confirms on the phone')).toBeVisible();
  await purse.getByRole('button', { name: 'Pay 201.00 points' }).click();
  await typePin(purse);
  await expectPaid(purse, '201.00');
  await expectPaid(till, '201.00');
  expect(await amountsOf(ana)).toEqual([-20_100, -320, -1_250, 30_000]);

  // A part goes back, and the day says all of it.
  await till.getByRole('link', { name: /3\.20/ }).click();
  await till.getByRole('button', { name: 'Refund', exact: true }).click();
  const refund = till.getByRole('dialog', { name: 'Refund' });
  await refund.getByRole('textbox', { name: 'Amount' }).fill('1.20');
  await refund.getByRole('button', { name: 'Give it back' }).click();
  await expect(till.getByText('2.00 points of it stayed here')).toBeVisible();
  await judge(till, 'a sale with a refund');
  await till.goto(till.url().replace(/sales\/.*$/, 'day'));
  await settled(till);
  await expect(till.getByText('+216.70 points')).toBeVisible();
  await expect(till.getByText('−1.20 points').first()).toBeVisible();
  await expect(till.getByText('215.50 points')).toBeVisible();
  await judge(till, 'the daily statement');

  // The owner pays the customer, who once brought flour, and is asked first.
  await till.goto(till.url().replace(/\/day.*$/, ''));
  await till.getByRole('link', { name: 'Pay somebody' }).click();
  await judge(till, 'whom a shop pays');
  await till.getByRole('button', { name: ana.me.displayName }).click();
  await till.getByRole('textbox', { name: 'Amount' }).fill('2.50');
  await till.getByRole('textbox', { name: 'What for' }).fill('Flour');
  await till.getByRole('switch', { name: 'They say yes first' }).click();
  await judge(till, 'what a shop pays');
  await till.getByRole('button', { name: 'Pay', exact: true }).click();
  await typePin(till);
  await expect(till.getByText('Promised', { exact: true })).toBeVisible({ timeout: 20_000 });
  await purse.goto('/me/wallet');
  await expect(purse.getByText('Panadería Sol sends you 2.50 points')).toBeVisible();
  await judge(purse, 'what a shop promised');
  await purse.getByRole('button', { name: 'Take it' }).click();
  await expect.poll(() => amountsOf(ana)).toEqual([250, 120, -20_100, -320, -1_250, 30_000]);
});
