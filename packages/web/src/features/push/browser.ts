import type { PushDevice, PushLevel } from '@plaza/contract';
import { currentLocale } from '../../i18n/activate.ts';
import { api } from '../../state/calls.ts';

/** Whether this browser could be pushed to, and if not, what its person can do about it. */
export type Capability = 'ready' | 'insecure' | 'to_install' | 'unsupported';

const isApplePhone = () =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) ||
  (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1);
const isInstalled = () =>
  matchMedia('(display-mode: standalone)').matches ||
  ('standalone' in navigator && navigator.standalone === true);

export function capabilityOf(): Capability {
  if (!isSecureContext) return 'insecure';
  const hasAll =
    'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  if (hasAll) return 'ready';
  return isApplePhone() && !isInstalled() ? 'to_install' : 'unsupported';
}

const workerWaitMs = 5_000;

/** The app's worker when it is at work; null when it does not come. */
export function findWorker(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return Promise.resolve(null);
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), workerWaitMs));
  return Promise.race([navigator.serviceWorker.ready, late]);
}

/** Why this device cannot be subscribed. */
export class NotSubscribed extends Error {
  readonly why: 'denied' | 'no_keys' | 'no_worker' | 'refused';
  constructor(why: NotSubscribed['why']) {
    super(why);
    this.why = why;
  }
}

const inBase64 = (bytes: ArrayBuffer) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** The browser's subscription to this city; one to other keys is of no use any more. */
async function subscribeAt(
  { pushManager }: ServiceWorkerRegistration,
  publicKey: string,
): Promise<PushSubscription> {
  const known = await pushManager.getSubscription();
  const key = known?.options.applicationServerKey ?? null;
  if (known !== null && key !== null && inBase64(key) === publicKey) return known;
  await known?.unsubscribe();
  return pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
    .catch(() => {
      throw new NotSubscribed('refused');
    });
}

/** Subscribes without asking the person, who has agreed before. */
export async function renew(level: PushLevel): Promise<PushDevice> {
  const { publicKey } = await api.push.getDevice({});
  if (publicKey === null) throw new NotSubscribed('no_keys');
  const worker = await findWorker();
  if (worker === null) throw new NotSubscribed('no_worker');
  const { endpoint, keys = {} } = (await subscribeAt(worker, publicKey)).toJSON();
  const { device } = await api.push.subscribe({
    ...{ endpoint: endpoint ?? '', p256dh: keys.p256dh ?? '', auth: keys.auth ?? '', level },
    locale: currentLocale(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  return device;
}

/** Asks the person, then subscribes; from a tap, or the browser does not ask. */
export async function subscribe(level: PushLevel): Promise<PushDevice> {
  if ((await Notification.requestPermission()) !== 'granted') throw new NotSubscribed('denied');
  return renew(level);
}

/** Ends it on both sides. */
export async function unsubscribe(): Promise<void> {
  await api.push.unsubscribe({});
  const worker = await findWorker();
  await (await worker?.pushManager?.getSubscription())?.unsubscribe();
}
