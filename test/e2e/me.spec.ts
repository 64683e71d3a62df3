import { ZipReader, Uint8ArrayReader, TextWriter, type FileEntry } from '@zip.js/zip.js';
import { readFile } from 'node:fs/promises';
import { password, say } from './support/people.ts';
import { expect, test } from './support/test.ts';

test('everything the city keeps is taken along as a ZIP', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await say(ana, wei, ['Remember the blue door']);
  const { page } = await openDevice({ as: ana });
  await page.goto('/me/data');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download my data' }).click();
  const download = await downloading;
  const bytes = new Uint8Array(await readFile(await download.path()));
  const files = new Map<string, string>();
  for (const entry of await new ZipReader(new Uint8ArrayReader(bytes)).getEntries()) {
    const text = await (entry as FileEntry).getData(new TextWriter());
    files.set(entry.filename, text);
  }
  const holding = [...files].filter(([, text]) => text.includes('Remember the blue door'));
  const kinds = holding.map(([name]) => name.split('.').at(-1));
  expect(kinds).toContain('json');
  expect(kinds).toContain('html');
});

test('an account is deleted with 30 days to think, and kept after all', async ({
  city,
  openDevice,
}) => {
  const person = await city.people.signUp('Eva');
  const { page } = await openDevice({ as: person });
  await page.goto('/me/data');
  await page.getByRole('button', { name: 'Delete my account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete the account?' });
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Delete in 30 days' }).click();
  await expect(page.getByText('Until then everything works')).toBeVisible();
  await page.goto('/me');
  await expect(page.getByText('Your account will be erased on').first()).toBeVisible();
  await page.goto('/me/data');
  await page.getByRole('button', { name: 'Keep my account' }).click();
  await expect(page.getByRole('button', { name: 'Delete my account' })).toBeVisible();
});

test('the app speaks three languages, and remembers which', async ({ city, openDevice }) => {
  const person = await city.people.signUp('Paula');
  const { page } = await openDevice({ as: person });
  await page.goto('/me/appearance');
  await page.getByText('Español').click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page.getByRole('heading', { name: /^Idioma y / })).toBeVisible();
  await page.getByText('中文').click();
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await page.goto('/chats');
  await expect(page.getByRole('heading', { level: 1 }).first()).toHaveText(/\p{Script=Han}/u);
  await page.goto('/me/appearance');
  await page.getByText('English').click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Language and appearance' })).toBeVisible();
});

test('dark is dark at the first paint', async ({ city, openDevice }) => {
  const person = await city.people.signUp('Noor');
  const { page } = await openDevice({ as: person });
  await page.goto('/me/appearance');
  await page.getByText('Dark', { exact: true }).click();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const lightness = await page.evaluate(() => {
    const colour = getComputedStyle(document.querySelector('main') ?? document.body);
    const canvas = new OffscreenCanvas(1, 1).getContext('2d');
    if (canvas === null) throw new Error('no canvas');
    canvas.fillStyle = getComputedStyle(document.body).backgroundColor || colour.backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data[1] ?? 255;
  });
  expect(lightness).toBeLessThan(60);
});

test('the profile is changed, with a photo cut square', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const { page } = await openDevice({ as: ana });
  await page.goto('/me/profile');
  await page.getByLabel('Signature').fill('明天会更好');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 120, height: 80 } });
  await page
    .getByLabel('Photo')
    .setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: picture });
  const dialog = page.getByRole('dialog', { name: 'Choose the part to show' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Change the photo' })).toBeVisible();
  const { person } = await wei.api.contacts.getPerson({ personId: ana.me.personId });
  expect(person.signature).toBe('明天会更好');
  expect(person.photoPath).not.toBeNull();
});
