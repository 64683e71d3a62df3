import { maxNamedPeople } from '@plaza/contract';
import type { Tx } from '../../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { selectTally, selectVote, writeVote, type Place } from '../store/changes.ts';
import { updateEntry } from '../store/entries.ts';
import type { StoredEntry } from '../types.ts';
import { changeEntry, type ChangeMessage } from './change.ts';
import { countPoll, isChoice, withPoll, type PollMessage } from './poll-policy.ts';
import type { TargetReason, Where } from './target.ts';

type VoteRefused = 'not_contact' | 'blocked' | 'poll_closed' | 'invalid_choice';
export type VoteReason = TargetReason | VoteRefused;
export type CloseReason = TargetReason | 'forbidden';

type PollEntry = { entry: StoredEntry; poll: PollMessage; isClosed: boolean };

/** Counts the votes of a poll anew into its row; the caller has the lock of the log. */
export async function recountPoll(
  tx: Tx,
  place: Place,
  { entry, poll, isClosed }: PollEntry,
): Promise<boolean> {
  const tally = await selectTally(tx, place, maxNamedPeople);
  const extra = withPoll(entry.extra, countPoll(poll, tally, isClosed));
  return updateEntry(tx, place.conversationId, { seq: entry.seq, body: entry.body, extra });
}

const isSame = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((option) => b.includes(option));

export function createPolls(change: ChangeMessage) {
  return {
    vote: (where: Where, options: readonly number[]): Promise<Outcome<object, VoteReason>> =>
      change<VoteRefused | 'message_unknown'>(where, async (tx, target, at) => {
        const { conversation, membership, entry, message: poll } = target;
        const { viewerId: personId, conversationId, seq } = where;
        const place = { conversationId, seq };
        if (poll?.type !== 'poll') return no('message_unknown');
        if (membership.maySend !== 'yes') return no(membership.maySend);
        if (entry.extra?.poll?.closed) return no('poll_closed');
        if (!isChoice(poll, options)) return no('invalid_choice');
        if (isSame(await selectVote(tx, place, personId), options)) return yes(null);
        await writeVote(tx, place, { personId, options, at });
        const isThere = await recountPoll(tx, place, { entry, poll, isClosed: false });
        if (!isThere) return no('message_unknown');
        // Who sees the count move must not learn by whom, where that is nobody's business.
        const byId = poll.anonymous ? entry.senderId : personId;
        return yes(await changeEntry(tx, conversation, { targetSeq: seq, how: 'voted', byId, at }));
      }),
    close: (where: Where): Promise<Outcome<object, CloseReason>> =>
      change<'forbidden' | 'message_unknown'>(where, async (tx, target, at) => {
        const { conversation, entry, message: poll } = target;
        const { viewerId: byId, conversationId, seq } = where;
        if (poll?.type !== 'poll') return no('message_unknown');
        if (entry.senderId !== byId) return no('forbidden');
        if (entry.extra?.poll?.closed) return yes(null);
        const place = { conversationId, seq };
        const isThere = await recountPoll(tx, place, { entry, poll, isClosed: true });
        if (!isThere) return no('message_unknown');
        const told = { targetSeq: seq, how: 'pollClosed', byId, at } as const;
        return yes(await changeEntry(tx, conversation, told));
      }),
  };
}
