import type { Store } from '@plaza/client/store';
import type { FromWorker, StoreCall, ToWorker } from './store-protocol.ts';

/** A worker that has not said a word for so long will not. */
const startWithinMs = 5_000;

type Waiting = {
  call: StoreCall;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
};

type Line = {
  name: string;
  worker: Worker | null;
  /** Takes the worker's place where none can be started. */
  fallback: Promise<Store> | null;
  waiting: Map<number, Waiting>;
  lastId: number;
};

function take({ waiting }: Line, id: number): Waiting | undefined {
  const asked = waiting.get(id);
  waiting.delete(id);
  return asked;
}

async function runHere({ fallback }: Line, { call, resolve, reject }: Waiting): Promise<void> {
  try {
    const store = (await fallback) as Store;
    const method = store[call.method] as (...given: unknown[]) => Promise<unknown>;
    resolve(await method(...call.args));
  } catch (error) {
    reject(error instanceof Error ? error : new Error(String(error)));
  }
}

/** The worker never ran: what it was asked is done on this thread, in the same order. */
function goOnHere(line: Line): void {
  if (line.fallback !== null) return;
  line.worker?.terminate();
  line.worker = null;
  line.fallback = import('./indexed-store.ts').then((code) => code.createIndexedStore(line.name));
  const asked = [...line.waiting.values()];
  line.waiting.clear();
  for (const waiting of asked) void runHere(line, waiting);
}

function start(line: Line): void {
  try {
    const worker = new Worker(new URL('./store-worker.ts', import.meta.url), { type: 'module' });
    const late = setTimeout(() => goOnHere(line), startWithinMs);
    worker.onerror = () => goOnHere(line);
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if ('ready' in data) {
        clearTimeout(late);
        // From now on it may have done part of what it was asked: nobody does it again.
        worker.onerror = null;
      } else if ('error' in data) {
        take(line, data.id)?.reject(new Error(data.error));
      } else {
        take(line, data.id)?.resolve(data.value);
      }
    };
    line.worker = worker;
    worker.postMessage({ open: line.name } satisfies ToWorker);
  } catch {
    goOnHere(line);
  }
}

function ask(line: Line, call: StoreCall): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const waiting = { call, resolve, reject };
    if (line.fallback !== null) return void runHere(line, waiting);
    line.lastId += 1;
    line.waiting.set(line.lastId, waiting);
    line.worker?.postMessage({ id: line.lastId, ...call } satisfies ToWorker);
  });
}

const lines = new Map<string, Line>();

function lineOf(name: string): Line {
  const known = lines.get(name);
  if (known !== undefined) return known;
  const line: Line = { name, worker: null, fallback: null, waiting: new Map(), lastId: 0 };
  lines.set(name, line);
  start(line);
  return line;
}

/** What this browser keeps of one account, on a thread of its own; one for each database. */
export function createWorkerStore(name: string): Store {
  const line = lineOf(name);
  const face =
    (method: keyof Store) =>
    (...args: unknown[]) =>
      ask(line, { method, args } as StoreCall);
  return {
    readAll: face('readAll'),
    readEntries: face('readEntries'),
    read: face('read'),
    readKeys: face('readKeys'),
    readExpiring: face('readExpiring'),
    write: face('write'),
    erase: face('erase'),
  } as Store;
}
