import type { PushContent } from '@plaza/contract';
import { callTag, noticeOf, readContent, type Notice, type NoticeData } from './notice.ts';

// The types of a page and of a worker cannot live in one project; this is all that is used.
type Shown = { tag: string; data: NoticeData | null; close(): void };
type Tab = {
  focused: boolean;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
};
type Awaiting = { waitUntil(work: Promise<unknown>): void };
type PushEvent = Awaiting & { data: { json(): unknown } | null };
type ClickEvent = Awaiting & { action: string; notification: Shown };
type ChangeEvent = Awaiting & { oldSubscription?: PushSubscription | null };
type Events = {
  push: PushEvent;
  notificationclick: ClickEvent;
  pushsubscriptionchange: ChangeEvent;
};

export type PushWorker = {
  registration: {
    showNotification(title: string, options: object): Promise<void>;
    getNotifications(filter?: { tag: string }): Promise<Shown[]>;
    pushManager: PushManager;
  };
  clients: {
    matchAll(filter: object): Promise<Tab[]>;
    openWindow(path: string): Promise<unknown>;
  };
  navigator: {
    setAppBadge?(count: number): Promise<void>;
    language: string;
  };
  addEventListener<Name extends keyof Events>(name: Name, run: (event: Events[Name]) => void): void;
};

/** What pages of the app hear from the worker. */
export type WorkerNews = { t: 'push_test'; testId: string } | { t: 'push_open'; path: string };

async function call(method: string, input: object): Promise<unknown> {
  const answer = await fetch(`/rpc/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  return answer.ok ? answer.json() : null;
}

const tabsOf = ({ clients }: PushWorker) =>
  clients.matchAll({ type: 'window', includeUncontrolled: true });

async function tell(worker: PushWorker, news: WorkerNews): Promise<void> {
  for (const tab of await tabsOf(worker)) tab.postMessage(news);
}

async function close(worker: PushWorker, tag: string, upTo?: number): Promise<void> {
  for (const shown of await worker.registration.getNotifications({ tag })) {
    if (upTo === undefined || (shown.data?.seq ?? 0) <= upTo) shown.close();
  }
}

/** The same message again, because its push service asked twice, makes no second sound. */
async function isRepeated({ registration }: PushWorker, { tag, data }: Notice): Promise<boolean> {
  const shown = await registration.getNotifications({ tag });
  return shown.some((each) => data.seq !== undefined && (each.data?.seq ?? 0) >= data.seq);
}

async function show(worker: PushWorker, notice: Notice): Promise<void> {
  const { title, ...options } = notice;
  const isAgain = options.silent !== true && (await isRepeated(worker, notice));
  await worker.registration.showNotification(title, {
    ...options,
    ...(isAgain ? { renotify: false, silent: true, vibrate: undefined } : {}),
    icon: '/icons/plaza-192.png',
  });
}

/** Safari ends a subscription whose messages show nothing. */
async function mustShow({ registration }: PushWorker): Promise<boolean> {
  const own = await registration.pushManager.getSubscription();
  return own?.endpoint.includes('.push.apple.com') ?? false;
}

/** Whoever looks at the app sees it there; a test and a call are for this very device. */
async function isSeen(worker: PushWorker, { kind }: PushContent): Promise<boolean> {
  if (kind === 'test') return false;
  const tabs = await tabsOf(worker);
  return tabs.some(({ focused }) => focused) && !(await mustShow(worker));
}

async function receive(worker: PushWorker, content: PushContent): Promise<void> {
  if (content.badge !== undefined) {
    await worker.navigator.setAppBadge?.(content.badge).catch(() => undefined);
  }
  if (content.kind === 'read') await close(worker, content.conversationId, content.seq);
  if (content.kind === 'ringOver') await close(worker, callTag(content.callId));
  if (content.kind === 'test') {
    await tell(worker, { t: 'push_test', testId: content.testId });
  }
  const notice = noticeOf(content);
  if (notice === null) return;
  if (content.kind === 'gone') {
    const shown = await worker.registration.getNotifications({ tag: notice.tag });
    // It was wiped away, or something newer stands in its place.
    if (!shown.some((each) => each.data?.seq === content.seq)) return;
  }
  if (!(await isSeen(worker, content))) await show(worker, notice);
}

async function open(worker: PushWorker, path: string): Promise<void> {
  const [tab] = await tabsOf(worker);
  if (tab === undefined) return void (await worker.clients.openWindow(path));
  tab.postMessage({ t: 'push_open', path } satisfies WorkerNews);
  // A browser that does not believe in the tap keeps the window where it is.
  await tab.focus().catch(() => undefined);
}

async function click(worker: PushWorker, { action, notification }: ClickEvent): Promise<void> {
  notification.close();
  const { path = '/', callId } = notification.data ?? {};
  if (callId !== undefined && action === 'decline') {
    await call('calls.decline', { callId });
    return;
  }
  const answered = callId !== undefined && action === 'answer';
  await open(worker, answered ? `${path}?answer=${callId}` : path);
}

/** The browser gave the subscription another address: the city hears of it at once. */
async function renew(worker: PushWorker, old: PushSubscription | null): Promise<void> {
  const known = (await call('push.getDevice', {})) as {
    publicKey: string | null;
    device: { level: string; locale: string } | null;
  } | null;
  if (known?.device == null || known.publicKey === null) return;
  const { pushManager } = worker.registration;
  const subscription =
    (await pushManager.getSubscription()) ??
    (await pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: old?.options.applicationServerKey ?? known.publicKey,
    }));
  const { keys = {}, endpoint } = subscription.toJSON();
  const { level, locale } = known.device;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const { p256dh, auth } = keys;
  await call('push.subscribe', { endpoint, p256dh, auth, level, locale, timeZone });
}

/** Shows what the city pushes, and leads to where it belongs. */
export function followPush(worker: PushWorker): void {
  worker.addEventListener('push', (event) => {
    const content = readContent(event.data?.json() ?? null);
    if (content !== null) event.waitUntil(receive(worker, content));
  });
  worker.addEventListener('notificationclick', (event) => {
    event.waitUntil(click(worker, event));
  });
  worker.addEventListener('pushsubscriptionchange', (event) => {
    event.waitUntil(renew(worker, event.oldSubscription ?? null));
  });
}
