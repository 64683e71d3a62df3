import { expect, type Page } from '@playwright/test';
import { newHandle, password } from './people.ts';

export type Newcomer = { name: string; handle: string; codes: string[] };

export const mainNav = (page: Page) => page.getByRole('navigation', { name: 'Main' });

/** Says that the codes are kept; gives them. */
export async function keepCodes(page: Page): Promise<string[]> {
  const list = page.getByRole('list', { name: 'Recovery codes' });
  await expect(list.getByRole('listitem')).toHaveCount(10);
  const items = await list.getByRole('listitem').allInnerTexts();
  const goOn = page.getByRole('button', { name: 'Go on' });
  await expect(goOn).toBeDisabled();
  await page.getByRole('switch', { name: 'I keep them in a safe place' }).click();
  await goOn.click();
  return items.map((item) => item.split('\n').at(-1)?.trim() ?? '');
}

/** Creates an account as a person does: from the page on which they arrive. */
export async function signUpByHand(page: Page, name: string): Promise<Newcomer> {
  const handle = newHandle(name);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Handle').fill(handle);
  await expect(page.getByText('This handle is free.')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create the account' }).click();
  return { name, handle, codes: await keepCodes(page) };
}

/** Signs in by handle and password, from any page of the entrance. */
export async function signInByHand(page: Page, handle: string, secret = password) {
  await page.goto('/sign-in');
  await page.getByLabel('Handle').fill(handle);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(mainNav(page)).toBeVisible();
}
