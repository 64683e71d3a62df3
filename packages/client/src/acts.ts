import type { ClientId, ConversationId } from '@plaza/base';
import type { Head, MethodInput } from '@plaza/contract';
import type { Commands, InboxWish } from './commands.ts';
import type { Core } from './core.ts';
import type { Sends } from './outbox/sends.ts';
import type { Wishes } from './outbox/wishes.ts';
import type { Result } from './result.ts';
import { inboxOf } from './state/select.ts';
import type { Sync } from './sync/index.ts';
import type { Views } from './views.ts';

const typingEveryMs = 3_000;

export type ActsDeps = { core: Core; sync: Sync; sends: Sends; wishes: Wishes };
type Acts = Omit<Commands, keyof Views | 'forget'>;
type HeadAct = 'chat.openDirect' | 'chat.createGroup' | 'chat.addMembers';

function takeHead({ dispatch }: Core, sync: Sync, head: Head): void {
  dispatch({ type: 'heads', heads: [head] });
  sync.attend(head.conversation.conversationId);
}

type GroupActs = Pick<
  Acts,
  'openDirect' | 'createGroup' | 'addMembers' | 'removeMember' | 'leaveGroup' | 'renameGroup'
>;

/** What only the server can say: who is in a conversation. */
function createGroupActs(core: Core, sync: Sync): GroupActs {
  const { http } = core;

  /** A head answered by a call is taken like a fetched one. */
  function withHead<N extends HeadAct>(name: N, input: MethodInput<N>): Promise<Result<N>> {
    return sync.journal.act(
      () => http.call(name, input),
      (answer) => {
        if (answer.ok) takeHead(core, sync, (answer.output as { head: Head }).head);
      },
    );
  }

  return {
    openDirect: (personId) => withHead('chat.openDirect', { personId }),
    createGroup: ({ name, memberIds, clientId = core.newId<ClientId>() }) =>
      withHead('chat.createGroup', { clientId, name, memberIds }),
    addMembers: (conversationId, memberIds) =>
      withHead('chat.addMembers', { conversationId, memberIds }),
    removeMember: (conversationId, memberId) =>
      http.call('chat.removeMember', { conversationId, memberId }),
    leaveGroup: (conversationId) => http.call('chat.leaveGroup', { conversationId }),
    renameGroup: (conversationId, name) => http.call('chat.renameGroup', { conversationId, name }),
  };
}

/** Creates what a person does, as opposed to what a person looks at. */
export function createActs({ core, sync, sends, wishes }: ActsDeps): Acts {
  const typedAtMs = new Map<ConversationId, number>();

  function lastSeqOf(id: ConversationId): number {
    return core.getState().conversations.get(id)?.conversation.lastSeq ?? 0;
  }

  function setInbox(id: ConversationId, { hidden, ...wish }: InboxWish): void {
    const hiding = hidden === undefined ? {} : { hiddenSeq: hidden ? lastSeqOf(id) : null };
    wishes.want(id, { ...wish, ...hiding });
  }

  function markRead(id: ConversationId, seq: number): void {
    const inbox = inboxOf(core.getState(), id);
    if (inbox === null || (seq <= inbox.readSeq && !inbox.markedUnread)) return;
    wishes.want(id, { readSeq: seq, ...(inbox.markedUnread ? { markedUnread: false } : {}) });
  }

  /** Another tab forgets what it asked when this is answered: so first it must be stored. */
  async function kept<T>(value: T): Promise<T> {
    await core.flush();
    return value;
  }

  function typing(id: ConversationId): void {
    const nowMs = core.clock.monotonicMs();
    if (nowMs - (typedAtMs.get(id) ?? -typingEveryMs) < typingEveryMs) return;
    typedAtMs.set(id, nowMs);
    // Nobody waits for it, and a refusal only means that it is not shown.
    void core.socket.call('chat.type', { conversationId: id });
  }

  return {
    ...createGroupActs(core, sync),
    async send(conversationId, text, clientId = core.newId<ClientId>()) {
      // What is typed after a message is a new answer, and told anew.
      typedAtMs.delete(conversationId);
      sends.submit({ conversationId, clientId, body: { type: 'text', text } });
      return kept(clientId);
    },
    retry: async (clientId) => kept(sends.retry(clientId)),
    discard: async (clientId) => kept(sends.discard(clientId)),
    markRead: async (id, seq) => kept(markRead(id, seq)),
    setInbox: async (id, wish) => kept(setInbox(id, wish)),
    saveDraft: async (id, text) => kept(wishes.want(id, { draft: text })),
    clearHistory: async (id) => kept(wishes.want(id, { clearedSeq: lastSeqOf(id) })),
    typing: async (id) => typing(id),
    takeWallets: async (answer) => core.dispatch({ type: 'wallets', ...answer }),
    takeTransfers: async (transfers) => core.dispatch({ type: 'transfers', transfers }),
    takeHead: async (head) => takeHead(core, sync, head),
    async wake() {
      core.socket.nudge();
      if (core.socket.isOpen()) await sync.catchUp();
    },
    flush: () => core.flush(),
  };
}
