import { createIds, type Clock, type Random } from '@plaza/base';
import type { Client, LeadingClient } from '../client.ts';
import type { Commands } from '../commands.ts';
import { createApi, type Http } from '../http.ts';
import { emptyState, type State } from '../state/types.ts';
import { createListeners, topicsOf } from '../topics.ts';
import { follow, type Following } from './follow.ts';
import { lead } from './lead.ts';
import type { Channel } from './protocol.ts';

export type SharedDeps = {
  channel: Channel;
  /**
   * Waits until this tab is the one that leads its account, then calls `run` and keeps the lead
   * until the promise that it gives settles: `navigator.locks.request(name, run)`.
   */
  lock: (run: () => Promise<void>) => Promise<unknown>;
  createLeader: () => LeadingClient;
  http: Http;
  clock: Clock;
  random: Random;
};

type AnyCommand = (...args: unknown[]) => Promise<unknown>;

/**
 * Creates the client of one tab among several: it follows the leading tab, and takes over when
 * that one goes. One socket and one outbox for all tabs of an account.
 */
export function createSharedClient(deps: SharedDeps): Client {
  const { channel, lock, createLeader, http, clock, random } = deps;
  const newId = createIds(clock, random);
  const listeners = createListeners();
  let leader: LeadingClient | null = null;
  let following: Following | null = null;
  let release: () => void = () => undefined;
  let isReady: () => void = () => undefined;
  let isStopped = false;

  const getState = (): State => leader?.getState() ?? following?.getState() ?? emptyState;

  function changed(before: State, after: State): void {
    listeners.tell(topicsOf(before, after));
    isReady();
  }

  /** Reads the store, goes over to it from the followed state, and does what was left undone. */
  async function takeOver(): Promise<void> {
    const started = createLeader();
    await started.start();
    const before = getState();
    const left = following?.end() ?? [];
    following = null;
    leader = started;
    let last = before;
    const stopActions = started.onAction(() => {
      const now = started.getState();
      const then = last;
      last = now;
      changed(then, now);
    });
    last = started.getState();
    changed(before, last);
    const stopLeading = lead(started, channel);
    for (const { message, resolve, reject } of left) {
      (started.commands[message.name] as AnyCommand)(...message.args).then(resolve, reject);
    }
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    stopActions();
    stopLeading();
    await started.stop();
  }

  const commands = new Proxy({} as Commands, {
    get:
      (_, name: keyof Commands) =>
      (...args: unknown[]) => {
        const source = leader?.commands ?? following?.commands;
        if (source === undefined) return Promise.reject(new Error('the client is not started'));
        return (source[name] as AnyCommand)(...args);
      },
  });

  return {
    api: createApi(http),
    http,
    newId,
    commands,
    getState,
    subscribe: (topic, listener) => listeners.subscribe(topic, listener),
    async start() {
      const ready = new Promise<void>((resolve) => {
        isReady = resolve;
      });
      following = follow({ channel, newId, onChange: changed });
      void lock(() => (isStopped ? Promise.resolve() : takeOver()));
      await ready;
    },
    async stop() {
      isStopped = true;
      following?.end();
      following = null;
      release();
    },
  };
}
