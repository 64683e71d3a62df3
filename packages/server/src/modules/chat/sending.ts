import type { Outcome } from '../../kernel/rpc/index.ts';
import type { Appender, Refused, Sent } from './appender.ts';
import { needsPreparation, type Prepare, type PrepareReason } from './prepare.ts';
import type { NewMessage } from './types.ts';

export type SendReason = Refused | PrepareReason;
export type Send = (message: NewMessage) => Promise<Outcome<Sent, SendReason>>;

/**
 * Prepares what needs it and appends. Messages of one sender to one conversation keep the order in
 * which they came, also when an earlier one is prepared for longer.
 */
export function createSend(prepare: Prepare, append: Appender['append']): Send {
  /** The newest turn of each sender and conversation that have one under way. */
  const turns = new Map<string, Promise<unknown>>();

  async function take(message: NewMessage, earlier: Promise<unknown> | undefined) {
    const [prepared] = await Promise.allSettled([prepare(message), earlier]);
    if (prepared.status === 'rejected') throw prepared.reason as Error;
    const outcome = prepared.value;
    // Wrapped: whoever comes next waits for this one's place in the lane, not for its commit.
    return { sent: outcome.ok ? append(outcome.value) : outcome };
  }

  return async (message) => {
    if (turns.size === 0 && !needsPreparation(message.message)) return append(message);
    const key = `${message.senderId} ${message.conversationId}`;
    const turn = take(message, turns.get(key));
    turns.set(key, turn);
    try {
      return await (
        await turn
      ).sent;
    } finally {
      if (turns.get(key) === turn) turns.delete(key);
    }
  };
}
