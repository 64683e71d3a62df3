import { row } from './support/chat.ts';
import { firstScripts, mostFirstBytes, noteFirst } from './support/bytes.ts';
import { say } from './support/people.ts';
import { expect, test } from './support/test.ts';

// Bytes are the same on every machine, so they may stop a change; times are for `bench`.

test('who comes for the first time loads at most 150 kB of scripts', async ({ openDevice }) => {
  const { context, page } = await openDevice();
  await noteFirst(context, 'h1');
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Create an account' })).toBeVisible();
  const { names, bytes } = await firstScripts(page);
  expect(bytes, names.join(' ')).toBeLessThanOrEqual(mostFirstBytes);
  expect(bytes).toBeGreaterThan(50_000);
});

test('the list of chats stands on at most 150 kB of scripts', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await say(wei, ana, ['good morning']);
  const { context, page } = await openDevice({ as: ana });
  await page.goto('/chats');
  await expect(row(page, 'Wei')).toBeVisible();
  // From now on the device knows whose it is, and asks for nothing but the list.
  await noteFirst(context, '[href^="/chats/"]');
  await page.reload();
  const { names, bytes } = await firstScripts(page);
  expect(names.some((name) => name.includes('list'))).toBe(true);
  expect(bytes, names.join(' ')).toBeLessThanOrEqual(mostFirstBytes);

  // What is opened next is fetched while nobody waits, with its words.
  await expect(async () => {
    const all = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    );
    expect(all.some((name) => name.includes('ChatDetail'))).toBe(true);
  }).toPass();
});
