import type { ConversationId } from '@plaza/base';
import type { ShownMessage } from '../chat/messages.ts';

/**
 * What a push message says, as JSON, encrypted so that only the browser reads it. The words of the
 * notification are the device's own, in `locale`; what the person's level keeps back is null.
 */
export type PushContent = {
  v: 1;
  locale: 'en' | 'es' | 'zh';
  /** What the app's icon shows; absent: as it is. */
  badge?: number;
} & (
  | {
      kind: 'message';
      conversationId: ConversationId;
      seq: number;
      isGroup: boolean;
      /** The name of the group; null also for one without a name. */
      title: string | null;
      by: string | null;
      /** What kind of message it is, or that a call was missed. */
      what: ShownMessage['type'] | 'callMissed' | null;
      words: string | null;
      mentionsMe: boolean;
    }
  /** A message that is shown was taken back, or its time is over. */
  | { kind: 'gone'; conversationId: ConversationId; seq: number }
  /** What is shown of a conversation was read elsewhere. */
  | { kind: 'read'; conversationId: ConversationId; seq: number }
  | {
      kind: 'ring';
      callId: string;
      conversationId: ConversationId;
      by: string | null;
      media: 'voice' | 'video';
      expiresAt: string;
    }
  | { kind: 'ringOver'; callId: string }
  | { kind: 'request'; by: string | null }
  | { kind: 'reminder'; conversationId: ConversationId; seq: number; words: string | null }
  | { kind: 'test'; testId: string }
);
