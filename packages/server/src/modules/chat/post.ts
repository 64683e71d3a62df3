import type { Clock } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { Sent } from './appender.ts';
import { appendPost, lockPlace, type Post } from './store/posted.ts';
import type { Tell } from './tell.ts';

export type { Post };
export type PostRefused = 'conversation_unknown' | 'not_member' | 'message_conflict';

type Written = Sent & { version: number; isGone: boolean };

/**
 * Writes a message that the city itself makes, such as the card of a payment, in a person's name.
 * What it speaks of has happened already, so nobody is asked whether that person may write here;
 * only who left for good stays silent. May be called again and at the same time: the same id is
 * one message, and it is told again: whoever wrote it first perhaps died before it told anybody.
 */
export function createPost({ db, clock, tell }: { db: Database; clock: Clock; tell: Tell }) {
  return async (post: Post): Promise<Outcome<Sent, PostRefused>> => {
    const outcome = await decide<Written, PostRefused>(db, async (tx) => {
      const place = await lockPlace(tx, post);
      if (place === null) return no('conversation_unknown');
      const { version, written, sender } = place;
      if (written !== null) {
        if (!written.isSame) return no('message_conflict');
        const { seq, at, isGone } = written;
        return yes({ seq, at: at.toISOString(), version, isGone });
      }
      if (sender === 'unknown') return no('conversation_unknown');
      if (sender === 'left') return no('not_member');
      const at = clock.now();
      const seq = await appendPost(tx, post, at);
      return yes({ seq, at: at.toISOString(), version, isGone: false });
    });
    if (!outcome.ok) return outcome;
    const { seq, at, version, isGone } = outcome.value;
    if (!isGone) {
      const { conversationId, senderId, clientId, message } = post;
      const entry = { seq, senderId, clientId, body: { type: 'message', message }, at } as const;
      tell.entry({ conversationId, version, entry });
    }
    return yes({ seq, at });
  };
}
