import { expectAccessible } from './support/looks.ts';
import { fakeDevices, filmed } from './support/devices.ts';
import { directOf, lastOf, pictureWithPlace } from './support/messages.ts';
import { until, type Person } from './support/people.ts';
import { expect, test, type Page } from './support/test.ts';

test.use(fakeDevices);

const sheet = (page: Page) => page.getByRole('dialog', { name: /^Send \d+ files?$/ });
const send = (page: Page) => sheet(page).getByRole('button', { name: 'Send', exact: true }).click();

/** Chooses from the panel below the field, and answers the browser's question for a file. */
async function choose(page: Page, choice: string, file: Picked) {
  await page.getByRole('button', { name: 'More to send' }).click();
  const asked = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: choice, exact: true }).click();
  const chooser = await asked;
  await chooser.setFiles([file]);
  return chooser.element().getAttribute('capture');
}
type Picked = { name: string; mimeType: string; buffer: Buffer };

async function newest(person: Person, peer: Person) {
  const last = await lastOf(person, await directOf(person, peer));
  return last?.body.type === 'message' ? last.body.message : null;
}

/** Hands files to the page as a drop or a paste does. */
async function give(page: Page, how: 'drop' | 'paste', files: Picked[]): Promise<void> {
  const all = files.map(({ name, mimeType, buffer }) => ({
    ...{ name, mimeType, text: buffer.toString('base64') },
  }));
  await page.evaluate(
    ({ how: way, all: given }) => {
      const data = new DataTransfer();
      for (const { name, mimeType, text } of given) {
        const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: mimeType }));
      }
      const common = { bubbles: true, cancelable: true };
      const field = document.querySelector('textarea');
      if (way === 'paste') {
        field?.dispatchEvent(new ClipboardEvent('paste', { ...common, clipboardData: data }));
      } else {
        document.body.dispatchEvent(new DragEvent('drop', { ...common, dataTransfer: data }));
      }
    },
    { how, all },
  );
}

test('a video is chosen or filmed, has a picture, and plays', async ({ city, openDevice }) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const id = await directOf(ana, wei);
  const [a, w] = [await openDevice({ as: ana, size: 'phone' }), await openDevice({ as: wei })];
  for (const { page } of [a, w]) await page.goto(`/chats/${id}`);
  const buffer = await filmed(a.page);
  const film = { name: 'pier.webm', mimeType: 'video/webm', buffer };
  expect(await choose(a.page, 'Video', film)).toBeNull();
  await expect(sheet(a.page).locator('video')).toBeVisible();
  await expectAccessible(a.page, 'the last look before a video');
  await sheet(a.page).getByLabel('Caption').fill('The pier this morning');
  await send(a.page);
  const tile = w.page.getByRole('log').getByRole('article').filter({ hasText: 'The pier this' });
  const poster = tile.getByRole('img', { name: 'The pier this morning' });
  await expect(poster).toBeVisible();
  await expect
    .poll(() => poster.evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(0);
  const said = await newest(wei, ana);
  if (said?.type !== 'video') throw new Error('no video arrived');
  expect(said).toMatchObject({ width: 320, height: 180 });
  expect(said.durationMs).toBeGreaterThan(500);
  await tile.getByRole('link', { name: /Play the video/ }).click();
  const video = w.page.locator('.yarl__root video');
  await expect(video).toBeVisible();
  await expect
    .poll(() => video.evaluate((one: HTMLVideoElement) => one.currentTime))
    .toBeGreaterThan(0.2);
  await expectAccessible(w.page, 'a video in the viewer');
  await w.page.keyboard.press('Escape');
  await expect(video).toHaveCount(0);

  // From the camera: the phone is asked for it, not for a folder.
  expect(await choose(a.page, 'Record video', film)).toBe('environment');
  await send(a.page);
  await until(async () => (await newest(wei, ana)) !== null);
  await expect(w.page.getByRole('link', { name: /Play the video/ })).toHaveCount(2);
});

test('photos come from the camera, from the clipboard and by drag and drop', async ({
  city,
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const id = await directOf(ana, wei);
  const [a, w] = [await openDevice({ as: ana, size: 'phone' }), await openDevice({ as: wei })];
  for (const { page } of [a, w]) await page.goto(`/chats/${id}`);
  const buffer = pictureWithPlace(300, 200, 'nowhere');
  const photo = { name: 'park.png', mimeType: 'image/png', buffer };
  const photos = w.page.getByRole('log').getByRole('link', { name: 'Open the photo' });

  expect(await choose(a.page, 'Camera', photo)).toBe('environment');
  await send(a.page);
  await expect(photos).toHaveCount(1);

  await give(a.page, 'paste', [photo]);
  await expect(sheet(a.page).getByRole('img', { name: 'park.png' })).toBeVisible();
  await send(a.page);
  await expect(photos).toHaveCount(2);

  // Several at once; one of them is left out, the rest go with words below the first.
  const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Gate 4') };
  const spare = { ...photo, name: 'spare.png' };
  await give(a.page, 'drop', [photo, spare, notes]);
  await expect(sheet(a.page).getByRole('listitem')).toHaveCount(3);
  await sheet(a.page).getByRole('button', { name: 'Leave out spare.png' }).click();
  await sheet(a.page).getByLabel('Caption').fill('from the gate');
  await expectAccessible(a.page, 'the last look before files');
  await send(a.page);
  await expect(photos).toHaveCount(3);
  await expect(w.page.getByRole('link', { name: /Download notes\.txt/ })).toBeVisible();

  // Text of a text program is pasted as text, whatever picture comes with it.
  await a.page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'a cell of a table');
    clipboardData.items.add(new File(['x'], 'cell.png', { type: 'image/png' }));
    const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData });
    document.querySelector('textarea')?.dispatchEvent(event);
  });
  await expect(sheet(a.page)).toHaveCount(0);

  // While files are dragged over it the conversation says that it takes them.
  await a.page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'x.txt'));
    document.body.dispatchEvent(new DragEvent('dragover', { bubbles: true, dataTransfer }));
  });
  await expect(a.page.getByText('Let go to send')).toBeVisible();
});
