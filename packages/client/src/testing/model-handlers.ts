import type { ConversationId, PersonId } from '@plaza/base';
import type { Entry, Me, MessageBody, MethodInput, ShownMessage } from '@plaza/contract';
import { cardOf, type Changed, type Model } from './model.ts';

export type Answered =
  | { ok: true; output: unknown }
  | { ok: false; error: string; message: string };
export type Handlers = Record<string, ((person: PersonId, input: never) => Answered) | undefined>;

const ok = (output: unknown): Answered => ({ ok: true, output });

function asShown(message: MessageBody): ShownMessage {
  return message.type === 'contact'
    ? { type: 'contact', person: cardOf(message.personId) }
    : message;
}

function send(model: Model, person: PersonId, input: MethodInput<'chat.sendMessage'>): Answered {
  const { conversationId, clientId, message } = input;
  const known = model.rooms
    .get(conversationId)
    ?.entries.find((entry) => entry.senderId === person && entry.clientId === clientId);
  const seat = model.rooms.get(conversationId)?.seats.get(person);
  if (known === undefined && seat?.inbox.leftSeq !== null) {
    return { ok: false, error: 'not_member', message: '' };
  }
  const entry =
    known ??
    model.append(conversationId, person, clientId, { type: 'message', message: asShown(message) });
  return { ok: true, output: { seq: entry.seq, at: entry.at } };
}

/** A message that was taken back. */
export function recalled({ seq, senderId, clientId, at }: Entry, byId: PersonId): Entry {
  return { seq, senderId, clientId, at, body: { type: 'recalled', byId } };
}

/** A message with one person's reaction. */
export function reacted(entry: Entry, person: PersonId, emoji: string | null): Entry {
  const { reactions = [], ...rest } = entry;
  const left = reactions
    .map((one) => ({ ...one, personIds: one.personIds.filter((id) => id !== person) }))
    .map((one) => ({ ...one, count: one.personIds.length }));
  const known = left.find((one) => one.emoji === emoji);
  if (known !== undefined) {
    known.personIds.push(person);
    known.count += 1;
  } else if (emoji !== null) {
    left.push({ emoji, count: 1, personIds: [person] });
  }
  const next = left.filter(({ count }) => count > 0);
  return next.length === 0 ? rest : { ...rest, reactions: next };
}

/** A text in other words. */
function edited(entry: Entry, text: string): Entry {
  if (entry.body.type !== 'message' || entry.body.message.type !== 'text') return entry;
  const message: ShownMessage = { ...entry.body.message, text };
  return { ...entry, body: { type: 'message', message }, editedAt: entry.at };
}

type Changing = Omit<Changed, 'by'> & { conversationId: ConversationId };

/** Changes a message for somebody who is in, once: what is so already is not told again. */
function changing(model: Model, by: PersonId, asked: Changing): Answered {
  const { conversationId, seq, how, change } = asked;
  const room = model.rooms.get(conversationId);
  const refused = (error: string) => ({ ok: false, error, message: '' }) as const;
  if (room?.seats.get(by)?.inbox.leftSeq !== null) return refused('not_member');
  const entry = room.entries[seq - 1];
  const body = entry?.body;
  if (how === 'recalled' && body?.type === 'recalled') return ok({});
  if (body?.type !== 'message') return refused('message_unknown');
  if (how === 'edited' && entry?.senderId !== by) return refused('forbidden');
  model.change(conversationId, { by, seq, how, change });
  return ok({});
}

function createChangeHandlers(model: Model): Handlers {
  return {
    'chat.listSchedules': () => ok({ schedules: [] }),
    'chat.listReminders': () => ok({ reminders: [] }),
    'media.takeUpload': (_, { uploadId }: MethodInput<'media.takeUpload'>) => {
      const media = { fileId: uploadId, kind: 'file', contentType: 'text/plain', sizeBytes: 7 };
      return ok({ media: { ...media, width: null, height: null } });
    },
    'chat.getEntries': (person, { conversationId, seqs }: MethodInput<'chat.getEntries'>) =>
      ok({ entries: model.some(conversationId, person, seqs) }),
    'chat.hideMessages': (person, { conversationId, seqs }: MethodInput<'chat.hideMessages'>) => {
      model.hide(conversationId, person, seqs);
      return ok({});
    },
    'chat.recallMessage': (person, { conversationId, seq }: MethodInput<'chat.recallMessage'>) =>
      changing(model, person, {
        ...{ conversationId, seq, how: 'recalled' },
        change: (entry) => recalled(entry, person),
      }),
    'chat.setReaction': (person, input: MethodInput<'chat.setReaction'>) => {
      const { conversationId, seq, emoji } = input;
      return changing(model, person, {
        ...{ conversationId, seq, how: 'reacted' },
        change: (entry) => reacted(entry, person, emoji),
      });
    },
    'chat.editMessage': (person, input: MethodInput<'chat.editMessage'>) => {
      const { conversationId, seq, text } = input;
      return changing(model, person, {
        ...{ conversationId, seq, how: 'edited' },
        change: (entry) => edited(entry, text),
      });
    },
  };
}

