import type { ConversationId, Timer } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { Core } from './core.ts';
import type { Action, Expired } from './state/actions.ts';
import { blank, expiresOf } from './state/changes.ts';
import type { State } from './state/types.ts';
import type { Store } from './store/types.ts';

/** So many are taken from the store at a time. */
const mostAtOnce = 500;
const mostRounds = 400;
/** The server's clock may be behind ours: it is asked how much is unread a little later. */
const recountMs = 3_000;
/** A timer of a browser holds 24 days; it is set anew at least once a day. */
const longestMs = 24 * 3_600_000;

/** Takes the content of messages off the device when their time is over, by its own clock. */
export type Expiry = {
  /** Blanks what disappeared while the device was off, and waits for the next. */
  start(): Promise<void>;
  /** Told of every action: new messages may have to go sooner than those known. */
  watch(action: Action): void;
  stop(): void;
};

function entriesOf(action: Action): readonly Entry[] {
  switch (action.type) {
    case 'entry':
      return action.target === undefined ? [action.entry] : [action.entry, action.target];
    case 'page':
    case 'newestPage':
    case 'windowPage':
    case 'kept':
      return [...action.entries, ...action.targets];
    case 'opened':
    case 'quoted':
      return action.entries;
    case 'targets':
      return action.targets;
    case 'heads':
      return action.heads.flatMap(({ conversation }) => conversation.lastEntry ?? []);
    default:
      return [];
  }
}

function soonestOf(action: Action): string | null {
  let next: string | null = null;
  for (const { expiresAt } of entriesOf(action)) next = sooner(next, expiresAt ?? null);
  return next;
}

const sooner = (a: string | null, b: string | null) =>
  a === null || (b !== null && b < a) ? b : a;

/** What the store holds of messages that are over, without their content. */
async function takeStored(store: Store, now: string): Promise<Expired[]> {
  const over = await store.readExpiring(now, mostAtOnce);
  return over.map(({ conversationId, entry }) => ({
    conversationId,
    entries: [blank(entry, { type: 'expired' })],
  }));
}

/** When the next message disappears that is kept or in memory. */
async function nextOf(store: Store, { conversations }: State): Promise<string | null> {
  let next = (await store.readExpiring('9999', 1))[0]?.entry.expiresAt ?? null;
  for (const known of conversations.values()) {
    for (const at of expiresOf(known)) next = sooner(next, at);
  }
  return next;
}

type Known = State['conversations'];

/** The conversations where a message is over that was not read. */
function* miscounted(before: Known, after: Known): Generator<ConversationId> {
  for (const [id, { overSeq, inbox }] of after) {
    if (overSeq === before.get(id)?.overSeq) continue;
    if (overSeq > Math.max(inbox.readSeq, inbox.clearedSeq)) yield id;
  }
}

export function createExpiry(
  core: Core,
  store: Store,
  attend: (id: ConversationId) => void,
): Expiry {
  const { clock, dispatch, getState } = core;
  let timer: Timer | null = null;
  let recount: Timer | null = null;
  let dueAt: string | null = null;
  let isStarted = false;
  const uncounted = new Set<ConversationId>();

  function plan(at: string | null): void {
    if (!isStarted || at === null || (dueAt !== null && dueAt <= at)) return;
    dueAt = at;
    timer?.cancel();
    const waitMs = Math.max(0, Date.parse(at) - clock.nowMs());
    timer = clock.after(Math.min(waitMs, longestMs), () => void run().catch(core.onFault));
  }

  /** Asks how much is unread: at once, and once more for a server whose clock is behind ours. */
  function recountLater(): void {
    recount ??= clock.after(recountMs, () => {
      const conversationIds = [...uncounted];
      uncounted.clear();
      recount = null;
      dispatch({ type: 'stale', conversationIds });
      for (const id of conversationIds) attend(id);
    });
  }

  function expire(now: string, stored: readonly Expired[]): void {
    const before = getState().conversations;
    dispatch({ type: 'expired', now, stored });
    for (const id of miscounted(before, getState().conversations)) {
      uncounted.add(id);
      attend(id);
    }
    if (uncounted.size > 0) recountLater();
  }

  async function run(): Promise<void> {
    dueAt = null;
    const now = clock.now().toISOString();
    // At once on the screen; the store's copies follow when they are read.
    expire(now, []);
    // A store that cannot write would have the same ready for ever.
    for (let round = 0; round < mostRounds; round += 1) {
      await core.flush();
      const stored = await takeStored(store, now);
      if (stored.length === 0) break;
      expire(now, stored);
    }
    plan(await nextOf(store, getState()));
  }

  return {
    async start() {
      isStarted = true;
      await run();
    },
    watch: (action) => plan(soonestOf(action)),
    stop() {
      isStarted = false;
      timer?.cancel();
      recount?.cancel();
    },
  };
}
