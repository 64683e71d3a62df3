import type { ConversationId, InviteId, PersonId } from '@plaza/base';
import type { Head } from '@plaza/contract';
import type { Tx } from '../../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { inviteCardId } from '../ids.ts';
import { lockGroup, selectGroup } from '../store/groups.ts';
import {
  deleteInvite,
  selectInvite,
  selectRequest,
  upsertInvites,
  type Invite,
} from '../store/joining.ts';
import { selectStandings } from '../store/members.ts';
import { invitedTopic, type GroupInvite, type GroupsDeps } from './deps.ts';
import { createEntrance, type Entered } from './entrance.ts';
import { waysLastMs } from './policy.ts';

type Invited = { conversationId: ConversationId; inviteId: InviteId };
export type Joined = { state: 'joined' | 'waiting'; head: Head | null };

/** Notes invitations in a locked group; their cards are written once that is committed. */
export function createInviting({ clock, newId, outbox }: GroupsDeps) {
  return async (
    tx: Tx,
    conversationId: ConversationId,
    who: { byId: PersonId; people: readonly PersonId[]; isApproved: boolean },
  ): Promise<void> => {
    const { byId: inviterId, people, isApproved } = who;
    const at = clock.now();
    const expiresAt = new Date(at.getTime() + waysLastMs);
    const invites = people.map((inviteeId): Invite => {
      return { inviteId: newId<InviteId>(), inviterId, inviteeId, isApproved, expiresAt };
    });
    for (const { inviteId } of await upsertInvites(tx, conversationId, { invites, at })) {
      await outbox.add(tx, invitedTopic, { conversationId, inviteId } satisfies Invited);
    }
  };
}

/** Writes the card of an invitation into the conversation of the two, in the inviter's name. */
export function createInviteCards({ db, contacts, direct, post }: GroupsDeps) {
  return async ({ conversationId, inviteId }: Invited): Promise<void> => {
    const invite = await selectInvite(db, conversationId, inviteId);
    const group = await selectGroup(db, conversationId);
    if (invite === null || group === null) return;
    const { inviterId, inviteeId } = invite;
    // They may have parted or blocked each other since: then nothing reaches them.
    const mayWrite = await contacts.mayWrite(inviterId, inviteeId);
    const opened = mayWrite === 'yes' ? await direct.ensure(inviterId, inviteeId) : null;
    if (opened?.ok !== true) return deleteInvite(db, conversationId, inviteId);
    const { name, memberCount } = group;
    const message: GroupInvite = {
      ...{ type: 'groupInvite', inviteId, groupId: conversationId, name, memberCount },
    };
    // Whatever it answers, nothing is left to do: under the same id the card is there already,
    // perhaps with the number of members that the group had then.
    await post({
      conversationId: opened.value.conversationId,
      ...{ senderId: inviterId, clientId: inviteCardId(inviteId), message },
    });
  };
}

export function createInvites(deps: GroupsDeps) {
  const { db, clock, heads, tell } = deps;
  const enter = createEntrance(deps);

  type Reason = 'invite_unknown' | 'group_full';

  async function within(
    tx: Tx,
    viewerId: PersonId,
    { conversationId, inviteId }: Invited,
  ): Promise<Outcome<Entered, Reason>> {
    const group = await lockGroup(tx, conversationId, true);
    if (group === null || group.kind !== 'group' || group.isDissolved) return no('invite_unknown');
    const at = clock.now();
    const request = await selectRequest(tx, conversationId, viewerId);
    if (request?.via === 'invite') return yes({ state: 'waiting', written: null });
    const invite = await selectInvite(tx, conversationId, inviteId);
    const people = await selectStandings(tx, conversationId, [
      viewerId,
      ...(invite === null ? [] : [invite.inviterId]),
    ]);
    if (people.get(viewerId)?.isIn === true) return yes({ state: 'joined', written: null });
    if (invite?.inviteeId !== viewerId || invite.expiresAt <= at) return no('invite_unknown');
    const by = people.get(invite.inviterId);
    if (by?.isIn !== true) return no('invite_unknown');
    const { isApproved } = invite;
    const comer = { personId: viewerId, via: 'invite', by, isApproved, reason: '', at } as const;
    const entered = await enter(tx, group, comer);
    if (entered.ok) await deleteInvite(tx, conversationId, inviteId);
    return entered;
  }

  return {
    async accept(viewerId: PersonId, invited: Invited): Promise<Outcome<Joined, Reason>> {
      const { conversationId, inviteId } = invited;
      // Asked first without a lock, so that a stranger holds up nobody.
      const known = await heads.get(viewerId, conversationId);
      const waits = await selectRequest(db, conversationId, viewerId);
      const invite = await selectInvite(db, conversationId, inviteId);
      if (!known.ok && waits === null && invite === null) return no('invite_unknown');
      const outcome = await decide<Entered, Reason>(db, (tx) => within(tx, viewerId, invited));
      if (!outcome.ok) return outcome;
      const { state, written } = outcome.value;
      if (written) await tell.stored(conversationId, written.version, written.entries);
      if (state === 'waiting') return yes({ state, head: null });
      const head = await heads.get(viewerId, conversationId);
      return yes({ state, head: head.ok ? head.value.head : null });
    },
  };
}
