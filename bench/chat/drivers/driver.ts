import type { Connection } from '../connection.ts';
import type { Door, GroupSize } from '../types.ts';

/** A protocol as its clients speak it, over a plain connection. */
export type Driver = {
  /** Signs in on a fresh connection. */
  signIn(connection: Connection): Promise<void>;
  /** Makes an account where people make theirs at the door. */
  register?(connection: Connection): Promise<void>;
  sendDirect(connection: Connection, to: number, text: string): void;
  join(connection: Connection, members: GroupSize, isFirst: boolean): Promise<void>;
  sendGroup(connection: Connection, members: GroupSize, text: string): void;
  /** What says that a client is still there. */
  ping?(connection: Connection): void;
  /** Reading history; absent where there is none. */
  history?: {
    /** Whether it goes over a connection of its own. */
    isApart: boolean;
    /** Asks for the newest messages of the conversation with one person. */
    ask(connection: Connection, peer: number, entries: number): void;
    /** What the end of a page looks like. */
    end: Buffer;
  };
};

export type CreateDriver = (door: Door) => Driver;

/** Persons 2n and 2n + 1 talk to each other. */
export const peerOf = (person: number) => (person % 2 === 0 ? person + 1 : person - 1);
