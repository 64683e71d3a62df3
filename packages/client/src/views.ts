import type { ConversationId, PersonId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { ViewCommands } from './commands.ts';
import type { Core } from './core.ts';
import { entryAt, shown, visibleSpan } from './state/select.ts';
import type { ConversationState } from './state/types.ts';
import type { Store } from './store/types.ts';
import { fetchMembers, type Sync } from './sync/index.ts';

const screenful = 60;
/** A jump this close to what is in memory loads what is between; further away it is a window. */
const nearby = 300;
/** As many people, and places, as one call may name. */
const mostAtOnce = 100;
const mostQuoted = 50;

export type Views = ViewCommands;

type Desk = { core: Core; store: Store; sync: Sync };

const find = ({ core }: Desk, id: ConversationId) => core.getState().conversations.get(id);

/** Opens with kept entries; what was told while they were read is told over them again. */
async function openHeld(
  desk: Desk,
  id: ConversationId,
  fromOf: (known: ConversationState) => number,
): Promise<void> {
  await desk.core.journal.read(
    () => readHeld(desk, id, fromOf),
    (entries) => desk.core.dispatch({ type: 'opened', conversationId: id, entries }),
  );
}

/** Reads kept entries from `from` on; repeats when the held stretch grew meanwhile. */
async function readHeld(
  desk: Desk,
  id: ConversationId,
  fromOf: (known: ConversationState) => number,
): Promise<Entry[]> {
  const { core, store } = desk;
  for (;;) {
    await core.flush();
    const known = find(desk, id);
    if (known === undefined || known.held === null) return [];
    const { held } = known;
    const from = Math.max(held.from, fromOf(known));
    const entries = await store.readEntries(id, { from, to: held.to });
    if (find(desk, id)?.held?.to !== held.to) continue;
    if (entries.at(-1)?.seq === held.to) return afterHole(entries);
    // The store lost what it was to keep: start over with what the server has.
    core.dispatch({ type: 'newestPage', conversationId: id, entries: [], targets: [] });
    return [];
  }
}

async function loadFrom(desk: Desk, id: ConversationId, seq: number): Promise<void> {
  await openHeld(desk, id, () => seq);
}

function isShort({ entries, inbox }: ConversationState): boolean {
  const first = entries?.[0]?.seq;
  if (entries === null || first === undefined) return true;
  const { after } = visibleSpan(inbox);
  return shown(entries).length < screenful / 2 && first > after + 1;
}

/** Many reactions may fill a page on which little is to be seen. */
const mostPages = 5;

async function lengthen(desk: Desk, id: ConversationId): Promise<void> {
  for (let page = 0; page < mostPages; page += 1) {
    const known = find(desk, id);
    if (known === undefined || known.entries === null || !isShort(known)) return;
    if (!(await loadBefore(desk, id))) return;
  }
}

async function open(desk: Desk, id: ConversationId): Promise<void> {
  const { sync } = desk;
  while (find(desk, id)?.entries === null) {
    await openHeld(desk, id, ({ held }) => (held?.to ?? 0) - screenful + 1);
  }
  const known = find(desk, id);
  if (known === undefined) return;
  sync.attend(id);
  if (isShort(known)) await sync.withAsk((ask) => sync.log.deepen(ask, id, screenful));
  await lengthen(desk, id);
  if (known.conversation.kind === 'group' && known.members === null) await loadMembers(desk, id);
}

async function loadMembersOf({ core, sync }: Desk, id: ConversationId, ids: PersonId[]) {
  await sync.withAsk(async (ask) => {
    for (let at = 0; at < ids.length; at += mostAtOnce) {
      const memberIds = ids.slice(at, at + mostAtOnce);
      const { members } = await ask('chat.getMembers', { conversationId: id, memberIds });
      core.dispatch({ type: 'someMembers', conversationId: id, members });
    }
  });
}

/** Entries by place: from the store where it holds them, from the server otherwise. */
async function loadQuoted(desk: Desk, id: ConversationId, wanted: number[]): Promise<void> {
  const { core, store, sync } = desk;
  const { journal, dispatch } = core;
  const missing = () =>
    wanted.filter((seq) => entryAt(core.getState(), id, seq) === null).slice(0, mostQuoted);
  const show = (entries: readonly Entry[]) =>
    dispatch({ type: 'quoted', conversationId: id, entries });
  const held = find(desk, id)?.held ?? null;
  const kept = missing().filter((seq) => held !== null && seq >= held.from && seq <= held.to);
  const stored = () =>
    Promise.all(kept.map((seq) => store.readEntries(id, { from: seq, to: seq })));
  if (kept.length > 0) await journal.read(stored, (found) => show(found.flat()));
  const seqs = missing();
  if (seqs.length === 0) return;
  await sync.withAsk(async (ask) => {
    const fetched = () => ask('chat.getEntries', { conversationId: id, seqs });
    await journal.read(fetched, ({ entries }) => show(entries));
  });
}

async function loadMembers({ core, sync }: Desk, id: ConversationId): Promise<void> {
  await sync.withAsk((ask) => fetchMembers(core, ask, id));
}

/** Fetches what stands before `seq`; false when nothing does. */
async function fetchBefore({ sync }: Desk, id: ConversationId, seq: number): Promise<boolean> {
  let found = false;
  await sync.withAsk(async (ask) => {
    found = await sync.log.before(ask, id, seq);
  });
  // A page may tell that what counted as unread is over.
  sync.attend(id);
  return found;
}

async function loadBefore(desk: Desk, id: ConversationId): Promise<boolean> {
  const known = find(desk, id);
  if (known === undefined || known.entries === null) return false;
  if (known.window !== null) return fetchBefore(desk, id, known.window[0]?.seq ?? 0);
  const first = known.entries[0]?.seq;
  if (first === undefined) {
    await desk.sync.withAsk((ask) => desk.sync.log.deepen(ask, id, screenful));
    return (find(desk, id)?.entries?.length ?? 0) > 0;
  }
  if (known.held !== null && first > known.held.from) {
    await loadFrom(desk, id, first - screenful);
    if (find(desk, id)?.entries?.[0]?.seq !== first) return true;
  }
  return fetchBefore(desk, id, first);
}

/** A window that has come to touch the held stretch is part of it. */
async function mergeWindow(desk: Desk, id: ConversationId): Promise<void> {
  const { dispatch } = desk.core;
  const known = find(desk, id);
  const window = known?.window ?? null;
  const held = known?.held ?? null;
  if (window === null || held === null) return;
  const [first, last] = [window[0]?.seq ?? 0, window.at(-1)?.seq ?? 0];
  if (last < held.from - 1) return;
  dispatch({ type: 'page', conversationId: id, entries: window, targets: [] });
  await loadFrom(desk, id, first);
  dispatch({ type: 'windowClosed', conversationId: id });
}

/** Fetches a page of the window; false when there is nothing on it. */
async function fetchWindow(
  desk: Desk,
  id: ConversationId,
  at: { after: number } | { around: number },
): Promise<boolean> {
  let found = false;
  await desk.sync.withAsk(async (ask) => {
    const input = { conversationId: id, limit: screenful, ...at };
    await desk.core.journal.read(
      () => ask('chat.listEntries', input),
      ({ entries, targets }) => {
        found = entries.length > 0;
        desk.core.dispatch({ type: 'windowPage', conversationId: id, entries, targets });
      },
    );
  });
  await mergeWindow(desk, id);
  return found;
}

async function loadAfter(desk: Desk, id: ConversationId): Promise<boolean> {
  const last = find(desk, id)?.window?.at(-1)?.seq;
  return last === undefined ? false : fetchWindow(desk, id, { after: last });
}

async function loadAround(desk: Desk, id: ConversationId, seq: number): Promise<void> {
  const { dispatch } = desk.core;
  const known = find(desk, id);
  if (known === undefined) return;
  if (known.window?.some((entry) => entry.seq === seq) === true) return;
  const first = known.entries?.[0]?.seq ?? Number.MAX_SAFE_INTEGER;
  if (first <= seq) return dispatch({ type: 'windowClosed', conversationId: id });
  const { held } = known;
  if (held !== null && held.from <= seq && first - seq <= nearby) {
    await loadFrom(desk, id, seq - screenful / 2);
    return dispatch({ type: 'windowClosed', conversationId: id });
  }
  await fetchWindow(desk, id, { around: seq });
}

/** Creates what brings entries into memory for looking at, from the store or the server. */
export function createViews(core: Core, store: Store, sync: Sync): Views {
  const desk: Desk = { core, store, sync };
  return {
    open: (id) => open(desk, id),
    loadBefore: (id) => loadBefore(desk, id),
    loadAfter: (id) => loadAfter(desk, id),
    loadAround: (id, seq) => loadAround(desk, id, seq),
    loadMembers: (id) => loadMembers(desk, id),
    loadMembersOf: (id, ids) => loadMembersOf(desk, id, ids),
    loadQuoted: (id, seqs) => loadQuoted(desk, id, seqs),
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
