import { readFile } from 'node:fs/promises';
import { leaveChat, message, openChat, row } from './support/chat.ts';
import { expectAccessible } from './support/looks.ts';
import {
  amountsOf,
  card,
  createPin,
  dayMs,
  dialog,
  expectBalance,
  expectPaid,
  line,
  minuteMs,
  moneyOf,
  openSheet,
  operatorOf,
  pay,
  payLater,
  payers,
  pin,
  otherPin,
  prepare,
  startTravelCity,
  tapKeys,
  topUp,
  typePin,
} from './support/pay.ts';
import { password, say } from './support/people.ts';
import { expect, test, type Page } from './support/test.ts';

const other = (width: number | undefined) => ((width ?? 0) < 768 ? 'desktop' : 'phone');

const standing = (page: Page) => dialog(page, 'Transfer').getByRole('status').first();

/** The wallet, and from it the statement. */
async function openStatement(page: Page): Promise<void> {
  await page.goto('/me/wallet');
  await page.getByRole('link', { name: 'Statement', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Statement' })).toBeVisible();
}

test('money goes from one person to another, and both see the same of it', async ({
  city,
  openDevice,
  viewport,
}) => {
  test.slow();
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await Promise.all([topUp(city, ana, 10_000), say(wei, ana, ['你有票吗？'])]);
  // Ana is on the device of this project and leaves her wallet open on another, Wei on the other.
  const { page } = await openDevice({ as: ana });
  const { page: aside } = await openDevice({ as: ana });
  const { page: atWei } = await openDevice({ as: wei, size: other(viewport?.width) });
  await aside.goto('/me/wallet');
  await expectBalance(aside, '100.00');
  await atWei.goto('/chats');
  await page.goto('/chats');
  await openChat(page, 'Wei');

  // The amount on the keys of the sheet.
  const sheet = await openSheet(page);
  await expect(sheet).toContainText('Available: 100.00 points');
  await sheet.getByRole('button', { name: 'Continue' }).click();
  await expect(sheet.getByText('Type an amount.')).toBeVisible();
  await tapKeys(sheet, 'Keys for the amount', '12.5');
  await expect(sheet.getByRole('textbox', { name: 'Amount' })).toHaveValue('12.5');
  await sheet.getByLabel('Note').fill('Two tickets 🎟');
  await sheet.getByRole('button', { name: 'Continue' }).click();

  // Ana has no PIN yet: she chooses one that is not easy, twice the same, and proves who she is.
  const approving = dialog(page, 'Approve the payment');
  await expect(approving.getByText('You have no pay PIN yet.')).toBeVisible();
  await expect(approving).toContainText('Two tickets 🎟');
  await typePin(page, '123456', 'Choose a PIN of six digits');
  await expect(approving.getByRole('alert').filter({ hasText: 'too easy' })).toBeVisible();
  await typePin(page, pin, 'Choose a PIN of six digits');
  await typePin(page, otherPin, 'Type the same PIN again');
  await expect(approving.getByRole('alert').filter({ hasText: 'differ' })).toBeVisible();
  await typePin(page, pin, 'Choose a PIN of six digits');
  await typePin(page, pin, 'Type the same PIN again');
  await approving.getByLabel('Your password').fill(password);
  await approving.getByRole('button', { name: 'Set the PIN' }).click();
  await expect(page.getByLabel('Your pay PIN')).toBeEditable({ timeout: 20_000 });
  await tapKeys(approving, 'Keys for the PIN', pin);
  await expectPaid(page, '12.50', 'Wei');

  // It is held for Wei, on every device.
  await expect(card(page, 'Two tickets')).toContainText('Transfer · waiting');
  await expect(message(page, 'Two tickets')).toBeInViewport();
  await expectBalance(aside, '87.50');
  await expect(aside.getByText('Waiting to be accepted: 12.50 points').last()).toBeVisible();
  await expect(row(atWei, 'Ana')).toContainText('[Transfer] 12.50 points');
  await openChat(atWei, 'Ana');
  await expect(card(atWei, 'Two tickets')).toContainText('Tap to accept');
  expect(await moneyOf(wei)).toEqual([0, 0]);

  await card(atWei, 'Two tickets').click();
  await expect(standing(atWei)).toHaveText('Ana sent you money');
  await atWei.getByRole('button', { name: 'Accept 12.50 points' }).click();
  await expect(standing(atWei)).toHaveText('You accepted it');
  await dialog(atWei, 'Transfer').getByRole('button', { name: 'Close' }).click();
  await expect(card(atWei, 'Two tickets')).toContainText('Transfer · accepted');
  await expect(message(atWei, 'You accepted 12.50 points.')).toBeVisible();
  await expect(card(page, 'Two tickets')).toContainText('Transfer · accepted');
  await expect(message(page, 'Wei accepted 12.50 points.')).toBeVisible();
  await leaveChat(page);
  await expect(row(page, 'Wei')).toContainText('[Transfer] 12.50 points accepted');

  // Balances, statements and receipts of both.
  await expect(aside.getByText('Waiting to be accepted: 12.50 points')).toHaveCount(0);
  await expectBalance(aside, '87.50');
  await atWei.goto('/me/wallet');
  await expectBalance(atWei, '12.50');
  await openStatement(page);
  await expect(line(page, 'Top-up', 'Issued by the operator', '+100.00')).toBeVisible();
  await line(page, 'Wei', 'Transfer sent', '−12.50').click();
  await expect(page.getByText('Accepted', { exact: true }).first()).toBeVisible();
  await openStatement(atWei);
  await line(atWei, 'Ana', 'Transfer received', '+12.50').click();
  for (const receipt of [page, atWei]) {
    const facts = receipt.getByRole('definition');
    await expect(facts.filter({ hasText: 'Two tickets 🎟' })).toBeVisible();
  }
  const number = await page.getByRole('code').innerText();
  await expect(atWei.getByRole('code')).toHaveText(number);
  expect([await moneyOf(ana), await moneyOf(wei)]).toEqual([
    [8_750, 0],
    [1_250, 0],
  ]);
});

test('who does not want the money gives it back', async ({ city, openDevice }) => {
  const [ana, wei] = await payers(city);
  const { page } = await openDevice({ as: ana });
  const { page: atWei } = await openDevice({ as: wei });
  await page.goto('/chats');
  await openChat(page, 'Wei');
  await pay(ana, wei, 4_000, 'for the bike');
  await expect(card(page, 'for the bike')).toContainText('Transfer · waiting');

  // From what waits in the wallet to the transfer itself.
  await atWei.goto('/me/wallet');
  await line(atWei, 'From Ana', 'for the bike', '40.00').click();
  const sheet = dialog(atWei, 'Transfer');
  await expect(sheet).toContainText('It goes back by itself in 24 hours.');
  await sheet.getByRole('button', { name: 'Return', exact: true }).click();
  await expect(sheet.getByText('Give 40.00 points back to Ana?')).toBeVisible();
  await sheet.getByRole('button', { name: 'Keep it for now' }).click();
  await sheet.getByRole('button', { name: 'Return', exact: true }).click();
  await sheet.getByRole('button', { name: 'Return it' }).click();
  await expect(standing(atWei)).toHaveText('You returned it');
  await sheet.getByRole('link', { name: 'Receipt' }).click();
  await expect(atWei.getByRole('status').filter({ hasText: 'You returned it' })).toBeVisible();

  await expect(card(page, 'for the bike')).toContainText('Transfer · returned');
  await expect(message(page, 'Wei returned 40.00 points.')).toBeVisible();
  await openStatement(page);
  await expect(line(page, 'Wei', 'Came back', '+40.00')).toBeVisible();
  await expect(line(page, 'Wei', 'Transfer sent', '−40.00')).toBeVisible();
  await expect(line(page, 'Wei', 'Came back', '+40.00')).toBeVisible();
  await page.getByRole('radio', { name: 'Top-ups' }).check({ force: true });
  await expect(line(page, 'Came back')).toHaveCount(0);
  await page.getByRole('radio', { name: 'All', exact: true }).check({ force: true });
  await page.getByRole('searchbox').fill('FOR THE bike');
  await expect(line(page, 'Issued by the operator')).toHaveCount(0);
  await expect(line(page, 'Wei', 'Transfer sent', '−40.00')).toBeVisible();
  // What is looked for can be taken along, as a table and on paper.
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as CSV' }).click(),
  ]);
  const rows = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(rows).toHaveLength(3);
  expect(rows[2]).toContain(',Transfer sent,Wei,-40.00,points,60.00,for the bike,');
  await page.evaluate(() => Object.assign(globalThis, { print: () => undefined }));
  await page.getByRole('button', { name: 'Print or PDF' }).click();
  await expect(page.locator('.paper')).toContainText('for the bike');
  expect(await moneyOf(ana)).toEqual([10_000, 0]);
  expect([await moneyOf(wei), await amountsOf(wei)]).toEqual([[0, 0], []]);
});

