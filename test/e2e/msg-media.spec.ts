import { createHash, randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { openChat, row } from './support/chat.ts';
import { directOf, lastOf, pictureWithPlace, said } from './support/messages.ts';
import { dayMs, startTravelCity } from './support/pay.ts';
import { until, type Person } from './support/people.ts';
import { expect, test, type Page } from './support/test.ts';

/** The file of the newest message, as somebody reads it; the status where they may not. */
async function readFile(page: Page, fileId: string): Promise<number | Buffer> {
  const answer = await page.context().request.get(`/media/${fileId}`);
  return answer.ok() ? answer.body() : answer.status();
}

async function newest(person: Person, peer: Person, type: string) {
  const id = await directOf(person, peer);
  return until(async () => {
    const last = await lastOf(person, id);
    if (last?.body.type !== 'message' || last.body.message.type !== type) return null;
    return { id, seq: last.seq, message: last.body.message };
  });
}

const attach = (page: Page, kind: 'photo' | 'file') => page.locator(`[data-attach="${kind}"]`);

test('a photo arrives without its place, and goes with its recall', async ({
  city,
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await directOf(ana, wei);
  const stranger = await openDevice({ as: await city.people.signUp('Tom') });
  const [a, w] = [await openDevice({ as: ana }), await openDevice({ as: wei })];
  w.allowFailedCalls();
  await a.page.goto(`/chats/${await directOf(ana, wei)}`);
  const secret = 'GPS 47.3769 N 8.5417 E';
  const buffer = pictureWithPlace(640, 480, secret);
  await attach(a.page, 'photo').setInputFiles({ name: 'park.png', mimeType: 'image/png', buffer });
  await a.page.getByRole('dialog').getByRole('button', { name: /^Send/ }).click();
  await w.page.goto('/chats');
  await expect(row(w.page, 'Ana')).toContainText('[Photo]');
  await openChat(w.page, 'Ana');
  const picture = w.page.getByRole('log').locator('img[src^="/media/"]');
  await expect(picture).toBeVisible();
  await expect
    .poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(0);

  const sent = await newest(wei, ana, 'photo');
  const fileId = 'fileId' in sent.message ? sent.message.fileId : '';
  const bytes = await readFile(w.page, fileId);
  expect(Buffer.isBuffer(bytes)).toBe(true);
  expect((bytes as Buffer).includes(secret)).toBe(false);
  await stranger.page.goto('/chats');
  expect(await readFile(stranger.page, fileId)).toBe(404);

  await ana.api.chat.recallMessage({ conversationId: sent.id, seq: sent.seq });
  await expect(said(w.page, 'Ana took back a message.')).toBeVisible();
  await expect(picture).toHaveCount(0);
  expect(await readFile(w.page, fileId)).toBe(404);
});

/** A file of that size that cannot be made smaller, and what its bytes come to. */
async function writeNoise(path: string, sizeBytes: number): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  for (let left = sizeBytes; left > 0; left -= pieceBytes) {
    const piece = randomBytes(Math.min(left, pieceBytes));
    hash.update(piece);
    await file.write(piece);
  }
  await file.close();
  return hash.digest('hex');
}
const pieceBytes = 4 * 1024 * 1024;

/** What the bytes of a file come to for somebody who fetches it, without holding them all. */
async function fetchNoise(origin: string, { token }: Person, fileId: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const { body } = await fetch(`${origin}/media/${fileId}`, { headers });
  const hash = createHash('sha256');
  for await (const piece of body ?? []) hash.update(piece);
  return hash.digest('hex');
}

test('a file goes on where its line was cut, twice, and arrives whole', async ({
  openDevice,
}, info) => {
  // Whoever is new may not send as much in a day: these people came a month ago.
  await using city = await startTravelCity();
  const sizeBytes = Number(process.env['PLAZA_E2E_FILE_BYTES'] ?? 24 * 1024 * 1024);
  // A gigabyte takes its time on a small machine.
  const longestMs = 120_000 + sizeBytes / 1_000;
  test.setTimeout(longestMs + 240_000);
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  await city.travel(30 * dayMs);
  const a = await openDevice({ as: ana, origin: city.origin, wired: true });
  const w = await openDevice({ as: wei, origin: city.origin });
  for (const device of [a, w]) await city.join(device);
  a.allowFailedCalls();
  await a.page.goto(`/chats/${await directOf(ana, wei)}`);
  let patches = 0;
  a.page.on('request', (request) => {
    if (request.method() === 'PATCH') patches += 1;
  });
  let taken = 0;
  a.page.on('response', (response) => {
    if (response.request().method() === 'PATCH' && response.status() === 204) taken += 1;
  });
  const path = info.outputPath('plan of the city.bin');
  const noise = await writeNoise(path, sizeBytes);
  await attach(a.page, 'file').setInputFiles(path);
  const startedMs = performance.now();
  await a.page.getByRole('dialog').getByRole('button', { name: /^Send/ }).click();
  for (let cut = 1; cut <= 2; cut += 1) {
    const part = Math.ceil((cut * sizeBytes) / pieceBytes / 3);
    await expect.poll(() => patches, { timeout: longestMs }).toBeGreaterThanOrEqual(part);
    await a.goOffline();
    await a.goOnline();
  }
  const link = w.page.getByRole('link', { name: /Download plan of the city\.bin/ });
  await w.page.goto(`/chats/${await directOf(wei, ana)}`);
  await expect(link).toBeVisible({ timeout: longestMs });
  const seconds = (performance.now() - startedMs) / 1_000;
  info.annotations.push({ type: 'seconds', description: seconds.toFixed(1) });
  // Nothing was taken twice: a cut leaves one piece in two parts; tries on a dead line take none.
  expect(taken).toBeLessThanOrEqual(Math.ceil(sizeBytes / pieceBytes) + 2);
  const sent = await newest(wei, ana, 'file');
  const fileId = 'fileId' in sent.message ? sent.message.fileId : '';
  expect(await fetchNoise(city.origin, wei, fileId)).toBe(noise);
  await rm(path);
});

test('a web page that says it is a picture is refused, and stays with its sender', async ({
  city,
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const a = await openDevice({ as: ana });
  a.allowFailedCalls();
  await a.page.goto(`/chats/${await directOf(ana, wei)}`);
  const buffer = Buffer.from('<script>alert(1)</script>'.repeat(50));
  await attach(a.page, 'photo').setInputFiles({ name: 'cat.png', mimeType: 'image/png', buffer });
  const send = a.page.getByRole('dialog').getByRole('button', { name: /^Send/ });
  if (await send.isVisible().catch(() => false)) await send.click();
  const { entries } = await wei.api.chat.listEntries({
    conversationId: await directOf(wei, ana),
    limit: 20,
  });
  const photos = entries.filter(
    ({ body }) => body.type === 'message' && body.message.type === 'photo',
  );
  expect(photos).toEqual([]);
});
