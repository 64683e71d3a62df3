import type { ConversationId, PersonId } from '@plaza/base';
import { mayInGroup, type Role } from '@plaza/contract';
import { decide, no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import type { Tx } from '../../../kernel/db/index.ts';
import { lockGroup, updateGroup, type GroupRow } from '../store/groups.ts';
import { countRequests } from '../store/joining.ts';
import { selectLeaders, selectStandings, updateRoles } from '../store/members.ts';
import { membershipTopic, type StoredBody } from '../types.ts';
import {
  createGroupChange,
  wrote,
  type ChangeReason,
  type Did,
  type GroupReason,
  type InGroup,
} from './change.ts';
import { tellWaiting, type Done, type GroupsDeps } from './deps.ts';
import { appendTo, dissolve, endMember, type Written } from './steps.ts';

export type OfPerson = ChangeReason | 'person_not_found' | 'self_action';
type Changed<Reason extends string> = Promise<Outcome<Did<object>, Reason>>;

/** Once others lead, they hear who waits; who leads no longer forgets about it. */
function createHandover({ outbox }: GroupsDeps) {
  return async (
    tx: Tx,
    conversationId: ConversationId,
    formerIds: PersonId[] = [],
  ): Promise<void> => {
    if ((await countRequests(tx, conversationId)) === 0) return;
    await tellWaiting(outbox, tx, { conversationId, formerIds });
  };
}

/** Coming to an end: of one membership, and of a group. */
export function createEndings(deps: GroupsDeps) {
  const { db, clock, outbox, tell } = deps;
  const change = createGroupChange(deps);
  const handOver = createHandover(deps);

  async function end(
    tx: Tx,
    group: GroupRow,
    { personId, byId, role }: { personId: PersonId; byId: PersonId; role: Role },
  ): Changed<never> {
    const { conversationId } = group;
    const type = personId === byId ? 'memberLeft' : 'memberRemoved';
    await outbox.add(tx, membershipTopic, { conversationId, personIds: [personId] });
    const written = await endMember(tx, group, { personId, byId, type, at: clock.now() });
    if (role !== 'member') await handOver(tx, conversationId, [personId]);
    return wrote(written);
  }

  return {
    remove: (where: InGroup, memberId: PersonId): Done<OfPerson> =>
      change.run(
        { ...where, action: 'removeMember' },
        async (tx, group, role): Changed<'self_action' | 'person_not_found' | 'forbidden'> => {
          const { viewerId: byId, conversationId } = where;
          if (memberId === byId) return no('self_action');
          const found = (await selectStandings(tx, conversationId, [memberId])).get(memberId);
          if (found?.isIn !== true) return no('person_not_found');
          const isAllowed =
            found.role === 'member' || (found.role === 'admin' && mayInGroup(role, 'removeAdmin'));
          if (!isAllowed) return no('forbidden');
          return end(tx, group, { personId: memberId, byId, role: found.role });
        },
      ),
    leave: (where: InGroup): Done<GroupReason> =>
      change.always(where, (tx, group, role) =>
        end(tx, group, { personId: where.viewerId, byId: where.viewerId, role }),
      ),
    dissolve: (where: InGroup): Done<ChangeReason> =>
      change.run({ ...where, action: 'dissolve' }, async (tx, group) => {
        await handOver(tx, where.conversationId);
        return wrote(await dissolve(tx, group, { byId: where.viewerId, at: clock.now() }));
      }),
    /**
     * The city ends a group; who decided is not told: the entry stands in the name of the owner and
     * says that it was the city. Ended already, or left by everybody: nobody is told anything.
     */
    async dissolveAsCity(
      conversationId: ConversationId,
    ): Done<'conversation_unknown' | 'not_group'> {
      type Reason = 'conversation_unknown' | 'not_group';
      const outcome = await decide<Written | null, Reason>(db, async (tx) => {
        const group = await lockGroup(tx, conversationId, true);
        if (group === null) return no('conversation_unknown');
        if (group.kind !== 'group') return no('not_group');
        if (group.isDissolved || group.ownerId === null) return yes(null);
        await handOver(tx, conversationId);
        const byCity = { byId: group.ownerId, at: clock.now(), byCity: true } as const;
        return yes(await dissolve(tx, group, byCity));
      });
      if (!outcome.ok) return outcome;
      const written = outcome.value;
      if (written) await tell.stored(conversationId, written.version, written.entries);
      return yes({});
    },
  };
}

/** Who leads: the owner says so. */
export function createRoles(deps: GroupsDeps) {
  const { clock } = deps;
  const change = createGroupChange(deps);
  const handOver = createHandover(deps);
  return {
    setAdmins: (where: InGroup, adminIds: readonly PersonId[]): Done<OfPerson> =>
      change.run(
        { ...where, action: 'setAdmins' },
        async (tx, group): Changed<'self_action' | 'person_not_found'> => {
          const { viewerId: byId, conversationId } = where;
          if (adminIds.includes(byId)) return no('self_action');
          const people = await selectStandings(tx, conversationId, adminIds);
          if (adminIds.some((id) => people.get(id)?.isIn !== true)) return no('person_not_found');
          const leaders = await selectLeaders(tx, conversationId);
          const admins = leaders.flatMap((one) => (one.role === 'admin' ? [one.personId] : []));
          const former = admins.filter((id) => !adminIds.includes(id));
          const added = adminIds.filter((id) => !admins.includes(id));
          // First who goes: a place must be free before somebody takes it.
          const changes = [
            ...former.map((personId) => ({ personId, role: 'member' as const })),
            ...added.map((personId) => ({ personId, role: 'admin' as const })),
          ];
          if (changes.length === 0) return wrote(null);
          await updateRoles(tx, conversationId, changes);
          await handOver(tx, conversationId, former);
          const bodies = changes.map((one): StoredBody => ({ type: 'roleChanged', ...one }));
          return wrote(await appendTo(tx, group, { byId, at: clock.now(), bodies }));
        },
      ),
    /** The former owner is a member like others; whoever leads now may make them an admin. */
    transfer: (where: InGroup, memberId: PersonId): Done<OfPerson> =>
      change.run(
        { ...where, action: 'transferOwnership' },
        async (tx, group): Changed<'self_action' | 'person_not_found'> => {
          const { viewerId: byId, conversationId } = where;
          if (memberId === byId) return no('self_action');
          const found = (await selectStandings(tx, conversationId, [memberId])).get(memberId);
          if (found?.isIn !== true) return no('person_not_found');
          await updateRoles(tx, conversationId, [
            { personId: byId, role: 'member' },
            { personId: memberId, role: 'owner' },
          ]);
          await updateGroup(tx, conversationId, { ownerId: memberId });
          await handOver(tx, conversationId, [byId]);
          const bodies = [{ type: 'ownerChanged' as const, personId: memberId }];
          return wrote(await appendTo(tx, group, { byId, at: clock.now(), bodies }));
        },
      ),
  };
}