test('what is to arrive later can be taken back until it does', async ({ city, openDevice }) => {
  const [ana, wei] = await payers(city);
  const { page } = await openDevice({ as: ana });
  const { page: atWei } = await openDevice({ as: wei });
  await Promise.all([page.goto('/chats'), atWei.goto('/chats')]);
  await Promise.all([openChat(page, 'Wei'), openChat(atWei, 'Ana')]);
  const sheet = await openSheet(page);
  await sheet.getByLabel('It arrives').selectOption('After 2 hours');
  await expect(sheet).toContainText('Until then you can take it back');
  await sheet.getByRole('button', { name: 'Close' }).click();
  await payLater(ana, wei, { amountMinor: 1_000, note: 'for the roof', arrival: '2h' });

  await card(atWei, 'for the roof').click();
  await expect(dialog(atWei, 'Transfer')).toContainText('It arrives in 2 hours');
  await dialog(atWei, 'Transfer').getByRole('button', { name: 'Accept 10.00 points' }).click();
  await expect(standing(atWei)).toHaveText('You accepted it, it arrives later');
  await expect(card(page, 'for the roof')).toContainText('Transfer · arrives later');
  await card(page, 'for the roof').click();
  const own = dialog(page, 'Transfer');
  await own.getByRole('button', { name: 'Take it back' }).click();
  await expect(own).toContainText('Take 10.00 points back? Nothing will arrive.');
  await expectAccessible(page, 'a delayed transfer');
  await own.getByRole('button', { name: 'Take it back' }).click();
  await expect(standing(page)).toHaveText('You took it back');
  await expect(standing(atWei)).toHaveText('Ana took it back');
  expect([await moneyOf(ana), await moneyOf(wei)]).toEqual([
    [10_000, 0],
    [0, 0],
  ]);
});

