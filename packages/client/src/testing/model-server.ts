import type { ManualClock, PersonId, Random } from '@plaza/base';
import type { Http } from '../http.ts';
import type { SocketLike } from '../socket.ts';
import type { ClientFrame } from '../wire.ts';
import { createHandlers, type Answered } from './model-handlers.ts';
import { createModel, type Model, type Told } from './model.ts';

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

type Net = {
  clock: ManualClock;
  random: Random;
  chaos: Chaos;
  sockets: Map<PersonId, Set<SocketLike>>;
};

const happens = ({ random }: Net, chance: number) => random.float() < chance;

function say(socket: SocketLike, frame: unknown): void {
  (socket.onmessage as ((event: { data: string }) => void) | null)?.({
    data: JSON.stringify(frame),
  });
}

/** Brings an event to the sockets of a person: not at all, once or twice, now or later. */
function tell(net: Net, { to, ...told }: Told): void {
  const { clock, random, chaos, sockets } = net;
  const frame = { t: 'event', ...told };
  for (const socket of sockets.get(to) ?? []) {
    if (happens(net, chaos.drop)) continue;
    const times = happens(net, chaos.double) ? 2 : 1;
    for (let i = 0; i < times; i += 1) {
      const delayMs = happens(net, chaos.delay) ? random.int(900) : 0;
      clock.after(delayMs, () => say(socket, frame));
    }
  }
}

type Answer = (person: PersonId, name: string, input: never) => Answered;

async function overHttp(net: Net, answer: () => Answered): Promise<Answered> {
  const { clock, random, chaos } = net;
  const gone: Answered = { ok: false, error: 'offline', message: '' };
  await clock.sleep(random.int(40));
  if (happens(net, chaos.lose)) return gone;
  const answered = answer();
  // The answer may be read long before it arrives, and be old by then.
  await clock.sleep(happens(net, chaos.delay) ? random.int(900) : random.int(40));
  return happens(net, chaos.lose) ? gone : answered;
}

type Spoken = { person: PersonId; socket: SocketLike; frame: ClientFrame };

function receive(net: Net, model: Model, answer: Answer, { person, socket, frame }: Spoken): void {
  const { clock, random, chaos, sockets } = net;
  if (frame.t === 'ping') return say(socket, { t: 'pong' });
  if (frame.t === 'hello') {
    const mine = sockets.get(person) ?? new Set();
    sockets.set(person, mine.add(socket));
    const personalSeq = model.personal(person).at(-1)?.seq ?? model.trimmedTo(person);
    return say(socket, { t: 'hello_ok', serverTime: clock.now().toISOString(), personalSeq });
  }
  if (happens(net, chaos.lose)) return;
  const { id, method, input } = frame;
  const { ok: isOk, ...rest } = answer(person, method, input as never);
  if (happens(net, chaos.lose)) return;
  clock.after(random.int(60), () => say(socket, { t: isOk ? 'answer' : 'refused', id, ...rest }));
}

function openSocket({ clock, random }: Net, onFrame: (frame: ClientFrame) => void): SocketLike {
  const socket: SocketLike = {
    ...{ onopen: null, onmessage: null, onclose: null, onerror: null },
    send: (data) =>
      void clock.after(random.int(30), () => onFrame(JSON.parse(data) as ClientFrame)),
    close: () => undefined,
  };
  clock.after(random.int(30), () => (socket.onopen as (() => void) | null)?.());
  return socket;
}

/** A model server in this process: the same promises, over a network as bad as one likes. */
export function createModelServer(clock: ManualClock, random: Random): ModelServer {
  const net: Net = { clock, random, chaos: { ...calm }, sockets: new Map() };
  const model = createModel(
    (told) => tell(net, told),
    () => clock.now().toISOString(),
  );
  const handlers = createHandlers(model);

  function answer(person: PersonId, name: string, input: never): Answered {
    const handler = handlers[name];
    if (handler === undefined) return { ok: false, error: 'unknown_method', message: name };
    return handler(person, input);
  }

  return {
    model,
    chaos: net.chaos,
    http: (person) => ({
      call: (name, input) => overHttp(net, () => answer(person, name, input as never)) as never,
    }),
    open(person) {
      const socket = openSocket(net, (frame) =>
        receive(net, model, answer, { person, socket, frame }),
      );
      socket.close = () => void net.sockets.get(person)?.delete(socket);
      return socket;
    },
    cut(person) {
      for (const socket of [...(net.sockets.get(person) ?? [])]) {
        net.sockets.get(person)?.delete(socket);
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
