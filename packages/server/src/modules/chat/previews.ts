import type { Clock, ConversationId, FileId } from '@plaza/base';
import type { LinkPreview } from '@plaza/contract';
import type { Database, Tx } from '../../kernel/db/index.ts';
import { changeEntry } from './changes/change.ts';
import type { Attachments } from './gone.ts';
import { isExpired } from './present.ts';
import { lockLog } from './store/conversations.ts';
import { selectEntryAt, updateEntry } from './store/entries.ts';
import type { Tell } from './tell.ts';
import type { StoredEntry } from './types.ts';

export type PreviewsDeps = {
  db: Database;
  clock: Clock;
  attachments: Pick<Attachments, 'add' | 'remove'>;
  tell: Tell;
};

type Place = { conversationId: ConversationId; seq: number };

/** Whether the message is still a text that names the link, and has no preview of it yet. */
function wants(entry: StoredEntry | null, url: string, nowMs: number): entry is StoredEntry {
  if (entry?.body.type !== 'message' || entry.body.message.type !== 'text') return false;
  if (isExpired(entry, nowMs) || entry.extra?.preview?.url === url) return false;
  return entry.body.message.text.includes(url);
}

export type SetPreview = (place: Place, preview: LinkPreview) => Promise<boolean>;

/**
 * Puts what was found behind a link under the message that names it. Its picture belongs to the
 * message: it is read by who sees the message, and goes with it.
 */
export function createPreviews({ db, clock, attachments, tell }: PreviewsDeps): SetPreview {
  async function swapImage(
    tx: Tx,
    place: Place,
    { senderId, clientId, extra }: StoredEntry,
    imageId: string | null,
  ): Promise<boolean> {
    if (clientId === null) return false;
    const key = { conversationId: place.conversationId, senderId, clientId };
    const isThere = imageId === null || (await attachments.add(tx, key, imageId as FileId));
    const former = extra?.preview?.imageId ?? null;
    if (isThere && former !== null) await attachments.remove(tx, key, former as FileId);
    return isThere;
  }

  return async (place, preview) => {
    const { conversationId, seq } = place;
    const written = await db.tx(async (tx) => {
      const at = clock.now();
      const conversation = await lockLog(tx, conversationId);
      const entry = await selectEntryAt(tx, conversationId, seq);
      if (conversation === null || !wants(entry, preview.url, at.getTime())) return null;
      if (!(await swapImage(tx, place, entry, preview.imageId))) return null;
      const { body, senderId: byId } = entry;
      await updateEntry(tx, conversationId, { seq, body, extra: { ...entry.extra, preview } });
      const change = { targetSeq: seq, how: 'previewed' as const, byId, at };
      const entries = await changeEntry(tx, conversation, change);
      return { entries, version: conversation.version };
    });
    if (written === null) return false;
    await tell.stored(conversationId, written.version, written.entries);
    return true;
  };
}
