import type { Store } from '@plaza/client/store';

/** What of a store is asked for across the worker's border: its methods, by name. */
export type StoreCall = {
  [M in keyof Store]: { method: M; args: Parameters<Store[M]> };
}[keyof Store];

/** To the worker: first which database, then calls, carried out in the order they were asked. */
export type ToWorker = { open: string } | ({ id: number } & StoreCall);

/** From the worker: that it runs, and one answer to each call. */
export type FromWorker =
  | { ready: true }
  | { id: number; value: unknown }
  | { id: number; error: string };
