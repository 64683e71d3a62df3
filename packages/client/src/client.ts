import { createIds, type Clock, type NewId, type Random } from '@plaza/base';
import { createActs } from './acts.ts';
import type { Commands } from './commands.ts';
import type { Core } from './core.ts';
import { createApi, type ApiFace, type Http } from './http.ts';
import { createExpiry } from './expiry.ts';
import { createHearing, type Heard } from './heard.ts';
import { createMomentsLater } from './moments-later.ts';
import { createActsOutbox } from './outbox/acts.ts';
import { createFiles } from './outbox/files.ts';
import { createParts } from './outbox/parts.ts';
import { createSends } from './outbox/sends.ts';
import { createUnshow } from './outbox/unshow.ts';
import { createWishes } from './outbox/wishes.ts';
import type { Uploader } from './outbox/uploader.ts';
import { createPersistence } from './persistence.ts';
import type { Socket } from './socket.ts';
import type { Action } from './state/actions.ts';
import { changesOf } from './state/persist.ts';
import { reduce } from './state/reduce.ts';
import { emptyState, type State } from './state/types.ts';
import { restore } from './store/restore.ts';
import type { Store } from './store/types.ts';
import { createSync, type SyncOptions } from './sync/index.ts';
import { createJournal } from './sync/journal.ts';
import { createListeners, topicsOf, type Topic } from './topics.ts';
import { createViews } from './views.ts';

export type ClientDeps = {
  http: Http;
  socket: Socket;
  store: Store;
  clock: Clock;
  random: Random;
  options?: Partial<SyncOptions>;
  /** Brings files up; without it messages with files fail. Loaded when it is needed. */
  loadUploader?: () => Promise<Uploader>;
  /** Hears of what should not happen, such as a store that refuses; the run goes on. */
  onFault?: (error: unknown) => void;
};

/** A device of one account, as screens see it. The same face in every tab. */
export type Client = {
  /** Every method of the server over HTTP; throws `CallFailed`. */
  readonly api: ApiFace;
  readonly http: Http;
  readonly commands: Commands;
  readonly newId: NewId;
  getState(): State;
  /** Calls `listener` after each change of the topic; the state is new by then. */
  subscribe(topic: Topic, listener: () => void): () => void;
  /** Calls `listener` with what the server tells and nobody keeps. */
  onHeard(listener: (heard: Heard) => void): () => void;
  /** Reads what the device knew; the state is usable when it resolves, with or without a net. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** The client that talks to the server itself: the one of its store that does. */
export type LeadingClient = Client & {
  /** Calls `listener` with every action, after it was applied: how other tabs follow. */
  onAction(listener: (action: Action) => void): () => void;
};

const defaults: SyncOptions = { prefetch: 20, backfill: null, recheckMs: 300_000 };

const noUploader = () => Promise.reject(new Error('this device brings no files up'));

/** The parts of a device, on what they share. */
function assemble(core: Core, { store, options, loadUploader = noUploader }: ClientDeps) {
  const sync = createSync(core, { ...defaults, ...options }, () => {
    sends.resume();
    wishes.resume();
    outbox.resume();
    moments.resume();
  });
  const expiry = createExpiry(core, store, sync.attend);
  const files = createFiles({ core, store, loadUploader });
  const parts = createParts(core, files);
  const sends = createSends(core, parts);
  const wishes = createWishes(core);
  const views = createViews(core, store, sync);
  const unshow = createUnshow({ core, sync, store });
  const outbox = createActsOutbox(core, unshow);
  const acts = createActs({ core, sync, sends, wishes, parts, unshow, outbox });
  const moments = createMomentsLater({ core, sync, files });
  const { resume: _, ...ofMoments } = moments;
  return { sync, expiry, files, commands: { ...views, ...acts, ...ofMoments } };
}

/** Creates a device: what it knows, how it stays equal to the server, and what it sends. */
export function createClient(deps: ClientDeps): LeadingClient {
  const { http, socket, store, clock, random, onFault = () => undefined } = deps;
  let state = emptyState;
  const listeners = createListeners();
  const hearing = createHearing();
  const actionListeners = new Set<(action: Action) => void>();
  const persistence = createPersistence(store, onFault);

  function dispatch(action: Action): void {
    const before = state;
    state = reduce(before, action);
    if (state === before) return;
    persistence.queue(changesOf(action, before, state));
    listeners.tell(topicsOf(before, state));
    for (const listener of actionListeners) listener(action);
    journal.note(action);
    expiry.watch(action);
  }
  const journal = createJournal({ dispatch, getState: () => state });

  const core: Core = {
    getState: () => state,
    dispatch,
    flush: () => persistence.flush(),
    journal,
    http,
    socket,
    clock,
    random,
    newId: createIds(clock, random),
    hear: hearing.tell,
    onFault,
  };
  const { sync, expiry, files, commands } = assemble(core, deps);

  async function stop(): Promise<void> {
    socket.stop();
    sync.stop();
    expiry.stop();
    await persistence.flush();
    persistence.close();
    dispatch({ type: 'status', status: 'stopped' });
  }

  const forget = () => stop().then(() => store.erase());

  return {
    api: createApi(http),
    http,
    newId: core.newId,
    commands: { ...commands, forget },
    getState: () => state,
    subscribe: (topic, listener) => listeners.subscribe(topic, listener),
    onHeard: hearing.listen,
    onAction(listener) {
      actionListeners.add(listener);
      return () => void actionListeners.delete(listener);
    },
    async start() {
      dispatch({ type: 'restored', state: await restore(store) });
      // Nobody looks before what is over is gone from this device.
      await expiry.start().catch(onFault);
      void files.sweep().catch(onFault);
      socket.start(sync);
    },
    stop,
  };
}
