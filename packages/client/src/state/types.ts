import type {
  BillId,
  ClientId,
  ConversationId,
  FileId,
  OrderId,
  PersonId,
  PostId,
  ReminderId,
  ScheduleId,
  PacketId,
  TransferId,
} from '@plaza/base';
import type {
  ApprovalMeans,
  Bill,
  CodeUse,
  Contact,
  ContactPrivacy,
  ContactRequest,
  Conversation,
  Entry,
  EventPayload,
  InboxItem,
  Me,
  Member,
  MerchantOrder,
  MessageBody,
  Moment,
  MomentAudience,
  MomentPlace,
  PersonCard,
  Preferences,
  Reminder,
  Schedule,
  Transfer,
  Wallet,
} from '@plaza/contract';
import type { KnownPacket } from './packets.ts';

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
export type Tally = {
  readonly since: number;
  readonly seqs: readonly number[];
  /** Those of them that mention me. */
  readonly mentions: readonly number[];
};

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
  /** Entries that answers point at and that stand elsewhere; in memory only. */
  readonly quoted: ReadonlyMap<number, Entry>;
  /** What I deleted for me on another device before this one was told of it. */
  readonly veiled: readonly number[];
  /** The last message that is known to be over: counts from before that are not to be trusted. */
  readonly overSeq: number;
  readonly members: readonly Member[] | null;
  readonly membersStale: boolean;
};

/** `sent` is acknowledged by the server, and not yet seen in the log. */
export type SendState = 'waiting' | 'sending' | 'sent' | 'failed';

/** A field of a message that names a file. */
export type PartField = 'fileId' | 'thumbId' | 'posterId';
export type PartKind = 'image' | 'video' | 'audio' | 'file';

/** A file of a message on its way, kept on the device until the message is in the log. */
export type SendPart = {
  readonly field: PartField;
  readonly as: PartKind;
  readonly name: string;
  readonly sizeBytes: number;
  /** Under which the store keeps its bytes. */
  readonly blobKey: string;
  /** Where the upload stands on the server, once it began. */
  readonly uploadUrl: string | null;
  /** The uploaded file. */
  readonly fileId: FileId | null;
};

export type Progress = { readonly sentBytes: number; readonly totalBytes: number };

/** A message on its way. It is stored before the first try and resent until it is answered. */
export type Send = {
  readonly clientId: ClientId;
  readonly conversationId: ConversationId;
  /** Files that are not uploaded yet have an id of zeros in it. */
  readonly message: MessageBody;
  readonly parts: readonly SendPart[];
  /** While its files go up; not kept. */
  readonly upload: Progress | null;
  readonly createdAt: string;
  /** Rises on this device: the order in which messages leave. */
  readonly order: number;
  readonly state: SendState;
  /** Why it failed: the refusal's name, or `expired`. */
  readonly failure: string | null;
  readonly seq: number | null;
};

/** What I want to become of a message that is in the log. */
export type Deed =
  | { readonly type: 'recall' }
  | { readonly type: 'edit'; readonly text: string }
  | { readonly type: 'react'; readonly emoji: string | null }
  | { readonly type: 'vote'; readonly options: readonly number[] };

/**
 * A change of a message on its way: stored before the first try, shown at once, and sent until it
 * is answered. Of two of a kind on one message the later one counts.
 */
export type Act = {
  /** Names the change to the server, which carries it out once. */
  readonly actId: ClientId;
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly deed: Deed;
  readonly createdAt: string;
  /** Rises on this device: the order in which changes leave. */
  readonly order: number;
  /** The refusal of one that nobody waits for any more; it is shown no longer as done. */
  readonly failure: string | null;
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
  readonly notify?: InboxItem['notify'];
  readonly muted?: boolean;
  readonly archived?: boolean;
  readonly markedUnread?: boolean;
  /** Voice messages that were heard; they are added to those that the server knows. */
  readonly heard?: number[];
  /** Off the list until something newer than this entry; null puts it back. */
  readonly hiddenSeq?: number | null;
  readonly draft?: string;
};
export type Wish = Exclude<keyof Intent, 'conversationId'>;

/** A file of a post that is written or on its way. */
export type PostFile = {
  readonly as: 'image' | 'video';
  readonly name: string;
  readonly sizeBytes: number;
  readonly blobKey: string;
  readonly uploadUrl: string | null;
  readonly fileId: FileId | null;
};

