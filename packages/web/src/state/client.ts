import { secureRandom, systemClock } from '@plaza/base';
import {
  createClient,
  createMemoryStore,
  createSharedClient,
  createSocket,
  type Channel,
  type Client,
  type LeadingClient,
  type Message,
  type Store,
} from '@plaza/client';
import { http } from './calls.ts';
import { databaseName } from './database-name.ts';
import { idle } from './idle.ts';
import { inBatches } from './in-batches.ts';
import { createWorkerStore } from './worker-store.ts';

function socketAddress({ protocol, host }: Location): string {
  return `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/socket`;
}

const loadUploader = () => import('./uploader.ts').then(({ uploader }) => uploader);

/** What lasts is worth filling: a store in memory gets only what is looked at. */
function createLeader(store: Store, lasts: boolean): LeadingClient {
  const socket = createSocket({
    open: () =>
      inBatches(
        new WebSocket(socketAddress(location)),
        () => document.visibilityState === 'visible',
      ),
    clock: systemClock,
    random: secureRandom,
  });
  return createClient({
    ...{ http, socket, store, loadUploader },
    clock: systemClock,
    random: secureRandom,
    options: { backfill: lasts ? idle : null },
  });
}

function openChannel(name: string): Channel {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    onMessage(receive) {
      const hear = ({ data }: MessageEvent) => receive(data as Message);
      channel.addEventListener('message', hear);
      return () => channel.removeEventListener('message', hear);
    },
  };
}

/**
 * The client of this tab. All tabs of an account share one socket, one outbox and one database.
 * Where the browser has no locks (a page that is not secure) each tab stands for itself and keeps
 * nothing, for two tabs that send from one outbox would send twice.
 */
export function createTabClient(personId: string): Client {
  const name = databaseName(personId);
  // The types say that locks are always there; a page that is not secure knows better.
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined) return createLeader(createMemoryStore(), false);
  return createSharedClient({
    channel: openChannel(name),
    lock: (run) => locks.request(name, run),
    createLeader: () => createLeader(createWorkerStore(name), true),
    http,
    clock: systemClock,
    random: secureRandom,
  });
}
