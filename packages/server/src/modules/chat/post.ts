import type { Clock } from '@plaza/base';
import { inBatches, inWaves } from '../../kernel/batching.ts';
import type { Database, Tx } from '../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { Sent } from './appender.ts';
import { appendPosts, lockPlaces, type Place, type Post } from './store/posted.ts';
import type { Tell } from './tell.ts';

export type { Post };
export type PostRefused = 'conversation_unknown' | 'not_member' | 'message_conflict';

type Written = Sent & { version: number; isGone: boolean };
type Answer = Outcome<Written, PostRefused>;

/** Cards of many conversations are written at the same moment, as after a batch of payments. */
const together = { largest: 64, underWay: 2, thenEach: true };

/** What is known of a post before anything is written; null: it is to be written. */
function judge(place: Place | null): Answer | null {
  if (place === null) return no('conversation_unknown');
  const { version, written, sender } = place;
  if (written !== null) {
    if (!written.isSame) return no('message_conflict');
    const { seq, at, isGone } = written;
    return yes({ seq, at: at.toISOString(), version, isGone });
  }
  if (sender === 'unknown') return no('conversation_unknown');
  return sender === 'left' ? no('not_member') : null;
}

/** Writes posts to as many conversations, in one transaction. */
async function writeAll(tx: Tx, posts: readonly Post[], at: Date): Promise<Answer[]> {
  const places = await lockPlaces(tx, posts);
  const judged = places.map(judge);
  const fresh = posts.flatMap((post, index) => (judged[index] === null ? [{ post, index }] : []));
  const seqs = await appendPosts(
    tx,
    fresh.map(({ post }) => post),
    at,
  );
  fresh.forEach(({ index }, n) => {
    const version = places[index]?.version ?? 0;
    judged[index] = yes({ seq: seqs[n] ?? 0, at: at.toISOString(), version, isGone: false });
  });
  return judged as Answer[];
}

/**
 * Writes a message that the city itself makes, such as the card of a payment, in a person's name.
 * What it speaks of has happened already, so nobody is asked whether that person may write here;
 * only who left for good stays silent. May be called again and at the same time: the same id is
 * one message, and it is told again: whoever wrote it first perhaps died before it told anybody.
 */
export function createPost({ db, clock, tell }: { db: Database; clock: Clock; tell: Tell }) {
  const write = inBatches(
    (posts: readonly Post[]) =>
      inWaves(
        posts,
        ({ conversationId }) => conversationId,
        (its) => db.tx((tx) => writeAll(tx, its, clock.now())),
      ),
    together,
  );
  return async (post: Post): Promise<Outcome<Sent, PostRefused>> => {
    const outcome = await write(post);
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
