import type { ConversationId } from '@plaza/base';
import type {
  Bill,
  Contact,
  ContactPrivacy,
  ContactRequest,
  Entry,
  EntryBody,
  Me,
  Moment,
  PersonCard,
  Preferences,
  Reminder,
  Schedule,
  Transfer,
  Wallet,
} from '@plaza/contract';
import type { KnownPacket } from '../state/packets.ts';
import type { Act, ConversationState, Intent, PostDraft, Send, Span } from '../state/types.ts';

/** A conversation as it is kept; its entries are kept one by one beside it. */
export type StoredConversation = Omit<ConversationState, 'entries' | 'window' | 'quoted'>;

export type Meta = {
  readonly personalSeq: number | null;
  readonly watermark: string | null;
  readonly me: Me | null;
  readonly privacy: ContactPrivacy | null;
  readonly preferences: Preferences;
  readonly isPlanKnown: boolean;
};

export type JoinRequests = { readonly conversationId: ConversationId; readonly waiting: number };

/** The tables of the store. Every record is JSON data, but a blob, and is replaced whole. */
export type Tables = {
  /** One record, under the key `meta`. */
  meta: Meta;
  contact: Contact;
  request: ContactRequest;
  person: PersonCard;
  conversation: StoredConversation;
  send: Send;
  intent: Intent;
  act: Act;
  wallet: Wallet;
  transfer: Transfer;
  packet: KnownPacket;
  bill: Bill;
  schedule: Schedule;
  reminder: Reminder;
  joinRequest: JoinRequests;
  /** The newest of the feed. */
  post: Moment;
  postDraft: PostDraft;
  /** The files of messages and posts on their way. */
  blob: Blob;
};
export type TableName = keyof Tables;

export type StoredEntry = { readonly conversationId: ConversationId; readonly entry: Entry };

/** One change; a batch of them is written as one. */
export type StoreChange =
  | { [T in TableName]: { put: T; key: string; value: Tables[T] } }[TableName]
  | { remove: TableName; key: string }
  | { removeAll: TableName }
  | { putEntries: ConversationId; entries: readonly Entry[] }
  /** Replaces those that are kept and not hidden; the others are not added. */
  | { replaceEntries: ConversationId; entries: readonly Entry[] }
  /** Takes the content of kept entries away: `hidden`. */
  | { hideEntries: ConversationId; seqs: readonly number[] }
  /** Puts this in the place of what kept entries said. */
  | { blankEntries: ConversationId; seqs: readonly number[]; body: EntryBody }
  | { removeEntries: ConversationId };

/**
 * What a device keeps of one account between two runs. Implementations keep the changes of one
 * `write` together (all or none) and apply writes in the order of the calls; they belong to one
 * account, and another account never opens the same one.
 */
export type Store = {
  readAll<T extends TableName>(table: T): Promise<Tables[T][]>;
  /** The kept entries of a stretch, in order. */
  readEntries(conversationId: ConversationId, span: Span): Promise<Entry[]>;
  read<T extends TableName>(table: T, key: string): Promise<Tables[T] | null>;
  readKeys(table: TableName): Promise<string[]>;
  /** The kept entries that disappear up to a time, the first to go first. */
  readExpiring(upTo: string, limit: number): Promise<StoredEntry[]>;
  write(changes: readonly StoreChange[]): Promise<void>;
  /** Forgets everything: the person signed out. */
  erase(): Promise<void>;
};
