import { type ClientId, type Clock, type ConversationId, type PersonId } from '@plaza/base';
import { maxGroupMembers, type Head } from '@plaza/contract';
import type { Database, Tx } from '../../kernel/db/index.ts';
import type { Outbox } from '../../kernel/events/index.ts';
import { decide, no, yes, type No, type Outcome } from '../../kernel/rpc/index.ts';
import { endMember, type Written } from './group-steps.ts';
import type { Heads } from './heads.ts';
import { groupConversationId } from './ids.ts';
import {
  appendBodies,
  insertConversation,
  lockConversation,
  updateGroup,
  type ConversationRow,
} from './store/conversations.ts';
import { insertMembers, selectActive, selectMembership } from './store/members.ts';
import type { Tell } from './tell.ts';
import { membershipTopic } from './types.ts';

export type GroupsDeps = {
  db: Database;
  clock: Clock;
  outbox: Pick<Outbox, 'add'>;
  contacts: {
    areContacts(personId: PersonId, others: readonly PersonId[]): Promise<boolean>;
  };
  heads: Heads;
  tell: Tell;
};

export type GroupReason = 'conversation_unknown' | 'not_group' | 'not_member' | 'forbidden';
type InGroup = { viewerId: PersonId; conversationId: ConversationId };
type Done<Reason extends string> = Promise<Outcome<object, Reason>>;
type WithHead<Reason extends string> = Promise<Outcome<{ head: Head }, Reason>>;

export type Groups = {
  create(
    viewerId: PersonId,
    input: { clientId: ClientId; name: string | null; memberIds: readonly PersonId[] },
  ): WithHead<'not_contact'>;
  add(
    where: InGroup,
    memberIds: readonly PersonId[],
  ): WithHead<GroupReason | 'not_contact' | 'group_full'>;
  remove(
    where: InGroup,
    memberId: PersonId,
  ): Done<GroupReason | 'person_not_found' | 'self_action'>;
  leave(where: InGroup): Done<GroupReason>;
  rename(where: InGroup, name: string): Done<GroupReason>;
};

