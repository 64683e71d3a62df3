import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserWithCamera, film } from './support/camera.ts';
import { mainNav, signInByHand, signUpByHand } from './support/entrance.ts';
import { addAuthenticator } from './support/passkeys.ts';
import { newHandle, password } from './support/people.ts';
import { expect, roomyLimits, signInAs, test } from './support/test.ts';

const newPassword = 'battery staple correct';

test('a recovery code lets in once and sets a new password', async ({ openDevice }) => {
  const { page } = await openDevice();
  await page.goto('/');
  const { handle, codes } = await signUpByHand(page, 'Rosa');
  await expect(mainNav(page)).toBeVisible();

  const other = await openDevice();
  await other.page.goto('/sign-in');
  await other.page.getByRole('link', { name: 'You cannot sign in?' }).click();
  await other.page.getByLabel('Handle').fill(handle);
  await other.page.getByLabel('Recovery code').fill(codes[3] ?? '');
  await other.page.getByLabel('New password').fill(newPassword);
  await other.page.getByRole('button', { name: 'Set the password and sign in' }).click();
  await expect(mainNav(other.page)).toBeVisible();
  // All other devices are signed out by it, at once.
  await expect(page.getByRole('link', { name: 'Create an account' })).toBeVisible();

  const third = await openDevice();
  await third.page.goto('/recover');
  await third.page.getByLabel('Handle').fill(handle);
  await third.page.getByLabel('Recovery code').fill(codes[3] ?? '');
  await third.page.getByLabel('New password').fill('yet another password');
  await third.page.getByRole('button', { name: 'Set the password and sign in' }).click();
  await expect(third.page.getByRole('alert')).toBeVisible();
  await signInByHand(third.page, handle, newPassword);
});

