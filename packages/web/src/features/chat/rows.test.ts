import type { ClientId, ConversationId, PersonId, PacketId, TransferId } from '@plaza/base';
import type { Send, Taking, Thread } from '@plaza/client';
import type { Entry, ShownMessage } from '@plaza/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRows, prependedCount, rowsOf, type Row } from './rows.ts';

const me = 'me' as PersonId;
const ana = 'ana' as PersonId;

function entry(seq: number, senderId: PersonId, at: string, clientId: string | null = null): Entry {
  const body = { type: 'message', message: { type: 'text', text: `m${seq}` } } as const;
  return { seq, senderId, at, clientId: clientId as ClientId | null, body };
}

function thread(entries: readonly Entry[], more: Partial<Thread> = {}): Thread {
  return { entries, sends: [], atStart: false, atEnd: true, ...more };
}

const kinds = (rows: readonly Row[]) => rows.map((row) => row.kind).join(' ');
const rowsFor = (shown: Thread, mark: { afterSeq: number; count: number } | null = null) =>
  rowsOf({ thread: shown, meId: me, mark });

test('messages of one person within five minutes stand together', () => {
  const rows = rowsFor(
    thread([
      entry(5, ana, '2026-11-22T11:40:00.000Z'),
      entry(6, ana, '2026-11-22T11:44:00.000Z'),
      entry(7, ana, '2026-11-22T11:50:00.000Z'),
      entry(8, me, '2026-11-22T11:50:10.000Z'),
    ]),
  );
  const places = rows.map((row) => (row.kind === 'message' ? [row.isFirst, row.isLast] : null));
  expect(places).toEqual([
    [true, false],
    [false, true],
    [true, true],
    [true, true],
  ]);
});

test('a day is named where it begins, and at the top only where the log begins', () => {
  const entries = [
    entry(1, ana, '2026-11-20T11:00:00.000Z'),
    entry(2, ana, '2026-11-22T11:00:00.000Z'),
  ];
  expect(kinds(rowsFor(thread(entries)))).toBe('message day message');
  expect(kinds(rowsFor(thread(entries, { atStart: true })))).toBe('start day message day message');
});

test('the unread line stands above the first message of somebody else, and parts a group', () => {
  const at = '2026-11-22T11:00:00.000Z';
  const entries = [entry(1, ana, at), entry(2, me, at), entry(3, ana, at), entry(4, ana, at)];
  const rows = rowsFor(thread(entries), { afterSeq: 1, count: 2 });
  expect(kinds(rows)).toBe('message message unread message message');
  const parted = rowsFor(thread([entry(3, ana, at), entry(4, ana, at)]), { afterSeq: 3, count: 1 });
  expect(kinds(parted)).toBe('message unread message');
  expect(parted[0]).toMatchObject({ isLast: true });
});

test('a message keeps its key from sending to the log, and is never there twice', () => {
  const at = '2026-11-22T11:00:00.000Z';
  const send: Send = {
    clientId: 'c1' as ClientId,
    conversationId: 'x' as ConversationId,
    message: { type: 'text', text: 'hi' },
    createdAt: at,
    order: 1,
    parts: [],
    upload: null,
    state: 'sent',
    failure: null,
    seq: 2,
  };
  expect(rowsFor(thread([], { sends: [send] }))[0]).toMatchObject({ key: 'c1', seq: null });
  const both = rowsFor(thread([entry(2, me, at, 'c1')], { sends: [send] }));
  expect(both.map((row) => row.key)).toEqual(['c1']);
});

test('what came in front is counted from the first row that stays', () => {
  expect(prependedCount(['b', 'c'], ['x', 'a', 'b', 'c'])).toBe(2);
  expect(prependedCount(['b', 'c'], ['start', 'a', 'b', 'c'])).toBe(2);
  expect(prependedCount(['b', 'c'], ['b', 'c', 'd'])).toBe(0);
  expect(prependedCount([], ['b'])).toBe(0);
  expect(prependedCount(['b', 'c'], ['c', 'd', 'e'])).toBe(0);
});

const transferId = 't1' as TransferId;
const money = { amountMinor: 1250, currency: 'points', scale: 2 };

function said(seq: number, senderId: PersonId, message: ShownMessage): Entry {
  const at = '2026-11-22T11:00:00.000Z';
  return { seq, senderId, at, clientId: null, body: { type: 'message', message } };
}
const sent = { type: 'transfer', transferId, payeeId: me, money, note: 'Tickets' } as const;
const settled = { type: 'transferSettled', transferId, outcome: 'accepted', money } as const;

test('money that was sent is a card of its own, and what became of it a line', () => {
  const at = '2026-11-22T11:00:00.000Z';
  const entries = [entry(1, ana, at), said(2, ana, sent), entry(3, ana, at), said(4, me, settled)];
  const rows = rowsFor(thread(entries));
  expect(kinds(rows)).toBe('message transfer message event');
  expect(rows[1]).toMatchObject({ seq: 2, isOwn: false, card: sent });
  // A card parts the bubbles around it.
  expect(rows[0]).toMatchObject({ isLast: true });
  expect(rows[2]).toMatchObject({ isFirst: true });
});