export function createGroups(deps: GroupsDeps): Groups {
  const { db, clock, outbox, contacts, heads, tell } = deps;

  /** Where the viewer stands, read in the same order of questions everywhere. */
  async function standing(
    on: Pick<Database, 'query'>,
    { viewerId, conversationId }: InGroup,
  ): Promise<No<GroupReason> | null> {
    const membership = await selectMembership(on, conversationId, viewerId);
    if (membership === null) return no('conversation_unknown');
    if (membership.kind !== 'group') return no('not_group');
    return membership.leftSeq === null ? null : no('not_member');
  }

  /** Locks the group, checks again, and tells what `run` wrote once it is committed. */
  async function change<Reason extends string>(
    where: InGroup,
    run: (tx: Tx, group: ConversationRow) => Promise<Outcome<Written | null, Reason>>,
  ): Promise<Outcome<object, Reason | GroupReason>> {
    const early = await standing(db, where);
    if (early !== null) return early;
    const outcome = await decide<Written | null, Reason | GroupReason>(db, async (tx) => {
      const group = await lockConversation(tx, where.conversationId);
      const refused = await standing(tx, where);
      if (refused !== null || group === null) return refused ?? no('conversation_unknown');
      return run(tx, group);
    });
    if (!outcome.ok) return outcome;
    const written = outcome.value;
    if (written) await tell.stored(written.conversationId, written.version, written.entries);
    return yes({});
  }

  const announce = (tx: Tx, conversationId: ConversationId, personIds: readonly PersonId[]) =>
    outbox.add(tx, membershipTopic, { conversationId, personIds });

  async function createOnce(
    viewerId: PersonId,
    conversationId: ConversationId,
    group: { name: string | null; others: readonly PersonId[] },
  ): Promise<Written | null> {
    const at = clock.now();
    const { name, others } = group;
    return db.tx(async (tx) => {
      const isNew = await insertConversation(tx, {
        ...{ conversationId, kind: 'group', name, ownerId: viewerId, pair: null },
        ...{ memberCount: others.length + 1, at },
      });
      if (!isNew) return null;
      const common = { joinedSeq: 0, maySend: 'yes' } as const;
      await insertMembers(tx, conversationId, [
        { personId: viewerId, role: 'owner', ...common },
        ...others.map((personId) => ({ personId, role: 'member' as const, ...common })),
      ]);
      const entries = await appendBodies(tx, { conversationId, senderId: viewerId, at }, [
        { type: 'created', name },
        { type: 'membersAdded', personIds: [...others] },
      ]);
      await announce(tx, conversationId, [viewerId, ...others]);
      return { conversationId, version: 1, entries };
    });
  }

  async function addNew(
    tx: Tx,
    group: ConversationRow,
    who: { byId: PersonId; memberIds: readonly PersonId[] },
  ): Promise<Outcome<Written | null, 'group_full'>> {
    const { conversationId, version } = group;
    const active = await selectActive(tx, conversationId, who.memberIds);
    const added = who.memberIds.filter((personId) => !active.has(personId));
    if (added.length === 0) return yes(null);
    const memberCount = group.memberCount + added.length;
    if (memberCount > maxGroupMembers) return no('group_full');
    await insertMembers(
      tx,
      conversationId,
      added.map((personId) => ({
        ...{ personId, role: 'member' as const, joinedSeq: group.lastSeq },
        maySend: 'yes' as const,
      })),
    );
    await updateGroup(tx, conversationId, {
      name: group.name,
      ownerId: group.ownerId,
      memberCount,
    });
    const to = { conversationId, senderId: who.byId, at: clock.now() };
    const entries = await appendBodies(tx, to, [{ type: 'membersAdded', personIds: added }]);
    await announce(tx, conversationId, added);
    return yes({ conversationId, version, entries });
  }

  return {
    async create(viewerId, { clientId, name, memberIds }) {
      const conversationId = groupConversationId(viewerId, clientId);
      const existing = await heads.get(viewerId, conversationId);
      if (existing.ok) return existing;
      const others = [...new Set(memberIds)].filter((personId) => personId !== viewerId);
      const isAllowed = others.length > 0 && (await contacts.areContacts(viewerId, others));
      if (!isAllowed) return no('not_contact');
      const written = await createOnce(viewerId, conversationId, { name, others });
      if (written) await tell.stored(conversationId, written.version, written.entries);
      const head = await heads.get(viewerId, conversationId);
      return head.ok ? head : no('not_contact');
    },
    async add(where, memberIds) {
      const unique = [...new Set(memberIds)].filter((personId) => personId !== where.viewerId);
      const refused = await standing(db, where);
      if (refused !== null) return refused;
      const isAllowed = unique.length === 0 || (await contacts.areContacts(where.viewerId, unique));
      if (!isAllowed) return no('not_contact');
      const outcome = await change(where, (tx, group) =>
        addNew(tx, group, { byId: where.viewerId, memberIds: unique }),
      );
      return outcome.ok ? heads.get(where.viewerId, where.conversationId) : outcome;
    },
    remove: (where, memberId) =>
      change(where, async (tx, group) => {
        const { viewerId, conversationId } = where;
        if (memberId === viewerId) return no('self_action');
        if (group.ownerId !== viewerId) return no('forbidden');
        const active = await selectActive(tx, conversationId, [memberId]);
        if (!active.has(memberId)) return no('person_not_found');
        await announce(tx, conversationId, [memberId]);
        const end = { personId: memberId, byId: viewerId, at: clock.now() };
        return yes(await endMember(tx, group, { ...end, type: 'memberRemoved' }));
      }),
    leave: (where) =>
      change(where, async (tx, group) => {
        const { viewerId, conversationId } = where;
        await announce(tx, conversationId, [viewerId]);
        const end = { personId: viewerId, byId: viewerId, at: clock.now() };
        return yes(await endMember(tx, group, { ...end, type: 'memberLeft' }));
      }),
    rename: (where, name) =>
      change(where, async (tx, group) => {
        if (group.name === name) return yes(null);
        const { conversationId, ownerId, memberCount, version } = group;
        await updateGroup(tx, conversationId, { name, ownerId, memberCount });
        const to = { conversationId, senderId: where.viewerId, at: clock.now() };
        const entries = await appendBodies(tx, to, [{ type: 'renamed', name }]);
        return yes({ conversationId, version, entries });
      }),
  };
}
