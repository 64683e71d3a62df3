import type { PersonId } from '@plaza/base';
import type { Delivering } from './delivering.ts';
import { subscribedTopic } from './devices.ts';
import type { Hearing } from './hearing.ts';
import { selectFollowedAt, tryLease, upsertFollowedAt } from './store/keys.ts';
import { deleteExpired } from './store/slots.ts';
import type { PushDeps } from './types.ts';

// One process of the city listens and sends. Its lease is a lock on a connection of its own: who
// dies gives it back at once, and what was told in between is found in the logs.

export const wakeTopic = 'push.wake';

const retryMs = 1_000;
const idleMs = 500;
const keepEveryMs = 30_000;
const tidyEveryMs = 600_000;
const overlapMs = 60_000;
/** After a longer pause nobody is called for what has been waiting. */
const longestGapMs = 3_600_000;

export type Pusher = {
  start(): void;
  stop(): Promise<void>;
  /** Something is due now. */
  wake(): void;
};

type Deps = Pick<PushDeps, 'db' | 'clock' | 'bus' | 'log'> & {
  hearing: Hearing;
  delivering: Delivering;
};

type State = {
  isLeader: boolean;
  isStopped: boolean;
  isRecoveryDue: boolean;
  isWoken: boolean;
  sleep: AbortController;
  wake: (() => void) | null;
};

async function recover({ db, clock, hearing }: Deps): Promise<void> {
  await hearing.load();
  const followedAt = await selectFollowedAt(db);
  const earliestMs = clock.nowMs() - longestGapMs;
  const sinceMs = followedAt === null ? clock.nowMs() : followedAt.getTime() - overlapMs;
  await hearing.recover(new Date(Math.max(sinceMs, earliestMs)));
}

async function lead(deps: Deps, state: State): Promise<void> {
  const { db, clock, hearing, delivering } = deps;
  let keptMs = Number.NEGATIVE_INFINITY;
  let tidiedMs = clock.monotonicMs();
  state.isRecoveryDue = true;
  while (state.isLeader && !state.isStopped) {
    const startedAt = clock.now();
    if (state.isRecoveryDue) {
      state.isRecoveryDue = false;
      await recover(deps);
    }
    state.isWoken = false;
    if (!(await hearing.flush())) state.isRecoveryDue = true;
    if (!hearing.isIdle()) {
      await delivering.deliver(clock.now());
      if (clock.monotonicMs() - keptMs >= keepEveryMs) {
        keptMs = clock.monotonicMs();
        await upsertFollowedAt(db, startedAt);
      }
    }
    if (clock.monotonicMs() - tidiedMs >= tidyEveryMs) {
      tidiedMs = clock.monotonicMs();
      await deleteExpired(db, clock.now());
    }
    await rest(deps, state);
  }
}

async function pause({ clock }: Pick<Deps, 'clock'>, state: State, ms: number): Promise<void> {
  if (!state.isStopped) await clock.sleep(ms, state.sleep.signal).catch(() => undefined);
}

/** Until something is due, or for a while. */
async function rest({ clock }: Pick<Deps, 'clock'>, state: State): Promise<void> {
  if (state.isWoken || state.isStopped || state.isRecoveryDue) return;
  await new Promise<void>((resolve) => {
    const timer = clock.after(idleMs, resolve);
    state.wake = () => {
      timer.cancel();
      resolve();
    };
  });
  state.wake = null;
}

async function attend(deps: Deps, state: State): Promise<void> {
  const connection = await deps.db.connect();
  connection.once('end', () => {
    state.isLeader = false;
    state.wake?.();
  });
  connection.on('error', () => undefined);
  try {
    const query = connection.query.bind(connection) as typeof deps.db.query;
    while (!state.isStopped && !(await tryLease({ query }))) await pause(deps, state, retryMs);
    state.isLeader = !state.isStopped;
    await lead(deps, state);
  } finally {
    state.isLeader = false;
    await connection.end().catch(() => undefined);
  }
}

async function run(deps: Deps, state: State): Promise<void> {
  while (!state.isStopped) {
    try {
      await attend(deps, state);
    } catch (error) {
      if (!state.isStopped) deps.log.warn({ err: error }, 'nothing is pushed at present');
    }
    await pause(deps, state, retryMs);
  }
}

/** What the leader hears; the others let it pass. */
function listen({ bus, hearing }: Deps, state: State, wake: () => void): () => void {
  const ends = [
    bus.subscribe('conversation.*', (message) => {
      if (state.isLeader) hearing.entry(message as Parameters<Hearing['entry']>[0]);
    }),
    bus.subscribe('person.*', (message, topic) => {
      const personId = topic.slice('person.'.length) as PersonId;
      if (state.isLeader) hearing.personal(personId, message as never);
    }),
    bus.subscribe(subscribedTopic, (message) => {
      hearing.know((message as { personId: PersonId }).personId);
    }),
    bus.subscribe(wakeTopic, wake),
    bus.onGap(() => {
      state.isRecoveryDue = true;
      wake();
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

export function createPusher(deps: Deps): Pusher {
  const state: State = {
    ...{ isLeader: false, isStopped: false, isRecoveryDue: false, isWoken: false },
    sleep: new AbortController(),
    wake: null,
  };
  let running: Promise<void> | null = null;
  let unlisten: (() => void) | null = null;

  function wake(): void {
    state.isWoken = true;
    state.wake?.();
  }

  return {
    wake,
    start() {
      unlisten ??= listen(deps, state, wake);
      running ??= run(deps, state);
    },
    async stop() {
      unlisten?.();
      state.isStopped = true;
      state.sleep.abort();
      wake();
      await running;
      await deps.delivering.idle();
    },
  };
}
