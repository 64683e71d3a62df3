import type { ConversationId, PersonId } from '@plaza/base';
import type { Database, Tx } from '../../kernel/db/index.ts';
import { decide, no, yes, type No, type Outcome } from '../../kernel/rpc/index.ts';
import type { Written } from './group-steps.ts';
import { lockConversation, type ConversationRow } from './store/conversations.ts';
import { selectMembership } from './store/members.ts';
import type { Tell } from './tell.ts';

export type GroupReason = 'conversation_unknown' | 'not_group' | 'not_member';
export type InGroup = { viewerId: PersonId; conversationId: ConversationId };

/** Where the viewer stands, read in the same order of questions everywhere; null: a member. */
export async function refuseOutsider(
  on: Pick<Database, 'query'>,
  { viewerId, conversationId }: InGroup,
): Promise<No<GroupReason> | null> {
  const membership = await selectMembership(on, conversationId, viewerId);
  if (membership === null) return no('conversation_unknown');
  if (membership.kind !== 'group') return no('not_group');
  return membership.leftSeq === null ? null : no('not_member');
}

export type ChangeGroup = <Reason extends string>(
  where: InGroup,
  run: (tx: Tx, group: ConversationRow) => Promise<Outcome<Written | null, Reason>>,
) => Promise<Outcome<object, Reason | GroupReason>>;

/** Locks the group, checks again who asks, and tells what `run` wrote once it is committed. */
export function createGroupChange({ db, tell }: { db: Database; tell: Tell }): ChangeGroup {
  return async <Reason extends string>(
    where: InGroup,
    run: (tx: Tx, group: ConversationRow) => Promise<Outcome<Written | null, Reason>>,
  ) => {
    const early = await refuseOutsider(db, where);
    if (early !== null) return early;
    const outcome = await decide<Written | null, Reason | GroupReason>(db, async (tx) => {
      const group = await lockConversation(tx, where.conversationId);
      const refused = await refuseOutsider(tx, where);
      if (refused !== null || group === null) return refused ?? no('conversation_unknown');
      return run(tx, group);
    });
    if (!outcome.ok) return outcome;
    const written = outcome.value;
    if (written) await tell.stored(written.conversationId, written.version, written.entries);
    return yes({});
  };
}
