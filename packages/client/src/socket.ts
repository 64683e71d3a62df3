import { backoffMs, type Clock, type Random, type Timer } from '@plaza/base';
import type { MethodInput, MethodName } from '@plaza/contract';
import { offline, type Refused, type Result } from './result.ts';
import { closeCodes, parseFrame, type ClientFrame, type ServerFrame } from './wire.ts';

/** The part of a WebSocket that is used; the browser's and that of `ws` both fit. */
export type SocketLike = {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string): void;
  close(code?: number): void;
};

export type SocketState = 'closed' | 'connecting' | 'open' | 'signed_out';

export type SocketListener = {
  /** `hello` was answered: events flow from here on. */
  onHello(personalSeq: number): void;
  onFrame(frame: ServerFrame): void;
  onState(state: SocketState): void;
  /** The last personal event that the device has, told in `hello`. */
  personalSeq(): number;
};

export type SocketDeps = {
  /** Opens the transport: a browser's `new WebSocket(url)`, or one that sends the bearer. */
  open: () => SocketLike;
  clock: Clock;
  random: Random;
};

export type Socket = {
  start(listener: SocketListener): void;
  stop(): void;
  /** Connects, or asks for a sign of life, at once: the page is looked at again. */
  nudge(): void;
  isOpen(): boolean;
  call<N extends MethodName>(name: N, input: MethodInput<N>): Promise<Result<N>>;
};

const silentMs = 25_000;
const pongWithinMs = 10_000;
const helloWithinMs = 15_000;
const answerWithinMs = 15_000;
const retryBaseMs = 500;
const retryCapMs = 30_000;

type Pending = { settle: (result: unknown) => void; timer: Timer };

/** Creates the one WebSocket of a device: it connects, says hello, listens, and comes back. */
export function createSocket({ open, clock, random }: SocketDeps): Socket {
  let listener: SocketListener | null = null;
  let transport: SocketLike | null = null;
  let state: SocketState = 'closed';
  let attempt = 0;
  let lastId = 0;
  let retryTimer: Timer | null = null;
  let watchTimer: Timer | null = null;
  const pending = new Map<number, Pending>();

  function become(next: SocketState): void {
    if (state === next) return;
    state = next;
    listener?.onState(next);
  }

  function send(frame: ClientFrame): void {
    transport?.send(JSON.stringify(frame));
  }

  function failPending(): void {
    const failed = [...pending.values()];
    pending.clear();
    for (const { settle, timer } of failed) {
      timer.cancel();
      settle(offline);
    }
  }

  /** Forgets the transport; what it may still say is not ours any more. */
  function leave(): void {
    const old = transport;
    transport = null;
    watchTimer?.cancel();
    if (old !== null) {
      old.onopen = old.onmessage = old.onclose = null;
      old.onerror = () => undefined;
      old.close();
    }
    failPending();
  }

  function retry(): void {
    leave();
    if (listener === null || state === 'signed_out') return;
    become('closed');
    retryTimer?.cancel();
    retryTimer = clock.after(
      backoffMs(attempt, { baseMs: retryBaseMs, capMs: retryCapMs, random }),
      connect,
    );
    attempt += 1;
  }

  /** A connection may be dead without a word: after a silence one ping decides. */
  function watch(): void {
    watchTimer?.cancel();
    watchTimer = clock.after(silentMs, probe);
  }

  function probe(): void {
    watchTimer?.cancel();
    send({ t: 'ping' });
    watchTimer = clock.after(pongWithinMs, retry);
  }

  function settle(id: number, result: unknown): void {
    const waiting = pending.get(id);
    if (waiting === undefined) return;
    pending.delete(id);
    waiting.timer.cancel();
    waiting.settle(result);
  }

  function receive(frame: ServerFrame): void {
    if (frame.t === 'hello_ok') {
      attempt = 0;
      become('open');
      listener?.onHello(frame.personalSeq);
    } else if (frame.t === 'answer') {
      settle(frame.id, { ok: true, output: frame.output });
    } else if (frame.t === 'refused') {
      const { error, message, details } = frame;
      const refused: Refused = { ok: false, error, message };
      settle(frame.id, details === undefined ? refused : { ...refused, details });
    } else if (frame.t !== 'pong') {
      listener?.onFrame(frame);
    }
  }

  function closed(code: number): void {
    if (code !== closeCodes.signedOut) return retry();
    become('signed_out');
    leave();
  }

  function connect(): void {
    if (listener === null || transport !== null || state === 'signed_out') return;
    retryTimer?.cancel();
    become('connecting');
    const opened = open();
    transport = opened;
    watchTimer = clock.after(helloWithinMs, retry);
    opened.onopen = () => send({ t: 'hello', personalSeq: listener?.personalSeq() ?? 0 });
    opened.onmessage = (event: { data: unknown }) => {
      const frame = parseFrame(event.data);
      if (frame === null) return retry();
      if (frame.t === 'hello_ok' || state === 'open') watch();
      receive(frame);
    };
    opened.onclose = (event: { code: number }) => closed(event.code);
    // `close` follows every error, and it carries the code.
    opened.onerror = () => undefined;
  }

  return {
    start(next) {
      listener = next;
      state = 'closed';
      attempt = 0;
      connect();
    },
    stop() {
      retryTimer?.cancel();
      listener = null;
      leave();
      state = 'closed';
    },
    nudge() {
      attempt = 0;
      if (state === 'open') probe();
      else connect();
    },
    isOpen: () => state === 'open',
    call<N extends MethodName>(name: N, input: MethodInput<N>) {
      if (state !== 'open') return Promise.resolve<Result<N>>(offline);
      lastId += 1;
      const id = lastId;
      return new Promise<Result<N>>((resolve) => {
        const timer = clock.after(answerWithinMs, () => settle(id, offline));
        pending.set(id, { settle: resolve as (result: unknown) => void, timer });
        send({ t: 'call', id, method: name, input });
      });
    },
  };
}
