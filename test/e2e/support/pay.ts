import { createIds, secureRandom, systemClock, type PayKey } from '@plaza/base';
import type { Arrival, StatementLine, Transfer } from '@plaza/contract';
import { expect, type Locator, type Page } from '@playwright/test';
import { startServerProcess, type ServerProcess } from '../../support/server-process.ts';
import { message } from './chat.ts';
import { password, peopleOf, say, type People, type Person } from './people.ts';
import { roomyLimits, type Device } from './test.ts';

export const currency = 'points';
/** Six digits that nobody guesses first. */
export const pin = '480915';
export const otherPin = '731846';

const newKey = () => createIds(systemClock, secureRandom)<PayKey>();

type City = { origin: string; claimUrl: string | null; people: People };

const operators = new Map<string, Promise<Person>>();

async function claim({ claimUrl, people }: City): Promise<Person> {
  const person = await people.signUp('Olga');
  const secret = new URL(claimUrl ?? 'http://localhost').hash.slice(1);
  await person.api.operator.claim({ secret });
  return person;
}

/** The operator of a city: the link works once, so all tests of a server share one. */
export function operatorOf(city: City): Promise<Person> {
  const known = operators.get(city.origin) ?? claim(city);
  operators.set(city.origin, known);
  return known;
}

/** What a test does not look at is done through the public interface. */
export async function topUp(city: City, { me }: Person, amountMinor: number): Promise<void> {
  const operator = await operatorOf(city);
  const given = { personId: me.personId, currency, amountMinor, reason: 'Paid at the counter' };
  await operator.api.pay.topUp({ key: newKey(), ...given });
}

/** Freezes a wallet, or opens it again. */
export async function freeze(city: City, { me }: Person, how: 'freeze' | 'unfreeze' = 'freeze') {
  const { api } = await operatorOf(city);
  const given = { key: newKey(), personId: me.personId, currency, reason: 'A lost phone' };
  await (how === 'freeze' ? api.pay.freezeWallet(given) : api.pay.unfreezeWallet(given));
}

export async function createPin(person: Person): Promise<void> {
  await person.api.pay.createPin({ pin, currentPassword: password });
}

/** Two contacts who talk; the first of them has a PIN and 100.00. */
export async function payers(city: City): Promise<[Person, Person]> {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await Promise.all([say(wei, ana, ['hello']), createPin(ana), topUp(city, ana, 10_000)]);
  return [ana, wei];
}

/** Sends money that then waits to be accepted. */
export function pay(from: Person, to: Person, amountMinor: number, note: string) {
  return payLater(from, to, { amountMinor, note, arrival: 'now' });
}

type Paid = { amountMinor: number; note: string; arrival: Arrival };

/** Sends money that arrives after a while. */
export async function payLater(from: Person, to: Person, { amountMinor, note, arrival }: Paid) {
  const approval = { kind: 'pin', pin } as const;
  const payment = { payeeId: to.me.personId, amountMinor, currency, note, arrival };
  return (await from.api.pay.sendTransfer({ key: newKey(), ...payment, approval })).transfer;
}

export async function accept(person: Person, { transferId }: Transfer): Promise<void> {
  await person.api.pay.acceptTransfer({ key: newKey(), transferId });
}

export async function giveBack(person: Person, { transferId }: Transfer): Promise<void> {
  await person.api.pay.returnTransfer({ key: newKey(), transferId });
}

/** Types wrong PINs until no PIN is looked at for a while. */
export async function lockPin({ api }: Person): Promise<void> {
  for (let left = 5; left > 0; left -= 1) {
    const asked = { currentPin: '190284', newPin: otherPin };
    await api.pay.changePin(asked).catch(() => undefined);
  }
}

/** What can be spent, and what is on its way. */
export async function moneyOf({ api }: Person): Promise<[number, number]> {
  const [wallet] = (await api.pay.getWallet({})).wallets;
  return [wallet?.availableMinor ?? 0, wallet?.heldMinor ?? 0];
}

/** The amounts of a statement, newest first. */
export async function amountsOf({ api }: Person, kind?: StatementLine['kind']): Promise<number[]> {
  const only = kind === undefined ? {} : { kind };
  const { lines } = await api.pay.listStatement({ currency, ...only });
  return lines.map(({ money }) => money.amountMinor);
}

