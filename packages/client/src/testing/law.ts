import type { ConversationId } from '@plaza/base';
import type { Client } from '../client.ts';
import {
  archivedOf,
  entryAt,
  inboxOf,
  listOf,
  mentionsOf,
  previewOf,
  threadOf,
  totalUnread,
  unreadOf,
} from '../state/select.ts';

/** What a viewer can see of everything, in a form that two devices can be compared by. */
export type Seen = { list: ConversationId[][]; total: number; personal: unknown; rooms: unknown[] };

/** Loads every conversation to its start and describes what the screens would show. */
export async function seenBy(client: Client): Promise<Seen> {
  const ids = [...client.getState().conversations.keys()].sort();
  for (const id of ids) {
    await client.commands.open(id);
    await client.commands.backToNewest(id);
    while (!threadOf(client.getState(), id).atStart) {
      const before = threadOf(client.getState(), id).entries.length;
      const found = await client.commands.loadBefore(id);
      if (!found && threadOf(client.getState(), id).entries.length === before) break;
    }
  }
  // A message that failed is known to its device alone.
  const state = { ...client.getState(), sends: new Map() };
  return {
    list: [listOf(state), archivedOf(state)],
    total: totalUnread(state),
    personal: {
      me: state.me,
      privacy: state.privacy,
      contacts: byKey(state.contacts),
      requests: byKey(state.requests),
    },
    rooms: ids.map((id) => roomSeen(client, id)),
  };
}

const byKey = <K, V>(map: ReadonlyMap<K, V>) =>
  [...map].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));

function roomSeen(client: Client, id: ConversationId): unknown {
  const state = client.getState();
  const known = state.conversations.get(id);
  const inbox = inboxOf(state, id);
  if (known === undefined || inbox === null) return { id };
  const { unread: _, unreadAtSeq: __, mentionSeqs: ___, ...mine } = inbox;
  const { conversation } = known;
  const { lastSeq, kind, name, ownerId, memberCount, faces, peer } = conversation;
  const { adminIds, announcement, muteAll, joinApproval, timerSeconds } = conversation;
  const rules = { adminIds, announcement, muteAll, joinApproval, timerSeconds };
  // Whoever left is told nothing more of the group; what it is like now is not theirs to see.
  const now = { name, ownerId, memberCount, faces: faces.map((f) => f.personId).sort(), rules };
  const thread = threadOf(state, id);
  return {
    id,
    kind,
    lastSeq,
    peer: peer?.personId ?? null,
    ...(inbox.leftSeq === null ? now : {}),
    mine,
    unread: unreadOf(state, id),
    mentions: mentionsOf(state, id).slice(0, 20),
    preview: previewOf(state, id),
    // An answer's original: the same copy as in the thread, or none.
    quoted: [...known.quoted.keys()].every((seq) => {
      const copy = thread.entries.find((entry) => entry.seq === seq);
      return copy === undefined || entryAt(state, id, seq) === copy;
    }),
    entries: thread.entries,
  };
}
