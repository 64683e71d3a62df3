import { expect, type Locator, type Page } from '@playwright/test';

/** The row of a conversation in the list. */
export const row = (page: Page, title: string): Locator =>
  page.getByRole('list', { name: 'Conversations' }).getByRole('link', { name: title });

/** A message of the open conversation. */
export const message = (page: Page, text: string): Locator =>
  page.getByRole('log', { name: 'Messages' }).getByRole('article').filter({ hasText: text });

export const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' });

/** Opens a conversation from the list. */
export async function openChat(page: Page, title: string): Promise<void> {
  await row(page, title).click();
  await expect(page.getByRole('log', { name: 'Messages' })).toBeVisible();
}

/** Writes a message and sends it; it is on the screen, acknowledged or not. */
export async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(message(page, text)).toBeVisible();
}

/** The server has it. */
export async function expectSent(page: Page, text: string): Promise<void> {
  await expect(message(page, text).getByRole('img', { name: 'Sent' })).toBeVisible();
}

/** Back to the list, where only one pane is shown. */
export async function leaveChat(page: Page): Promise<void> {
  const back = page.getByRole('link', { name: 'Back' });
  if (await back.isVisible()) await back.click();
  await expect(page.getByRole('list', { name: 'Conversations' })).toBeVisible();
}

/** The texts of all messages on the screen, oldest first. */
export async function texts(page: Page, pattern: RegExp): Promise<string[]> {
  const all = await page.getByRole('article').allInnerTexts();
  return all.flatMap((text) => pattern.exec(text)?.[0] ?? []);
}

/** Opens the menu of a conversation and chooses from it. */
export async function choose(page: Page, title: string, item: string): Promise<void> {
  await row(page, title).click({ button: 'right' });
  await page.getByRole('menuitem', { name: item }).click();
}

/** Opens the menu of a message. */
export async function openMenu(page: Page, text: string): Promise<Locator> {
  await message(page, text).first().click({ button: 'right' });
  const menu = page.getByRole('menu');
  await expect(menu).toBeVisible();
  return menu;
}
