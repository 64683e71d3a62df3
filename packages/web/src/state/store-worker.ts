import type { Store } from '@plaza/client/store';
import { createIndexedStore } from './indexed-store.ts';
import type { FromWorker, StoreCall, ToWorker } from './store-protocol.ts';

// The thread on which the device's database is written: a page of a hundred messages is stored
// while the finger scrolls.

const scope = self as unknown as DedicatedWorkerGlobalScope;
const tell = (message: FromWorker) => scope.postMessage(message);

let store: Store | null = null;
/** Writes are transactions of their own, begun in the order of the calls. */
function call({ method, args }: StoreCall): Promise<unknown> {
  if (store === null) return Promise.reject(new Error('no database was named'));
  return (store[method] as (...given: unknown[]) => Promise<unknown>)(...args);
}

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if ('open' in data) {
    store = createIndexedStore(data.open);
    return;
  }
  const { id } = data;
  call(data).then(
    (value) => tell({ id, value }),
    (error: unknown) => tell({ id, error: String(error) }),
  );
};

tell({ ready: true });
