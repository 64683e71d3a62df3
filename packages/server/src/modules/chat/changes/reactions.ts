import { maxNamedPeople, maxReactionKinds, type Reaction } from '@plaza/contract';
import type { Tx } from '../../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { selectReaction, selectReactions, writeReaction, type Place } from '../store/changes.ts';
import { updateEntry } from '../store/entries.ts';
import type { StoredEntry, StoredExtra } from '../types.ts';
import { changeEntry, type ChangeMessage } from './change.ts';
import { isEmoji } from './emoji.ts';
import type { TargetReason, Where } from './target.ts';

type Refused = 'not_contact' | 'blocked' | 'too_many_reactions' | 'invalid';
export type ReactReason = TargetReason | Refused;

/** What a message shows of reactions, put in the place of what it showed. */
export function withReactions(
  extra: StoredExtra | null,
  reactions: readonly Reaction[],
): StoredExtra | null {
  const { reactions: _former, ...rest } = extra ?? {};
  const next: StoredExtra =
    reactions.length === 0 ? rest : { ...rest, reactions: reactions.slice(0, maxReactionKinds) };
  return Object.keys(next).length === 0 ? null : next;
}

/** Counts the reactions of a message anew into its row; the caller has the lock of the log. */
export async function recountReactions(tx: Tx, place: Place, entry: StoredEntry): Promise<boolean> {
  const reactions = await selectReactions(tx, place, maxNamedPeople);
  const extra = withReactions(entry.extra, reactions);
  return updateEntry(tx, place.conversationId, { seq: entry.seq, body: entry.body, extra });
}

/** Whether one more emoji would be one kind too many; the own former one makes room. */
export function isOneTooMany(
  shown: readonly Reaction[],
  { former, emoji }: { former: string | null; emoji: string },
): boolean {
  const others = shown.filter((each) => !(each.emoji === former && each.count === 1));
  return others.length >= maxReactionKinds && !others.some((each) => each.emoji === emoji);
}

export function createReact(change: ChangeMessage) {
  return async (where: Where, emoji: string | null): Promise<Outcome<object, ReactReason>> => {
    if (emoji !== null && !isEmoji(emoji)) return no('invalid');
    return change<Refused | 'message_unknown'>(where, async (tx, target, at) => {
      const { conversation, membership, entry, message } = target;
      const { viewerId: personId, conversationId, seq } = where;
      const place = { conversationId, seq };
      if (message === null) return no('message_unknown');
      if (membership.maySend !== 'yes') return no(membership.maySend);
      const former = await selectReaction(tx, place, personId);
      if (former === emoji) return yes(null);
      const shown = entry.extra?.reactions ?? [];
      if (emoji !== null && isOneTooMany(shown, { former, emoji })) {
        return no('too_many_reactions');
      }
      await writeReaction(tx, place, { personId, emoji, at });
      if (!(await recountReactions(tx, place, entry))) return no('message_unknown');
      const told = { targetSeq: seq, how: 'reacted', byId: personId, at } as const;
      return yes(await changeEntry(tx, conversation, told));
    });
  };
}