test('what nobody accepts comes back after a day, without anybody’s help', async ({
  openDevice,
}) => {
  test.slow();
  const city = await startTravelCity();
  try {
    const [ana, wei] = await payers(city);
    const options = { origin: city.origin };
    const forAna = await openDevice({ ...options, as: ana });
    const forWei = await openDevice({ ...options, as: wei });
    for (const device of [forAna, forWei]) await city.join(device);
    const [page, atWei] = [forAna.page, forWei.page];
    await page.goto('/chats');
    await openChat(page, 'Wei');
    await prepare(page, '30', 'a surprise');
    await typePin(page);
    await expectPaid(page, '30.00', 'Wei');
    await atWei.goto('/chats');
    await openChat(atWei, 'Ana');
    await card(atWei, 'a surprise').click();
    await expect(atWei.getByRole('button', { name: 'Accept 30.00 points' })).toBeVisible();

    await city.travel(dayMs - minuteMs);
    await expect(dialog(atWei, 'Transfer')).toContainText(
      /It goes back by itself in \d+ seconds\./,
    );
    expect(await moneyOf(ana)).toEqual([7_000, 3_000]);
    await city.travel(2 * minuteMs);
    await expect(card(page, 'a surprise')).toContainText('Transfer · expired');
    await expect(message(page, '30.00 points came back to you')).toBeVisible();
    await expect(standing(atWei)).toHaveText('It went back to Ana');
    await expect(atWei.getByRole('button', { name: 'Accept 30.00 points' })).toHaveCount(0);
    expect(await moneyOf(ana)).toEqual([10_000, 0]);
    expect(await amountsOf(ana)).toEqual([3_000, -3_000, 10_000]);
    expect(await moneyOf(wei)).toEqual([0, 0]);

    // The receipt says so as well, and a later payment is as good as ever.
    await card(page, 'a surprise').click();
    await dialog(page, 'Transfer').getByRole('link', { name: 'Receipt' }).click();
    await expect(page.getByText('Nobody accepted it within 24 hours: it went back')).toBeVisible();
    await page.getByRole('link', { name: 'Open the chat' }).click();
    await prepare(page, '5', 'another surprise');
    await typePin(page);
    await expectPaid(page, '5.00', 'Wei');
  } finally {
    await city[Symbol.asyncDispose]();
  }
});

