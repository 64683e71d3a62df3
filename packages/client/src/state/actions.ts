import type { ClientId, ConversationId, PersonId, PostId } from '@plaza/base';
import type {
  ApprovalMeans,
  Contact,
  ContactPrivacy,
  ContactRequest,
  Entry,
  Head,
  InboxItem,
  Me,
  Member,
  Moment,
  PersonalEvent,
  Preferences,
  Reminder,
  Schedule,
  Bill,
  Packet,
  Transfer,
  Wallet,
} from '@plaza/contract';
import type { FeedPage } from './posts.ts';
import type { Act, Intent, PostDraft, PostKey, Progress, Send, State, Status } from './types.ts';

/** All personal state as the server gives it at once. */
export type Snapshot = {
  headSeq: number;
  me: Me;
  contacts: Contact[];
  requests: ContactRequest[];
  privacy: ContactPrivacy;
  preferences: Preferences;
};

/** A stretch of the log as it was answered, with what its changes speak of outside of it. */
export type Page = {
  conversationId: ConversationId;
  entries: readonly Entry[];
  targets: readonly Entry[];
};

/** Messages of the store whose time is over, without their content. */
export type Expired = { conversationId: ConversationId; entries: readonly Entry[] };

/**
 * Every way in which a device's knowledge changes. An action is JSON data (but `restored`), so
 * that other tabs follow by being told the same actions.
 */
export type Action =
  | { type: 'restored'; state: Partial<State> }
  | { type: 'status'; status: Status }
  | { type: 'snapshot'; snapshot: Snapshot }
  | { type: 'personal'; event: PersonalEvent }
  | { type: 'watermark'; watermark: string }
  | { type: 'heads'; heads: readonly Head[] }
  | { type: 'inbox'; inbox: InboxItem }
  /** An event of the personal log once more, because an older answer may have undone it. */
  | { type: 'retold'; event: PersonalEvent }
  | { type: 'entry'; conversationId: ConversationId; entry: Entry; target?: Entry }
  | ({ type: 'page' } & Page)
  | ({ type: 'newestPage' } & Page)
  | ({ type: 'windowPage' } & Page)
  /** An older page for the store alone. */
  | ({ type: 'kept' } & Page)
  /** Entries as they are now, after a change at `bySeq`. */
  | {
      type: 'targets';
      conversationId: ConversationId;
      targets: readonly Entry[];
      bySeq: number;
    }
  /** An entry as it will be when the server agrees; in memory only. */
  | { type: 'patched'; conversationId: ConversationId; entry: Entry }
  | { type: 'quoted'; conversationId: ConversationId; entries: readonly Entry[] }
  /** Hidden on the screen until the server agrees, or not; in memory only. */
  | { type: 'veiled'; conversationId: ConversationId; seqs: readonly number[] }
  | { type: 'unveiled'; conversationId: ConversationId; entries: readonly Entry[] }
  | { type: 'hidden'; conversationId: ConversationId; seqs: readonly number[] }
  | { type: 'expired'; now: string; stored: readonly Expired[] }
  | { type: 'stale'; conversationIds: readonly ConversationId[] }
  | { type: 'taken'; key: string; text: string | null }
  | { type: 'opened'; conversationId: ConversationId; entries: readonly Entry[] }
  | { type: 'closed'; conversationId: ConversationId }
  | { type: 'windowClosed'; conversationId: ConversationId }
  | { type: 'membersStale'; conversationId: ConversationId; stale: boolean }
  | { type: 'members'; conversationId: ConversationId; members: readonly Member[] }
  | { type: 'someMembers'; conversationId: ConversationId; members: readonly Member[] }
  | { type: 'typed'; conversationId: ConversationId; personId: PersonId; untilMs: number }
  | { type: 'typingEnded'; conversationId: ConversationId; personId: PersonId; atMs: number }
  | { type: 'send'; send: Send }
  | { type: 'progress'; clientId: ClientId; upload: Progress | null }
  | { type: 'sendRemoved'; clientId: ClientId }
  | { type: 'act'; act: Act }
  | { type: 'actRemoved'; key: string }
  | { type: 'intent'; intent: Intent }
  | { type: 'intentRemoved'; conversationId: ConversationId }
  | { type: 'preferences'; preferences: Preferences }
  | { type: 'plans'; schedules: readonly Schedule[]; reminders: readonly Reminder[] }
  | { type: 'wallets'; wallets: readonly Wallet[]; approval: ApprovalMeans }
  | { type: 'transfers'; transfers: readonly Transfer[] }
  | { type: 'packets'; packets: readonly Packet[] }
  | { type: 'bills'; bills: readonly Bill[] }
  | ({ type: 'feedPage' } & FeedPage)
  | { type: 'posts'; posts: readonly Moment[] }
  /** A new post of the feed: mine, or a friend's. */
  | { type: 'posted'; post: Moment }
  | { type: 'postGone'; key: PostKey }
  | { type: 'momentsNews' }
  | { type: 'momentsUnread'; unread: number }
  | { type: 'postDraft'; draft: PostDraft }
  | { type: 'postProgress'; postId: PostId; upload: Progress | null }
  | { type: 'postDraftRemoved'; postId: PostId };
