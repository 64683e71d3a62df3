import type { PushContent } from '@plaza/contract';
import type { BrowserContext, CDPSession } from '@playwright/test';
import { openPushService, type TestPushService } from '../support/push-service.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { message } from './support/chat.ts';
import { expectAccessible } from './support/looks.ts';
import { peopleOf, say, until, type People, type Person } from './support/people.ts';
import {
  expect,
  installed,
  roomyLimits,
  test,
  type Device,
  type DeviceOptions,
  type Page,
} from './support/test.ts';

// No browser subscribes without its maker's service. Here the test is that service: the page gets
// a subscription to it, it opens what the city sends, and hands it to the browser by DevTools.

type PushCity = ServerProcess & { people: People };
let service: TestPushService;
let city: PushCity;

test.beforeAll(async () => {
  service = await openPushService();
  const env = { ...roomyLimits, PLAZA_PUSH_ORIGINS: service.origin };
  const server = await startServerProcess({ env });
  city = { ...server, people: peopleOf(server.origin) };
});
test.afterAll(async () => {
  await city[Symbol.asyncDispose]();
  await service.close();
  expect(service.problems).toEqual([]);
});

let devices = 0;

/** The browser of one device, whose maker is this test. */
type Browser = Device & {
  name: string;
  /** Hands the next content that fits to the worker. */
  deliver(fits: (content: PushContent) => boolean): Promise<PushContent>;
  /** Hands any content to the worker. */
  push(content: PushContent): Promise<void>;
  shown(): Promise<{ title: string; body: string; tag: string }[]>;
  /** Taps on what is shown. */
  tap(tag: string, action?: string): Promise<void>;
};

async function fakeSubscription(context: BrowserContext, name: string): Promise<void> {
  const { subscription } = service.device(name);
  await context.addInitScript(({ endpoint, p256dh, auth }) => {
    if (location.protocol !== 'http:') return;
    let isOn = sessionStorage.getItem('subscribed') !== null;
    const made = {
      endpoint,
      options: { applicationServerKey: null as ArrayBuffer | null },
      toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
      async unsubscribe() {
        isOn = false;
        sessionStorage.removeItem('subscribed');
        return true;
      },
    };
    const manager = PushManager.prototype as unknown as Record<string, unknown>;
    manager.getSubscription = async () => (isOn ? made : null);
    manager.subscribe = async ({ applicationServerKey: key }: { applicationServerKey: string }) => {
      const text = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
      made.options.applicationServerKey = Uint8Array.from(text, (c) => c.charCodeAt(0)).buffer;
      isOn = true;
      sessionStorage.setItem('subscribed', '1');
      return made;
    };
  }, subscription);
}

async function workerOf(context: BrowserContext) {
  return until(async () => context.serviceWorkers()[0]);
}

async function deliverBy(session: CDPSession, origin: string) {
  let registrationId = '';
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    registrationId = registrations.at(-1)?.registrationId ?? registrationId;
  });
  await session.send('ServiceWorker.enable');
  return async (content: PushContent) => {
    await until(async () => registrationId !== '');
    const data = JSON.stringify(content);
    await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
  };
}

async function openBrowser(
  openDevice: (options: DeviceOptions) => Promise<Device>,
  person: Person,
  permissions: string[] = ['notifications'],
): Promise<Browser> {
  devices += 1;
  const name = `browser-${devices}`;
  const device = await openDevice({ as: person, origin: city.origin, permissions });
  const { context, page } = device;
  await fakeSubscription(context, name);
  const push = await deliverBy(await context.newCDPSession(page), city.origin);
  const taken = new Set<PushContent>();
  type Registration = { registration: ServiceWorkerRegistration };

  return {
    ...device,
    name,
    push,
    async deliver(fits) {
      const find = () => service.of({ name }).find((each) => !taken.has(each) && fits(each));
      await expect.poll(find, { timeout: 30_000 }).toBeDefined();
      const content = find() as PushContent;
      taken.add(content);
      await push(content);
      return content;
    },
    async shown() {
      const worker = await workerOf(context);
      return worker.evaluate(async () => {
        const { registration } = self as unknown as Registration;
        const all = await registration.getNotifications();
        return all.map(({ title, body, tag }) => ({ title, body, tag }));
      });
    },
    async tap(tag, action = '') {
      const worker = await workerOf(context);
      await worker.evaluate(
        async ([wanted, pressed]) => {
          const { registration } = self as unknown as Registration;
          const [notification] = await registration.getNotifications({ tag: wanted ?? '' });
          if (notification === undefined) throw new Error('nothing is shown there');
          const { NotificationEvent: Made } = self as unknown as {
            NotificationEvent: new (name: string, init: object) => Event;
          };
          const init = { notification, action: pressed ?? '' };
          self.dispatchEvent(new Made('notificationclick', init));
        },
        [tag, action],
      );
    },
  };
}

/** Nobody looks at the app any more; the city hears it at once. */
async function closeApp({ page }: Device): Promise<void> {
  await page.goto('about:blank');
}

/** The app is open, the city knows it, and it hears its worker. */
async function openApp({ page }: Device, path: string): Promise<void> {
  const isHeard = page.waitForResponse(/push\.reportFocus$/);
  await page.goto(path);
  await isHeard;
}

async function switchOn(browser: Browser): Promise<void> {
  const { page } = browser;
  await page.goto('/me/notifications');
  await installed(page);
  // The browser allowed notifications before; the open app calls already.
  await expect(page.getByRole('switch', { name: 'Show notifications' })).toBeChecked();
  await page.getByRole('switch', { name: 'Also when the app is closed' }).click();
  await expect(page.getByRole('radio', { name: 'Name and text' })).toBeChecked();
  await openApp(browser, '/me/notifications');
}

