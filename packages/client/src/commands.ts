import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type {
  Head,
  InboxItem,
  MessageBody,
  MethodInput,
  MethodOutput,
  Preferences,
  Bill,
  Packet,
  Transfer,
} from '@plaza/contract';
import type { GroupCommands } from './group-commands.ts';
import type { MomentCommands } from './moments.ts';
import type { Result } from './result.ts';
import type { PartField, PartKind } from './state/types.ts';

/** What `setInbox` may be asked for; what is left out stays. */
export type InboxWish = {
  pinned?: boolean;
  /** Short for `notify`: true is `mentions`, false is `all`. */
  muted?: boolean;
  notify?: InboxItem['notify'];
  archived?: boolean;
  markedUnread?: boolean;
  hidden?: boolean;
  /** Voice messages that were heard, besides those that were before. */
  heard?: number[];
};

/** A file to be sent with a message: its id will stand in `field` of the message. */
export type MediaPart = { field: PartField; blob: Blob; as: PartKind; name: string };
export type MediaMessage = {
  /** With `nullFileId` wherever a part gives the id. */
  message: MessageBody;
  parts: readonly MediaPart[];
};

/** Messages on their way: shown at once, stored, and sent until the server confirms. */
export type SendCommands = {
  /** Sends a text or a message without new files; the id names it until it is in the log. */
  send(
    conversationId: ConversationId,
    message: string | MessageBody,
    clientId?: ClientId,
  ): Promise<ClientId>;
  /** Sends a message with files, which are kept on the device until they are uploaded. */
  sendMedia(
    conversationId: ConversationId,
    media: MediaMessage,
    clientId?: ClientId,
  ): Promise<ClientId>;
  retry(clientId: ClientId): Promise<void>;
  /** Takes a message off that waits, is being uploaded or failed; its files go with it. */
  discard(clientId: ClientId): Promise<void>;
};

/**
 * Changes of messages that are in the log. `recall`, `edit`, `react` and `vote` are shown at once
 * and kept until they are answered; without a connection they answer that all is well. What is
 * refused later stands in the state (`refusedActs`) until it is dismissed.
 */
export type ChangeCommands = {
  /** Takes a message back; the text of an own one is kept for a while: `takenTextOf`. */
  recall(conversationId: ConversationId, seq: number): Promise<Result<'chat.recallMessage'>>;
  edit(
    conversationId: ConversationId,
    seq: number,
    text: string,
    clientId?: ClientId,
  ): Promise<Result<'chat.editMessage'>>;
  /** My one reaction. */
  react(
    conversationId: ConversationId,
    seq: number,
    emoji: string | null,
  ): Promise<Result<'chat.setReaction'>>;
  vote(
    conversationId: ConversationId,
    seq: number,
    options: number[],
  ): Promise<Result<'chat.votePoll'>>;
  /** Forgets a refused change, which the person was told of. */
  dismissAct(key: string): Promise<void>;
  closePoll(conversationId: ConversationId, seq: number): Promise<Result<'chat.closePoll'>>;
  /** Deletes for me; gone at once, back when it is refused. */
  hide(conversationId: ConversationId, seqs: number[]): Promise<Result<'chat.hideMessages'>>;
  forward(
    input: Omit<MethodInput<'chat.forwardMessages'>, 'clientId'> & { clientId?: ClientId },
  ): Promise<Result<'chat.forwardMessages'>>;
};

/** What is mine: wishes about conversations, preferences, plans. */
export type OwnCommands = {
  markRead(conversationId: ConversationId, seq: number): Promise<void>;
  setInbox(conversationId: ConversationId, wish: InboxWish): Promise<void>;
  saveDraft(conversationId: ConversationId, text: string): Promise<void>;
  clearHistory(conversationId: ConversationId): Promise<void>;
  setPreferences(preferences: Preferences): Promise<Result<'chat.setPreferences'>>;
  /** The same `scheduleId` again changes the plan. */
  schedule(input: MethodInput<'chat.scheduleMessage'>): Promise<Result<'chat.scheduleMessage'>>;
  cancelSchedule(
    scheduleId: MethodInput<'chat.cancelSchedule'>['scheduleId'],
  ): Promise<Result<'chat.cancelSchedule'>>;
  /** The same `reminderId` again changes the reminder. */
  remind(input: MethodInput<'chat.setReminder'>): Promise<Result<'chat.setReminder'>>;
  removeReminder(
    reminderId: MethodInput<'chat.removeReminder'>['reminderId'],
  ): Promise<Result<'chat.removeReminder'>>;
};

/** What is brought into memory for looking at. */
export type ViewCommands = {
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
  /** Loads all members of a group of up to 500, the first hundred of a larger one. */
  loadMembers(conversationId: ConversationId): Promise<void>;
  /** Loads some members by id: those whose names are on the screen. */
  loadMembersOf(conversationId: ConversationId, personIds: PersonId[]): Promise<void>;
  /** Loads entries that answers point at; then `entryAt` gives them. */
  loadQuoted(conversationId: ConversationId, seqs: number[]): Promise<void>;
};

/**
 * What a person does with chats. Messages and wishes are shown at once and carried out until the
 * server confirms, across reloads; what needs the server's word answers a `Result`. Arguments and
 * answers can be structurally cloned, so that any tab can ask the one that talks to the server.
 */
export type Commands = SendCommands &
  MomentCommands &
  ChangeCommands &
  OwnCommands &
  ViewCommands &
  GroupCommands & {
    /** Says that the person types; call it at every key, it is told at most once in 3 s. */
    typing(conversationId: ConversationId): Promise<void>;
    /** Takes wallets and the means of approval as `pay.getWallet` answered them. */
    takeWallets(answer: MethodOutput<'pay.getWallet'>): Promise<void>;
    /** Takes transfers that a call answered, so that every card of them shows how they stand. */
    takeTransfers(transfers: readonly Transfer[]): Promise<void>;
    /** Takes red packets that a call answered. */
    takePackets(packets: readonly Packet[]): Promise<void>;
    /** Takes bills that a call answered. */
    takeBills(bills: readonly Bill[]): Promise<void>;
    /** Takes a head that another call gave, such as a search's answer. */
    takeHead(head: Head): Promise<void>;
    /** The network is back or the page is looked at again: connects and asks what was missed. */
    wake(): Promise<void>;
    /** Writes what is waiting to be written; before a page goes away. */
    flush(): Promise<void>;
    /** Forgets everything that this device keeps of the account. */
    forget(): Promise<void>;
  };
