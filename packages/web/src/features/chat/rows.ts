import type { ClientId, PersonId } from '@plaza/base';
import type { Send, Taking, Thread } from '@plaza/client';
import type { Entry, ShownMessage } from '@plaza/contract';
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

/** A red packet, which stands alone too. */
export type PacketRow = {
  kind: 'packet';
  key: string;
  seq: number;
  senderId: PersonId;
  isOwn: boolean;
  card: Extract<ShownMessage, { type: 'packet' }>;
  at: string;
};

/** A bill that is shared, which stands alone as well. */
export type BillRow = {
  kind: 'bill';
  key: string;
  seq: number;
  senderId: PersonId;
  isOwn: boolean;
  card: Extract<ShownMessage, { type: 'bill' }>;
  at: string;
};

/** Those who have not paid a bill were reminded: a line that leads to it. */
export type ReminderRow = Omit<BillRow, 'kind' | 'card'> & {
  kind: 'billReminder';
  said: Extract<ShownMessage, { type: 'billReminder' }>;
};

/** Somebody took a share of a red packet: a line that only they and its sender see. */
export type TakingRow = { kind: 'taking'; key: string; seq: null; taking: Taking };

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
  | PacketRow
  | BillRow
  | ReminderRow
  | TakingRow
  | GoneRow
  | { kind: 'event'; key: string; seq: number; entry: Entry }
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string; count: number }
  | { kind: 'start'; key: string };

/** Where the line above what was not read stands; decided once, when the thread is opened. */
export type UnreadMark = { afterSeq: number; count: number };

function dayOf(date: Date): string {
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

type Item = Exclude<Row, { kind: 'day' | 'unread' | 'start' }>;
type Viewer = Pick<RowsInput, 'meId' | 'seesLeaving'>;

const alone: Place = { isFirst: true, isLast: true };

/** Messages that are told as what happened, not as what somebody said. */
const lines = new Set<Said['type']>(['transferSettled', 'packetTaken']);

/** The row of what is about a bill; null: it is about something else. */
function ofBill(said: Said, row: Omit<BillRow, 'kind' | 'card'>): BillRow | ReminderRow | null {
  if (said.type === 'bill') return { kind: 'bill', ...row, card: said };
  return said.type === 'billReminder' ? { kind: 'billReminder', ...row, said } : null;
}

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
  if (said !== null && lines.has(said.type)) return { kind: 'event', key, seq, entry };
  if (said?.type === 'transfer') {
    return { kind: 'transfer', key, seq, senderId, isOwn, card: said, at };
  }
  if (said?.type === 'packet') {
    return { kind: 'packet', key, seq, senderId, isOwn, card: said, at };
  }
  const money = said === null ? null : ofBill(said, { key, seq, senderId, isOwn, at });
  if (money !== null) return money;
  const text = said === null ? null : ownWords(said);
  const row = { key, seq, senderId, isOwn, said, text, entry, at, clientId, send: null };
  return { kind: 'message', ...row, ...alone };
}

function fromSend(send: Send, meId: PersonId): MessageRow {
  const { clientId, message: said, createdAt: at } = send;
  const row = { key: clientId, seq: null, senderId: meId, isOwn: true, said, entry: null };
  return { kind: 'message', ...row, text: ownWords(said), at, clientId, send, ...alone };
}

function fromTaking(taking: Taking): TakingRow {
  const key = `taking-${taking.packetId}-${taking.taker.personId}`;
  return { kind: 'taking', key, seq: null, taking };
}

function timeOf(item: Item): string {
  if (item.kind === 'taking') return item.taking.at;
  return item.kind === 'event' || item.kind === 'gone' ? item.entry.at : item.at;
}

/** An item with what follows from its time, for all that are looked at with each arrival. */
type Timed = { item: Item; atMs: number; day: string };

function timed(item: Item): Timed {
  const date = new Date(timeOf(item));
  return { item, atMs: date.getTime(), day: dayOf(date) };
}

function standTogether(a: Timed | null, b: Timed): boolean {
  return (
    a?.item.kind === 'message' &&
    b.item.kind === 'message' &&
    a.item.senderId === b.item.senderId &&
    b.atMs - a.atMs <= togetherMs
  );
}

type RowsInput = {
  thread: Thread;
  meId: PersonId;
  mark: UnreadMark | null;
  /** Who leaves a group is told to those who lead it only. */
  seesLeaving?: boolean;
  /** Shares of red packets that were taken, oldest first; they are in no log. */
  takings?: readonly Taking[];
};

/** A run of expired messages is one line. It is named by its last, so older ones can join it. */
function joins(a: Row | undefined, b: Item): a is GoneRow {
  const isExpired = (row: Row | undefined) =>
    row?.kind === 'gone' && row.entry.body.type === 'expired';
  return isExpired(a) && isExpired(b);
}

