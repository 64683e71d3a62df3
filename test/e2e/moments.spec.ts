import { newId, befriend, until, type Person } from './support/people.ts';
import { expectAccessible, expectReachable, expectRoom, go } from './support/looks.ts';
import { pictureWithPlace } from './support/messages.ts';
import { dayMs, startTravelCity } from './support/pay.ts';
import { expect, test, type Page } from './support/test.ts';
import type { PostId } from '@plaza/base';

const feed = '/discover/moments';
const posts = (page: Page) => page.getByRole('article');
const post = (page: Page, words: string) => posts(page).filter({ hasText: words });
const attach = (page: Page, from: 'photo' | 'camera') => page.locator(`[data-attach="${from}"]`);
const secret = 'GPS 47.3769 N 8.5417 E';

function photo(name: string) {
  return { name, mimeType: 'image/png', buffer: pictureWithPlace(480, 360, secret) };
}

async function chosen(page: Page, count: number): Promise<void> {
  const tiles = page.getByRole('button', { name: /^Photo \d of \d$/ });
  await expect(tiles).toHaveCount(count, { timeout: 30_000 });
}

async function threeFriends(people: { signUp(name: string): Promise<Person> }) {
  const [ana, wei, diego] = [
    await people.signUp('Ana'),
    await people.signUp('Wei'),
    await people.signUp('Diego'),
  ];
  await befriend(ana, wei);
  await befriend(ana, diego);
  await befriend(wei, diego);
  return { ana, wei, diego };
}

async function say(person: Person, text: string) {
  const given = { place: null, mentions: [], attachment: null, audience: { kind: 'all' } } as const;
  const postId = newId<PostId>();
  return (await person.api.moments.createPost({ postId, text, ...given, mentions: [] })).post;
}

