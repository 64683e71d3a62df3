import type { Conversation, InboxItem } from '@plaza/contract';
import { noPreferences, type Send } from '../state/types.ts';
import type { Meta, StoredConversation } from './types.ts';

// A device may have been away since a version that knew less: what it kept is read as if it had
// been written today, and what was unknown then is asked for.

/** Without preferences it was written by a version that knew none, and all heads are old too. */
export function upgradedMeta(
  meta: Partial<Meta> | undefined,
): Pick<Meta, 'watermark' | 'preferences' | 'isPlanKnown'> {
  const { watermark = null, preferences, isPlanKnown = false } = meta ?? {};
  if (preferences === undefined) {
    return { watermark: null, preferences: noPreferences, isPlanKnown: false };
  }
  return { watermark, preferences, isPlanKnown };
}

const unknownOfGroup = {
  adminIds: [],
  announcement: null,
  muteAll: false,
  joinApproval: false,
  timerSeconds: null,
  dissolved: false,
} satisfies Partial<Conversation>;

function upgradedInbox(inbox: Partial<InboxItem>): InboxItem {
  const isMuted = inbox.muted ?? false;
  const unknown = {
    mentionSeqs: [],
    announcementReadSeq: 0,
    // What was read before there was a count of it counts as heard, as on the server.
    heardToSeq: inbox.readSeq ?? 0,
    heardSeqs: [],
    archived: false,
    notify: isMuted ? 'mentions' : 'all',
  };
  return { ...unknown, ...inbox } as InboxItem;
}

export function upgradedConversation(kept: StoredConversation): StoredConversation {
  return {
    ...kept,
    conversation: { ...unknownOfGroup, ...kept.conversation },
    inbox: upgradedInbox(kept.inbox),
    veiled: kept.veiled ?? [],
    overSeq: kept.overSeq ?? 0,
    tally: { ...kept.tally, mentions: kept.tally.mentions ?? [] },
  };
}

export function upgradedSend(send: Send): Send {
  return { ...send, parts: send.parts ?? [], upload: null };
}
