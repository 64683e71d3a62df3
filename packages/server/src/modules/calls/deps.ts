import type { CallId, Clock, ConversationId, PersonId } from '@plaza/base';
import type { PersonCard, ServerFrame } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import type { Bus, Outbox } from '../../kernel/events/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import type { Chat } from '../chat/index.ts';

/** Rings on devices whose app is closed. */
export type Push = {
  ring(order: {
    callId: CallId;
    conversationId: ConversationId;
    callerId: PersonId;
    calleeIds: readonly PersonId[];
    media: 'voice' | 'video';
    expiresAt: Date;
  }): Promise<void>;
  ringOver(order: { callId: CallId; calleeIds: readonly PersonId[] }): Promise<void>;
};

/** Where the city's relay is; empty lists: there is none. */
export type RelayConfig = {
  stunUrls: readonly string[];
  turnUrls: readonly string[];
  turnSecret: string | undefined;
};

export type CallsDeps = {
  db: Database;
  clock: Clock;
  log: { warn(fields: object, text: string): void };
  bus: Pick<Bus, 'publish' | 'subscribe'>;
  outbox: Pick<Outbox, 'add' | 'react'>;
  jobs: Pick<Jobs, 'every'>;
  hub: {
    prepare(frame: ServerFrame): Buffer;
    deliver(people: Iterable<PersonId>, prepared: Buffer): void;
  };
  identity: { getCards(ids: PersonId[]): Promise<Map<PersonId, PersonCard>> };
  contacts: {
    mayWrite(senderId: PersonId, recipientId: PersonId): Promise<'yes' | 'not_contact' | 'blocked'>;
  };
  chat: Pick<Chat, 'mayCall' | 'note'>;
  /** Whether a new account may do this once more today. */
  newcomers: { take(personId: PersonId, act: 'call'): Promise<boolean> };
  push: Push;
  relays: RelayConfig;
};
