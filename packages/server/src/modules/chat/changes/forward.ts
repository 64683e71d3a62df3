import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import type { Refused, Sent } from '../appender.ts';
import { forwardedId } from '../ids.ts';
import type { PrepareReason } from '../prepare.ts';
import type { Presenter } from '../present.ts';
import { selectEntriesAt, selectWrittenSeq } from '../store/entries.ts';
import type { NewMessage, StoredEntry, StoredMessage } from '../types.ts';
import type { Viewing } from '../viewing.ts';
import { forwardable, merge } from './forward-policy.ts';

export type Forward = {
  clientId: ClientId;
  conversationId: ConversationId;
  seqs: readonly number[];
  to: readonly ConversationId[];
  mode: 'single' | 'merged';
};

type TargetRefusal = Exclude<Refused, 'unavailable' | 'message_conflict'> | 'file_unknown';
export type Forwarded = {
  conversationId: ConversationId;
  seq: number | null;
  refusal: TargetRefusal | null;
};
export type ForwardReason =
  | 'conversation_unknown'
  | 'message_unknown'
  | 'not_forwardable'
  | 'unavailable';

export type ForwardDeps = {
  db: Database;
  viewing: Viewing;
  presenter: Pick<Presenter, 'cards'>;
  send(message: NewMessage): Promise<Outcome<Sent, Refused | PrepareReason>>;
};

type Piece = { seq: number; message: StoredMessage };
type Found = StoredEntry & { body: { type: 'message'; message: StoredMessage } };

/** What a target says no to; an answer that says neither is the fault of the moment. */
function refusalOf(reason: Refused | PrepareReason): TargetRefusal | null {
  switch (reason) {
    case 'unavailable':
    case 'message_conflict':
    case 'message_unknown':
    case 'invalid':
    case 'forbidden':
      return null;
    default:
      return reason;
  }
}

export function createForward({ db, viewing, presenter, send }: ForwardDeps) {
  /** The messages, if the viewer sees every one of them as a message. */
  async function find(viewerId: PersonId, { conversationId, seqs }: Forward) {
    const within = await viewing.stretch(viewerId, conversationId);
    if (within === null) return no('conversation_unknown');
    const seen = await viewing.entriesAt(viewerId, within, seqs);
    const isWhole = seen.length === seqs.length && seen.every((e) => e.body.type === 'message');
    if (!isWhole) return no('message_unknown');
    const stored = await selectEntriesAt(db, conversationId, seqs);
    const messages = stored.filter((entry): entry is Found => entry.body.type === 'message');
    return messages.length === seqs.length ? yes(messages) : no('message_unknown');
  }

  /** What is to be said in each target; null: something of it must stay where it is. */
  async function piecesOf(entries: readonly Found[], mode: Forward['mode']) {
    if (mode === 'merged') {
      const cardOf = await presenter.cards(entries.map(({ senderId }) => senderId));
      const quoted = entries.map(({ senderId, at, body: { message } }) => {
        return { author: cardOf(senderId).displayName, at, message };
      });
      const message = merge(quoted);
      return message === null ? null : [{ seq: 0, message }];
    }
    const pieces = entries.map(({ seq, body }) => ({ seq, message: forwardable(body.message) }));
    return pieces.every((piece): piece is Piece => piece.message !== null) ? pieces : null;
  }

  async function sendAll(
    senderId: PersonId,
    command: ClientId,
    to: { conversationId: ConversationId; pieces: readonly Piece[] },
  ): Promise<Outcome<Forwarded, 'unavailable'>> {
    const { conversationId } = to;
    let last: number | null = null;
    for (const { seq, message } of to.pieces) {
      const clientId = forwardedId({ clientId: command, to: conversationId, seq });
      const key = { conversationId, senderId, clientId };
      const sent = await send({ ...key, message });
      // Forwarded before, as it was then: its sender has edited it since.
      const isDone = !sent.ok && sent.reason === 'message_conflict';
      if (!sent.ok && !isDone) {
        const refusal = refusalOf(sent.reason);
        return refusal === null ? no('unavailable') : yes({ conversationId, seq: null, refusal });
      }
      last = sent.ok ? sent.value.seq : await selectWrittenSeq(db, key);
    }
    return yes({ conversationId, seq: last, refusal: null });
  }

  return async (
    viewerId: PersonId,
    forward: Forward,
  ): Promise<Outcome<{ results: Forwarded[] }, ForwardReason>> => {
    const found = await find(viewerId, forward);
    if (!found.ok) return found;
    const pieces = await piecesOf(found.value, forward.mode);
    if (pieces === null) return no('not_forwardable');
    const results: Forwarded[] = [];
    for (const conversationId of forward.to) {
      const done = await sendAll(viewerId, forward.clientId, { conversationId, pieces });
      if (!done.ok) return done;
      results.push(done.value);
    }
    return yes({ results });
  };
}
