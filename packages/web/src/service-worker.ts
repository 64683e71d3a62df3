import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { followPush, type PushWorker } from './push/worker.ts';

// The types of a page and of a worker cannot live in one project; this is all that is used.
type Worker = {
  __WB_MANIFEST: (PrecacheEntry | string)[];
  skipWaiting(): Promise<void>;
  addEventListener(name: 'message', run: (event: { data: unknown }) => void): void;
  addEventListener(name: 'fetch', run: (event: Fetch) => void): void;
};
type Fetch = { request: Request; respondWith(answer: Promise<Response>): void };
declare const self: Worker;

// Only files of the app are kept, which are the same for everybody. Calls, uploads and media are
// of one account and never pass through here.
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

const openApp = createHandlerBoundToURL('/index.html');
const ofApp =
  /^\/(?:$|(?:chats|contacts|discover|city|me|u|q|join|pay|check|claim|sign-in|sign-up|recover|reset)(?:\/|$))/;

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.mode !== 'navigate' || !ofApp.test(url.pathname)) return;
  event.respondWith(openApp({ request, url, event } as never));
});

followPush(self as never as PushWorker);

self.addEventListener('message', ({ data }) => {
  if (data === 'take_over') void self.skipWaiting();
});
