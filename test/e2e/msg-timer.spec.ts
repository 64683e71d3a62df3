import type { ClientId } from '@plaza/base';
import { makePng } from '../../packages/server/src/kernel/files/testing-images.ts';
import { message } from './support/chat.ts';
import { takeFile } from './support/kinds.ts';
import { directOf, expectMessage, said } from './support/messages.ts';
import { minuteMs, startTravelCity } from './support/pay.ts';
import { newId, sendText } from './support/people.ts';
import { expect, test } from './support/test.ts';

test('messages disappear by the clock, on the server and on devices', async ({ openDevice }) => {
  await using city = await startTravelCity();
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const id = await directOf(ana, wei);
  await sendText(ana, id, 'this one stays');
  const find = async (query: string) =>
    (await wei.api.search.messages({ query, limit: 10 })).hits.length;
  const device = await openDevice({ as: wei, origin: city.origin });
  await city.join(device);
  const { page } = device;
  await page.goto(`/chats/${id}/info`);
  const timer = page.getByRole('button', { name: /Disappearing messages/ });
  await timer.click();
  const dialog = page.getByRole('dialog', { name: 'Disappearing messages' });
  await dialog.getByRole('radio', { name: /hour/ }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await sendText(ana, id, 'gone in an hour');
  await page.goto(`/chats/${id}`);
  await expectMessage(page, 'gone in an hour');
  const { fileId, sizeBytes } = await takeFile(city.origin, ana, {
    ...{ bytes: makePng({ width: 64, height: 48 }), as: 'image' },
  });
  const photo = { type: 'photo', fileId, sizeBytes, thumbId: null, isOriginal: false } as const;
  const facts = { width: 64, height: 48, placeholder: '', caption: 'a photo for an hour' };
  await ana.api.chat.sendMessage({
    ...{ conversationId: id, clientId: newId<ClientId>(), message: { ...photo, ...facts } },
  });
  await expectMessage(page, 'a photo for an hour');
  const read = async () => (await page.context().request.get(`/media/${fileId}`)).status();
  expect(await read()).toBe(200);
  await expect.poll(async () => find('hour')).toBe(2);
  await city.travel(61 * minuteMs);
  await page.reload();
  await expect(said(page, '2 messages disappeared.')).toBeVisible();
  await expect(said(page, 'gone in an hour')).toHaveCount(0);
  await expect(message(page, 'this one stays')).toBeVisible();
  const { entries } = await ana.api.chat.listEntries({ conversationId: id, limit: 50 });
  expect(JSON.stringify(entries)).not.toContain('hour');
  // By the clock at once: nobody waits for who sweeps.
  expect(await read()).toBe(404);
  expect(await find('hour')).toBe(0);
  expect(await find('stays')).toBe(1);
});
