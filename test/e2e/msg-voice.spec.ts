import { fakeDevices } from './support/devices.ts';
import { expectAccessible } from './support/looks.ts';
import { directOf, lastOf } from './support/messages.ts';
import { until } from './support/people.ts';
import { expect, test, type Page } from './support/test.ts';

test.use(fakeDevices);

const mic = (page: Page) => page.getByRole('button', { name: 'Record a voice message' });
const bar = (page: Page) => page.getByRole('group', { name: 'Recording a voice message' });
/** A slow machine may look later than after one second. */
const aSecond = /[0-9]:(?:0[1-9]|[1-5][0-9])/;
const voices = (page: Page) =>
  page
    .getByRole('log')
    .getByRole('article')
    .filter({ has: page.getByRole('slider') });
const unheard = (page: Page) => page.getByRole('img', { name: 'Not heard yet' });

/** Taps, speaks for a second, sends. */
async function speak(page: Page): Promise<void> {
  const before = await voices(page).count();
  await mic(page).click();
  await expect(bar(page)).toContainText(aSecond);
  await bar(page).getByRole('button', { name: 'Send' }).click();
  await expect(voices(page)).toHaveCount(before + 1);
  await expect(voices(page).last().getByRole('img', { name: 'Sent' })).toBeVisible();
}

/** Holds the button until the clock has moved, and leaves it to the test how to let go. */
async function hold(page: Page): Promise<{ x: number; y: number }> {
  const box = await mic(page).boundingBox();
  if (box === null) throw new Error('no microphone');
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await expect(bar(page)).toContainText(aSecond);
  return at;
}

/** What plays on this page: the app's one player is in no tree. */
async function watchPlayer(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { play } = HTMLMediaElement.prototype;
    Object.assign(globalThis, { played: [] as string[], player: null });
    HTMLMediaElement.prototype.play = function playSeen(this: HTMLMediaElement) {
      const seen = globalThis as unknown as { played: string[]; player: HTMLMediaElement };
      seen.player = this;
      seen.played.push(this.src);
      return play.call(this);
    };
  });
}

const played = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { played: string[] }).played.length);
const speed = (page: Page) =>
  page.evaluate(
    () => (globalThis as unknown as { player: HTMLMediaElement | null }).player?.playbackRate,
  );

test('a voice is recorded, heard at any speed, and goes on to the next', async ({
  city,
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const id = await directOf(ana, wei);
  const [a, w] = [await openDevice({ as: ana }), await openDevice({ as: wei })];
  const other = await openDevice({ as: wei, size: 'desktop' });
  await watchPlayer(w.page);
  for (const { page } of [a, w, other]) await page.goto(`/chats/${id}`);
  for (let n = 0; n < 3; n += 1) await speak(a.page);

  // What was sent has a length and a line of what was heard.
  const sent = await until(async () => lastOf(wei, id));
  const said = sent.body.type === 'message' ? sent.body.message : null;
  if (said?.type !== 'voice') throw new Error('no voice arrived');
  expect(said.durationMs).toBeGreaterThan(900);
  expect(new Set(said.peaks).size).toBeGreaterThan(1);
  await expect(unheard(a.page)).toHaveCount(0);
  await expect(unheard(w.page)).toHaveCount(3);
  await expect(unheard(other.page)).toHaveCount(3);
  await expectAccessible(w.page, 'voices that nobody heard');

  // Wei hears the second: it is followed by the third, and the first waits.
  await voices(w.page).nth(1).getByRole('button', { name: 'Play the voice message' }).click();
  await expect(voices(w.page).nth(1).getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(voices(w.page).nth(2).getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect.poll(() => played(w.page)).toBe(2);
  await expect(w.page.getByRole('button', { name: 'Pause' })).toHaveCount(0);
  await expect(unheard(w.page)).toHaveCount(1);
  // Wei's other device knows, also one that is opened only now.
  await expect(unheard(other.page)).toHaveCount(1);
  await other.page.reload();
  await expect(voices(other.page)).toHaveCount(3);
  await expect(unheard(other.page)).toHaveCount(1);
  const late = await openDevice({ as: wei });
  await late.page.goto(`/chats/${id}`);
  await expect(voices(late.page)).toHaveCount(3);
  await expect(unheard(late.page)).toHaveCount(1);

  // The speed stays as it is chosen, also for what is played next.
  const first = voices(w.page).first();
  await first.getByRole('button', { name: 'Play the voice message' }).click();
  await w.page.getByRole('button', { name: 'Speed: 1×' }).click();
  await expect.poll(() => speed(w.page)).toBe(1.5);
  await w.page.getByRole('button', { name: 'Speed: 1.5×' }).click();
  await expect.poll(() => speed(w.page)).toBe(2);
  await expect(first.getByRole('button', { name: 'Pause' })).toHaveCount(0);
  await voices(w.page).last().getByRole('button', { name: 'Play the voice message' }).click();
  await expect(w.page.getByRole('button', { name: 'Speed: 2×' })).toBeVisible();
  await expect.poll(() => speed(w.page)).toBe(2);
  await expect(unheard(w.page)).toHaveCount(0);
  await expect(unheard(late.page)).toHaveCount(0);

  // By the keyboard a part of it is reached.
  const slider = voices(w.page).first().getByRole('slider', { name: 'Position' });
  await slider.press('End');
  await expect(slider).toBeFocused();
});

test('the button is held to speak, and slid away to cancel', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const id = await directOf(ana, wei);
  const { page } = await openDevice({ as: ana });
  await page.goto(`/chats/${id}`);

  await hold(page);
  await page.mouse.up();
  await expect(voices(page)).toHaveCount(1);

  const at = await hold(page);
  await expect(bar(page)).toContainText('Slide away to cancel');
  await page.mouse.move(at.x - 60, at.y, { steps: 3 });
  await expect(bar(page)).toContainText('Let go to cancel');
  await page.mouse.move(at.x - 120, at.y, { steps: 3 });
  await expect(bar(page)).toHaveCount(0);
  await page.mouse.up();

  // A tap goes on without the finger; Escape and the bin delete it.
  await mic(page).click();
  await expect(bar(page)).toContainText(aSecond);
  await expectAccessible(page, 'recording');
  await page.keyboard.press('Escape');
  await expect(bar(page)).toHaveCount(0);
  await mic(page).click();
  await bar(page).getByRole('button', { name: 'Delete the recording' }).click();
  await expect(bar(page)).toHaveCount(0);
  // What was only a slip of the finger is not sent.
  await mic(page).press('Enter');
  await bar(page).getByRole('button', { name: 'Send' }).press('Enter');
  await expect(page.getByText('Too short.')).toBeVisible();
  await expect(voices(page)).toHaveCount(1);
  expect(await page.evaluate(() => location.pathname)).toBe(`/chats/${id}`);
});
