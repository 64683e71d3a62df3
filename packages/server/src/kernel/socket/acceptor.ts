import type { PersonId } from '@plaza/base';
import { closeCodes, maxFrameBytes } from '@plaza/contract';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { admit, type AdmissionDeps } from './admission.ts';
import { createFlusher } from './flusher.ts';
import { serveClient, type Client, type ServeDeps } from './serve-client.ts';

/** A client pings after 25 s of silence; three missed pings mean that it is gone. */
const silenceMs = 80_000;
const sweepMs = 10_000;
/** What a client gets to answer our closing handshake when the server stops. */
const farewellMs = 100;
/** How long a socket may live on the word that its session began with. */
const recheckMs = 5 * 60_000;
/** Enough for every tab of every device; each socket of a person gets all that they are told. */
export const maxSocketsPerPerson = 100;

export type AcceptorDeps = AdmissionDeps & Omit<ServeDeps, 'schedule'> & { server: Server };

/** Accepts WebSockets at `/socket`. */
export type Acceptor = {
  /** Asks of every socket whether its session still is: the news that it ended may be lost. */
  suspectAll(): void;
  /** Refuses new sockets, says goodbye to open ones, and cuts those that do not answer. */
  stop(): Promise<void>;
};

function reject(raw: Duplex, status: string): void {
  raw.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Counts the open sockets of each person, greeted or not. */
function createSeats() {
  const taken = new Map<PersonId, number>();
  const count = (personId: PersonId) => taken.get(personId) ?? 0;
  return {
    count,
    take: (personId: PersonId) => void taken.set(personId, count(personId) + 1),
    leave(personId: PersonId) {
      const left = count(personId) - 1;
      if (left > 0) taken.set(personId, left);
      else taken.delete(personId);
    },
  };
}

/** Closes sockets whose session ended unheard; one after the other, to spread the questions. */
function createRecheck(clients: ReadonlySet<Client>, { clock, log }: AcceptorDeps) {
  let isChecking = false;
  return async (): Promise<void> => {
    if (isChecking) return;
    isChecking = true;
    try {
      for (const client of clients) {
        if (clock.monotonicMs() - client.checkedMs < recheckMs) continue;
        const isSignedIn = await client.isSignedIn();
        client.checkedMs = clock.monotonicMs();
        if (!isSignedIn) client.close(closeCodes.signedOut);
      }
    } catch (error) {
      log.warn({ err: error }, 'the sessions of sockets could not be checked');
    } finally {
      isChecking = false;
    }
  };
}

/** Creates the acceptor and hangs it on the HTTP server. */
export function createAcceptor(deps: AcceptorDeps): Acceptor {
  const { clock, log } = deps;
  const clients = new Set<Client>();
  const seats = createSeats();
  const serveDeps: ServeDeps = { ...deps, schedule: createFlusher() };
  let stopped = false;

  const acceptor = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxFrameBytes,
  });

  async function upgrade(request: IncomingMessage, raw: Duplex, head: Buffer): Promise<void> {
    if (stopped) return reject(raw, '503 Service Unavailable');
    const admission = await admit(request, deps);
    if (!admission.ok) return reject(raw, admission.status);
    const { ok: _, ...arrival } = admission;
    const { personId } = arrival.caller;
    if (seats.count(personId) >= maxSocketsPerPerson) return reject(raw, '429 Too Many Requests');
    acceptor.handleUpgrade(request, raw, head, (socket) => {
      const client = serveClient({ socket, raw, ...arrival }, serveDeps, () => {
        clients.delete(client);
        seats.leave(personId);
      });
      clients.add(client);
      seats.take(personId);
    });
  }

  function onUpgrade(request: IncomingMessage, raw: Duplex, head: Buffer): void {
    raw.on('error', () => raw.destroy());
    upgrade(request, raw, head).catch((error: unknown) => {
      log.error({ err: error }, 'socket upgrade failed');
      reject(raw, '500 Internal Server Error');
    });
  }

  const recheck = createRecheck(clients, deps);
  const sweep = clock.every(sweepMs, () => {
    const deadlineMs = clock.monotonicMs() - silenceMs;
    for (const { socket, lastHeardMs } of clients) {
      if (lastHeardMs < deadlineMs) socket.terminate();
    }
    void recheck();
  });

  deps.server.on('upgrade', onUpgrade);
  return {
    suspectAll() {
      for (const client of clients) client.checkedMs = -Infinity;
      void recheck();
    },
    async stop() {
      stopped = true;
      sweep.cancel();
      for (const { close } of clients) close(closeCodes.goingAway);
      if (clients.size > 0) await clock.sleep(farewellMs);
      for (const { socket } of clients) socket.terminate();
      deps.server.off('upgrade', onUpgrade);
    },
  };
}
