import { pick, type ClientId, type ManualClock, type PersonId, type Random } from '@plaza/base';
import type { Me, MethodInput, MethodName } from '@plaza/contract';
import type { Http } from '../http.ts';
import type { SocketLike } from '../socket.ts';
import type { ClientFrame } from '../wire.ts';
import { cardOf, createModel, type Model, type Told } from './model.ts';

/** How often something goes wrong, from 0 to 1. */
export type Chaos = { drop: number; double: number; delay: number; lose: number };
export const calm: Chaos = { drop: 0, double: 0, delay: 0, lose: 0 };

export type ModelServer = {
  model: Model;
  chaos: Chaos;
  http(person: PersonId): Http;
  open(person: PersonId): SocketLike;
  /** Cuts every socket of a person. */
  cut(person: PersonId): void;
};

type Answered = { ok: true; output: unknown } | { ok: false; error: string; message: string };

/** A model server in this process: the same promises, over a network as bad as one likes. */
export function createModelServer(clock: ManualClock, random: Random): ModelServer {
  const sockets = new Map<PersonId, Set<SocketLike>>();
  const chaos: Chaos = { ...calm };
  const model = createModel(tell, () => clock.now().toISOString());
  const happens = (chance: number) => random.float() < chance;

  function say(socket: SocketLike, frame: unknown): void {
    (socket.onmessage as ((event: { data: string }) => void) | null)?.({
      data: JSON.stringify(frame),
    });
  }

  function tell({ to, ...told }: Told): void {
    const frame = { t: 'event', ...told };
    for (const socket of sockets.get(to) ?? []) {
      if (happens(chaos.drop)) continue;
      const times = happens(chaos.double) ? 2 : 1;
      for (let i = 0; i < times; i += 1) {
        const delayMs = happens(chaos.delay) ? random.int(900) : 0;
        clock.after(delayMs, () => say(socket, frame));
      }
    }
  }

  function send(person: PersonId, input: MethodInput<'chat.sendMessage'>): Answered {
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

  function answer(person: PersonId, name: string, input: never): Answered {
    const handler = handlers[name];
    if (handler === undefined) return { ok: false, error: 'unknown_method', message: name };
    return handler(person, input);
  }

  const ok = (output: unknown): Answered => ({ ok: true, output });
  const handlers: Record<string, ((person: PersonId, input: never) => Answered) | undefined> = {
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
    'chat.sendMessage': send as never,
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

  async function httpCall(person: PersonId, name: MethodName, input: unknown): Promise<Answered> {
    const gone: Answered = { ok: false, error: 'offline', message: '' };
    await clock.sleep(random.int(40));
    if (happens(chaos.lose)) return gone;
    const answered = answer(person, name, input as never);
    // The answer may be read long before it arrives, and be old by then.
    await clock.sleep(happens(chaos.delay) ? random.int(900) : random.int(40));
    return happens(chaos.lose) ? gone : answered;
  }

  function receive(person: PersonId, socket: SocketLike, frame: ClientFrame): void {
    if (frame.t === 'ping') return say(socket, { t: 'pong' });
    if (frame.t === 'hello') {
      const mine = sockets.get(person) ?? new Set();
      sockets.set(person, mine.add(socket));
      const personalSeq = model.personal(person).at(-1)?.seq ?? model.trimmedTo(person);
      return say(socket, { t: 'hello_ok', serverTime: clock.now().toISOString(), personalSeq });
    }
    if (happens(chaos.lose)) return undefined;
    const { id, method, input } = frame;
    const answered = answer(person, method, input as never);
    if (happens(chaos.lose)) return undefined;
    const { ok: isOk, ...rest } = answered;
    clock.after(random.int(60), () => say(socket, { t: isOk ? 'answer' : 'refused', id, ...rest }));
  }

  return {
    model,
    chaos,
    http: (person) => ({ call: (name, input) => httpCall(person, name, input) as never }),
    open(person) {
      const socket: SocketLike = {
        onopen: null,
        onmessage: null,
        onclose: null,
        onerror: null,
        send: (data) =>
          void clock.after(random.int(30), () =>
            receive(person, socket, JSON.parse(data) as ClientFrame),
          ),
        close: () => void sockets.get(person)?.delete(socket),
      };
      clock.after(random.int(30), () => (socket.onopen as (() => void) | null)?.());
      return socket;
    },
    cut(person) {
      for (const socket of [...(sockets.get(person) ?? [])]) {
        sockets.get(person)?.delete(socket);
        (socket.onclose as ((event: { code: number }) => void) | null)?.({ code: 1006 });
      }
    },
  };
}

/** A fresh id of a test: the same number gives the same id. */
export function testId<Id extends string>(kind: number, number: number): Id {
  const tail = number.toString(16).padStart(12, '0');
  return `00000000-0000-7000-8${kind.toString(16).padStart(3, '0')}-${tail}` as Id;
}

/** One of a list, and an id that nobody used before. */
export function someClientId(random: Random): ClientId {
  return testId<ClientId>(pick(random, [7, 8, 9]), random.int(0x7fffffff));
}
