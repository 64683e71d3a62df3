import type { ConversationId, PersonId } from '@plaza/base';
import { directAddLimit, mayInGroup, type PersonCard } from '@plaza/contract';
import type { Tx } from '../../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import type { SyncItem } from '../../sync/index.ts';
import type { GroupRow } from '../store/groups.ts';
import {
  countRequests,
  deleteWaiting,
  selectRequest,
  selectRequests,
  type JoinRequest,
} from '../store/joining.ts';
import { selectLeaders, selectStandings } from '../store/members.ts';
import { membershipTopic } from '../types.ts';
import {
  createGroupChange,
  standing,
  wrote,
  type ChangeReason,
  type Did,
  type GroupReason,
  type InGroup,
} from './change.ts';
import { tellWaiting, type Done, type GroupsDeps, type WaitingChanged } from './deps.ts';
import { createInviting } from './invites.ts';
import { admit } from './steps.ts';

const listed = 100;

export type Asked = {
  person: PersonCard;
  inviter: PersonCard | null;
  reason: string;
  at: string;
};

/** Tells those who decide how many wait; those who did until now that nobody does, for them. */
export function createWaitingTold({ db, sync }: GroupsDeps) {
  return async ({ conversationId, formerIds }: WaitingChanged): Promise<void> => {
    const waiting = await countRequests(db, conversationId);
    const leaders = (await selectLeaders(db, conversationId)).map(({ personId }) => personId);
    const toldOf = (personId: PersonId, count: number): SyncItem => ({
      ...{ personId, name: 'chat.joinRequested' },
      payload: { conversationId, waiting: count },
    });
    const items = [
      ...leaders.map((personId) => toldOf(personId, waiting)),
      ...formerIds.filter((id) => !leaders.includes(id)).map((id) => toldOf(id, 0)),
    ];
    await db.tx((tx) => sync.appendMany(tx, items));
  };
}

/** Lets somebody in whom a leader accepted. */
function createAccepting(deps: GroupsDeps) {
  const { clock, outbox, groupMembers } = deps;
  const invite = createInviting(deps);

  return async (
    tx: Tx,
    group: GroupRow,
    { request, byId }: { request: JoinRequest; byId: PersonId },
  ): Promise<Outcome<Did<object>, 'group_full'>> => {
    const { conversationId, memberCount } = group;
    const { personId, inviterId, via } = request;
    if (memberCount >= groupMembers) return no('group_full');
    if (via === 'add' && memberCount >= directAddLimit) {
      // It has grown meanwhile, and they were never asked themselves.
      const known = await selectStandings(
        tx,
        conversationId,
        inviterId === null ? [] : [inviterId],
      );
      const isIn = inviterId !== null && known.get(inviterId)?.isIn === true;
      const by = isIn ? inviterId : byId;
      await invite(tx, conversationId, { byId: by, people: [personId], isApproved: true });
      return wrote(null);
    }
    const how = via === 'add' ? { byId } : { byId: personId, via };
    const written = await admit(tx, group, { ...how, people: [personId], at: clock.now() });
    await outbox.add(tx, membershipTopic, { conversationId, personIds: [personId] });
    return wrote(written);
  };
}

export function createRequests(deps: GroupsDeps) {
  const { db, outbox, presenter } = deps;
  const change = createGroupChange(deps);
  const accept = createAccepting(deps);

  async function present(conversationId: ConversationId): Promise<Asked[]> {
    const requests = await selectRequests(db, conversationId, listed);
    const ids = requests.flatMap(({ personId, inviterId }) => [personId, inviterId ?? personId]);
    const cardOf = await presenter.cards(ids);
    return requests.map(({ personId, inviterId, reason, at }) => ({
      person: cardOf(personId),
      inviter: inviterId === null ? null : cardOf(inviterId),
      reason,
      at: at.toISOString(),
    }));
  }

  return {
    async listRequests(
      where: InGroup,
    ): Promise<Outcome<{ requests: Asked[] }, GroupReason | 'forbidden'>> {
      const stands = await standing(db, where);
      if (!stands.ok) return stands;
      if (!mayInGroup(stands.value.role, 'decideJoins')) return no('forbidden');
      return yes({ requests: await present(where.conversationId) });
    },
    decide: (
      where: InGroup,
      { personId, accepted }: { personId: PersonId; accepted: boolean },
    ): Done<ChangeReason | 'request_unknown' | 'group_full'> =>
      change.run(
        { ...where, action: 'decideJoins' },
        async (tx, group): Promise<Outcome<Did<object>, 'request_unknown' | 'group_full'>> => {
          const { conversationId, viewerId: byId } = where;
          const request = await selectRequest(tx, conversationId, personId);
          if (request === null) return no('request_unknown');
          await deleteWaiting(tx, conversationId, [personId]);
          await tellWaiting(outbox, tx, { conversationId, formerIds: [] });
          return accepted ? accept(tx, group, { request, byId }) : wrote(null);
        },
      ),
  };
}