const isMessage = (words: string | null) => (content: PushContent) =>
  content.kind === 'message' && content.words === words;

test('a message calls on a device whose app is closed, and a tap opens its conversation', async ({
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const browser = await openBrowser(openDevice, wei);
  await switchOn(browser);
  const { page } = browser;
  await closeApp(browser);
  await say(ana, wei, ['Tea at four?']);
  const content = await browser.deliver(isMessage('Tea at four?'));
  await expect
    .poll(browser.shown)
    .toEqual([expect.objectContaining({ title: 'Ana', body: 'Tea at four?' })]);

  // A second one of the conversation takes its place.
  await say(ana, wei, ['Or at five?']);
  await browser.deliver(isMessage('Or at five?'));
  await expect
    .poll(browser.shown)
    .toEqual([expect.objectContaining({ title: 'Ana', body: 'Or at five?' })]);

  await openApp(browser, '/contacts');
  await browser.tap(content.kind === 'message' ? content.conversationId : '');
  await expect(page).toHaveURL(/\/chats\/[0-9a-f-]{36}$/);
  await expect(message(page, 'Or at five?')).toBeVisible();
  await expect.poll(browser.shown).toEqual([]);
});

test('it shows as much as its person lets it, and stops when switched off', async ({
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const browser = await openBrowser(openDevice, wei);
  await switchOn(browser);
  const { page } = browser;
  await page.getByText('Name only', { exact: true }).click();
  await expect(page.getByRole('radio', { name: 'Name only' })).toBeChecked();
  await until(async () => {
    const { device } = await readDevice(page);
    return device?.level === 'name';
  });
  await closeApp(browser);
  await say(ana, wei, ['the secret']);
  await browser.deliver(isMessage(null));
  await expect
    .poll(browser.shown)
    .toEqual([expect.objectContaining({ title: 'Ana', body: 'New message from Ana' })]);
  await page.goto('/me/notifications');
  await page.getByRole('switch', { name: 'Show notifications' }).click();
  await expect(page.getByRole('radio', { name: 'Name only' })).toHaveCount(0);
  await until(async () => (await readDevice(page)).device === null);
});

async function readDevice(page: Page): Promise<{ device: { level: string } | null }> {
  return page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('/rpc/push.getDevice', { method: 'POST', headers, body: '{}' });
    return (await answer.json()) as { device: { level: string } | null };
  });
}

test('a call rings until it is answered elsewhere, and is declined from the notification', async ({
  openDevice,
}) => {
  const [ana, wei] = await city.people.contacts('Ana', 'Wei');
  const browser = await openBrowser(openDevice, wei);
  await switchOn(browser);
  await closeApp(browser);
  const { head } = await ana.api.chat.openDirect({ personId: wei.me.personId });
  const { conversationId } = head.conversation;
  const ring = (callId: string): PushContent => ({
    ...{ v: 1, locale: 'es', kind: 'ring', callId, conversationId, by: 'Ana', media: 'voice' },
    expiresAt: new Date().toISOString(),
  });
  await browser.push(ring('one'));
  await expect
    .poll(browser.shown)
    .toEqual([{ title: 'Ana', body: 'Llamada de voz entrante', tag: 'call:one' }]);
  await browser.push({ v: 1, locale: 'es', kind: 'ringOver', callId: 'one' });
  await expect.poll(browser.shown).toEqual([]);

  const callId = crypto.randomUUID();
  await browser.push(ring(callId));
  await expect.poll(async () => (await browser.shown()).length).toBe(1);
  const declined = browser.context.waitForEvent('request', (request) =>
    request.url().endsWith('/rpc/calls.decline'),
  );
  browser.allowFailedCalls();
  await browser.tap(`call:${callId}`, 'decline');
  expect((await declined).postDataJSON()).toEqual({ callId });
  await expect.poll(browser.shown).toEqual([]);
});

test('a test goes the whole way around, and says that it arrived', async ({ openDevice }) => {
  const wei = await city.people.signUp('Wei');
  const browser = await openBrowser(openDevice, wei);
  await switchOn(browser);
  const { page } = browser;
  await expectAccessible(page, 'notifications');
  await page.getByRole('button', { name: 'Send a test' }).click();
  await browser.deliver(({ kind }) => kind === 'test');
  await expect(page.getByText('Everything works.')).toBeVisible();
  await expect(page.getByText('Good: The message arrived here')).toBeVisible();
  await expectAccessible(page, 'notifications');
  expect(await browser.shown()).toEqual([expect.objectContaining({ title: 'It works' })]);

  // The push service does not know the device any more.
  service.answerNext({ status: 410 });
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('The push service has forgotten this device.')).toBeVisible();
  service.answerNext({ status: 403 });
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('The registration is missing or has ended.')).toBeVisible();
});

test('where notifications are refused, the test says how to allow them', async ({ openDevice }) => {
  const wei = await city.people.signUp('Wei');
  const browser = await openBrowser(openDevice, wei, []);
  const { context, page } = browser;
  await context.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
  });
  await page.goto('/me/notifications');
  await installed(page);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('Missing: Notifications are allowed')).toBeVisible();
  await expect(page.getByText('allow notifications, and load the page again')).toBeVisible();
  await expect(page.getByText('Something is missing on this device.')).toBeVisible();
  await expectAccessible(page, 'notifications');
});
