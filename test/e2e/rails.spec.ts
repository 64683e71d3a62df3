import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServerProcess } from '../support/server-process.ts';
import { expectAccessible, expectRoom, settled } from './support/looks.ts';
import { createPin, operatorOf, pin } from './support/pay.ts';
import { peopleOf } from './support/people.ts';
import { expect, roomyLimits, test, type Device, type Page } from './support/test.ts';

const bank = { name: 'City of Plaza', iban: 'DE89370400440532013000', iso: 'EUR' };
const currencies = [
  { code: 'points', kind: 'points', ledger: 1, scale: 2 },
  { code: 'euro', kind: 'licensed', ledger: 2, scale: 2, maxBalance: '500', bank },
];

async function look(page: Page, name: string): Promise<void> {
  await settled(page);
  await expectRoom(page, name);
  await expectAccessible(page, name);
}

test('money comes in by a voucher, and out at the desk', async ({ openDevice, viewport }) => {
  test.skip((viewport?.width ?? 0) > 768, 'A story of phones: a desktop has the same pages.');
  const folder = await mkdtemp(join(tmpdir(), 'plaza-rails-'));
  const file = join(folder, 'currencies.json');
  await writeFile(file, JSON.stringify(currencies));
  const server = await startServerProcess({ env: { ...roomyLimits, PLAZA_CURRENCIES: file } });
  const devices: Device[] = [];
  const open = async (options: Parameters<typeof openDevice>[0]) => {
    const device = await openDevice(options);
    devices.push(device);
    return device.page;
  };
  try {
    const { origin } = server;
    const city = { ...server, people: peopleOf(origin) };
    const operator = await operatorOf(city);
    const [ana, carla] = [await city.people.signUp('Ana'), await city.people.signUp('Carla')];
    await createPin(ana);
    const desk = await open({ origin, as: operator });
    await desk.goto('/me/operator/rails/vouchers');
    await desk.getByRole('radio', { name: 'euro' }).check({ force: true });
    await desk.getByLabel('How many').fill('2');
    await desk.getByLabel('What for').fill('Summer fair');
    await desk.getByLabel('Amount').fill('25');
    await desk.getByRole('button', { name: 'Make the codes' }).click();
    const code = desk.getByText(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/).first();
    const typed = (await code.textContent()) ?? '';
    await look(desk, 'vouchers to be printed');
    await desk.goto('/me/operator/rails/desk');
    await desk.getByLabel('Handle').fill(carla.me.handle);
    await desk.getByRole('button', { name: 'Add to the desk' }).click();
    await expect(desk.getByText('Carla', { exact: true })).toBeVisible();

    const page = await open({ origin, as: ana });
    await page.goto('/me/wallet');
    await page.getByRole('link', { name: 'Top up' }).click();
    await page.getByLabel('Code of the voucher').fill(typed.toLowerCase());
    await page.getByRole('button', { name: 'Redeem' }).click();
    await expect(page.getByText('25.00 euro are in your wallet.')).toBeVisible();
    await page.getByLabel('Code of the voucher').fill(typed);
    await page.getByRole('button', { name: 'Redeem' }).click();
    await expect(page.getByText('This voucher was redeemed already')).toBeVisible();
    await look(page, 'topping up');

    await page.goto('/me/wallet/cash-out');
    await page.getByLabel('Amount').fill('10');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByLabel('Pay PIN').fill(pin);
    await page.getByRole('button', { name: 'Done' }).click();
    const told = page.getByText(/^\d{4} \d{4}$/);
    const payoutCode = (await told.textContent()) ?? '';
    await look(page, 'a payout');
    const till = await open({ origin, as: carla });
    await till.goto('/me/wallet/desk');
    await till.getByLabel('Code of the payout').fill(payoutCode);
    await till.getByRole('button', { name: 'Look and pay out' }).click();
    await expect(till.getByText('Pay out 10.00 euro in cash')).toBeVisible();
    await look(till, 'the cash desk');

    await page.goto('/me/wallet/limits');
    await expect(page.getByText('Verification class 1')).toBeVisible();
    await look(page, 'limits');
    const stranger = await open({ origin, locale: 'zh-CN' });
    await stranger.goto('/reserve');
    await expect(stranger.getByText('以充值券售出')).toBeVisible();
    await look(stranger, 'the reserve');
    await desk.goto('/me/operator/reconciliation');
    await expect(desk.getByText('Everything fits')).toBeVisible();
    await look(desk, 'the reconciliation');
    await desk.goto('/me/operator/rails/bank');
    await look(desk, 'bank files');
  } finally {
    // Devices that lose their server say so on their console.
    await Promise.all(devices.map(({ context }) => context.close()));
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  }
});
