import { assert, type Clock, type ConversationId, type PersonId } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import { appendBodies, lockLog } from './store/conversations.ts';
import { selectEntryAt } from './store/entries.ts';
import { insertNote, selectNoteSeq } from './store/notes.ts';
import type { Tell } from './tell.ts';
import type { StoredBody } from './types.ts';

/** What happened beside the conversation and belongs into its log. */
export type Note = {
  conversationId: ConversationId;
  /** The same id again is the same note. */
  noteId: string;
  senderId: PersonId;
  body: Extract<StoredBody, { type: 'callStarted' | 'callEnded' | 'callMissed' }>;
};

/**
 * Writes a note once, however often and from however many processes it is asked to; each time it
 * is told again: whoever wrote it first perhaps died before telling. Null: no such conversation.
 */
export function createNote({ db, clock, tell }: { db: Database; clock: Clock; tell: Tell }) {
  return async ({ conversationId, noteId, senderId, body }: Note): Promise<number | null> => {
    const written = await db.tx(async (tx) => {
      const conversation = await lockLog(tx, conversationId);
      if (conversation === null) return null;
      const { version } = conversation;
      const seq = await selectNoteSeq(tx, conversationId, noteId);
      if (seq !== null) return { version, entry: await selectEntryAt(tx, conversationId, seq) };
      const to = { conversationId, senderId, at: clock.now() };
      const [entry] = await appendBodies(tx, to, [body]);
      assert(entry !== undefined, 'a body makes an entry');
      await insertNote(tx, { conversationId, noteId, seq: entry.seq });
      return { version, entry };
    });
    if (written === null || written.entry === null) return null;
    await tell.stored(conversationId, written.version, [written.entry]);
    return written.entry.seq;
  };
}