/** Rows under way: what the next one depends on. */
type Making = {
  rows: Row[];
  last: Timed | null;
  /** Null above the first row of a thread that goes on before it. */
  day: string | null;
  isMarked: boolean;
  /** How many of the takings have their line. */
  takings: number;
};

function begin({ thread, mark }: RowsInput): Making {
  const { atStart } = thread;
  return {
    rows: atStart ? [{ kind: 'start', key: 'start' }] : [],
    last: null,
    day: atStart ? '' : null,
    isMarked: mark === null || !reaches(thread, mark),
    takings: 0,
  };
}

function put(making: Making, next: Timed): void {
  const { rows } = making;
  const { item } = next;
  const last = rows.at(-1);
  if (joins(last, item)) {
    rows[rows.length - 1] = { ...(item as GoneRow), count: last.count + 1 };
  } else if (last?.kind === 'message' && standTogether(making.last, next)) {
    rows[rows.length - 1] = { ...last, isLast: false };
    rows.push({ ...(item as MessageRow), isFirst: false });
  } else rows.push(item);
  making.last = next;
}

function add(making: Making, next: Timed, { mark, meId }: RowsInput): void {
  const { rows } = making;
  const { item, day } = next;
  if (making.day !== null && day !== making.day) {
    rows.push({ kind: 'day', key: `day-${day}`, at: timeOf(item) });
  }
  making.day = day;
  if (!making.isMarked && mark !== null && isUnread(item, mark, meId)) {
    making.isMarked = true;
    rows.push({ kind: 'unread', key: 'unread', count: mark.count });
  }
  put(making, next);
}

/** Adds what was taken before a moment; what is older than all that is loaded shows nothing yet. */
function addTakings(making: Making, input: RowsInput, before: string | null): void {
  const { takings = [], thread } = input;
  const isHidden = making.last === null && !thread.atStart;
  for (; making.takings < takings.length; making.takings += 1) {
    const taking = takings[making.takings];
    if (taking === undefined || (before !== null && taking.at > before)) return;
    if (!isHidden) add(making, timed(fromTaking(taking)), input);
  }
}

/** What is on its way, below all that is in the log. */
function withSends(made: Making, input: RowsInput): Row[] {
  const { entries, sends, atEnd } = input.thread;
  const making = { ...made, rows: [...made.rows] };
  if (atEnd) addTakings(making, input, null);
  if (sends.length === 0) return making.rows;
  const seen = new Set(entries.map(({ clientId }) => clientId));
  for (const send of sends) {
    if (!seen.has(send.clientId)) add(making, timed(fromSend(send, input.meId)), input);
  }
  return making.rows;
}

type Made = { input: RowsInput; making: Making };

/** Whether there is only more at the end than before. */
function goesOn({ input }: Made, now: RowsInput): boolean {
  const [{ thread: before }, { thread }] = [input, now];
  return (
    input.meId === now.meId &&
    input.seesLeaving === now.seesLeaving &&
    input.mark === now.mark &&
    input.takings === now.takings &&
    before.atStart === thread.atStart &&
    before.entries.length > 0 &&
    before.entries.length <= thread.entries.length &&
    before.entries.every((entry, index) => entry === thread.entries[index])
  );
}

/**
 * Makes the rows of a thread, again and again: fifty messages a second come to ten thousand that
 * are there, so what was made is gone on with. Above the first entry there is a day only where
 * nothing older exists: a line that moved up when older ones arrive would move what is being read.
 */
export function createRows(): (input: RowsInput) => Row[] {
  let kept = new WeakMap<Entry, Timed | 'nothing'>();
  let before: Made | null = null;

  function from(entry: Entry, input: RowsInput): Timed | 'nothing' {
    const known = kept.get(entry);
    if (known !== undefined) return known;
    const item = fromEntry(entry, input);
    const made = item === null ? 'nothing' : timed(item);
    kept.set(entry, made);
    return made;
  }

  return (input) => {
    const isSame = before !== null && goesOn(before, input);
    const isOtherViewer =
      before?.input.meId !== input.meId || before.input.seesLeaving !== input.seesLeaving;
    if (isOtherViewer) kept = new WeakMap();
    const making = isSame && before !== null ? before.making : begin(input);
    const done = isSame && before !== null ? before.input.thread.entries.length : 0;
    for (const entry of input.thread.entries.slice(done)) {
      const next = from(entry, input);
      if (next === 'nothing') continue;
      addTakings(making, input, entry.at);
      add(making, next, input);
    }
    before = { input, making };
    return withSends(making, input);
  };
}

/** The rows of a thread, once. */
export function rowsOf(input: RowsInput): Row[] {
  return createRows()(input);
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
