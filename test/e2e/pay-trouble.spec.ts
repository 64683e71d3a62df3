import { startServerProcess } from '../support/server-process.ts';
import { message, openChat } from './support/chat.ts';
import {
  amountsOf,
  card,
  dialog,
  expectBalance,
  expectPaid,
  expectPaidOnce,
  freeze,
  moneyOf,
  openSheet,
  pay,
  payers,
  pin,
  prepare,
  tapKeys,
  topUp,
  typePin,
} from './support/pay.ts';
import { peopleOf } from './support/people.ts';
import { expect, installed, roomyLimits, test, type Device, type Page } from './support/test.ts';

/** The keys under which a page asked for payments, in order. */
function keysOf(page: Page): string[] {
  const keys: string[] = [];
  page.on('request', (request) => {
    if (!request.url().endsWith('/rpc/pay.sendTransfer')) return;
    keys.push((request.postDataJSON() as { key: string }).key);
  });
  return keys;
}

/** Loses the first call of a method or its answer, and holds the next one back until released. */
async function lose(page: Page, method: string, what: 'request' | 'answer') {
  const released = Promise.withResolvers<undefined>();
  let count = 0;
  await page.route(`**/rpc/${method}`, async (route) => {
    count += 1;
    if (count > 1) {
      await released.promise;
      return route.continue();
    }
    if (what === 'answer') await route.fetch();
    return route.abort('connectionreset');
  });
  return () => released.resolve(undefined);
}

async function openWith({ page }: Device, name: string): Promise<void> {
  await page.goto('/chats');
  await openChat(page, name);
}

