import type { ConversationId, PersonId } from '@plaza/base';
import type { Tx } from '../../../kernel/db/index.ts';
import { appendBodies, insertConversation } from '../store/conversations.ts';
import { markDissolved, updateGroup, type GroupRow } from '../store/groups.ts';
import { closeWays, deleteWaiting } from '../store/joining.ts';
import {
  endMembership,
  insertMembers,
  selectHeir,
  selectStandings,
  updateRoles,
} from '../store/members.ts';
import type { StoredBody, StoredEntry } from '../types.ts';

export type Written = {
  conversationId: ConversationId;
  version: number;
  entries: StoredEntry[];
};

/** Appends to a locked group in somebody's name. */
export async function appendTo(
  tx: Tx,
  { conversationId, version }: GroupRow,
  what: { byId: PersonId; at: Date; bodies: readonly StoredBody[] },
): Promise<Written> {
  const to = { conversationId, senderId: what.byId, at: what.at };
  return { conversationId, version, entries: await appendBodies(tx, to, what.bodies) };
}

/**
 * Ends a membership in a locked group, with the entry that says so; the entry is the last that the
 * person sees. The role of an owner passes to whoever comes after them.
 */
export async function endMember(
  tx: Tx,
  group: GroupRow,
  end: {
    personId: PersonId;
    byId: PersonId;
    type: 'memberLeft' | 'memberRemoved';
    at: Date;
  },
): Promise<Written> {
  const { conversationId, name } = group;
  const { personId, byId, type, at } = end;
  const leftSeq = group.lastSeq + 1;
  const wasRemoved = type === 'memberRemoved';
  await endMembership(tx, { conversationId, personId }, { leftSeq, at, name, wasRemoved });
  const memberCount = group.memberCount - 1;
  await closeWays(tx, conversationId, memberCount === 0 ? null : personId);
  const bodies: StoredBody[] = [{ type, personId }];
  let { ownerId } = group;
  if (ownerId === personId) {
    ownerId = await selectHeir(tx, conversationId, personId);
    if (ownerId !== null) {
      await updateRoles(tx, conversationId, [{ personId: ownerId, role: 'owner' }]);
      bodies.push({ type: 'ownerChanged', personId: ownerId });
    }
  }
  await updateGroup(tx, conversationId, { ownerId, memberCount });
  return appendTo(tx, group, { byId, at, bodies });
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
    // Who starts a group face to face is alone in it at first.
    ...(others.length === 0 ? [] : [{ type: 'membersAdded' as const, personIds: [...others] }]),
  ]);
  return { conversationId, version: 1, entries };
}

export type JoinedVia = 'link' | 'invite' | 'faceToFace';

/** Who of these is not in yet, in their order. */
export async function outsiders(
  tx: Tx,
  conversationId: ConversationId,
  people: readonly PersonId[],
): Promise<{ personId: PersonId; wasRemoved: boolean }[]> {
  const known = await selectStandings(tx, conversationId, people);
  return people
    .filter((personId) => known.get(personId)?.isIn !== true)
    .map((personId) => ({ personId, wasRemoved: known.get(personId)?.wasRemoved === true }));
}

/**
 * Takes people into a locked group who are not in and for whom there is room. True in `waited`:
 * one of them was waiting for a leader, and does no more.
 */
export async function admit(
  tx: Tx,
  group: GroupRow,
  who: { byId: PersonId; people: readonly PersonId[]; via?: JoinedVia | undefined; at: Date },
): Promise<Written & { waited: boolean }> {
  const { conversationId, lastSeq } = group;
  const { byId, people, via, at } = who;
  // The entry that adds them is the first that they see.
  const common = { role: 'member', joinedSeq: lastSeq, maySend: 'yes' } as const;
  await insertMembers(
    tx,
    conversationId,
    people.map((personId) => ({ personId, ...common })),
  );
  const waited = await deleteWaiting(tx, conversationId, people);
  await updateGroup(tx, conversationId, { memberCount: group.memberCount + people.length });
  const how = via === undefined ? {} : { via };
  const bodies = [{ type: 'membersAdded' as const, personIds: [...people], ...how }];
  return { ...(await appendTo(tx, group, { byId, at, bodies })), waited };
}

/** Ends a locked group: everybody stays in it, and nobody writes any more. */
export async function dissolve(
  tx: Tx,
  group: GroupRow,
  { byId, at, byCity }: { byId: PersonId; at: Date; byCity?: true },
): Promise<Written> {
  await markDissolved(tx, group.conversationId, at);
  await closeWays(tx, group.conversationId, null);
  return appendTo(tx, group, {
    byId,
    at,
    bodies: [{ type: 'dissolved', ...(byCity && { byCity }) }],
  });
}
