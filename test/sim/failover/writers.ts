import {
  createIds,
  secureRandom,
  systemClock,
  type ClientId,
  type ConversationId,
} from '@plaza/base';
import { createHttp } from '@plaza/client';
import type { Seat } from './seats.ts';

/** What a writer was promised: the place of each of its messages. */
export type Promised = { conversationId: ConversationId; clientId: ClientId; seq: number };

export type Writers = {
  /** Places that were acknowledged, and when the last of them was. */
  promised: readonly Promised[];
  /** The longest time without any acknowledgement, in the time since the last call of this. */
  longestPauseMs(): number;
  stop(): Promise<void>;
};

const newId = createIds(systemClock, secureRandom);

/**
 * Lets each of these people write one message after the other, over HTTP, asking again under the
 * same id until there is an answer.
 */
export function startWriters(origin: string, seats: readonly Seat[]): Writers {
  const promised: Promised[] = [];
  let [isOn, lastMs, longestMs] = [true, Date.now(), 0];

  async function write({ token, conversationId }: Seat): Promise<void> {
    const { call } = createHttp({ baseUrl: origin, token, fetch });
    for (let n = 0; isOn; n += 1) {
      const clientId = newId<ClientId>();
      const message = { type: 'text', text: `message ${n}` } as const;
      for (let isAnswered = false; isOn && !isAnswered;) {
        const result = await call('chat.sendMessage', { conversationId, clientId, message });
        if (result.ok) {
          isAnswered = true;
          promised.push({ conversationId, clientId, seq: result.output.seq });
          longestMs = Math.max(longestMs, Date.now() - lastMs);
          lastMs = Date.now();
        } else await systemClock.sleep(100);
      }
    }
  }

  const running = seats.map(write);
  return {
    promised,
    longestPauseMs() {
      const ms = Math.max(longestMs, Date.now() - lastMs);
      longestMs = 0;
      return ms;
    },
    async stop() {
      isOn = false;
      await Promise.all(running);
    },
  };
}
