import type { BrowserContext, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../../../packages/web/dist', import.meta.url));

/** What the scripts of the first screen may weigh, by gzip. */
export const mostFirstBytes = 150_000;

async function bytesOf(names: Iterable<string>): Promise<number> {
  const sizes = await Promise.all(
    [...names].map(async (name) => gzipSync(await readFile(join(dist, name)), { level: 9 }).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The scripts that the page itself names: what every visit loads before anything is drawn. */
export async function entryBytes(): Promise<number> {
  const html = await readFile(join(dist, 'index.html'), 'utf8');
  const names = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1] ?? '');
  return bytesOf(names);
}

/** Lets each page of the context note when the first element of this kind stands in it. */
export async function noteFirst(context: BrowserContext, selector: string): Promise<void> {
  await context.addInitScript((wanted) => {
    const noted = { atMs: 0 };
    Object.assign(globalThis, { plazaFirst: noted });
    const look = () => {
      if (document.querySelector(wanted) === null) return;
      noted.atMs = performance.now();
      observer.disconnect();
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true });
  }, selector);
}

/** The time from the navigation until that element stood there; waits for it. */
export async function firstMs(page: Page): Promise<number> {
  const noted = await page.waitForFunction(
    () => (globalThis as unknown as { plazaFirst: { atMs: number } }).plazaFirst.atMs,
    undefined,
    { timeout: 30_000 },
  );
  return noted.jsonValue();
}

/** The scripts that were asked for until then, those of workers too, and their weight. */
export async function firstScripts(page: Page): Promise<{ names: string[]; bytes: number }> {
  const untilMs = await firstMs(page);
  const asked = await page.evaluate(
    (until) =>
      performance
        .getEntriesByType('resource')
        .filter(({ name, startTime }) => startTime < until && name.endsWith('.js'))
        .map(({ name }) => new URL(name).pathname.slice(1)),
    untilMs,
  );
  const names = [...new Set(asked)];
  return { names, bytes: await bytesOf(names) };
}
