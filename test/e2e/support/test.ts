import {
  test as base,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test';
import { startServerProcess, type ServerProcess } from '../../support/server-process.ts';
import { guardContext, type Guard } from './guard.ts';
import { password, peopleOf, type People, type Person } from './people.ts';
import { startSite, type Site } from './site.ts';
import { startWire, type Wire } from './wire.ts';

/** A browser of its own: a phone, a laptop, with its own cookies and database. */
export type Device = Guard & {
  context: BrowserContext;
  page: Page;
  /** Takes its network away, of which the browser knows; only of a device that is `wired`. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
};

export type DeviceOptions = BrowserContextOptions & {
  /** The size; without it that of the project. */
  size?: 'phone' | 'desktop';
  /** Signs this person in before the first page. */
  as?: Person;
  /** The server to open, when it is not the one that all tests share. */
  origin?: string;
  /** Lays a line of its own to the server, so that its network can be taken away. */
  wired?: boolean;
};

type Tests = { openDevice: (options?: DeviceOptions) => Promise<Device> };
type Workers = { city: ServerProcess & { people: People; site: Site } };

const sizes = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1280, height: 800 }, hasTouch: false, deviceScaleFactor: 1 },
} as const;

/** Limits of one address would meet every test at once, for all of them come from this machine. */
export const roomyLimits = { PLAZA_LIMIT_FACTOR: '1000' };

/** The app is at home on this device: its worker serves it from now on. */
export async function installed(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** Signs a person in on the device as the page would, without opening it. */
export async function signInAs(context: BrowserContext, origin: string, person: Person) {
  const answer = await context.request.post(`${origin}/rpc/identity.signIn`, {
    headers: { origin },
    data: {
      ...{ handle: person.handle, password, delivery: 'cookie' },
      device: { name: 'Chrome · Linux', kind: 'desktop' },
    },
  });
  if (!answer.ok()) throw new Error(`sign-in refused: ${await answer.text()}`);
}

/** What takes the network of a device away and gives it back. */
function switchOf(context: BrowserContext, guard: Guard, wire: Wire | null) {
  async function become(isOffline: boolean): Promise<void> {
    if (wire === null) throw new Error('this device is not wired');
    guard.allowFailedCalls();
    if (isOffline) wire.cut();
    else wire.mend();
    await context.setOffline(isOffline);
  }
  return { goOffline: () => become(true), goOnline: () => become(false) };
}

/**
 * Tests with one server for the file's worker and as many devices as they want. Whatever a device
 * did wrong (an error on its console, a request to a foreign host, a violation of the policy)
 * fails the test at its end.
 */
export const test = base.extend<Tests, Workers>({
  city: [
    // Playwright wants the braces.
    // eslint-disable-next-line no-empty-pattern -- see above
    async ({}, use) => {
      const site = await startSite();
      const outside = { PLAZA_PREVIEW_ORIGINS: site.origin, PLAZA_CALLBACK_ORIGINS: site.origin };
      const env = { ...roomyLimits, ...outside };
      const server = await startServerProcess({ env });
      await use({ ...server, people: peopleOf(server.origin), site });
      await server[Symbol.asyncDispose]();
      site.close();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  openDevice: async ({ browser, contextOptions, city, viewport, hasTouch }, use) => {
    const opened: Device[] = [];
    const wires: Wire[] = [];
    const own = { viewport, hasTouch };
    await use(async ({ size, as, origin: server = city.origin, wired, ...options } = {}) => {
      const wire = wired === true ? await startWire(server) : null;
      if (wire !== null) wires.push(wire);
      const origin = wire?.origin ?? server;
      const context = await browser.newContext({
        ...contextOptions,
        ...(size === undefined ? own : sizes[size]),
        ...{ baseURL: origin, locale: 'en-GB', timezoneId: 'UTC', ...options },
      });
      const guard = guardContext(context, origin);
      if (as !== undefined) await signInAs(context, origin, as);
      const network = switchOf(context, guard, wire);
      const device = { ...guard, ...network, context, page: await context.newPage() };
      opened.push(device);
      return device;
    });
    const troubles = opened.flatMap((device) => device.troubles());
    await Promise.all(opened.map(({ context }) => context.close()));
    for (const wire of wires) wire.close();
    base.expect(troubles).toEqual([]);
  },
});

export { expect, type Page } from '@playwright/test';
