import {
  eventList,
  type EventName,
  type EventPayload,
  type MethodInput,
  type MethodName,
  type ServerFrame,
} from '@plaza/contract';
import { Compile } from 'typebox/compile';
import WebSocket from 'ws';
import { recordAnswer } from './coverage.ts';
import type { Result } from './person.ts';

type Told = Extract<ServerFrame, { t: 'event' }>;

const checks = new Map(eventList.map(({ name, payload }) => [name as string, Compile(payload)]));

/** A WebSocket that has said hello and keeps what it was told. */
export type TestSocket = {
  hello: Extract<ServerFrame, { t: 'hello_ok' }>;
  frames: ServerFrame[];
  /** Waits for an event of this name, already here or to come, that `match` likes. */
  event<N extends EventName>(
    name: N,
    match?: (payload: EventPayload<N>) => boolean,
  ): Promise<EventPayload<N>>;
  events(name: EventName): Told[];
  /** Waits for any frame that `match` likes, already here or to come. */
  frame(match: (frame: ServerFrame) => boolean): Promise<ServerFrame>;
  call<N extends MethodName>(method: N, input: MethodInput<N>): Promise<Result<N>>;
  sendRaw(data: string | Buffer): void;
  /** Stops and goes on reading, as a phone in a tunnel does. */
  pause(): void;
  resume(): void;
  /** Resolves with the close code. */
  closed: Promise<number>;
  close(): void;
};

const patienceMs = 10_000;

/** Every event that a client sees must be of the contract, whatever a test waits for. */
function checkEvent(frame: Told): void {
  const check = checks.get(frame.name);
  if (check?.Check(frame.payload) === true) return recordAnswer(frame.name, 'told');
  throw new Error(`event against the contract: ${JSON.stringify(frame)}`);
}

/** A WebSocket that has said nothing yet. */
export async function openRawSocket(origin: string, headers: Record<string, string>) {
  const url = `${origin.replace(/^http/, 'ws')}/socket`;
  const socket = new WebSocket(url, { headers });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  // A server that closes in the middle of a large frame resets the connection.
  socket.on('error', () => undefined);
  return { send: (data: string | Buffer) => socket.send(data), closed, socket };
}

export async function openTestSocket(origin: string, token: string): Promise<TestSocket> {
  const { socket, closed } = await openRawSocket(origin, { authorization: `Bearer ${token}` });
  const frames: ServerFrame[] = [];
  const waiting = new Set<() => void>();
  let nextId = 1;
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as ServerFrame;
    if (frame.t === 'event') checkEvent(frame);
    frames.push(frame);
    for (const look of waiting) look();
  });

  function wait<T>(what: string, find: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`waited ${patienceMs} ms for ${what}`));
      }, patienceMs);
      function look(): void {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      }
      waiting.add(look);
      look();
    });
  }

  const events = (name: EventName): Told[] =>
    frames.filter((frame) => frame.t === 'event' && frame.name === name) as Told[];

  socket.send(JSON.stringify({ t: 'hello', personalSeq: 0 }));
  const hello = await wait('hello_ok', () => frames.find((frame) => frame.t === 'hello_ok'));

  return {
    hello: hello as TestSocket['hello'],
    frames,
    events,
    frame: (match) => wait('a frame', () => frames.find(match)),
    async event(name, match) {
      const found = await wait(name, () =>
        events(name).find(({ payload }) => match?.(payload as never) ?? true),
      );
      return found.payload as never;
    },
    async call(method, input) {
      const id = nextId++;
      socket.send(JSON.stringify({ t: 'call', id, method, input }));
      const frame = await wait(`an answer of ${method}`, () =>
        frames.find((each) => (each.t === 'answer' || each.t === 'refused') && each.id === id),
      );
      if (frame.t === 'answer') {
        recordAnswer(method, 'output');
        return { ok: true, output: frame.output } as never;
      }
      const { error, details } = frame as Extract<ServerFrame, { t: 'refused' }>;
      recordAnswer(method, error);
      return { ok: false, error, details } as never;
    },
    sendRaw: (data) => socket.send(data),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    closed,
    close: () => socket.close(),
  };
}