test('a post is for whom its author says, and friends answer it', async ({ city, openDevice }) => {
  const { ana, wei, diego } = await threeFriends(city.people);
  await say(wei, 'The market opens at eight.');
  const { page } = await openDevice({ as: ana });
  const theirs = await openDevice({ as: wei });
  const others = await openDevice({ as: diego });
  others.allowFailedCalls();
  await Promise.all([page.goto('/discover'), theirs.page.goto(feed), others.page.goto(feed)]);
  await page.getByRole('link', { name: /Moments/ }).click();
  await expect(post(page, 'The market opens')).toBeVisible();
  await expect(post(theirs.page, 'The market opens')).toBeVisible();

  // Photos from the disk and the camera, put in order, and not for Diego.
  await page.getByRole('link', { name: 'Write a post' }).click();
  await page.getByLabel('What would you like to tell?').fill('Ripe tomatoes on the roof');
  await attach(page, 'photo').setInputFiles([photo('one.png'), photo('two.png')]);
  await chosen(page, 2);
  await expect(attach(page, 'camera')).toHaveAttribute('capture', 'environment');
  await attach(page, 'camera').setInputFiles(photo('three.png'));
  await chosen(page, 3);
  await page.getByRole('button', { name: 'Photo 3 of 3' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Move forward' }).click();
  await expect(page.getByRole('dialog')).toContainText('Photo 2 of 3');
  await page.getByRole('dialog').getByRole('button', { name: 'Leave out' }).click();
  await chosen(page, 2);
  await page.getByRole('button', { name: /Who can see it/ }).click();
  await page.getByRole('dialog').getByText('All but some').click();
  await page.getByRole('dialog').getByText('Diego', { exact: true }).click();
  await expectAccessible(page, 'for whom a post is');
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('All but Diego')).toBeVisible();
  await expectAccessible(page, 'a post that is written');
  await expectRoom(page, 'a post that is written');
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  await expect(post(page, 'Ripe tomatoes')).toBeVisible({ timeout: 20_000 });

  // What Wei reads does not move: the post waits above until it is asked for.
  await expect(theirs.page.getByRole('button', { name: '1 new post' })).toBeVisible();
  await expect(post(theirs.page, 'Ripe tomatoes')).toHaveCount(0);
  await theirs.page.getByRole('button', { name: '1 new post' }).click();
  const shown = post(theirs.page, 'Ripe tomatoes');
  await expect(shown.getByRole('link', { name: /^Open photo/ })).toHaveCount(2);
  const src = (await shown.locator('img[src^="/media/"]').first().getAttribute('src')) ?? '';
  const bytes = await theirs.page.context().request.get(src);
  expect([bytes.status(), (await bytes.body()).includes(secret)]).toEqual([200, false]);
  await expect(post(others.page, 'The market opens')).toBeVisible();
  await expect(post(others.page, 'Ripe tomatoes')).toHaveCount(0);
  expect((await others.page.context().request.get(src)).status()).toBe(404);

  // Wei likes it and asks; Ana is told, and answers.
  await shown.getByRole('button', { name: /^Like/ }).click();
  await expect(shown.getByRole('button', { name: /^Like/, pressed: true })).toBeVisible();
  await shown.getByRole('button', { name: /^Comment/ }).click();
  await theirs.page.getByRole('textbox', { name: 'Comment' }).fill('May I have some?');
  await theirs.page.keyboard.press('Enter');
  await expect(shown).toContainText('May I have some?');
  await expect(post(page, 'Ripe tomatoes')).toContainText('May I have some?');
  await page.getByRole('link', { name: 'Notices, 2 new' }).click();
  await expect(page.getByText('likes your post')).toBeVisible();
  await expectAccessible(page, 'notices of Moments');
  await page.getByText('May I have some?').click();
  await expectAccessible(page, 'a post with its comments');
  await expectReachable(page, 'a post with its comments');
  await page.getByRole('button', { name: 'About the comment of Wei' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Answer' }).click();
  await page.getByRole('textbox', { name: 'Answer Wei' }).fill('Come over!');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(shown).toContainText('Ana to Wei: Come over!');
  await go(page, feed);
  await expect(page.getByRole('link', { name: 'Notices', exact: true })).toBeVisible();
  await expectAccessible(page, 'the feed of Moments');
  await expectRoom(page, 'the feed of Moments');

  // Later it is only for Ana; Wei’s device forgets it.
  await post(page, 'Ripe tomatoes').getByRole('button', { name: 'More about this post' }).click();
  await page.getByRole('menuitem', { name: 'Who can see it' }).click();
  await page.getByRole('dialog').getByText('Only me').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await expect(post(page, 'Ripe tomatoes').getByLabel('Who can see it: Only me')).toBeVisible();
  await expect(shown).toHaveCount(0);
  await expect.poll(async () => (await theirs.page.context().request.get(src)).status()).toBe(404);
  // Diego’s device and Wei’s were refused what is not for them: that is the point.
  theirs.allowFailedCalls();
});

test('nine photos go up over a slow line, past a reload, and are posted once', async ({
  city,
  openDevice,
  viewport,
}) => {
  test.skip((viewport?.width ?? 0) > 768, 'The same on a desktop.');
  const ana = await city.people.signUp('Ana');
  const { page } = await openDevice({ as: ana });
  await page.route(/\/uploads/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue().catch(() => undefined);
  });
  await page.goto(`${feed}/new`);
  await page.getByLabel('What would you like to tell?').fill('Nine views of the harbour');
  const nine = Array.from({ length: 10 }, (_, n) => photo(`${n}.png`));
  await attach(page, 'photo').setInputFiles(nine);
  await chosen(page, 9);
  await expect(page.getByText('A post has nine photos at most.')).toBeVisible();

  // What is written is there again after a reload.
  await page.reload();
  await chosen(page, 9);
  await expect(page.getByLabel('What would you like to tell?')).toHaveValue(/Nine views/);
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  const progress = page.getByRole('progressbar', { name: 'Sending' });
  await expect
    .poll(async () => Number(await progress.getAttribute('aria-valuenow')), { timeout: 30_000 })
    .toBeGreaterThan(20);
  expect((await ana.api.moments.listFeed({})).posts).toHaveLength(0);
  await page.reload();
  await expect(progress).toBeVisible();
  await expect(post(page, 'Nine views').getByRole('link', { name: /^Open photo/ })).toHaveCount(9, {
    timeout: 40_000,
  });
  await expect(progress).toHaveCount(0);
  const { posts: there } = await ana.api.moments.listFeed({});
  expect(there.map(({ text }) => text)).toEqual(['Nine views of the harbour']);
  await page.getByRole('link', { name: 'Open photo 9 of 9' }).click();
  await expect(page.getByRole('dialog', { name: 'Photos and videos' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(new RegExp(`${feed}$`));
});

test('a window passes by the clock, and what is hidden is gone at once', async ({
  openDevice,
  viewport,
}) => {
  test.skip((viewport?.width ?? 0) > 768, 'The same on a desktop.');
  await using city = await startTravelCity();
  const { ana, wei } = await threeFriends(city.people);
  await say(ana, 'Of the first day');
  await city.travel(2 * dayMs);
  await say(ana, 'Of the third day');
  const a = await openDevice({ as: ana, origin: city.origin });
  const w = await openDevice({ as: wei, origin: city.origin });
  for (const device of [a, w]) {
    await city.join(device);
    device.allowFailedCalls();
  }
  await a.page.goto(`${feed}/settings`);
  await a.page.getByText('The last three days').click();
  await expect.poll(async () => (await ana.api.moments.getSettings({})).window).toBe('threeDays');
  await expectAccessible(a.page, 'settings of Moments');
  await w.page.goto(feed);
  await expect(posts(w.page)).toHaveCount(2);
  await city.travel(2 * dayMs);
  await w.page.reload();
  await expect(post(w.page, 'Of the third day')).toBeVisible();
  await expect(post(w.page, 'Of the first day')).toHaveCount(0);
  await go(w.page, `${feed}/of/${ana.me.personId}`);
  await expect(w.page.getByText('Friends see the last three days.')).toBeVisible();
  await expectAccessible(w.page, 'an album');
  await go(a.page, `${feed}/of/${ana.me.personId}`);
  await expect(a.page.getByRole('listitem')).toHaveCount(2);

  // Ana hides hers from Wei: also what stands on Wei’s screen.
  await go(w.page, feed);
  await expect(post(w.page, 'Of the third day')).toBeVisible();
  await go(a.page, `/contacts/${wei.me.personId}`);
  await a.page.getByRole('switch', { name: 'Hide my posts from them' }).click();
  await until(async () => (await wei.api.moments.listFeed({})).posts.length === 0);
  await w.page.reload();
  await expect(w.page.getByText('Nothing here yet')).toBeVisible();
});
