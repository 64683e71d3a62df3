import type { PersonId, SessionId } from '@plaza/base';
import { closeCodes } from '@plaza/contract';
import type { Caller } from '../rpc/index.ts';
import { prepare } from './frame.ts';
import type { Outlet } from './outlet.ts';

/** A client that has said hello. */
export type Connection = { caller: Caller; outlet: Outlet; close(code: number): void };

/** The sockets of this process, by person. */
export type Hub = {
  prepare: typeof prepare;
  /** Writes the prepared frame to every socket of these people in this process. */
  deliver(people: Iterable<PersonId>, prepared: Buffer): void;
  /** Whether the person has a socket in this process. */
  online(personId: PersonId): boolean;
  /** Tells the session that it ended, and closes its sockets. */
  endSession(sessionId: SessionId): void;
  /** Tells every client to look again, after the bus may have lost something. */
  lagAll(): void;
  /** Open sockets of this process. */
  count(): number;
  /** Calls `run` when the last socket of a session in this process is closed. */
  onGone(run: (caller: Caller) => void): void;
};

/** What the acceptor of sockets does with a hub. */
export type HubRegistry = Hub & {
  add(connection: Connection): void;
  remove(connection: Connection): void;
};

const lagFrame = prepare({ t: 'lag' });
const endedFrame = prepare({ t: 'event', name: 'identity.sessionEnded', payload: {} });

/** Creates an empty hub. */
export function createHub(): HubRegistry {
  const byPerson = new Map<PersonId, Set<Connection>>();
  const gone: ((caller: Caller) => void)[] = [];
  let open = 0;

  function* all(): Iterable<Connection> {
    for (const connections of byPerson.values()) yield* connections;
  }

  return {
    prepare,
    deliver(people, prepared) {
      for (const personId of people) {
        const connections = byPerson.get(personId);
        if (connections === undefined) continue;
        for (const { outlet } of connections) outlet.tell(prepared);
      }
    },
    online: (personId) => byPerson.has(personId),
    endSession(sessionId) {
      for (const connection of [...all()]) {
        if (connection.caller.sessionId !== sessionId) continue;
        connection.outlet.answer(endedFrame);
        connection.outlet.flush();
        connection.close(closeCodes.signedOut);
      }
    },
    lagAll() {
      for (const { outlet } of all()) outlet.answer(lagFrame);
    },
    count: () => open,
    onGone: (run) => void gone.push(run),
    add(connection) {
      const { personId } = connection.caller;
      const connections = byPerson.get(personId) ?? new Set();
      connections.add(connection);
      byPerson.set(personId, connections);
      open += 1;
    },
    remove(connection) {
      const { personId } = connection.caller;
      const connections = byPerson.get(personId);
      if (!connections?.delete(connection)) return;
      open -= 1;
      if (connections.size === 0) byPerson.delete(personId);
      const { sessionId } = connection.caller;
      const isThere = [...connections].some(({ caller }) => caller.sessionId === sessionId);
      if (!isThere) for (const run of gone) run(connection.caller);
    },
  };
}
