import type { ConversationId, PersonId } from '@plaza/base';
import type { Tx } from '../../kernel/db/index.ts';
import { appendBodies, updateGroup, type ConversationRow } from './store/conversations.ts';
import { endMembership, makeOwner, selectOldest } from './store/members.ts';
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
