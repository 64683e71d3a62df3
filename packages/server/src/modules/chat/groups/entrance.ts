import type { PersonId } from '@plaza/base';
import type { Role } from '@plaza/contract';
import type { Tx } from '../../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import type { GroupRow } from '../store/groups.ts';
import { upsertRequests } from '../store/joining.ts';
import { selectStandings } from '../store/members.ts';
import { membershipTopic } from '../types.ts';
import { tellWaiting, type GroupsDeps } from './deps.ts';
import { mustWait } from './policy.ts';
import { admit, type Written } from './steps.ts';

export type Entered = { state: 'joined' | 'waiting'; written: Written | null };

export type Comer = {
  personId: PersonId;
  via: 'link' | 'invite';
  /** Whose link or invitation it is. */
  by: { personId: PersonId; role: Role };
  isApproved?: boolean;
  reason: string;
  at: Date;
};

/** How somebody comes into a locked group by a link or an invitation of a member. */
export function createEntrance({ outbox, groupMembers }: GroupsDeps) {
  return async (tx: Tx, group: GroupRow, comer: Comer): Promise<Outcome<Entered, 'group_full'>> => {
    const { conversationId } = group;
    const { personId, via, by, isApproved = false, reason, at } = comer;
    const standing = (await selectStandings(tx, conversationId, [personId])).get(personId);
    if (standing?.isIn === true) return yes({ state: 'joined', written: null });
    if (group.memberCount >= groupMembers) return no('group_full');
    const wasRemoved = standing?.wasRemoved === true;
    if (mustWait(group, { role: by.role, wasRemoved, isApproved })) {
      const request = { personId, inviterId: by.personId, via, reason, at };
      await upsertRequests(tx, conversationId, [request]);
      await tellWaiting(outbox, tx, { conversationId, formerIds: [] });
      return yes({ state: 'waiting', written: null });
    }
    const written = await admit(tx, group, { byId: personId, people: [personId], via, at });
    await outbox.add(tx, membershipTopic, { conversationId, personIds: [personId] });
    if (written.waited) await tellWaiting(outbox, tx, { conversationId, formerIds: [] });
    return yes({ state: 'joined', written });
  };
}
