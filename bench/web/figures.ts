import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pause, quantile } from '../lib/figures.ts';

const gzipped = (bytes: Buffer) => gzipSync(bytes, { level: 9 }).length;

async function bytesOf(dist: string, names: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    names.map(async (name) => gzipped(await readFile(join(dist, name)))),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The scripts that the page itself names: what every visit loads before anything is drawn. */
export async function entryBytes(dist: string): Promise<number> {
  const html = await readFile(join(dist, 'index.html'), 'utf8');
  const names = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1] ?? '');
  return bytesOf(dist, names);
}

/** Everything that was asked for until the first screen was drawn, at `drawnMs`. */
export async function firstScreenBytes(page: Page, dist: string, drawnMs: number) {
  const names = await page.evaluate(
    (until) =>
      performance
        .getEntriesByType('resource')
        .filter(({ name, startTime }) => startTime < until && name.endsWith('.js'))
        .map(({ name }) => new URL(name).pathname.slice(1)),
    drawnMs,
  );
  return bytesOf(dist, [...new Set(names)]);
}

const rowSelector = '[role="list"] a[href*="/chats/"], ul a[href*="/chats/"]';

/** The time from navigation until the first chat of the list is drawn. */
export async function listShownMs(page: Page): Promise<number> {
  const handle = await page.waitForFunction(
    (selector) => (document.querySelector(selector) === null ? 0 : performance.now()),
    rowSelector,
    { polling: 'raf', timeout: 30_000 },
  );
  return (await handle.jsonValue()) as number;
}

/** The times between frames while a person scrolls back through a long thread. */
export async function scrollFrames(page: Page, ms: number): Promise<number[]> {
  const log = page.getByRole('log', { name: 'Messages' });
  const box = await log.boundingBox();
  if (box === null) throw new Error('the thread is not on the screen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    const tick = (now: number) => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    Object.assign(globalThis, { plazaFrames: frames });
  });
  const endMs = Date.now() + ms;
  while (Date.now() < endMs) {
    await page.mouse.wheel(0, -400);
    await pause(16);
  }
  const frames = await page.evaluate(
    () => (globalThis as unknown as { plazaFrames: number[] }).plazaFrames,
  );
  // The first frames still belong to what was before.
  return frames.slice(5);
}

/** From the key that sends to the frame in which the message stands in the thread. */
export async function sendToVisible(page: Page, count: number): Promise<number[]> {
  const field = page.getByRole('textbox', { name: 'Message' });
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const text = `visible ${n} ${Date.now()}`;
    await field.fill(text);
    await page.evaluate((wanted) => {
      const state = { startMs: 0, seenMs: 0 };
      Object.assign(globalThis, { plazaSend: state });
      addEventListener('keydown', () => (state.startMs = performance.now()), {
        capture: true,
        once: true,
      });
      const look = () => {
        const all = document.querySelectorAll('[role="article"]');
        const last = [...all].slice(-5).some((row) => row.textContent?.includes(wanted));
        if (!last || state.startMs === 0) return void requestAnimationFrame(look);
        state.seenMs = performance.now();
      };
      requestAnimationFrame(look);
    }, text);
    await field.press('Enter');
    const handle = await page.waitForFunction(
      () => {
        const state = (globalThis as unknown as { plazaSend: { startMs: number; seenMs: number } })
          .plazaSend;
        return state.seenMs > 0 ? state.seenMs - state.startMs : 0;
      },
      undefined,
      { timeout: 10_000 },
    );
    times.push((await handle.jsonValue()) as number);
    await pause(60);
  }
  return times;
}

export const p95 = (values: readonly number[]) => quantile(values, 0.95);
