import type { ShownMessage } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { createLane } from './lane.ts';
import type { WriterDeps } from './lane-writer.ts';
import type { AppendCode, AppendRow } from './store/append.ts';
import type { NewMessage, ToldEntry } from './types.ts';

export type Refused = Exclude<AppendCode, 'ok' | 'duplicate' | 'superseded'> | 'unavailable';
export type Sent = { seq: number; at: string; expiresAt?: string };

export type Appender = {
  append(message: NewMessage): Promise<Outcome<Sent, Refused>>;
  stats(): { appended: number; queued: number };
  stop(): Promise<void>;
};

export type AppenderDeps = Omit<WriterDeps, 'onWritten'> & { tell(told: ToldEntry): void };

function sentOf({ seq, at, expiresAt }: AppendRow): Sent {
  const sent = { seq, at };
  return expiresAt === null ? sent : { ...sent, expiresAt: expiresAt.toISOString() };
}

function told({ conversationId, senderId, clientId, message, shown }: NewMessage, row: AppendRow) {
  // Only a contact is stored otherwise than it is told, and it comes with what is told.
  const body = { type: 'message', message: shown ?? (message as ShownMessage) } as const;
  // A repeat was judged by nothing: any membership that is known is new enough for it.
  const version = row.version ?? 0;
  const { seq, ...times } = sentOf(row);
  const entry = { seq, senderId, clientId, body, ...times };
  return { conversationId, version, entry } satisfies ToldEntry;
}

/** All messages of this process go through one lane: more would share each commit among fewer. */
export function createAppender({ tell, ...deps }: AppenderDeps): Appender {
  let appended = 0;
  const lane = createLane({
    ...deps,
    onWritten(message, row) {
      if (row.code === 'ok') appended += 1;
      // Sent again, and whom it recommends is nobody any more.
      if (message.message.type === 'contact' && message.shown === undefined) return;
      tell(told(message, row));
    },
  });

  return {
    async append(message) {
      const result = await lane.append(message);
      if (result === 'unavailable') return no('unavailable');
      const { code } = result;
      if (code === 'ok' || code === 'duplicate' || code === 'superseded') {
        return yes(sentOf(result));
      }
      return no(code);
    },
    stats: () => ({ appended, queued: lane.queued() }),
    stop: lane.stop,
  };
}
