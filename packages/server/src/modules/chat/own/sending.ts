import { decide, no, yes } from '../../../kernel/rpc/index.ts';
import { selectWrittenSeq } from '../store/entries.ts';
import * as store from '../store/own-schedules.ts';
import { tellEnded } from './schedules.ts';
import type { OwnDeps } from './types.ts';

const atOnce = 50;
/** Longer than a message may wait for a database that is away. */
const leaseMs = 30_000;
/** What could not be judged for so long, because something is broken, is given up. */
const patienceMs = 24 * 3_600_000;

type SendingDeps = Pick<OwnDeps, 'db' | 'clock' | 'log' | 'sync' | 'send' | 'files'>;
type Claimed = Awaited<ReturnType<typeof store.claimSchedules>>[number];

/**
 * Sends what is due. A row is marked before it is sent and goes only when the outcome is known. So
 * a process that dies leaves the mark; who finds it looks whether the message is in the log, and
 * else sends it again under the same id. Cancelling or changing is refused in between.
 */
export function createSending({ db, clock, log, sync, send, files }: SendingDeps) {
  async function end(row: Claimed, failure: string | null): Promise<void> {
    await decide<object, 'late'>(db, async (tx) => {
      if (!(await store.endSending(tx, row, failure))) return no('late');
      if (failure === null) {
        for (const fileId of row.fileIds) await files.letGo(tx, fileId);
        await tellEnded(sync, tx, row);
      } else {
        const schedule = store.presentSchedule({ ...row, state: 'failed', failure });
        await sync.append(tx, row.personId, 'chat.scheduleChanged', { schedule });
      }
      return yes({});
    });
  }

  async function deliver(row: Claimed): Promise<void> {
    const { conversationId, personId: senderId, clientId, message, sendAt } = row;
    // Judged again it might be refused, although everybody has it.
    const key = { conversationId, senderId, clientId };
    if (row.isRetry && (await selectWrittenSeq(db, key)) !== null) return end(row, null);
    const sent = await send({ conversationId, senderId, clientId, message });
    if (sent.ok) return end(row, null);
    const isHopeless = clock.nowMs() - sendAt.getTime() > patienceMs;
    if (sent.reason !== 'unavailable' || isHopeless) await end(row, sent.reason);
  }

  /** One after the other: messages planned for one conversation keep their order. */
  async function deliverAll(rows: readonly Claimed[]): Promise<void> {
    for (const row of rows) {
      try {
        await deliver(row);
      } catch (error) {
        // It stays marked, and is tried again when the lease is over.
        log.warn({ err: error, scheduleId: row.scheduleId }, 'a planned message was not sent yet');
      }
    }
  }

  /** True when there may be more. */
  return async function sendDue(): Promise<boolean> {
    const now = clock.now();
    const leaseEnd = new Date(now.getTime() + leaseMs);
    const rows = await store.claimSchedules(db, { now, leaseEnd, limit: atOnce });
    const places = Map.groupBy(rows, ({ conversationId }) => conversationId);
    await Promise.all([...places.values()].map(deliverAll));
    return rows.length === atOnce;
  };
}
