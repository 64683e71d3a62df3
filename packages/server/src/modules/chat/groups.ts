import {
  cleanLine,
  type ClientId,
  type Clock,
  type ConversationId,
  type PersonId,
} from '@plaza/base';
import type { Head } from '@plaza/contract';
import type { Database, Tx } from '../../kernel/db/index.ts';
import type { Outbox } from '../../kernel/events/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import {
  createGroupChange,
  refuseOutsider,
  type GroupReason,
  type InGroup,
} from './group-change.ts';
import { addMembers, endMember, startGroup } from './group-steps.ts';
import type { Heads } from './heads.ts';
import { groupConversationId } from './ids.ts';
import { appendBodies, updateGroup } from './store/conversations.ts';
import { selectActive } from './store/members.ts';
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

/** Code points of a group's name, as in the contract. */
const nameLength = 60;

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
  ): Done<GroupReason | 'forbidden' | 'person_not_found' | 'self_action'>;
  leave(where: InGroup): Done<GroupReason>;
  rename(where: InGroup, name: string): Done<GroupReason | 'invalid'>;
};

export function createGroups(deps: GroupsDeps): Groups {
  return { ...createGrowth(deps), ...createChanges(deps) };
}

function announcer(outbox: Pick<Outbox, 'add'>) {
  return (tx: Tx, conversationId: ConversationId, personIds: readonly PersonId[]) =>
    outbox.add(tx, membershipTopic, { conversationId, personIds });
}

function withoutSelf(viewerId: PersonId, memberIds: readonly PersonId[]): PersonId[] {
  return [...new Set(memberIds)].filter((personId) => personId !== viewerId);
}

function createGrowth(deps: GroupsDeps): Pick<Groups, 'create' | 'add'> {
  const { db, clock, contacts, heads, tell } = deps;
  const announce = announcer(deps.outbox);
  const change = createGroupChange(deps);
  return {
    async create(viewerId, { clientId, name: given, memberIds }) {
      const name = cleanLine(given ?? '', nameLength) || null;
      const conversationId = groupConversationId(viewerId, clientId);
      const existing = await heads.get(viewerId, conversationId);
      if (existing.ok) return existing;
      const others = withoutSelf(viewerId, memberIds);
      const isAllowed = others.length > 0 && (await contacts.areContacts(viewerId, others));
      if (!isAllowed) return no('not_contact');
      const group = { conversationId, ownerId: viewerId, name, others, at: clock.now() };
      const written = await db.tx(async (tx) => {
        const started = await startGroup(tx, group);
        if (started) await announce(tx, conversationId, [viewerId, ...others]);
        return started;
      });
      if (written) await tell.stored(conversationId, written.version, written.entries);
      const head = await heads.get(viewerId, conversationId);
      return head.ok ? head : no('not_contact');
    },
    async add(where, memberIds) {
      const { viewerId, conversationId } = where;
      const refused = await refuseOutsider(db, where);
      if (refused !== null) return refused;
      const others = withoutSelf(viewerId, memberIds);
      const isAllowed = others.length === 0 || (await contacts.areContacts(viewerId, others));
      if (!isAllowed) return no('not_contact');
      const outcome = await change(where, async (tx, group) => {
        const who = { byId: viewerId, memberIds: others, at: clock.now() };
        const written = await addMembers(tx, group, who);
        if (written === 'group_full') return no('group_full');
        if (written) await announce(tx, conversationId, written.added);
        return yes(written);
      });
      return outcome.ok ? heads.get(viewerId, conversationId) : outcome;
    },
  };
}

function createChanges(deps: GroupsDeps): Pick<Groups, 'remove' | 'leave' | 'rename'> {
  const { clock } = deps;
  const announce = announcer(deps.outbox);
  const change = createGroupChange(deps);
  return {
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
    rename: async (where, given) => {
      const name = cleanLine(given, nameLength);
      if (name === '') return no('invalid');
      return change(where, async (tx, group) => {
        if (group.name === name) return yes(null);
        const { conversationId, ownerId, memberCount, version } = group;
        await updateGroup(tx, conversationId, { name, ownerId, memberCount });
        const to = { conversationId, senderId: where.viewerId, at: clock.now() };
        const entries = await appendBodies(tx, to, [{ type: 'renamed', name }]);
        return yes({ conversationId, version, entries });
      });
    },
  };
}