test('a card of somebody else is unread, an own one is not', () => {
  const unread = { afterSeq: 1, count: 1 };
  const others = thread([entry(1, me, '2026-11-22T11:00:00.000Z'), said(2, ana, sent)]);
  expect(kinds(rowsFor(others, unread))).toBe('message unread transfer');
  const own = thread([entry(1, me, '2026-11-22T11:00:00.000Z'), said(2, me, sent)]);
  expect(kinds(rowsFor(own, unread))).toBe('message transfer');
});

test('a red packet is a card of its own, and that it was taken a line', () => {
  const packetId = 'p1' as PacketId;
  const shown = { kind: 'lucky', forPersonId: null, count: 3, greeting: 'Luck', commitment: '0' };
  const packet = { type: 'packet', packetId, ...shown } as ShownMessage;
  const taken = { type: 'packetTaken', packetId } as const;
  expect(kinds(rowsFor(thread([said(1, ana, packet), said(2, me, taken)])))).toBe('packet event');
});

function taking(taker: string, at: string): Taking {
  return { packetId: 'p1', conversationId: 'c1', taker: { personId: taker }, at } as Taking;
}

test('that a share was taken stands where it happened, below all when it was last', () => {
  const at = (minute: number) => `2026-11-22T11:0${minute}:00.000Z`;
  const entries = [entry(1, ana, at(2)), entry(2, ana, at(4))];
  const takings = [1, 3, 5].map((minute) => taking(`t${minute}`, at(minute)));
  const rowsOfTaken = (over: Partial<Thread>) =>
    rowsOf({ thread: thread(entries, over), meId: me, mark: null, takings });
  expect(kinds(rowsOfTaken({ atStart: true, atEnd: true }))).toBe(
    'start day taking message taking message taking',
  );
  // What is older than all that is loaded, or newer than a part that is read, is not there yet.
  expect(kinds(rowsOfTaken({ atStart: false, atEnd: false }))).toBe('message taking message');
});

function bodied(seq: number, body: Entry['body'], senderId = ana): Entry {
  return { seq, senderId, at: '2026-11-22T11:00:00.000Z', clientId: null, body };
}

test('what changed another entry, and what the viewer deleted, has no row of its own', () => {
  const entries = [
    said(1, ana, { type: 'text', text: 'a' }),
    bodied(2, { type: 'changed', seq: 1, how: 'reacted' }),
    bodied(3, { type: 'hidden' }),
    said(4, ana, { type: 'text', text: 'b' }),
  ];
  const rows = rowsFor(thread(entries));
  expect(kinds(rows)).toBe('message message');
  expect(rows[0]).toMatchObject({ isLast: false });
});

test('a run of expired messages is one line, named by its last; a recalled one is alone', () => {
  const entries = [
    bodied(1, { type: 'expired' }),
    bodied(2, { type: 'expired' }),
    bodied(3, { type: 'recalled', byId: ana }),
    bodied(4, { type: 'expired' }),
  ];
  const rows = rowsFor(thread(entries));
  expect(rows.map((row) => (row.kind === 'gone' ? [row.key, row.count] : null))).toEqual([
    ['seq-2', 2],
    ['seq-3', 1],
    ['seq-4', 1],
  ]);
});

test('who left is told to those who lead', () => {
  const person = { personId: ana, handle: 'ana', displayName: 'Ana', region: '', signature: '' };
  const left = bodied(1, { type: 'memberLeft', person: { ...person, photoPath: null } });
  const shown = thread([left]);
  expect(rowsFor(shown)).toEqual([]);
  expect(kinds(rowsOf({ thread: shown, meId: me, mark: null, seesLeaving: true }))).toBe('event');
  expect(kinds(rowsOf({ thread: shown, meId: ana, mark: null }))).toBe('event');
});

test('rows that are made again after each change are those that would be made at once', () => {
  const change = fc.record({
    how: fc.constantFrom('append', 'prepend', 'edit', 'send', 'take'),
    at: fc.nat(20),
    minutes: fc.nat(900),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 25 }), fc.boolean(), (changes, isMarked) => {
      const makeRows = createRows();
      const mark = isMarked ? { afterSeq: 102, count: 3 } : null;
      let entries: Entry[] = [];
      let takings: readonly Taking[] = [];
      let [from, to, atMs] = [100, 100, Date.UTC(2026, 10, 22)];
      const newest = () => new Date((atMs += 1)).toISOString();
      for (const { how, at, minutes } of changes) {
        const by = at % 2 === 0 ? ana : me;
        atMs += minutes * 60_000;
        if (how === 'append') entries = [...entries, entry((to += 1), by, newest(), `c${to}`)];
        if (how === 'prepend') {
          entries = [entry((from -= 1), by, new Date(from * 60_000).toISOString()), ...entries];
        }
        if (how === 'edit') {
          entries = entries.map((known, index) =>
            index === at ? { ...known, body: { type: 'expired' } as const } : known,
          );
        }
        if (how === 'take') takings = [...takings, taking(`t${takings.length}`, newest())];
        const isSending = how === 'send';
        const send = { clientId: 'c9', createdAt: newest(), message: { type: 'text', text: 'x' } };
        const sends = isSending ? ([send] as unknown as Thread['sends']) : [];
        const input = { thread: thread(entries, { sends }), meId: me, mark, takings };
        expect(makeRows(input)).toEqual(rowsOf(input));
      }
    }),
  );
});
