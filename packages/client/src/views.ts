import type { ConversationId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { Commands } from './commands.ts';
import type { Core } from './core.ts';
import { visibleSpan } from './state/select.ts';
import type { ConversationState } from './state/types.ts';
import type { Store } from './store/types.ts';
import { fetchMembers, type Sync } from './sync/index.ts';

const screenful = 60;
/** A jump this close to what is in memory loads what is between; further away it is a window. */
const nearby = 300;

export type Views = Pick<
  Commands,
  'open' | 'close' | 'loadBefore' | 'loadAfter' | 'loadAround' | 'backToNewest' | 'loadMembers'
>;

/** Creates what brings entries into memory for looking at, from the store or the server. */
export function createViews(core: Core, store: Store, sync: Sync): Views {
  const find = (id: ConversationId) => core.getState().conversations.get(id);

  /** Reads kept entries from `from` on; repeats when the held stretch grew meanwhile. */
  async function readHeld(id: ConversationId, fromOf: (known: ConversationState) => number) {
    for (;;) {
      await core.flush();
      const known = find(id);
      if (known === undefined || known.held === null) return [];
      const { held } = known;
      const from = Math.max(held.from, fromOf(known));
      const entries = await store.readEntries(id, { from, to: held.to });
      if (find(id)?.held?.to !== held.to) continue;
      if (entries.at(-1)?.seq === held.to) return afterHole(entries);
      // The store lost what it was to keep: start over with what the server has.
      core.dispatch({ type: 'newestPage', conversationId: id, entries: [] });
      return [];
    }
  }

  async function loadFrom(id: ConversationId, seq: number): Promise<void> {
    const entries = await readHeld(id, () => seq);
    core.dispatch({ type: 'opened', conversationId: id, entries });
  }

  function isShort(known: ConversationState): boolean {
    const first = known.entries?.[0]?.seq;
    if (first === undefined) return true;
    const { after } = visibleSpan(known.inbox);
    return (known.entries?.length ?? 0) < screenful / 2 && first > after + 1;
  }

  async function open(id: ConversationId): Promise<void> {
    if (find(id) === undefined) return;
    while (find(id)?.entries === null) {
      const entries = await readHeld(id, ({ held }) => (held?.to ?? 0) - screenful + 1);
      core.dispatch({ type: 'opened', conversationId: id, entries });
    }
    sync.attend(id);
    const known = find(id);
    if (known === undefined) return;
    if (isShort(known)) await sync.withAsk((ask) => sync.log.deepen(ask, id, screenful));
    if (known.conversation.kind === 'group' && known.members === null) await loadMembers(id);
  }

  async function loadMembers(id: ConversationId): Promise<void> {
    await sync.withAsk((ask) => fetchMembers(core, ask, id));
  }

  async function loadWindowBefore(id: ConversationId, window: readonly Entry[]) {
    let found = false;
    await sync.withAsk(async (ask) => {
      found = await sync.log.before(ask, id, window[0]?.seq ?? 0);
    });
    return found;
  }

  async function loadBefore(id: ConversationId): Promise<boolean> {
    const known = find(id);
    if (known === undefined || known.entries === null) return false;
    if (known.window !== null) return loadWindowBefore(id, known.window);
    const first = known.entries[0]?.seq;
    const { held } = known;
    if (first !== undefined && held !== null && first > held.from) {
      await loadFrom(id, first - screenful);
      if (find(id)?.entries?.[0]?.seq !== first) return true;
    }
    let found = false;
    await sync.withAsk(async (ask) => {
      if (first === undefined) await sync.log.deepen(ask, id, screenful);
      else found = await sync.log.before(ask, id, first);
    });
    return found || (first === undefined && (find(id)?.entries?.length ?? 0) > 0);
  }

  /** A window that has come to touch the held stretch is part of it. */
  async function mergeWindow(id: ConversationId): Promise<boolean> {
    const known = find(id);
    const window = known?.window ?? null;
    const held = known?.held ?? null;
    if (window === null || held === null) return false;
    const [first, last] = [window[0]?.seq ?? 0, window.at(-1)?.seq ?? 0];
    if (last < held.from - 1) return false;
    core.dispatch({ type: 'page', conversationId: id, entries: window });
    await loadFrom(id, first);
    core.dispatch({ type: 'windowClosed', conversationId: id });
    return true;
  }

  async function loadAfter(id: ConversationId): Promise<boolean> {
    const last = find(id)?.window?.at(-1)?.seq;
    if (last === undefined) return false;
    let found = false;
    await sync.withAsk(async (ask) => {
      const input = { conversationId: id, after: last, limit: screenful };
      const { entries } = await ask('chat.listEntries', input);
      found = entries.length > 0;
      core.dispatch({ type: 'windowPage', conversationId: id, entries });
    });
    await mergeWindow(id);
    return found;
  }

  async function loadAround(id: ConversationId, seq: number): Promise<void> {
    const known = find(id);
    if (known === undefined) return;
    if (known.window?.some((entry) => entry.seq === seq) === true) return;
    const first = known.entries?.[0]?.seq ?? Number.MAX_SAFE_INTEGER;
    if (first <= seq) return core.dispatch({ type: 'windowClosed', conversationId: id });
    const { held } = known;
    if (held !== null && held.from <= seq && first - seq <= nearby) {
      await loadFrom(id, seq - screenful / 2);
      return core.dispatch({ type: 'windowClosed', conversationId: id });
    }
    await sync.withAsk(async (ask) => {
      const input = { conversationId: id, around: seq, limit: screenful };
      const { entries } = await ask('chat.listEntries', input);
      core.dispatch({ type: 'windowPage', conversationId: id, entries });
    });
    await mergeWindow(id);
  }

  return {
    open,
    loadBefore,
    loadAfter,
    loadAround,
    loadMembers,
    close: async (id) => core.dispatch({ type: 'closed', conversationId: id }),
    backToNewest: async (id) => core.dispatch({ type: 'windowClosed', conversationId: id }),
  };
}

/** What follows the last hole: should the store have lost something, a hole is never shown. */
function afterHole(entries: Entry[]): Entry[] {
  let start = 0;
  for (let i = 1; i < entries.length; i += 1) {
    if (entries[i]?.seq !== (entries[i - 1]?.seq ?? 0) + 1) start = i;
  }
  return entries.slice(start);
}
