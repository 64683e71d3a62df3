import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { Head, MethodOutput, Transfer } from '@plaza/contract';
import type { Result } from './result.ts';

/** What `setInbox` may be asked for; what is left out stays. */
export type InboxWish = {
  pinned?: boolean;
  muted?: boolean;
  markedUnread?: boolean;
  hidden?: boolean;
};

/**
 * What a person does with chats. Messages and wishes are shown at once and carried out until the
 * server confirms, across reloads; what needs the server's word answers a `Result`. Arguments and
 * answers are JSON data, so that any tab can ask the one that talks to the server.
 */
export type Commands = {
  /** Sends text; the id names the message until it is in the log, and after. */
  send(conversationId: ConversationId, text: string, clientId?: ClientId): Promise<ClientId>;
  retry(clientId: ClientId): Promise<void>;
  discard(clientId: ClientId): Promise<void>;

  markRead(conversationId: ConversationId, seq: number): Promise<void>;
  setInbox(conversationId: ConversationId, wish: InboxWish): Promise<void>;
  saveDraft(conversationId: ConversationId, text: string): Promise<void>;
  clearHistory(conversationId: ConversationId): Promise<void>;
  /** Says that the person types; call it at every key, it is told at most once in 3 s. */
  typing(conversationId: ConversationId): Promise<void>;

  /** Loads a conversation to look at: what is kept at once, then what is missing. */
  open(conversationId: ConversationId): Promise<void>;
  /** Lets its entries go from memory; the store keeps them. */
  close(conversationId: ConversationId): Promise<void>;
  /** Loads an older page, from the store or the server; false when there is none. */
  loadBefore(conversationId: ConversationId): Promise<boolean>;
  /** Loads a newer page of the window; false when the window is at the newest. */
  loadAfter(conversationId: ConversationId): Promise<boolean>;
  /** Shows the log around an entry; away from the newest it becomes the window. */
  loadAround(conversationId: ConversationId, seq: number): Promise<void>;
  /** Leaves the window for the newest stretch. */
  backToNewest(conversationId: ConversationId): Promise<void>;
  loadMembers(conversationId: ConversationId): Promise<void>;

  openDirect(personId: PersonId): Promise<Result<'chat.openDirect'>>;
  createGroup(group: {
    name: string | null;
    memberIds: PersonId[];
    clientId?: ClientId;
  }): Promise<Result<'chat.createGroup'>>;
  addMembers(
    conversationId: ConversationId,
    memberIds: PersonId[],
  ): Promise<Result<'chat.addMembers'>>;
  removeMember(
    conversationId: ConversationId,
    memberId: PersonId,
  ): Promise<Result<'chat.removeMember'>>;
  leaveGroup(conversationId: ConversationId): Promise<Result<'chat.leaveGroup'>>;
  renameGroup(conversationId: ConversationId, name: string): Promise<Result<'chat.renameGroup'>>;

  /** Takes wallets and the means of approval as `pay.getWallet` answered them. */
  takeWallets(answer: MethodOutput<'pay.getWallet'>): Promise<void>;
  /** Takes transfers that a call answered, so that every card of them shows how they stand. */
  takeTransfers(transfers: readonly Transfer[]): Promise<void>;
  /** Takes a head that another call gave, such as a search's answer. */
  takeHead(head: Head): Promise<void>;
  /** The network is back or the page is looked at again: connects and asks what was missed. */
  wake(): Promise<void>;
  /** Writes what is waiting to be written; before a page goes away. */
  flush(): Promise<void>;
  /** Forgets everything that this device keeps of the account. */
  forget(): Promise<void>;
};