test('what is typed stays when signing in is refused', async ({ city, openDevice }) => {
  const person = await city.people.signUp('Nina');
  const { page } = await openDevice();
  await page.goto('/sign-in');
  await page.getByLabel('Handle').fill(person.handle);
  await page.getByLabel('Password', { exact: true }).fill('not my password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('Handle')).toHaveValue(person.handle);
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('not my password');
});

test('a passkey makes an account and signs in', async ({ openDevice }) => {
  const { page } = await openDevice();
  await addAuthenticator(page);
  await page.goto('/sign-up');
  await page.getByLabel('Name', { exact: true }).fill('Paz');
  await page.getByLabel('Handle').fill(newHandle('Paz'));
  await expect(page.getByText('This handle is free.')).toBeVisible();
  await page.getByRole('button', { name: 'Use a passkey instead of a password' }).click();
  await page.getByRole('switch', { name: 'I keep them in a safe place' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();

  await page.goto('/me');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(mainNav(page)).toBeVisible();
});

test('a phone films the code of a laptop and lets it in', async ({ city, openDevice }) => {
  const person = await city.people.signUp('Carla');
  const laptop = await openDevice({ size: 'desktop' });
  await laptop.page.goto('/sign-in/phone');
  const code = laptop.page.getByRole('img', { name: 'Code for signing in with your phone' });
  await expect(code).toBeVisible();

  const folder = await mkdtemp(join(tmpdir(), 'plaza-film-'));
  const path = join(folder, 'code.y4m');
  await film(code, path);
  const camera = await browserWithCamera(path);
  try {
    const size = { viewport: { width: 390, height: 844 }, permissions: ['camera'] };
    const context = await camera.newContext({ ...size, baseURL: city.origin });
    await signInAs(context, city.origin, person);
    const phone = await context.newPage();
    await phone.goto('/discover');
    await phone.getByRole('link', { name: 'Scan' }).click();
    await expect(phone.getByRole('heading', { name: 'Sign in another device?' })).toBeVisible();
    await expect(laptop.page.getByText('Now confirm on your phone')).toBeVisible();
    await phone.getByRole('button', { name: 'Sign this device in' }).click();
    await expect(mainNav(laptop.page)).toBeVisible();
    await expect(phone.getByRole('heading', { name: 'Devices' })).toBeVisible();
  } finally {
    await camera.close();
    await rm(folder, { recursive: true });
  }
});

test('a device is signed out from another one', async ({ city, openDevice }) => {
  const person = await city.people.signUp('Dora');
  const lost = await openDevice({ as: person });
  const kept = await openDevice({ as: person });
  await lost.page.goto('/me');
  await expect(mainNav(lost.page)).toBeVisible();
  await kept.page.goto('/me/devices');
  await expect(kept.page.getByText('This device')).toBeVisible();
  await kept.page.getByRole('button', { name: 'Sign out all other devices' }).click();
  await expect(lost.page.getByRole('link', { name: 'Create an account' })).toBeVisible();
  await expect(kept.page.getByText('Chrome · Linux')).toHaveCount(1);
  // What the lost device kept of the account went with the session.
  const left = await lost.page.evaluate(async () => {
    const counts = await Promise.all(
      (await indexedDB.databases()).map(
        ({ name = '' }) =>
          new Promise<number>((resolve, reject) => {
            const asked = indexedDB.open(name);
            asked.onerror = () => reject(new Error('the database did not open'));
            asked.onsuccess = () => {
              const stores = [...asked.result.objectStoreNames];
              const counting = asked.result.transaction(stores).objectStore('meta').count();
              counting.onsuccess = () => resolve(counting.result);
            };
          }),
      ),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  });
  expect(left).toBe(0);
});

test.describe('an empty server', () => {
  let server: ServerProcess;
  test.beforeAll(async () => {
    server = await startServerProcess({ env: roomyLimits });
  });
  test.afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  test('its first person becomes the operator by the printed link', async ({ openDevice }) => {
    const { page } = await openDevice({ origin: server.origin });
    const { claimUrl } = server;
    expect(claimUrl).not.toBeNull();
    await page.goto(claimUrl ?? '');
    await expect(page.getByText('You are about to become the operator')).toBeVisible();
    const { handle } = await signUpByHand(page, 'Olga');
    await expect(page.getByRole('heading', { name: 'Become the operator' })).toBeVisible();
    await page.getByRole('button', { name: 'Become the operator' }).click();
    await expect(page.getByRole('heading', { name: 'Operate this server' })).toBeVisible();

    await page.getByRole('link', { name: /^People/ }).click();
    const row = page.getByRole('link', { name: `Olga @${handle} · Operator` });
    await expect(row).toBeVisible();
    await page.goto('/me/operator/health');
    await expect(page.getByText('Connections now')).toBeVisible();
    await page.goto('/me/operator/limits');
    await expect(page.getByRole('rowheader', { name: 'chat.sendMessage' }).first()).toBeVisible();
    await page.goto('/me/operator/audit');
    await expect(page.getByText('claim').first()).toBeVisible();

    // The link works once.
    const late = await openDevice({ origin: server.origin });
    await late.page.goto(claimUrl ?? '');
    const { handle: lateHandle } = await signUpByHand(late.page, 'Late');
    await late.page.getByRole('button', { name: 'Become the operator' }).click();
    await expect(late.page.getByRole('alert')).toBeVisible();
    await late.page.getByRole('link', { name: 'Not now' }).click();
    await expect(mainNav(late.page)).toBeVisible();

    // Whom the operator suspends is out at once, and stays out.
    await page.goto(`/me/operator/people/${lateHandle}`);
    await page.getByRole('button', { name: 'Suspend' }).click();
    const question = page.getByRole('dialog', { name: 'Suspend this person?' });
    await question.getByLabel('Reason').fill('Sold tickets that do not exist');
    await question.getByRole('button', { name: 'Suspend' }).click();
    await expect(page.getByRole('button', { name: 'Lift the suspension' })).toBeVisible();
    await expect(late.page.getByRole('link', { name: 'Create an account' })).toBeVisible();
    await late.page.goto('/sign-in');
    await late.page.getByLabel('Handle').fill(lateHandle);
    await late.page.getByLabel('Password', { exact: true }).fill(password);
    await late.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(late.page.getByRole('alert')).toContainText('suspended');
    await page.goto('/me/operator/audit');
    await expect(page.getByText('Sold tickets that do not exist')).toBeVisible();
  });
});
