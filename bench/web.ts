import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { seededRandom } from '@plaza/base';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openCity, type SimCity } from '../test/sim/chat/city.ts';
import { browserArguments, findBrowser } from '../tools/browser.ts';
import { median, printTable, rounded } from './lib/figures.ts';
import {
  entryBytes,
  firstScreenBytes,
  listShownMs,
  p95,
  scrollFrames,
  sendToVisible,
} from './web/figures.ts';
import { writeLongThread, type LongThread } from './web/thread.ts';

// `npm run bench -- web [--quick]`: the built web client in a real browser, against a whole
// server: bytes, an offline reload, scrolling through 10,000 messages, and a message's way to the
// screen.

const isQuick = process.argv.includes('--quick');
const messages = 10_000;
const reloads = isQuick ? 3 : 9;
const scrollMs = isQuick ? 4_000 : 15_000;
const sends = isQuick ? 20 : 60;
const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}packages/web/dist`;

function build(): void {
  const built = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) throw new Error('the web client could not be built');
}

async function signInPage(context: BrowserContext, city: SimCity, { viewer }: LongThread) {
  const device = { name: 'Bench', kind: 'desktop' };
  const response = await context.request.post(`${city.server.origin}/rpc/identity.signInDemo`, {
    data: { personId: viewer, device, delivery: 'cookie' },
  });
  if (!response.ok()) throw new Error(await response.text());
}

/** The app is at home on this device: its worker serves it from now on. Gives the bytes. */
async function install(page: Page): Promise<number> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  // The device knows by now who it belongs to, so that only what the list needs is asked for.
  return firstScreenBytes(page, dist, await listShownMs(page));
}

async function offlineReloads(context: BrowserContext, page: Page): Promise<number[]> {
  await context.setOffline(true);
  const times: number[] = [];
  for (let n = 0; n < reloads; n += 1) {
    await page.reload({ waitUntil: 'commit' });
    times.push(await listShownMs(page));
  }
  await context.setOffline(false);
  return times;
}

type Measured = {
  initialBytes: number;
  offlineMs: number[];
  frames: number[];
  visibleMs: number[];
};

async function measure(context: BrowserContext, origin: string, thread: LongThread) {
  const page = await context.newPage();
  await page.goto(`${origin}/chats`);
  await listShownMs(page);
  const initialBytes = await install(page);
  const offlineMs = await offlineReloads(context, page);
  await page.goto(`${origin}/chats/${thread.conversationId}`);
  await page.getByRole('article').last().waitFor();
  const visibleMs = await sendToVisible(page, sends);
  const frames = await scrollFrames(page, scrollMs);
  return { initialBytes, offlineMs, frames, visibleMs } satisfies Measured;
}

function report(measured: Measured, entry: number): void {
  const { initialBytes, offlineMs, frames, visibleMs } = measured;
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  printTable([
    ['figure', 'measured', 'goal'],
    ['JavaScript of the first screen, gzip', kilobytes(initialBytes), '150 kB'],
    ['  of which the page names itself', kilobytes(entry), ''],
    ['offline reload to the list, median', ms(median(offlineMs)), '500 ms'],
    [`scrolling ${messages} messages, p95 frame`, ms(p95(frames)), '20 ms'],
    ['a message from the key to the screen, p95', ms(p95(visibleMs)), '50 ms'],
  ]);
  console.log(
    JSON.stringify({
      bench: 'web',
      initialJsGzipBytes: initialBytes,
      entryJsGzipBytes: entry,
      offlineReloadMs: rounded(median(offlineMs)),
      scrollP95FrameMs: rounded(p95(frames)),
      sendToVisibleP95Ms: rounded(p95(visibleMs)),
      frames: frames.length,
      quick: isQuick,
    }),
  );
}

async function main(): Promise<void> {
  const executablePath = await findBrowser();
  if (executablePath === undefined) throw new Error('no Chromium: see `node tools/browser.ts`');
  build();
  await using city = await openCity({ people: 8, random: seededRandom(3) });
  const thread = await writeLongThread(city, messages);
  const browser = await chromium.launch({ executablePath, args: browserArguments() });
  try {
    const context = await browser.newContext({
      locale: 'en-US',
      viewport: { width: 1280, height: 800 },
    });
    await signInPage(context, city, thread);
    const measured = await measure(context, city.server.origin, thread);
    report(measured, await entryBytes(dist));
  } finally {
    await browser.close();
  }
}

await main();
process.exit(0);
