import type { Clock, ConversationId, PersonId } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import type { Bus } from '../../kernel/events/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { maxTypingMembers } from './delivery.ts';
import { selectLastMessage } from './store/conversations.ts';
import { selectMembership } from './store/members.ts';
import { typingTopic, type ToldTyping } from './types.ts';

/** Typing shows only while the other side still looks at what it has just written. */
const shownForMs = 10_000;

export type TypingDeps = {
  db: Pick<Database, 'query'>;
  clock: Clock;
  bus: Pick<Bus, 'publish'>;
};

type Answer = Outcome<object, 'conversation_unknown' | 'typing_not_shown'>;

export function createTyping({ db, clock, bus }: TypingDeps) {
  return async (personId: PersonId, conversationId: ConversationId): Promise<Answer> => {
    const membership = await selectMembership(db, conversationId, personId);
    if (membership === null) return no('conversation_unknown');
    const { leftSeq, maySend, memberCount, version } = membership;
    if (leftSeq !== null || maySend !== 'yes' || memberCount > maxTypingMembers) {
      return no('typing_not_shown');
    }
    const last = await selectLastMessage(db, conversationId);
    const isAnswering = last !== null && last.senderId !== personId;
    if (!isAnswering || clock.nowMs() - last.at.getTime() > shownForMs) {
      return no('typing_not_shown');
    }
    const told: ToldTyping = { conversationId, version, personId };
    bus.publish(`${typingTopic}.${conversationId}`, told);
    return yes({});
  };
}
