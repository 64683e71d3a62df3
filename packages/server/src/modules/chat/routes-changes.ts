import type { api } from '@plaza/contract';
import { no, valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import { isDerived } from './ids.ts';
import type { Chat } from './service.ts';

type ChatHandlers = Handlers<typeof api.chat>;
type Place = Parameters<ChatHandlers['recallMessage']>[0];
type Asked = Parameters<ChatHandlers['recallMessage']>[1]['caller'];

const at = ({ personId: viewerId }: Asked, { conversationId, seq }: Place) => ({
  viewerId,
  conversationId,
  seq,
});

function messageRoutes({ changes }: Pick<Chat, 'changes'>) {
  return {
    async recallMessage(input, call) {
      return valueOf(call, await changes.recall(at(call.caller, input)));
    },
    async editMessage({ text, clientId, ...input }, call) {
      return valueOf(call, await changes.edit(at(call.caller, input), { text, clientId }));
    },
    async listEdits(input, call) {
      return valueOf(call, await changes.details.versions(at(call.caller, input)));
    },
    async setReaction({ emoji, ...input }, call) {
      return valueOf(call, await changes.react(at(call.caller, input), emoji));
    },
    async listReactions(input, call) {
      return valueOf(call, await changes.details.choosers(at(call.caller, input), input));
    },
    async votePoll({ options, ...input }, call) {
      return valueOf(call, await changes.polls.vote(at(call.caller, input), options));
    },
    async getMyVote(input, call) {
      return valueOf(call, await changes.details.myVote(at(call.caller, input)));
    },
    async closePoll(input, call) {
      return valueOf(call, await changes.polls.close(at(call.caller, input)));
    },
  } satisfies Partial<ChatHandlers>;
}

/** The handlers of what becomes of messages after they were sent. */
export function createChangeRoutes({ changes, reading }: Pick<Chat, 'changes' | 'reading'>) {
  return {
    ...messageRoutes({ changes }),
    async hideMessages({ conversationId, seqs }, call) {
      return valueOf(call, await changes.hide(call.caller.personId, conversationId, seqs));
    },
    async getEntries({ conversationId, seqs }, call) {
      return valueOf(call, await reading.listSome(call.caller.personId, conversationId, seqs));
    },
    async forwardMessages(input, call) {
      if (isDerived(input.clientId)) return valueOf(call, no('invalid'));
      return valueOf(call, await changes.forward(call.caller.personId, input));
    },
    async setTimer({ conversationId, seconds }, call) {
      const where = { viewerId: call.caller.personId, conversationId };
      return valueOf(call, await changes.setTimer(where, seconds));
    },
  } satisfies Partial<ChatHandlers>;
}