/** A photo or the video of a post, made ready to be shown and sent. */
export type PostMedia = {
  readonly kind: 'photo' | 'video';
  readonly width: number;
  readonly height: number;
  readonly placeholder: string;
  /** Of a video. */
  readonly durationMs: number;
  readonly whole: PostFile;
  /** The small photo, or the picture of a video. */
  readonly small: PostFile | null;
};

/** A post that I write, or that is on its way: stored with its files until the server has it. */
export type PostDraft = {
  readonly postId: PostId;
  readonly text: string;
  readonly mentions: readonly PersonId[];
  readonly media: readonly PostMedia[];
  readonly link: { readonly url: string; readonly title: string } | null;
  readonly place: MomentPlace | null;
  readonly audience: MomentAudience;
  readonly createdAt: string;
  readonly state: 'draft' | 'waiting' | 'failed';
  /** The refusal's name. */
  readonly failure: string | null;
  /** While its files go up; not kept. */
  readonly upload: Progress | null;
};

/** Names a post among all: whose, and which. */
export type PostKey = `${PersonId}/${PostId}`;

/** What this device knows of Moments. */
export type Moments = {
  readonly posts: ReadonlyMap<PostKey, Moment>;
  /** The newest of the feed, without a hole, newest first. */
  readonly feed: readonly PostKey[];
  /** Whether this run has asked; what was kept before may have changed. */
  readonly isAsked: boolean;
  /** Where the next older page begins; null at the end. */
  readonly next: string | null;
  /** The oldest post that this run asked for. */
  readonly verifiedTo: PostKey | null;
  /** Somebody posted since the feed was last asked for. */
  readonly hasNew: boolean;
  /** Notices that were not looked at. */
  readonly unread: number;
};

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
  /** By `actKey`. */
  readonly acts: ReadonlyMap<string, Act>;
  /** Who types, and until when (milliseconds since 1970) that is shown. */
  readonly typing: ReadonlyMap<ConversationId, ReadonlyMap<PersonId, number>>;
  /** The newest security notices of this run, oldest first. */
  readonly notices: readonly Notice[];
  /** By currency; empty until somebody asked, and after a snapshot: then they are asked again. */
  readonly wallets: ReadonlyMap<string, Wallet>;
  readonly approval: ApprovalMeans | null;
  /** Transfers that were told or asked of; a card whose transfer is not here is asked for. */
  readonly transfers: ReadonlyMap<TransferId, Transfer>;
  /** Red packets that were told or asked of; as with transfers. */
  readonly packets: ReadonlyMap<PacketId, KnownPacket>;
  /** Bills that were told or asked of; as with transfers. */
  readonly bills: ReadonlyMap<BillId, Bill>;
  /** What my last pay code was used for, as far as this run was told. */
  readonly codeUse: CodeUse | null;
  /** Orders of merchants of mine that this run was told of. */
  readonly orders: ReadonlyMap<OrderId, MerchantOrder>;
  /** Rises with whatever else is told of merchants: who shows it asks again. */
  readonly merchantNews: number;
  /** The same of family cards. */
  readonly familyNews: number;
  /** When and for what I want to be called. */
  readonly preferences: Preferences;
  /** What I planned; `isPlanKnown` is false until it was asked for, and after a snapshot. */
  readonly schedules: ReadonlyMap<ScheduleId, Schedule>;
  readonly reminders: ReadonlyMap<ReminderId, Reminder>;
  readonly isPlanKnown: boolean;
  /** How many people wait to be let into groups that I lead. */
  readonly joinRequests: ReadonlyMap<ConversationId, number>;
  readonly moments: Moments;
  /** By their post's id. */
  readonly postDrafts: ReadonlyMap<PostId, PostDraft>;
  /** Texts that I took back, for a while and in memory only, by `takenKey`: to edit again. */
  readonly taken: ReadonlyMap<string, string>;
};

export const noPreferences: Preferences = { quietHours: null, muteWords: [] };

export const noMoments: Moments = {
  posts: new Map(),
  feed: [],
  isAsked: false,
  next: null,
  verifiedTo: null,
  hasNew: false,
  unread: 0,
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
  acts: new Map(),
  typing: new Map(),
  notices: [],
  wallets: new Map(),
  approval: null,
  transfers: new Map(),
  packets: new Map(),
  bills: new Map(),
  codeUse: null,
  orders: new Map(),
  merchantNews: 0,
  familyNews: 0,
  preferences: noPreferences,
  schedules: new Map(),
  reminders: new Map(),
  isPlanKnown: false,
  joinRequests: new Map(),
  moments: noMoments,
  postDrafts: new Map(),
  taken: new Map(),
};