/** The payment is refused by this sentence, and nothing was taken. */
async function expectRefused(page: Page, sentence: string): Promise<void> {
  const end = dialog(page, 'Payment');
  await expect(end.getByText('Not paid', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(end).toContainText(`${sentence} Nothing was taken from your wallet.`);
  await end.getByRole('button', { name: 'Back' }).click();
}

test('pressing twice pays once and accepts once', async ({ city, openDevice }) => {
  const [ana, wei] = await payers(city);
  const forAna = await openDevice({ as: ana });
  const forWei = await openDevice({ as: wei });
  const { page } = forAna;
  const keys = keysOf(page);
  await openWith(forAna, 'Wei');
  const sheet = await openSheet(page);
  await sheet.getByRole('textbox', { name: 'Amount' }).fill('12.50');
  await sheet.getByLabel('Note').fill('nervous');
  await sheet.getByRole('button', { name: 'Continue' }).dblclick();
  const approving = dialog(page, 'Approve the payment');
  const digits = approving.getByRole('group', { name: 'Keys for the PIN' });
  await tapKeys(approving, 'Keys for the PIN', pin.slice(0, -1));
  await digits.getByRole('button', { name: pin.at(-1) ?? '', exact: true }).dblclick();
  await expectPaid(page, '12.50', 'Wei');
  await expectPaidOnce(ana, 1_250);
  expect(keys).toHaveLength(1);
  await expect(card(page, 'nervous')).toHaveCount(1);

  await openWith(forWei, 'Ana');
  await card(forWei.page, 'nervous').click();
  await forWei.page.getByRole('button', { name: 'Accept 12.50 points' }).dblclick();
  await expect(dialog(forWei.page, 'Transfer')).toContainText('You accepted it');
  expect(await amountsOf(wei)).toEqual([1_250]);
  expect(await moneyOf(ana)).toEqual([8_750, 0]);
});

for (const what of ['request', 'answer'] as const) {
  test(`the ${what} is lost on its way: it is asked again, and paid once`, async ({
    city,
    openDevice,
  }) => {
    const [ana, wei] = await payers(city);
    const device = await openDevice({ as: ana });
    const { page } = device;
    device.allowFailedCalls();
    const keys = keysOf(page);
    await openWith(device, 'Wei');
    const release = await lose(page, 'pay.sendTransfer', what);
    await prepare(page, '20', 'lost and found');
    await typePin(page);
    const end = dialog(page, 'Payment');
    await expect(end.getByRole('status').first()).toHaveText('Not known yet', { timeout: 20_000 });
    release();
    await end.getByRole('button', { name: 'Ask again now' }).click();
    await expectPaid(page, '20.00', 'Wei');
    expect(new Set(keys).size).toBe(1);
    expect(keys.length).toBeGreaterThan(1);
    await expectPaidOnce(ana, 2_000);
    await expect(card(page, 'lost and found')).toHaveCount(1);
    expect(await moneyOf(wei)).toEqual([0, 0]);
  });
}

test('the answer to an acceptance is lost: pressing again takes nothing twice', async ({
  city,
  openDevice,
}) => {
  const [ana, wei] = await payers(city);
  await pay(ana, wei, 3_000, 'for the garden');
  const device = await openDevice({ as: wei });
  const { page } = device;
  device.allowFailedCalls();
  await openWith(device, 'Ana');
  await card(page, 'for the garden').click();
  const release = await lose(page, 'pay.acceptTransfer', 'request');
  release();
  const sheet = dialog(page, 'Transfer');
  await sheet.getByRole('button', { name: 'Accept 30.00 points' }).click();
  await expect(sheet.getByText('Press again as often as you like')).toBeVisible();
  await page.unroute('**/rpc/pay.acceptTransfer');
  (await lose(page, 'pay.acceptTransfer', 'answer'))();
  await sheet.getByRole('button', { name: 'Accept 30.00 points' }).click();
  // The event tells what the answer could not.
  await expect(sheet).toContainText('You accepted it');
  expect(await amountsOf(wei)).toEqual([3_000]);
  expect(await moneyOf(ana)).toEqual([7_000, 0]);
});

test('the network goes in the middle, and the page too: one payment', async ({
  city,
  openDevice,
}) => {
  test.slow();
  const [ana] = await payers(city);
  const device = await openDevice({ as: ana, wired: true });
  const { page } = device;
  const keys = keysOf(page);
  await page.goto('/chats');
  await installed(page);
  await openChat(page, 'Wei');
  await prepare(page, '12.50', 'in the tunnel');
  await device.goOffline();
  await typePin(page);
  const end = dialog(page, 'Payment');
  await expect(end.getByRole('status').first()).toHaveText('Not known yet');
  await end.getByRole('button', { name: 'Close' }).last().click();
  const told = page.getByText('It is not known yet whether the transfer of 12.50 points was made.');
  await expect(told).toBeVisible();

  // Loaded again without a network: what may have been made is still there, and its sheet too.
  await page.reload();
  await expect(told).toBeVisible();
  await page.getByRole('link', { name: 'Look' }).click();
  const approving = dialog(page, 'Approve the payment');
  await expect(approving.getByText('This payment was interrupted.')).toBeVisible();
  await expect(approving).toContainText('in the tunnel');
  expect(await moneyOf(ana)).toEqual([10_000, 0]);
  await device.goOnline();
  await typePin(page);
  await expectPaid(page, '12.50', 'Wei');
  expect(new Set(keys).size).toBe(1);
  await expectPaidOnce(ana, 1_250);
  await expect(told).toHaveCount(0);
});

test('the page is loaded again while the server pays', async ({ city, openDevice }) => {
  const [ana] = await payers(city);
  const device = await openDevice({ as: ana });
  const { page } = device;
  device.allowFailedCalls();
  const keys = keysOf(page);
  await openWith(device, 'Wei');
  const heard = Promise.withResolvers<undefined>();
  await page.route(
    '**/rpc/pay.sendTransfer',
    async (route) => {
      await route.fetch();
      // Nobody waits for the answer any more.
      heard.resolve(undefined);
    },
    { times: 1 },
  );
  await prepare(page, '33', 'impatient');
  await typePin(page);
  await expect(dialog(page, 'Payment').getByText('Paying …').first()).toBeVisible();
  await heard.promise;
  await page.reload();
  const approving = dialog(page, 'Approve the payment');
  await expect(approving.getByText('This payment was interrupted.')).toBeVisible();
  await expect(approving).toContainText('33.00');
  await typePin(page);
  await expectPaid(page, '33.00', 'Wei');
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
  await expectPaidOnce(ana, 3_300);
});

test('what was typed waits through a reload before anything was asked', async ({
  city,
  openDevice,
}) => {
  const [ana] = await payers(city);
  const device = await openDevice({ as: ana });
  const { page } = device;
  await openWith(device, 'Wei');
  const sheet = await openSheet(page);
  await sheet.getByRole('textbox', { name: 'Amount' }).fill('1234.5');
  await sheet.getByLabel('Note').fill('half a sentence');
  await page.reload();
  await expect(sheet.getByRole('textbox', { name: 'Amount' })).toHaveValue('1,234.5');
  await expect(sheet.getByLabel('Note')).toHaveValue('half a sentence');
  await expect(sheet.getByText('This is more than you have.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  expect(await moneyOf(ana)).toEqual([10_000, 0]);
});

test('money that went elsewhere meanwhile is not spent again', async ({ city, openDevice }) => {
  const [ana, wei] = await payers(city);
  const device = await openDevice({ as: ana });
  const { page } = device;
  await openWith(device, 'Wei');
  await prepare(page, '60', 'once too often');
  await pay(ana, wei, 5_000, 'from another device');
  await typePin(page);
  await expectRefused(page, 'There is not enough money in your wallet.');
  const sheet = dialog(page, 'Transfer');
  await expect(sheet).toContainText('Available: 50.00 points');
  await expect(sheet.getByRole('textbox', { name: 'Amount' })).toHaveValue('60');
  await expect(sheet.getByText('This is more than you have.')).toBeVisible();
  await sheet.getByRole('textbox', { name: 'Amount' }).fill('50');
  await sheet.getByRole('button', { name: 'Continue' }).click();
  await typePin(page);
  await expectPaid(page, '50.00', 'Wei');
  await expect(message(page, 'once too often').getByRole('link')).toHaveCount(1);
  expect(await moneyOf(ana)).toEqual([0, 10_000]);
});

test('a frozen wallet says so and why, for whoever pays and whoever is paid', async ({
  city,
  openDevice,
}) => {
  test.slow();
  const [ana, wei] = await payers(city);
  const device = await openDevice({ as: ana });
  const { page } = device;
  await openWith(device, 'Wei');
  await prepare(page, '10', 'cold');
  await freeze(city, ana);
  await typePin(page);
  await expectRefused(page, 'This wallet is frozen by the operator. Nothing goes in or out.');
  const sheet = dialog(page, 'Transfer');
  await expect(sheet.getByText('frozen by the operator: A lost phone')).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Continue' })).toBeDisabled();
  await page.goto('/me/wallet');
  await expect(page.getByText('The operator froze this wallet')).toBeVisible();
  await expect(page.getByText('A lost phone', { exact: true })).toBeVisible();
  await expectBalance(page, '100.00');

  await freeze(city, ana, 'unfreeze');
  await expect(page.getByText('The operator froze this wallet')).toHaveCount(0);
  await pay(ana, wei, 1_500, 'before the frost');
  await freeze(city, wei);
  await openWith(device, 'Wei');
  const again = await openSheet(page);
  await again.getByRole('button', { name: 'Continue' }).click();
  await typePin(page);
  await expectRefused(page, 'The other person’s wallet takes no money at present.');

  // What waits for a frozen wallet cannot be accepted, until it is open again.
  const forWei = await openDevice({ as: wei });
  await openWith(forWei, 'Ana');
  await card(forWei.page, 'before the frost').click();
  const waiting = dialog(forWei.page, 'Transfer');
  await waiting.getByRole('button', { name: 'Accept 15.00 points' }).click();
  await expect(waiting.getByRole('alert')).toContainText('This wallet is frozen by the operator.');
  await freeze(city, wei, 'unfreeze');
  await waiting.getByRole('button', { name: 'Accept 15.00 points' }).click();
  await expect(waiting).toContainText('You accepted it');
  expect(await moneyOf(ana)).toEqual([8_500, 0]);
  expect(await moneyOf(wei)).toEqual([1_500, 0]);
});

test('who is blocked, or no contact any more, cannot pay', async ({ city, openDevice }) => {
  const [ana, wei] = await payers(city);
  const device = await openDevice({ as: ana });
  const { page } = device;
  await openWith(device, 'Wei');
  await prepare(page, '10', 'unwanted');
  await wei.api.contacts.block({ personId: ana.me.personId });
  await typePin(page);
  await expectRefused(page, 'This person does not take messages from you.');
  expect(await moneyOf(ana)).toEqual([10_000, 0]);

  // Whom I blocked myself I cannot pay by mistake.
  const forWei = await openDevice({ as: wei });
  await openWith(forWei, 'Ana');
  await expect(forWei.page.getByText('You blocked this person.')).toBeVisible();
  await forWei.page.getByRole('button', { name: 'More to send' }).click();
  await expect(forWei.page.getByRole('group', { name: 'More to send' })).toBeVisible();
  await expect(forWei.page.getByRole('link', { name: 'Transfer', exact: true })).toHaveCount(0);
});

test('a server that is killed while it is asked to pay pays once', async ({
  openDevice,
  viewport,
}) => {
  test.skip((viewport?.width ?? 0) > 768, 'No matter of size.');
  test.slow();
  const server = await startServerProcess({ env: roomyLimits });
  const city = { ...server, people: peopleOf(server.origin) };
  try {
    const [ana, wei] = await payers(city);
    const device = await openDevice({ as: ana, origin: server.origin });
    const { page } = device;
    device.allowFailedCalls();
    const keys = keysOf(page);
    await openWith(device, 'Wei');
    // The first call dies with the server, somewhere on its way through it.
    await page.route(
      '**/rpc/pay.sendTransfer',
      async (route) => {
        const dying = route.fetch().catch(() => null);
        await server.kill();
        await dying;
        await route.abort('connectionreset');
      },
      { times: 1 },
    );
    await prepare(page, '44', 'through the fall');
    await typePin(page);
    const end = dialog(page, 'Payment');
    await expect(end.getByRole('status').first()).toHaveText('Not known yet', { timeout: 20_000 });
    await server.restart();
    await expect(end.getByText('You sent 44.00 points to Wei', { exact: true })).toBeVisible({
      timeout: 45_000,
    });
    await end.getByRole('button', { name: 'Done' }).click();
    expect(new Set(keys).size).toBe(1);
    await expectPaidOnce(ana, 4_400);
    await expect(card(page, 'through the fall')).toHaveCount(1, { timeout: 45_000 });
    expect(await moneyOf(wei)).toEqual([0, 0]);
    await page.context().close();
  } finally {
    await server[Symbol.asyncDispose]();
  }
});

test('a wallet that could not be asked for is asked for again', async ({ city, openDevice }) => {
  const ana = await city.people.signUp('Ana');
  await topUp(city, ana, 4_200);
  const device = await openDevice({ as: ana });
  const { page } = device;
  device.allowFailedCalls();
  let asked = 0;
  await page.route('**/rpc/pay.getWallet', async (route) => {
    asked += 1;
    if (asked <= 2) return route.abort('connectionreset');
    return route.continue();
  });
  await page.goto('/me/wallet');
  // The connection lives all the time: nothing else would be a reason to ask.
  await expectBalance(page, '42.00');
  expect(asked).toBeGreaterThan(2);
});
