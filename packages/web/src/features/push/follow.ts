import type { ConversationId } from '@plaza/base';
import { inboxOf, type Client } from '@plaza/client';
import type { MethodInput } from '@plaza/contract';
import { currentLocale } from '../../i18n/activate.ts';
import type { WorkerNews } from '../../push/worker.ts';
import { api } from '../../state/calls.ts';
import { jumpTo } from '../chat/index.ts';
import { findWorker, renew } from './browser.ts';
import { keptMode, levelOf } from './mode.ts';

/** The city believes for a minute that somebody looks. */
const repeatMs = 40_000;

const isInFront = () => document.visibilityState === 'visible' && document.hasFocus();

/** A call that a page makes although it is being closed; unheard, devices rest for a minute. */
function leaveBehind(method: 'push.reportFocus', input: MethodInput<'push.reportFocus'>): void {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(input);
  void fetch(`/rpc/${method}`, { method: 'POST', keepalive: true, headers, body }).catch(
    () => undefined,
  );
}

/** Tells the city when this app is in front, so that it lets the person's devices rest. */
function reportFocus(): () => void {
  let told = false;
  function tell(event?: Event): void {
    const inFront = event?.type !== 'pagehide' && isInFront();
    if (!inFront && !told) return;
    told = inFront;
    // This one may overtake the one before.
    const report = { inFront, order: Date.now() };
    if (inFront) void api.push.reportFocus(report).catch(() => undefined);
    else leaveBehind('push.reportFocus', report);
  }
  const timer = setInterval(() => {
    if (isInFront()) tell();
  }, repeatMs);
  for (const name of ['focus', 'blur', 'pagehide'] as const) window.addEventListener(name, tell);
  document.addEventListener('visibilitychange', tell);
  tell();
  return () => {
    clearInterval(timer);
    for (const name of ['focus', 'blur', 'pagehide'] as const) {
      window.removeEventListener(name, tell);
    }
    document.removeEventListener('visibilitychange', tell);
  };
}

/** Goes where a notification leads. */
export function openPlace(path: string): void {
  const url = new URL(path, location.origin);
  const seq = Number(url.searchParams.get('at'));
  url.searchParams.delete('at');
  const [, tab, id] = url.pathname.split('/');
  if (tab === 'chats' && id !== undefined && seq > 0) jumpTo(id as ConversationId, seq);
  history.pushState(null, '', url.pathname + url.search);
}

function followClicks(): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined;
  const hear = ({ data }: MessageEvent<WorkerNews | null>) => {
    if (data?.t === 'push_open') openPlace(data.path);
  };
  navigator.serviceWorker.addEventListener('message', hear);
  return () => navigator.serviceWorker.removeEventListener('message', hear);
}

type WithPlace = { data: { conversationId?: string; seq?: number } | null };

/** What was read in the app needs no notification any more, wherever it was read. */
async function closeRead(client: Client): Promise<void> {
  const worker = await findWorker();
  const state = client.getState();
  for (const shown of (await worker?.getNotifications()) ?? []) {
    const { conversationId, seq } = (shown as Notification & WithPlace).data ?? {};
    if (conversationId === undefined || seq === undefined) continue;
    if ((inboxOf(state, conversationId as ConversationId)?.readSeq ?? 0) >= seq) shown.close();
  }
}

const closeAfterMs = 500;

function followReading(client: Client): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void closeRead(client).catch(() => undefined), closeAfterMs);
  };
  const stop = client.subscribe('list', look);
  look();
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/** The subscription may have ended while the app was closed, or its person speaks otherwise now. */
async function keep(): Promise<void> {
  const level = levelOf(keptMode());
  if (level === null) return;
  const { device } = await api.push.getDevice({});
  const worker = await findWorker();
  const own = await worker?.pushManager.getSubscription();
  if (device === null || own == null || device.locale !== currentLocale()) await renew(level);
}

/** The app's part of push, as long as somebody is signed in. */
export function follow(client: Client): () => void {
  const place = new URL(location.href);
  if (place.searchParams.has('at')) openPlace(place.pathname + place.search);
  const stops = [reportFocus(), followClicks()];
  if (levelOf(keptMode()) !== null) {
    stops.push(followReading(client));
    // Without a network it is tried at the next start.
    void keep().catch(() => undefined);
  }
  return () => {
    for (const stop of stops) stop();
  };
}
