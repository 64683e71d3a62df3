import type { Clock, PersonId } from '@plaza/base';
import { closeCodes } from '@plaza/contract';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Log } from '../log/index.ts';
import type { Caller, Dispatch } from '../rpc/index.ts';
import { createClientSession } from './client-session.ts';
import type { Connection, HubRegistry } from './hub.ts';
import { createOutlet, type Outlet } from './outlet.ts';

const helloTimeoutMs = 10_000;
/** How long a closing handshake may take before the socket is cut. */
const closeTimeoutMs = 1_000;
/** One for all: thousands of lines break at once, and a reason of its own costs each a stack. */
const lineIsGone = new Error('the line is gone');

export type ServeDeps = {
  hub: HubRegistry;
  dispatch: Dispatch;
  personalSeq(personId: PersonId): Promise<number>;
  schedule(outlet: Outlet): void;
  clock: Clock;
  log: Log;
};

/** An open socket, as the acceptor keeps it. */
export type Client = {
  socket: WebSocket;
  lastHeardMs: number;
  /** When it was last known that the session still is. */
  checkedMs: number;
  isSignedIn(): Promise<boolean>;
  close(code: number): void;
};

export type Accepted = {
  socket: WebSocket;
  raw: Duplex;
  caller: Caller;
  address: string;
  /** Whether the session by which the socket was opened still is. */
  isSignedIn(): Promise<boolean>;
};

/** Wires an accepted socket to its session and outlet; `onClose` is called exactly once. */
export function serveClient(accepted: Accepted, deps: ServeDeps, onClose: () => void): Client {
  const { socket, raw, caller, address, isSignedIn } = accepted;
  const { clock, hub, dispatch, personalSeq } = deps;
  const gone = new AbortController();
  let isClosing = false;
  function close(code: number): void {
    if (isClosing) return;
    isClosing = true;
    // Frames are written below the library: none may follow the one that closes.
    outlet.flush();
    outlet.end();
    socket.close(code);
    clock.after(closeTimeoutMs, () => socket.terminate());
  }
  const nowMs = clock.monotonicMs();
  const client: Client = { socket, lastHeardMs: nowMs, checkedMs: nowMs, isSignedIn, close };
  const outlet = createOutlet(raw, { clock, close, schedule: deps.schedule });
  const connection: Connection = { caller, outlet, close };
  const hello = clock.after(helloTimeoutMs, () => close(closeCodes.badFrame));
  const session = createClientSession({
    caller,
    address,
    dispatch,
    outlet,
    personalSeq,
    isSignedIn,
    close,
    now: clock.now,
    enter() {
      hello.cancel();
      hub.add(connection);
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    signal: gone.signal,
  });
  socket.on('message', (data: Buffer, isBinary) => {
    // Until the other side has answered the closing, it may go on talking: nobody listens.
    if (isClosing) return;
    client.lastHeardMs = clock.monotonicMs();
    if (isBinary) close(closeCodes.badFrame);
    else session.receive(data.toString('utf8'));
  });
  socket.on('error', (error) => deps.log.debug({ err: error }, 'socket error'));
  socket.once('close', () => {
    hello.cancel();
    outlet.end();
    hub.remove(connection);
    gone.abort(lineIsGone);
    onClose();
  });
  return client;
}
