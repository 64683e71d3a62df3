import type { ConversationId } from '@plaza/base';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { createLane } from './lane.ts';
import type { WriterDeps } from './lane-writer.ts';
import type { AppendCode, AppendRow } from './store/append.ts';
import type { NewMessage, ToldEntry } from './types.ts';

/** More lanes are slower on few cores: each commit is then shared by fewer messages. */
const laneCount = 2;

export type Refused = Exclude<AppendCode, 'ok' | 'duplicate'> | 'unavailable';
export type Sent = { seq: number; at: string };

export type Appender = {
  append(message: NewMessage): Promise<Outcome<Sent, Refused>>;
  stats(): { appended: number; queued: number };
  stop(): Promise<void>;
};

export type AppenderDeps = Omit<WriterDeps, 'onWritten'> & { tell(told: ToldEntry): void };

function told({ conversationId, ...message }: NewMessage, row: AppendRow): ToldEntry {
  const { senderId, clientId } = message;
  const body = { type: 'message', message: message.message } as const;
  const { seq } = row;
  // A repeat was judged by nothing: any membership that is known is new enough for it.
  const version = row.version ?? 0;
  return {
    conversationId,
    version,
    entry: { seq, senderId, clientId, body, at: row.at.toISOString() },
  };
}

/** Spreads conversations over lanes; all messages of one conversation go through the same. */
export function createAppender({ tell, ...deps }: AppenderDeps): Appender {
  let appended = 0;
  const lanes = Array.from({ length: laneCount }, () =>
    createLane({
      ...deps,
      onWritten(message, row) {
        if (row.code === 'ok') appended += 1;
        tell(told(message, row));
      },
    }),
  );
  const laneOf = (id: ConversationId) => lanes[Number.parseInt(id.slice(0, 8), 16) % laneCount];

  return {
    async append(message) {
      const result = (await laneOf(message.conversationId)?.append(message)) ?? 'unavailable';
      if (result === 'unavailable') return no('unavailable');
      const { code, seq, at } = result;
      if (code !== 'ok' && code !== 'duplicate') return no(code);
      return yes({ seq, at: at.toISOString() });
    },
    stats: () => ({
      appended,
      queued: lanes.reduce((sum, lane) => sum + lane.queued(), 0),
    }),
    stop: async () => void (await Promise.all(lanes.map((lane) => lane.stop()))),
  };
}