test('from the wallet to a contact, and what came in can be sent on', async ({
  city,
  openDevice,
}) => {
  const [ana, wei] = await payers(city);
  const transfer = await pay(ana, wei, 2_000, 'for lunch');
  await createPin(wei);
  const { page } = await openDevice({ as: wei });
  await page.goto('/me/wallet');
  await line(page, 'From Ana', '20.00').click();
  await page.getByRole('button', { name: 'Accept 20.00 points' }).click();
  await expect(standing(page)).toHaveText('You accepted it');
  await page.goto('/me/wallet');
  await page.getByRole('link', { name: 'Transfer', exact: true }).click();
  await page.getByRole('button', { name: `Ana @${ana.handle}` }).click();
  const sheet = dialog(page, 'Transfer');
  await sheet.getByRole('textbox', { name: 'Amount' }).fill('20.01');
  await sheet.getByRole('button', { name: 'Continue' }).click();
  await expect(sheet.getByText('This is more than you have.')).toBeVisible();
  await sheet.getByRole('textbox', { name: 'Amount' }).fill('20');
  await sheet.getByRole('button', { name: 'Continue' }).click();
  await typePin(page);
  await expectPaid(page, '20.00', 'Ana');
  expect(await moneyOf(wei)).toEqual([0, 2_000]);
  expect(await amountsOf(wei)).toEqual([-2_000, 2_000]);
  expect(transfer.state).toBe('waiting');
});

test('the operator issues money, which the statement and the books tell', async ({
  city,
  openDevice,
}) => {
  const operator = await operatorOf(city);
  const person = await city.people.signUp('Nia');
  const { page } = await openDevice({ as: operator });
  const { page: atNia } = await openDevice({ as: person });
  await atNia.goto('/me/wallet');
  await expectBalance(atNia, '0.00');
  await page.goto(`/me/operator/people/${person.handle}`);
  await page.getByRole('button', { name: 'Top up' }).click();
  const form = dialog(page, 'Top up this wallet');
  await form.getByLabel('Amount').fill('1.250,50');
  await form.getByLabel('Reason').fill('Paid 25 € at the counter');
  await form.getByRole('button', { name: 'Go on' }).click();
  await expect(form).toContainText('1,250.50 points are issued by the operator to Nia.');
  await form.getByRole('button', { name: /^Issue .* points$/ }).dblclick();
  await expect(page.getByText('1,250.50 points were issued.')).toBeVisible();
  await expectBalance(atNia, '1,250.50');
  await line(atNia, 'Top-up', '+1,250.50').click();
  const receipt = dialog(atNia, 'Top-up');
  await expect(receipt).toContainText('Paid 25 € at the counter');
  expect(await amountsOf(person)).toEqual([125_050]);

  await page.goto('/me/operator/books');
  await expect(page.getByText('Balanced', { exact: true })).toBeVisible();
  const wallets = page.getByRole('article').filter({ hasText: 'Wallets of people' });
  await expect(wallets).toContainText('wallet.user');
  await page.goto('/me/operator/audit');
  await expect(page.getByText('Paid 25 € at the counter')).toBeVisible();
});
