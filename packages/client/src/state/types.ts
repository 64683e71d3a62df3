import type { ClientId, ConversationId, PersonId, TransferId } from '@plaza/base';
import type {
  ApprovalMeans,
  Contact,
  ContactPrivacy,
  ContactRequest,
  Conversation,
  Entry,
  EventPayload,
  InboxItem,
  Me,
  Member,
  MessageBody,
  PersonCard,
  Transfer,
  Wallet,
} from '@plaza/contract';

/**
 * How the device stands to the server: `catching_up` until it knows everything that happened
 * while it was away, `live` from then on.
 */
export type Status = 'stopped' | 'offline' | 'connecting' | 'catching_up' | 'live' | 'signed_out';

/** A stretch of the log, both ends included. */
export type Span = { readonly from: number; readonly to: number };

/**
 * The messages of others that were seen in (`since`, last], so that the unread count can follow
 * an inbox that the server counted at any point from `since` on.
 */
export type Tally = { readonly since: number; readonly seqs: readonly number[] };

/** What the device knows of a conversation. */
export type ConversationState = {
  /** As of its `lastSeq`. */
  readonly conversation: Conversation;
  readonly inbox: InboxItem;
  readonly tally: Tally;
  /** Only the server can say how the head is now: it must be fetched. */
  readonly stale: boolean;
  /** The newest stretch kept on the device; gap-free, on its way to `lastSeq`. */
  readonly held: Span | null;
  /** The end of `held` that is in memory; null while nobody looks at the conversation. */
  readonly entries: readonly Entry[] | null;
  /** A stretch apart from `held`, in memory only: where somebody jumped to. */
  readonly window: readonly Entry[] | null;
  readonly members: readonly Member[] | null;
  readonly membersStale: boolean;
};

/** `sent` is acknowledged by the server, and not yet seen in the log. */
export type SendState = 'waiting' | 'sending' | 'sent' | 'failed';

/** A message on its way. It is stored before the first try and resent until it is answered. */
export type Send = {
  readonly clientId: ClientId;
  readonly conversationId: ConversationId;
  readonly message: MessageBody;
  readonly createdAt: string;
  /** Rises on this device: the order in which messages leave. */
  readonly order: number;
  readonly state: SendState;
  /** Why it failed: the refusal's name, or `expired`. */
  readonly failure: string | null;
  readonly seq: number | null;
};

/**
 * What the person wants about a conversation and the server has not confirmed. The last wish
 * wins; shown at once, sent until answered.
 */
export type Intent = {
  readonly conversationId: ConversationId;
  readonly readSeq?: number;
  readonly clearedSeq?: number;
  readonly pinned?: boolean;
  readonly muted?: boolean;
  readonly markedUnread?: boolean;
  /** Off the list until something newer than this entry; null puts it back. */
  readonly hiddenSeq?: number | null;
  readonly draft?: string;
};
export type Wish = Exclude<keyof Intent, 'conversationId'>;

export type Notice = EventPayload<'identity.securityNoticed'> & { readonly seq: number };

/** Everything that a device knows. Never changed in place: a change makes new objects. */
export type State = {
  readonly status: Status;
  /** The last personal event; null before the first snapshot. */
  readonly personalSeq: number | null;
  readonly watermark: string | null;
  readonly me: Me | null;
  readonly privacy: ContactPrivacy | null;
  readonly contacts: ReadonlyMap<PersonId, Contact>;
  readonly requests: ReadonlyMap<string, ContactRequest>;
  /** Every card that was seen, so that a name is there for whoever left. */
  readonly people: ReadonlyMap<PersonId, PersonCard>;
  readonly conversations: ReadonlyMap<ConversationId, ConversationState>;
  readonly sends: ReadonlyMap<ClientId, Send>;
  readonly intents: ReadonlyMap<ConversationId, Intent>;
  /** Who types, and until when (milliseconds since 1970) that is shown. */
  readonly typing: ReadonlyMap<ConversationId, ReadonlyMap<PersonId, number>>;
  /** The newest security notices of this run, oldest first. */
  readonly notices: readonly Notice[];
  /** By currency; empty until somebody asked, and after a snapshot: then they are asked again. */
  readonly wallets: ReadonlyMap<string, Wallet>;
  readonly approval: ApprovalMeans | null;
  /** Transfers that were told or asked of; a card whose transfer is not here is asked for. */
  readonly transfers: ReadonlyMap<TransferId, Transfer>;
};

/** What a device knows before it knows anything. */
export const emptyState: State = {
  status: 'stopped',
  personalSeq: null,
  watermark: null,
  me: null,
  privacy: null,
  contacts: new Map(),
  requests: new Map(),
  people: new Map(),
  conversations: new Map(),
  sends: new Map(),
  intents: new Map(),
  typing: new Map(),
  notices: [],
  wallets: new Map(),
  approval: null,
  transfers: new Map(),
};