export type TravelCity = ServerProcess & {
  people: People;
  /** Moves the clock of this device with that of the server, from before its first page. */
  join(device: Device): Promise<void>;
};

/** A server and devices whose clocks are moved together; timers keep to real time. */
export async function startTravelCity(): Promise<TravelCity> {
  const server = await startServerProcess({ env: roomyLimits, travels: true });
  const devices = new Set<Device>();
  let offsetMs = 0;
  const nowMs = () => Date.now() + offsetMs;
  return {
    ...server,
    people: peopleOf(server.origin),
    async join(device) {
      devices.add(device);
      device.context.once('close', () => devices.delete(device));
      await device.context.clock.install({ time: nowMs() });
    },
    async travel(deltaMs) {
      await server.travel(deltaMs);
      offsetMs += deltaMs;
      for (const { context } of devices) await context.clock.setSystemTime(nowMs());
    },
    async [Symbol.asyncDispose]() {
      // Devices that lose their server say so on their console.
      await Promise.all([...devices].map(({ context }) => context.close()));
      await server[Symbol.asyncDispose]();
    },
  };
}

export const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;

export const dialog = (page: Page, name: string): Locator =>
  page.getByRole('dialog', { name, exact: true });

/** The card of a transfer in the open conversation, by its note. */
export const card = (page: Page, note: string): Locator => message(page, note).getByRole('link');

/** A line of the statement, or of what happened last. */
export function line(page: Page, ...words: string[]): Locator {
  const row = page.getByRole('link').or(page.getByRole('button'));
  return words.reduce((found, hasText) => found.filter({ hasText }), row);
}

/** The balance on the card of the wallet; beside a list it is there twice, so the last is meant. */
export async function expectBalance(page: Page, amount: string): Promise<void> {
  await expect(page.getByText(`${amount} Points`, { exact: true }).last()).toBeVisible();
}

/** Presses the keys on the screen, as a thumb does. */
export async function tapKeys(within: Locator, label: string, keys: string): Promise<void> {
  const group = within.getByRole('group', { name: label });
  for (const key of keys) {
    const name = key === '.' ? 'Decimal mark' : key;
    await group.getByRole('button', { name, exact: true }).click();
  }
}

/** Types a PIN as soon as one is taken. */
export async function typePin(page: Page, digits = pin, label = 'Your pay PIN'): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await expect(field).toBeEditable();
  await expect(field).toHaveValue('');
  await field.fill(digits);
}

/** Opens the sheet from the open conversation. */
export async function openSheet(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'More to send' }).click();
  await page.getByRole('link', { name: 'Transfer', exact: true }).click();
  return dialog(page, 'Transfer');
}

/** Fills the sheet in and goes on, to where the payment is approved. */
export async function prepare(page: Page, amount: string, note: string): Promise<Locator> {
  const sheet = await openSheet(page);
  await sheet.getByRole('textbox', { name: 'Amount' }).fill(amount);
  await sheet.getByLabel('Note').fill(note);
  await sheet.getByRole('button', { name: 'Continue' }).click();
  const approving = dialog(page, 'Approve the payment');
  await expect(approving).toContainText(amount);
  return approving;
}

/** The clear end of a payment; read, and put away. */
export async function expectPaid(page: Page, amount: string, name: string): Promise<void> {
  const end = dialog(page, 'Payment');
  // The server hashes the PIN first.
  await expect(end.getByText(`You sent ${amount} points to ${name}`, { exact: true })).toBeVisible({
    timeout: 20_000,
  });
  await end.getByRole('button', { name: 'Done' }).click();
  await expect(end).toBeHidden();
}

/** The one payment that was made: it waits, and nothing else was ever taken. */
export async function expectPaidOnce(from: Person, amountMinor: number): Promise<void> {
  expect(await amountsOf(from, 'transfer_out')).toEqual([-amountMinor]);
  const { transfers } = await from.api.pay.listWaiting({});
  expect(transfers.map(({ money }) => money.amountMinor)).toEqual([amountMinor]);
}
