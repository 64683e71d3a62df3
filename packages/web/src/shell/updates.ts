import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { showToast } from '../ui/toasts.ts';

const checkEveryMs = 60 * 60 * 1000;

/** Other tabs go on with their version until they are loaded again. */
function takeOver(waiting: ServiceWorker): void {
  // It did not have to wait where no page was under the old one.
  if (waiting.state === 'activated') return location.reload();
  waiting.addEventListener('statechange', () => {
    if (waiting.state === 'activated') location.reload();
  });
  waiting.postMessage('take_over');
}

function offer(waiting: ServiceWorker): void {
  showToast(i18n._(msg`A new version is ready.`), {
    action: { label: i18n._(msg`Reload`), run: () => takeOver(waiting) },
  });
}

function watch(registration: ServiceWorkerRegistration): void {
  if (registration.waiting !== null) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const arriving = registration.installing;
    arriving?.addEventListener('statechange', () => {
      // The first worker replaces nobody.
      if (arriving.state === 'installed' && registration.active !== null) offer(arriving);
    });
  });
  setInterval(() => void registration.update().catch(() => undefined), checkEveryMs);
}

/** Lets the app open without a network, and offers a new version without forcing it. */
export function startServiceWorker(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  addEventListener('load', () => {
    navigator.serviceWorker.register('/service-worker.js').then(watch, () => undefined);
  });
}
