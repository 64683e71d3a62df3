import type { ClientId, PersonId } from '@plaza/base';
import type { Send, Thread } from '@plaza/client';
import type { Entry } from '@plaza/contract';
import type { Sent } from './transfer-telling.ts';

/** Messages of one person within this time stand together. */
const togetherMs = 5 * 60_000;

/** Where a bubble stands among those of the same person that touch it. */
export type Place = { isFirst: boolean; isLast: boolean };

export type MessageRow = Place & {
  kind: 'message';
  key: string;
  /** Null while the message is on its way. */
  seq: number | null;
  senderId: PersonId;
  isOwn: boolean;
  /** Null: the account was erased and the text with it. */
  text: string | null;
  at: string;
  clientId: ClientId | null;
  send: Send | null;
};

/** Money that was sent. It stands alone: how it came about is not a run of bubbles. */
export type TransferRow = {
  kind: 'transfer';
  key: string;
  seq: number;
  senderId: PersonId;
  isOwn: boolean;
  card: Sent;
  at: string;
};

export type Row =
  | MessageRow
  | TransferRow
  | { kind: 'event'; key: string; seq: number; entry: Entry }
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string; count: number }
  | { kind: 'start'; key: string };

/** Where the line above what was not read stands; decided once, when the thread is opened. */
export type UnreadMark = { afterSeq: number; count: number };

function dayOf(at: string): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

type Item = Exclude<Row, { kind: 'day' | 'unread' | 'start' }>;

function fromEntry(entry: Entry, meId: PersonId): Item {
  const { seq, body, senderId, at, clientId } = entry;
  // An own message keeps the key that it had on its way, so that its row is the same one.
  const isOwn = senderId === meId;
  const key = isOwn && clientId !== null ? clientId : `seq-${seq}`;
  if (body.type !== 'message' && body.type !== 'erased') return { kind: 'event', key, seq, entry };
  const said = body.type === 'message' ? body.message : null;
  if (said?.type === 'transferSettled') return { kind: 'event', key, seq, entry };
  if (said?.type === 'transfer') {
    return { kind: 'transfer', key, seq, senderId, isOwn, card: said, at };
  }
  const text = said?.text ?? null;
  const place = { isFirst: true, isLast: true };
  return { kind: 'message', key, seq, senderId, isOwn, text, at, clientId, send: null, ...place };
}

function fromSend(send: Send, meId: PersonId): MessageRow {
  return {
    kind: 'message',
    key: send.clientId,
    seq: null,
    senderId: meId,
    isOwn: true,
    text: send.message.text,
    at: send.createdAt,
    clientId: send.clientId,
    send,
    isFirst: true,
    isLast: true,
  };
}

const timeOf = (item: Item) => (item.kind === 'event' ? item.entry.at : item.at);

function standTogether(a: Row | undefined, b: Item): boolean {
  return (
    a?.kind === 'message' &&
    b.kind === 'message' &&
    a.senderId === b.senderId &&
    Date.parse(b.at) - Date.parse(a.at) <= togetherMs
  );
}

type RowsInput = { thread: Thread; meId: PersonId; mark: UnreadMark | null };

/**
 * The rows of a thread. Above the first entry there is a day only where nothing older exists:
 * a line that moved up when older ones arrive would move what is being read.
 */
export function rowsOf({ thread, meId, mark }: RowsInput): Row[] {
  const { entries, sends, atStart } = thread;
  const seen = new Set<string>();
  const items = entries.map((entry) => fromEntry(entry, meId));
  for (const { key } of items) seen.add(key);
  for (const send of sends) if (!seen.has(send.clientId)) items.push(fromSend(send, meId));
  const rows: Row[] = [];
  if (atStart) rows.push({ kind: 'start', key: 'start' });
  let day = atStart ? '' : items[0] === undefined ? '' : dayOf(timeOf(items[0]));
  let isMarked = mark === null || !reaches(thread, mark);
  for (const item of items) {
    const itemDay = dayOf(timeOf(item));
    if (itemDay !== day) rows.push({ kind: 'day', key: `day-${itemDay}`, at: timeOf(item) });
    day = itemDay;
    if (!isMarked && mark !== null && isUnread(item, mark)) {
      isMarked = true;
      rows.push({ kind: 'unread', key: 'unread', count: mark.count });
    }
    const last = rows.at(-1);
    if (last?.kind === 'message' && standTogether(last, item)) {
      rows[rows.length - 1] = { ...last, isLast: false };
      rows.push({ ...(item as MessageRow), isFirst: false });
    } else rows.push(item);
  }
  return rows;
}

/** Whether what is loaded goes back to the first message that was not read. */
function reaches({ entries, atStart }: Thread, { afterSeq }: UnreadMark): boolean {
  return atStart || (entries[0]?.seq ?? Infinity) <= afterSeq + 1;
}

function isUnread(item: Item, { afterSeq }: UnreadMark): boolean {
  return item.seq !== null && item.seq > afterSeq && !(item.kind !== 'event' && item.isOwn);
}

/** How many rows came in front, by the keys of before and now; 0 when that did not happen. */
export function prependedCount(before: readonly string[], now: readonly string[]): number {
  const first = before.find((key) => key !== 'start');
  if (first === undefined || now.length <= before.length) return 0;
  const found = now.indexOf(first);
  return found > before.indexOf(first) ? found - before.indexOf(first) : 0;
}

/** The newest entry at or above a row. */
export function seqUpTo(rows: readonly Row[], index: number): number {
  for (let at = Math.min(index, rows.length - 1); at >= 0; at -= 1) {
    const row = rows[at];
    if (row !== undefined && 'seq' in row && row.seq !== null) return row.seq;
  }
  return 0;
}
