import type { api } from '@plaza/contract';
import { inTurns } from '../../kernel/batching.ts';
import { no, valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import { isDerived } from './ids.ts';
import { createChangeRoutes } from './routes-changes.ts';
import { createGroupRoutes } from './routes-groups.ts';
import { ownRoutes, type BeginExport } from './routes-own.ts';
import type { Chat } from './service.ts';

type ChatHandlers = Handlers<typeof api.chat>;

function inboxRoutes({ inbox }: Chat) {
  return {
    async markRead({ conversationId, seq }, call) {
      const change = { kind: 'read', seq } as const;
      return valueOf(call, await inbox.change(call.caller.personId, conversationId, change));
    },
    async setInbox({ conversationId, ...settings }, call) {
      const change = { kind: 'set', ...settings } as const;
      return valueOf(call, await inbox.change(call.caller.personId, conversationId, change));
    },
    async saveDraft({ conversationId, text }, call) {
      const change = { kind: 'draft', text } as const;
      return valueOf(call, await inbox.change(call.caller.personId, conversationId, change));
    },
    async clearHistory({ conversationId, seq }, call) {
      const change = { kind: 'clear', seq } as const;
      return valueOf(call, await inbox.change(call.caller.personId, conversationId, change));
    },
  } satisfies Partial<ChatHandlers>;
}

/** After a broken line thousands ask for pages at once: messages must not wait behind them. */
const pagesAtOnce = 4;

export function createChatRoutes(chat: Chat, beginExport: BeginExport): ChatHandlers {
  const inTurn = inTurns(pagesAtOnce);
  return {
    ...ownRoutes(chat, beginExport),
    ...inboxRoutes(chat),
    ...createGroupRoutes(chat.groups),
    ...createChangeRoutes(chat),
    async openDirect({ personId }, call) {
      return valueOf(call, await chat.direct.open(call.caller.personId, personId));
    },
    async sendMessage(input, call) {
      if (isDerived(input.clientId)) return valueOf(call, no('invalid'));
      return valueOf(call, await chat.send({ ...input, senderId: call.caller.personId }));
    },
    async type({ conversationId }, call) {
      return valueOf(call, await chat.type(call.caller.personId, conversationId));
    },
    async listHeads(input, call) {
      return valueOf(call, await chat.heads.list(call.caller.personId, input));
    },
    async getHead({ conversationId }, call) {
      return valueOf(call, await chat.heads.get(call.caller.personId, conversationId));
    },
    async listEntries({ conversationId, ...range }, call) {
      const { personId } = call.caller;
      const read = () => chat.reading.answerEntries(personId, conversationId, range);
      return valueOf(call, await inTurn(read));
    },
  };
}
