import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { showToast } from '../ui/toasts.ts';

const checkEveryMs = 60 * 60 * 1000;

function offer(waiting: ServiceWorker): void {
  showToast(i18n._(msg`A new version is ready.`), {
    action: { label: i18n._(msg`Reload`), run: () => waiting.postMessage('take_over') },
  });
}

function watch(registration: ServiceWorkerRegistration): void {
  if (registration.waiting !== null) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const arriving = registration.installing;
    arriving?.addEventListener('statechange', () => {
      const isUpdate = navigator.serviceWorker.controller !== null;
      if (arriving.state === 'installed' && isUpdate) offer(arriving);
    });
  });
  setInterval(() => void registration.update().catch(() => undefined), checkEveryMs);
}

/** Lets the app open without a network, and offers a new version without forcing it. */
export function startServiceWorker(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  let isControlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // The first worker takes an open page over silently.
    if (isControlled) location.reload();
    isControlled = true;
  });
  addEventListener('load', () => {
    navigator.serviceWorker.register('/service-worker.js').then(watch, () => undefined);
  });
}
