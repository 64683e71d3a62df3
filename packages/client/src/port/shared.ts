import { createIds, type Clock, type Random } from '@plaza/base';
import type { Client, LeadingClient } from '../client.ts';
import type { Commands } from '../commands.ts';
import { createHearing, type Hearing } from '../heard.ts';
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

type Tab = {
  deps: SharedDeps;
  leader: LeadingClient | null;
  following: Following | null;
  isStopped: boolean;
  hearing: Hearing;
  /** Gives the lead back. */
  release: () => void;
  onChange(before: State, after: State): void;
};

const stateOf = ({ leader, following }: Tab): State =>
  leader?.getState() ?? following?.getState() ?? emptyState;

/** Tells this tab's listeners what its own leader changes, from what they saw before. */
function relay(tab: Tab, leader: LeadingClient, before: State): () => void {
  let last = leader.getState();
  tab.onChange(before, last);
  return leader.onAction(() => {
    const then = last;
    last = leader.getState();
    tab.onChange(then, last);
  });
}

/** Reads the store, goes over to it from the followed state, and does what was left undone. */
async function takeOver(tab: Tab): Promise<void> {
  if (tab.isStopped) return;
  const leader = tab.deps.createLeader();
  await leader.start();
  const before = stateOf(tab);
  const left = tab.following?.end() ?? [];
  tab.following = null;
  tab.leader = leader;
  const stopRelay = relay(tab, leader, before);
  const stopHearing = leader.onHeard(tab.hearing.tell);
  const stopLeading = lead(leader, tab.deps.channel);
  for (const { message, resolve, reject } of left) {
    (leader.commands[message.name] as AnyCommand)(...message.args).then(resolve, reject);
  }
  if (!tab.isStopped) {
    await new Promise<void>((resolve) => {
      tab.release = resolve;
    });
  }
  stopRelay();
  stopHearing();
  stopLeading();
  await leader.stop();
}

function commandsOf(tab: Tab): Commands {
  return new Proxy({} as Commands, {
    get:
      (_, name: keyof Commands) =>
      (...args: unknown[]) => {
        const source = tab.leader?.commands ?? tab.following?.commands;
        if (source === undefined) return Promise.reject(new Error('the client is not started'));
        return (source[name] as AnyCommand)(...args);
      },
  });
}

/**
 * Creates the client of one tab among several: it follows the leading tab, and takes over when
 * that one goes. One socket and one outbox for all tabs of an account.
 */
export function createSharedClient(deps: SharedDeps): Client {
  const { channel, lock, http, clock, random } = deps;
  const newId = createIds(clock, random);
  const listeners = createListeners();
  const ready = Promise.withResolvers<void>();
  const tab: Tab = {
    ...{ deps, leader: null, following: null, isStopped: false, release: () => undefined },
    hearing: createHearing(),
    onChange(before, after) {
      listeners.tell(topicsOf(before, after));
      ready.resolve();
    },
  };
  return {
    api: createApi(http),
    http,
    newId,
    commands: commandsOf(tab),
    getState: () => stateOf(tab),
    subscribe: (topic, listener) => listeners.subscribe(topic, listener),
    onHeard: tab.hearing.listen,
    async start() {
      tab.following = follow({
        ...{ channel, newId, onChange: tab.onChange },
        onHeard: tab.hearing.tell,
      });
      void lock(() => takeOver(tab));
      await ready.promise;
    },
    async stop() {
      tab.isStopped = true;
      tab.following?.end();
      tab.following = null;
      tab.release();
    },
  };
}
