import type { ClientId, ConversationId, PersonId } from '@plaza/base';
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
  PersonalEvent,
  Transfer,
  Wallet,
} from '@plaza/contract';
import type { Intent, Send, State, Status } from './types.ts';

/** All personal state as the server gives it at once. */
export type Snapshot = {
  headSeq: number;
  me: Me;
  contacts: Contact[];
  requests: ContactRequest[];
  privacy: ContactPrivacy;
};

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
  | { type: 'entry'; conversationId: ConversationId; entry: Entry }
  | { type: 'page'; conversationId: ConversationId; entries: readonly Entry[] }
  | { type: 'newestPage'; conversationId: ConversationId; entries: readonly Entry[] }
  | { type: 'windowPage'; conversationId: ConversationId; entries: readonly Entry[] }
  | { type: 'opened'; conversationId: ConversationId; entries: readonly Entry[] }
  | { type: 'closed'; conversationId: ConversationId }
  | { type: 'windowClosed'; conversationId: ConversationId }
  | { type: 'membersStale'; conversationId: ConversationId; stale: boolean }
  | { type: 'members'; conversationId: ConversationId; members: readonly Member[] }
  | { type: 'typed'; conversationId: ConversationId; personId: PersonId; untilMs: number }
  | { type: 'typingEnded'; conversationId: ConversationId; personId: PersonId; atMs: number }
  | { type: 'send'; send: Send }
  | { type: 'sendRemoved'; clientId: ClientId }
  | { type: 'intent'; intent: Intent }
  | { type: 'intentRemoved'; conversationId: ConversationId }
  | { type: 'wallets'; wallets: readonly Wallet[]; approval: ApprovalMeans }
  | { type: 'transfers'; transfers: readonly Transfer[] };
