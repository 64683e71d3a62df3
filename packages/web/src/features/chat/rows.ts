import type { ClientId, PersonId } from '@plaza/base';
import type { Send, Thread } from '@plaza/client';
import type { Entry } from '@plaza/contract';
import { ownWords, type Said } from './kinds/said.ts';
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
  /** Null: the account was erased and what it said with it. */
  said: Said | null;
  /** The words that can be copied: of a text all, of a photo its caption; null: none. */
  text: string | null;
  /** As the log has it, with what became of it; null while it is on its way. */
  entry: Entry | null;
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

/** Messages that were taken back, or whose time was over: a line, for a run of the latter one. */
export type GoneRow = {
  kind: 'gone';
  key: string;
  seq: number;
  entry: Entry;
  count: number;
};

export type Row =
  | MessageRow
  | TransferRow
  | GoneRow
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
type Viewer = Pick<RowsInput, 'meId' | 'seesLeaving'>;

const alone: Place = { isFirst: true, isLast: true };

/** The row of an entry; null for one that shows nothing by itself. */
function fromEntry(entry: Entry, { meId, seesLeaving }: Viewer): Item | null {
  const { seq, body, senderId, at, clientId } = entry;
  // An own message keeps the key that it had on its way, so that its row is the same one.
  const isOwn = senderId === meId;
  const key = isOwn && clientId !== null ? clientId : `seq-${seq}`;
  switch (body.type) {
    case 'changed':
    case 'hidden':
      return null;
    case 'memberLeft':
      return isOwn || seesLeaving ? { kind: 'event', key, seq, entry } : null;
    case 'recalled':
    case 'expired':
      return { kind: 'gone', key, seq, entry, count: 1 };
    case 'erased':
    case 'message':
      break;
    default:
      return { kind: 'event', key, seq, entry };
  }
  const said = body.type === 'message' ? body.message : null;
  if (said?.type === 'transferSettled') return { kind: 'event', key, seq, entry };
  if (said?.type === 'transfer') {
    return { kind: 'transfer', key, seq, senderId, isOwn, card: said, at };
  }
  const text = said === null ? null : ownWords(said);
  const row = { key, seq, senderId, isOwn, said, text, entry, at, clientId, send: null };
  return { kind: 'message', ...row, ...alone };
}

function fromSend(send: Send, meId: PersonId): MessageRow {
  const { clientId, message: said, createdAt: at } = send;
  const row = { key: clientId, seq: null, senderId: meId, isOwn: true, said, entry: null };
  return { kind: 'message', ...row, text: ownWords(said), at, clientId, send, ...alone };
}

const timeOf = (item: Item) =>
  item.kind === 'event' || item.kind === 'gone' ? item.entry.at : item.at;

function standTogether(a: Row | undefined, b: Item): boolean {
  return (
    a?.kind === 'message' &&
    b.kind === 'message' &&
    a.senderId === b.senderId &&
    Date.parse(b.at) - Date.parse(a.at) <= togetherMs
  );
}

type RowsInput = {
  thread: Thread;
  meId: PersonId;
  mark: UnreadMark | null;
  /** Who leaves a group is told to those who lead it only. */
  seesLeaving?: boolean;
};

function itemsOf({ thread, meId, seesLeaving }: RowsInput): Item[] {
  const viewer: Viewer = seesLeaving === undefined ? { meId } : { meId, seesLeaving };
  const items: Item[] = [];
  const seen = new Set<string>();
  for (const entry of thread.entries) {
    const item = fromEntry(entry, viewer);
    if (entry.clientId !== null) seen.add(entry.clientId);
    if (item !== null) items.push(item);
  }
  for (const send of thread.sends) {
    if (!seen.has(send.clientId)) items.push(fromSend(send, meId));
  }
  return items;
}

/** A run of expired messages is one line. It is named by its last, so older ones can join it. */
function joins(a: Row | undefined, b: Item): a is GoneRow {
  const isExpired = (row: Row | undefined) =>
    row?.kind === 'gone' && row.entry.body.type === 'expired';
  return isExpired(a) && isExpired(b);
}

function place(rows: Row[], item: Item): void {
  const last = rows.at(-1);
  if (joins(last, item)) {
    rows[rows.length - 1] = { ...(item as GoneRow), count: last.count + 1 };
  } else if (last?.kind === 'message' && standTogether(last, item)) {
    rows[rows.length - 1] = { ...last, isLast: false };
    rows.push({ ...(item as MessageRow), isFirst: false });
  } else rows.push(item);
}

/**
 * The rows of a thread. Above the first entry there is a day only where nothing older exists:
 * a line that moved up when older ones arrive would move what is being read.
 */
export function rowsOf(input: RowsInput): Row[] {
  const { thread, mark } = input;
  const { atStart } = thread;
  const items = itemsOf(input);
  const rows: Row[] = [];
  if (atStart) rows.push({ kind: 'start', key: 'start' });
  let day = atStart ? '' : items[0] === undefined ? '' : dayOf(timeOf(items[0]));
  let isMarked = mark === null || !reaches(thread, mark);
  for (const item of items) {
    const itemDay = dayOf(timeOf(item));
    if (itemDay !== day) rows.push({ kind: 'day', key: `day-${itemDay}`, at: timeOf(item) });
    day = itemDay;
    if (!isMarked && mark !== null && isUnread(item, mark, input.meId)) {
      isMarked = true;
      rows.push({ kind: 'unread', key: 'unread', count: mark.count });
    }
    place(rows, item);
  }
  return rows;
}

/** Whether what is loaded goes back to the first message that was not read. */
function reaches({ entries, atStart }: Thread, { afterSeq }: UnreadMark): boolean {
  return atStart || (entries[0]?.seq ?? Infinity) <= afterSeq + 1;
}

function isUnread(item: Item, { afterSeq }: UnreadMark, meId: PersonId): boolean {
  const byId = 'entry' in item && item.entry !== null ? item.entry.senderId : null;
  const isOwn = byId === meId || ('isOwn' in item && item.isOwn);
  return item.seq !== null && item.seq > afterSeq && !isOwn;
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
