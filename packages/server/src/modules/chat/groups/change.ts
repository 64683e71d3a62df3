import type { ConversationId, PersonId } from '@plaza/base';
import { mayInGroup, type GroupAction, type Role } from '@plaza/contract';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import { decide, no, yes, type No, type Outcome } from '../../../kernel/rpc/index.ts';
import { lockGroup, type GroupRow } from '../store/groups.ts';
import { selectMembership } from '../store/members.ts';
import type { Tell } from '../tell.ts';
import type { Written } from './steps.ts';

export type GroupReason = 'conversation_unknown' | 'not_group' | 'not_member';
export type ChangeReason = GroupReason | 'read_only' | 'forbidden';
export type InGroup = { viewerId: PersonId; conversationId: ConversationId };

/** Where the viewer stands, read in the same order of questions everywhere. */
export async function standing(
  on: Pick<Database, 'query'>,
  { viewerId, conversationId }: InGroup,
): Promise<Outcome<{ role: Role }, GroupReason>> {
  const membership = await selectMembership(on, conversationId, viewerId);
  if (membership === null) return no('conversation_unknown');
  if (membership.kind !== 'group') return no('not_group');
  return membership.leftSeq === null ? yes({ role: membership.role }) : no('not_member');
}

/** What a change did: its entries, which are told after the commit, and its answer. */
export type Did<Value> = { written: Written | null; value: Value };

type Run<Value, Reason extends string> = (
  tx: Tx,
  group: GroupRow,
  role: Role,
) => Promise<Outcome<Did<Value>, Reason>>;

export type ChangeGroup = {
  /**
   * Locks the group, asks there whether the viewer may do this, and tells what `run` wrote once it
   * is committed. A group that was dissolved stays as it is.
   */
  run<Value, Reason extends string>(
    where: InGroup & { action: GroupAction },
    run: Run<Value, Reason>,
  ): Promise<Outcome<Value, Reason | ChangeReason>>;
  /** The same for what a member may do also in a group that was dissolved: to leave it. */
  always<Value, Reason extends string>(
    where: InGroup,
    run: Run<Value, Reason>,
  ): Promise<Outcome<Value, Reason | GroupReason>>;
};

/** Changes after which nobody is judged or told otherwise than before: batches need not wait. */
const harmless: ReadonlySet<GroupAction> = new Set([
  ...(['rename', 'announce', 'setNickname', 'makeLink', 'setJoinApproval'] as const),
]);

/** The answer of a change that says nothing but what it wrote. */
export function wrote(written: Written | null): Outcome<Did<object>, never> {
  return yes({ written, value: {} });
}

export function createGroupChange({ db, tell }: { db: Database; tell: Tell }): ChangeGroup {
  async function within<Value, Reason extends string>(
    where: InGroup,
    rejudge: boolean,
    run: Run<Value, Reason>,
  ): Promise<Outcome<Value, Reason | GroupReason>> {
    const early = await standing(db, where);
    if (!early.ok) return early;
    const outcome = await decide<Did<Value>, Reason | GroupReason>(db, async (tx) => {
      const group = await lockGroup(tx, where.conversationId, rejudge);
      // Asked again: only now nobody else can change it.
      const now = await standing(tx, where);
      if (!now.ok || group === null) return now.ok ? no('conversation_unknown') : now;
      return run(tx, group, now.value.role);
    });
    if (!outcome.ok) return outcome;
    const { written, value } = outcome.value;
    if (written) await tell.stored(written.conversationId, written.version, written.entries);
    return yes(value);
  }

  return {
    run: <Value, Reason extends string>(
      { action, ...where }: InGroup & { action: GroupAction },
      run: Run<Value, Reason>,
    ) =>
      within<Value, Reason | ChangeReason>(
        where,
        !harmless.has(action),
        async (tx, group, role): Promise<Outcome<Did<Value>, Reason> | No<ChangeReason>> => {
          if (group.isDissolved) return no('read_only');
          return mayInGroup(role, action) ? run(tx, group, role) : no('forbidden');
        },
      ),
    always: (where, run) => within(where, true, run),
  };
}
