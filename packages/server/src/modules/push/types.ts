import type { Clock, ConversationId, PersonId, Random, SessionId } from '@plaza/base';
import type { PersonCard, PushDevice, PushLevel } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import type { Resolve } from '../../kernel/egress/index.ts';
import type { Bus } from '../../kernel/events/index.ts';
import type { Metrics } from '../../kernel/metrics/index.ts';
import type { Chat } from '../chat/index.ts';
import type { Contacts } from '../contacts/index.ts';
import type { Identity } from '../identity/index.ts';

export type Outcome = NonNullable<PushDevice['last']>['outcome'];
export type Locale = 'en' | 'es' | 'zh';

/** A browser that wants to be told while the app is closed. */
export type Subscription = {
  personId: PersonId;
  sessionId: SessionId;
  endpoint: string;
  p256dh: Buffer;
  auth: Buffer;
  level: PushLevel;
  locale: Locale;
  timeZone: string;
  since: Date;
  last: { at: Date; outcome: Outcome; status: number | null } | null;
};

export type SlotKind = 'message' | 'ring' | 'request' | 'reminder';
/** To show what is there, to take what is shown away, or to say that it was taken back. */
export type Want = 'show' | 'close' | 'gone';

export type SlotKey = { personId: PersonId; sessionId: SessionId; slot: string };

export type Slot = SlotKey & {
  kind: SlotKind;
  facts: unknown;
  fromSeq: number;
  wantedSeq: number;
  sentSeq: number;
  want: Want;
  attempt: number;
  wantedAt: Date;
  expiresAt: Date;
};

/** What a slot of each kind knows besides its name. */
export type RingFacts = {
  callId: string;
  conversationId: ConversationId;
  callerId: PersonId;
  media: 'voice' | 'video';
};
export type RequestFacts = { personId: PersonId };
export type ReminderFacts = { conversationId: ConversationId; seq: number; note: string };

export type PushDeps = {
  db: Database;
  clock: Clock;
  random: Random;
  bus: Pick<Bus, 'publish' | 'subscribe' | 'onGap'>;
  /** Tells when the last line to a device is cut. */
  hub: { onGone(run: (of: { personId: PersonId; sessionId: SessionId }) => void): void };
  log: { warn(fields: object, text: string): void };
  metrics?: Pick<Metrics, 'gauge' | 'counter' | 'histogram'>;
  /** Origins of push services; `known` stands for those of the makers of browsers. */
  pushOrigins: readonly string[];
  /** Whom a push service writes to when something is wrong: `mailto:` or `https:`. */
  pushContact: string;
  identity: Pick<Identity, 'listSessions' | 'onSessionEnded'> & {
    getCards(ids: PersonId[]): Promise<Map<PersonId, PersonCard>>;
  };
  contacts: Pick<Contacts, 'getPerson'>;
  chat: Pick<Chat, 'heads' | 'reading' | 'searching' | 'onEntryGone' | 'countBadge'> & {
    own: { preferences: Pick<Chat['own']['preferences'], 'get'> };
  };
  resolve?: Resolve;
};