/** Answers the methods that a client calls, from the model. */
export function createHandlers(model: Model): Handlers {
  return {
    'sync.snapshot': (person) =>
      ok({
        headSeq: model.personal(person).at(-1)?.seq ?? model.trimmedTo(person),
        me: cardOf(person) as Me,
        contacts: [],
        requests: [],
        privacy: { findableByHandle: true, findableByCode: true },
        preferences: { quietHours: null, muteWords: [] },
      }),
    'sync.pull': (person, { after }: { after: number }) => {
      const log = model.personal(person);
      const headSeq = log.at(-1)?.seq ?? model.trimmedTo(person);
      if (after < model.trimmedTo(person)) return ok({ state: 'reset', events: [], headSeq });
      const events = log.filter(({ seq }) => seq > after).slice(0, 5);
      return ok({ state: 'events', events, headSeq });
    },
    'moments.listNotices': () => ok({ notices: [], unread: 0, next: null }),
    'chat.listHeads': (person, { since, cursor }: MethodInput<'chat.listHeads'>) => {
      const { heads, mark } = model.heads(person, Number(since ?? -1));
      const start = Number(cursor ?? 0);
      const next = start + 3 < heads.length ? String(start + 3) : null;
      return ok({ heads: heads.slice(start, start + 3), next, watermark: String(mark) });
    },
    'chat.getHead': (person, { conversationId }: MethodInput<'chat.getHead'>) =>
      ok({ head: model.head(conversationId, person) }),
    'chat.listEntries': (person, input: MethodInput<'chat.listEntries'>) => {
      const { conversation, inbox } = model.head(input.conversationId, person);
      const firstSeq = Math.max(inbox.joinedSeq, inbox.clearedSeq) + 1;
      const page = model.entries(input, person);
      return ok({ ...page, firstSeq, lastSeq: conversation.lastSeq });
    },
    'chat.listMembers': (_, { conversationId }: MethodInput<'chat.listMembers'>) => {
      const seats = model.rooms.get(conversationId)?.seats ?? new Map();
      const members = [...seats]
        .filter(([, { inbox }]) => inbox.leftSeq === null)
        .map(([id]) => ({ person: cardOf(id), role: 'member', joinedSeq: 0 }));
      return ok({ members, next: null });
    },
    ...createChangeHandlers(model),
    'chat.sendMessage': (person, input: MethodInput<'chat.sendMessage'>) =>
      send(model, person, input),
    'chat.markRead': (person, { conversationId, seq }: MethodInput<'chat.markRead'>) =>
      ok({
        inbox: model.setInbox(conversationId, person, { readSeq: seq, markedUnread: false }),
      }),
    'chat.setInbox': (person, wish: MethodInput<'chat.setInbox'>) => {
      const { conversationId, hidden, heard = [], ...plain } = wish;
      const { notify } = plain;
      const change = notify === undefined ? plain : { ...plain, muted: notify !== 'all' };
      const { conversation, inbox: before } = model.head(conversationId, person);
      const { lastSeq } = conversation;
      const hiding = hidden === undefined ? {} : { hiddenSeq: hidden ? lastSeq : null };
      const heardSeqs = [...new Set([...before.heardSeqs, ...heard])];
      const next = { ...change, ...hiding, heardSeqs };
      return ok({ inbox: model.setInbox(conversationId, person, next) });
    },
    'chat.saveDraft': (person, { conversationId, text }: MethodInput<'chat.saveDraft'>) =>
      ok({ inbox: model.setInbox(conversationId, person, { draft: text }) }),
    'chat.clearHistory': (person, { conversationId, seq }: MethodInput<'chat.clearHistory'>) =>
      ok({ inbox: model.setInbox(conversationId, person, { clearedSeq: seq }) }),
  };
}
