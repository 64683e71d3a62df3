import type { ConversationId, PersonId } from '@plaza/base';
import { maxGroupMembers } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import {
  appendBodies,
  insertConversation,
  updateGroup,
  type ConversationRow,
} from './store/conversations.ts';
import {
  endMembership,
  insertMembers,
  makeOwner,
  selectActive,
  selectOldest,
} from './store/members.ts';
import type { StoredBody, StoredEntry } from './types.ts';

export type Written = {
  conversationId: ConversationId;
  version: number;
  entries: StoredEntry[];
};

/**
 * Ends a membership in a locked group, with the entry that says so; the entry is the last that the
 * person sees. The role of an owner passes to whoever has been in the group for the longest time.
 */
export async function endMember(
  tx: Tx,
  group: ConversationRow,
  end: {
    personId: PersonId;
    byId: PersonId;
    type: 'memberLeft' | 'memberRemoved';
    at: Date;
  },
): Promise<Written> {
  const { conversationId, version, name } = group;
  const { personId, byId, type, at } = end;
  const leftSeq = group.lastSeq + 1;
  await endMembership(tx, { conversationId, personId }, { leftSeq, at, name });
  const bodies: StoredBody[] = [{ type, personId }];
  let { ownerId } = group;
  if (ownerId === personId) {
    ownerId = await selectOldest(tx, conversationId, personId);
    if (ownerId !== null) {
      await makeOwner(tx, conversationId, ownerId);
      bodies.push({ type: 'ownerChanged', personId: ownerId });
    }
  }
  await updateGroup(tx, conversationId, { name, ownerId, memberCount: group.memberCount - 1 });
  const entries = await appendBodies(tx, { conversationId, senderId: byId, at }, bodies);
  return { conversationId, version, entries };
}

/** Writes a new group, its first entries and its members; null when it is there already. */
export async function startGroup(
  tx: Tx,
  group: {
    conversationId: ConversationId;
    ownerId: PersonId;
    name: string | null;
    others: readonly PersonId[];
    at: Date;
  },
): Promise<Written | null> {
  const { conversationId, ownerId, name, others, at } = group;
  const isNew = await insertConversation(tx, {
    ...{ conversationId, kind: 'group', name, ownerId, pair: null },
    ...{ memberCount: others.length + 1, at },
  });
  if (!isNew) return null;
  const common = { joinedSeq: 0, maySend: 'yes' } as const;
  await insertMembers(tx, conversationId, [
    { personId: ownerId, role: 'owner', ...common },
    ...others.map((personId) => ({ personId, role: 'member' as const, ...common })),
  ]);
  const entries = await appendBodies(tx, { conversationId, senderId: ownerId, at }, [
    { type: 'created', name },
    { type: 'membersAdded', personIds: [...others] },
  ]);
  return { conversationId, version: 1, entries };
}

/** Adds those who are not in yet to a locked group; null when there is nobody to add. */
export async function addMembers(
  tx: Tx,
  group: ConversationRow,
  who: { byId: PersonId; memberIds: readonly PersonId[]; at: Date },
): Promise<(Written & { added: PersonId[] }) | 'group_full' | null> {
  const { conversationId, version, name, ownerId, lastSeq } = group;
  const active = await selectActive(tx, conversationId, who.memberIds);
  const added = who.memberIds.filter((personId) => !active.has(personId));
  if (added.length === 0) return null;
  const memberCount = group.memberCount + added.length;
  if (memberCount > maxGroupMembers) return 'group_full';
  // The entry that adds them is the first that they see.
  const common = { role: 'member', joinedSeq: lastSeq, maySend: 'yes' } as const;
  await insertMembers(
    tx,
    conversationId,
    added.map((personId) => ({ personId, ...common })),
  );
  await updateGroup(tx, conversationId, { name, ownerId, memberCount });
  const to = { conversationId, senderId: who.byId, at: who.at };
  const entries = await appendBodies(tx, to, [{ type: 'membersAdded', personIds: added }]);
  return { conversationId, version, entries, added };
}
