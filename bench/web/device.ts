import type { Browser, BrowserContext, Page } from '@playwright/test';
import { firstMs, firstScripts, noteFirst } from '../../test/e2e/support/bytes.ts';
import { pause } from '../lib/figures.ts';
import type { WebCity } from './city.ts';
import { installRecorder, record } from './recorder.ts';

// What a device does that has never been here, or that was here before.

const rowSelector = 'ul a[href^="/chats/"]';

export type At = { browser: Browser; origin: string; city: WebCity };

const viewport = { width: 1280, height: 800 };
/** More than the browser's own bars are high. */
const barsPx = 160;

/**
 * Makes the window so high that all of the page is drawn. A new headless window is as high as the
 * page with the browser's bars above it: what changes below its lower edge, where people type, is
 * never presented, and counts as waiting until something else is.
 */
async function showWhole(context: BrowserContext, page: Page): Promise<void> {
  const devtools = await context.newCDPSession(page);
  const { windowId } = await devtools.send('Browser.getWindowForTarget');
  const bounds = { width: viewport.width, height: viewport.height + barsPx };
  await devtools.send('Browser.setWindowBounds', { windowId, bounds });
  await devtools.detach();
}

async function newContext({ browser }: At): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'en-US', viewport });
  await installRecorder(context);
  return context;
}

export type NewDevice = {
  context: BrowserContext;
  page: Page;
  /** From the address to the welcome. */
  welcomeMs: number;
  welcomeJsBytes: number;
  /** From the click that signs in to a list with previews. */
  usefulMs: number;
};

/** Somebody comes for the first time, with nothing in any cache, and signs in. */
export async function comeForTheFirstTime(at: At): Promise<NewDevice> {
  const context = await newContext(at);
  await noteFirst(context, 'h1');
  const page = await context.newPage();
  await showWhole(context, page);
  await page.goto(at.origin);
  const { bytes: welcomeJsBytes } = await firstScripts(page);
  const welcomeMs = await firstMs(page);
  const all = page.getByRole('button', { name: /^Show all/ });
  const person = page.getByText(at.city.viewerName, { exact: true });
  await all.or(person).first().waitFor();
  if (!(await person.isVisible())) await all.click();
  await person.scrollIntoViewIfNeeded();
  const useful = page.evaluate(
    (selector) =>
      new Promise<number>((resolve) => {
        let startMs = 0;
        addEventListener('click', () => (startMs = performance.now()), {
          capture: true,
          once: true,
        });
        const look = () => {
          const rows = [...document.querySelectorAll(selector)];
          const isUseful =
            rows.length > 5 &&
            rows.slice(0, 6).every((row) => {
              const [title, preview] = row.querySelectorAll('[dir="auto"]');
              return title?.textContent !== '' && (preview?.textContent ?? '') !== '';
            });
          if (isUseful && startMs > 0) resolve(performance.now() - startMs);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    rowSelector,
  );
  await person.click();
  return { context, page, welcomeMs, welcomeJsBytes, usefulMs: await useful };
}

/** How many entries this device keeps. */
async function kept(page: Page, { viewer }: WebCity): Promise<number> {
  return page.evaluate(
    (name) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const db = opening.result;
          const counting = db.transaction('entry').objectStore('entry').count();
          counting.onsuccess = () => {
            db.close();
            resolve(counting.result);
          };
          counting.onerror = () => reject(counting.error);
        };
      }),
    `plaza-${viewer}`,
  );
}

/** The whole history comes, while the person looks through the list. */
export async function fillBack(page: Page, city: WebCity, patienceMs: number) {
  const startMs = performance.now();
  let count = 0;
  const recorded = await record(page, async () => {
    await page.mouse.move(200, 500);
    for (let turn = 0; count < city.messages; turn += 1) {
      if (performance.now() - startMs > patienceMs) break;
      for (let n = 0; n < 30; n += 1) {
        await page.mouse.wheel(0, turn % 2 === 0 ? 200 : -200);
        await pause(32);
      }
      count = await kept(page, city);
    }
  });
  return { ...recorded, count, seconds: (performance.now() - startMs) / 1000 };
}

/** The app is at home on this device: its worker serves it from now on. */
export async function install(page: Page, origin: string): Promise<{ initialJsBytes: number }> {
  await noteFirst(page.context(), rowSelector);
  await page.goto(`${origin}/chats`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  // The device knows by now who it belongs to, so that only what the list needs is asked for.
  const { bytes } = await firstScripts(page);
  return { initialJsBytes: bytes };
}

export async function offlineReloads(page: Page, count: number): Promise<number[]> {
  await page.context().setOffline(true);
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    await page.reload({ waitUntil: 'commit' });
    times.push(await firstMs(page));
  }
  await page.context().setOffline(false);
  return times;
}
