import type { PersonId } from '@plaza/base';
import type { Me, MethodInput } from '@plaza/contract';
import { cardOf, type Model } from './model.ts';

export type Answered =
  | { ok: true; output: unknown }
  | { ok: false; error: string; message: string };
export type Handlers = Record<string, ((person: PersonId, input: never) => Answered) | undefined>;

const ok = (output: unknown): Answered => ({ ok: true, output });

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
    known ?? model.append(conversationId, person, clientId, { type: 'message', message });
  return { ok: true, output: { seq: entry.seq, at: entry.at } };
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
      }),
    'sync.pull': (person, { after }: { after: number }) => {
      const log = model.personal(person);
      const headSeq = log.at(-1)?.seq ?? model.trimmedTo(person);
      if (after < model.trimmedTo(person)) return ok({ state: 'reset', events: [], headSeq });
      const events = log.filter(({ seq }) => seq > after).slice(0, 5);
      return ok({ state: 'events', events, headSeq });
    },
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
      const entries = model.entries(input, person);
      return ok({ entries, firstSeq, lastSeq: conversation.lastSeq });
    },
    'chat.listMembers': (_, { conversationId }: MethodInput<'chat.listMembers'>) => {
      const seats = model.rooms.get(conversationId)?.seats ?? new Map();
      const members = [...seats]
        .filter(([, { inbox }]) => inbox.leftSeq === null)
        .map(([id]) => ({ person: cardOf(id), role: 'member', joinedSeq: 0 }));
      return ok({ members, next: null });
    },
    'chat.sendMessage': (person, input: MethodInput<'chat.sendMessage'>) =>
      send(model, person, input),
    'chat.markRead': (person, { conversationId, seq }: MethodInput<'chat.markRead'>) =>
      ok({
        inbox: model.setInbox(conversationId, person, { readSeq: seq, markedUnread: false }),
      }),
    'chat.setInbox': (person, wish: MethodInput<'chat.setInbox'>) => {
      const { conversationId, hidden, ...change } = wish;
      const { lastSeq } = model.head(conversationId, person).conversation;
      const hiding = hidden === undefined ? {} : { hiddenSeq: hidden ? lastSeq : null };
      return ok({ inbox: model.setInbox(conversationId, person, { ...change, ...hiding }) });
    },
    'chat.saveDraft': (person, { conversationId, text }: MethodInput<'chat.saveDraft'>) =>
      ok({ inbox: model.setInbox(conversationId, person, { draft: text }) }),
    'chat.clearHistory': (person, { conversationId, seq }: MethodInput<'chat.clearHistory'>) =>
      ok({ inbox: model.setInbox(conversationId, person, { clearedSeq: seq }) }),
  };
}
