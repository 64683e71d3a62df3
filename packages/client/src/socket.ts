import { backoffMs, type Clock, type Random, type Timer } from '@plaza/base';
import type { MethodInput, MethodName } from '@plaza/contract';
import { createCalls, type Calls } from './calls.ts';
import { offline, type Result } from './result.ts';
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
const retryBaseMs = 500;
const retryCapMs = 30_000;

/** Where a socket stands. */
type Line = SocketDeps & {
  calls: Calls;
  listener: SocketListener | null;
  transport: SocketLike | null;
  state: SocketState;
  attempt: number;
  retryTimer: Timer | null;
  watchTimer: Timer | null;
};

function become(line: Line, next: SocketState): void {
  if (line.state === next) return;
  line.state = next;
  line.listener?.onState(next);
}

function send(line: Line, frame: ClientFrame): void {
  line.transport?.send(JSON.stringify(frame));
}

/** Forgets the transport; what it may still say is not ours any more. */
function leave(line: Line): void {
  const old = line.transport;
  line.transport = null;
  line.watchTimer?.cancel();
  if (old !== null) {
    old.onopen = old.onmessage = old.onclose = null;
    old.onerror = () => undefined;
    old.close();
  }
  line.calls.failAll();
}

function retry(line: Line): void {
  leave(line);
  if (line.listener === null || line.state === 'signed_out') return;
  become(line, 'closed');
  line.retryTimer?.cancel();
  const { attempt, clock, random } = line;
  line.retryTimer = clock.after(
    backoffMs(attempt, { baseMs: retryBaseMs, capMs: retryCapMs, random }),
    () => connect(line),
  );
  line.attempt += 1;
}

/** A connection may be dead without a word: after a silence one ping decides. */
function watch(line: Line): void {
  line.watchTimer?.cancel();
  line.watchTimer = line.clock.after(silentMs, () => probe(line));
}

function probe(line: Line): void {
  line.watchTimer?.cancel();
  send(line, { t: 'ping' });
  line.watchTimer = line.clock.after(pongWithinMs, () => retry(line));
}

function receive(line: Line, data: unknown): void {
  const frame = parseFrame(data);
  if (frame === null) return retry(line);
  if (frame.t === 'hello_ok' || line.state === 'open') watch(line);
  if (frame.t === 'hello_ok') {
    line.attempt = 0;
    become(line, 'open');
    line.listener?.onHello(frame.personalSeq);
  } else if (frame.t === 'answer' || frame.t === 'refused') {
    line.calls.take(frame);
  } else if (frame.t !== 'pong') {
    line.listener?.onFrame(frame);
  }
}

function closed(line: Line, code: number): void {
  if (code !== closeCodes.signedOut) return retry(line);
  become(line, 'signed_out');
  leave(line);
}

function connect(line: Line): void {
  if (line.listener === null || line.transport !== null || line.state === 'signed_out') return;
  line.retryTimer?.cancel();
  become(line, 'connecting');
  const opened = line.open();
  line.transport = opened;
  line.watchTimer = line.clock.after(helloWithinMs, () => retry(line));
  opened.onopen = () => send(line, { t: 'hello', personalSeq: line.listener?.personalSeq() ?? 0 });
  opened.onmessage = (event: { data: unknown }) => receive(line, event.data);
  opened.onclose = (event: { code: number }) => closed(line, event.code);
  // `close` follows every error, and it carries the code.
  opened.onerror = () => undefined;
}

/** Creates the one WebSocket of a device: it connects, says hello, listens, and comes back. */
export function createSocket(deps: SocketDeps): Socket {
  const line: Line = {
    ...deps,
    calls: createCalls(deps.clock),
    listener: null,
    transport: null,
    state: 'closed',
    attempt: 0,
    retryTimer: null,
    watchTimer: null,
  };
  return {
    start(listener) {
      line.listener = listener;
      line.state = 'closed';
      line.attempt = 0;
      connect(line);
    },
    stop() {
      line.retryTimer?.cancel();
      line.listener = null;
      leave(line);
      line.state = 'closed';
    },
    nudge() {
      line.attempt = 0;
      if (line.state === 'open') probe(line);
      else connect(line);
    },
    isOpen: () => line.state === 'open',
    async call<N extends MethodName>(name: N, input: MethodInput<N>): Promise<Result<N>> {
      if (line.state !== 'open') return offline;
      const answer = line.calls.begin((id) => send(line, { t: 'call', id, method: name, input }));
      return (await answer) as Result<N>;
    },
  };
}
