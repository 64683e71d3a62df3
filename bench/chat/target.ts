import type { Door } from './types.ts';

/** What an archive survives, so that nobody compares it without knowing. */
export type Keeps = 'commits each message' | 'keeps, without fsync' | 'keeps nothing';

export type TargetName =
  | 'plaza'
  | 'plaza-2-nodes'
  | 'ejabberd-sql'
  | 'ejabberd-mnesia'
  | 'prosody-sql'
  | 'prosody-internal'
  | 'mosquitto'
  | 'nats';

/** A server that runs, and how to load it. */
export type Target = {
  name: TargetName;
  keeps: Keeps;
  door: Door;
  /** Its processes, without PostgreSQL. */
  pids: readonly number[];
  usesDatabase: boolean;
  /** Whether people make their accounts at its door. */
  registers: boolean;
  /** Lets it drop what it holds for nobody, where that can be asked for. */
  collect?(): Promise<void>;
  stop(): Promise<void>;
};

/** What a target is started with. */
export type Surroundings = {
  folder: string;
  people: number;
  database: {
    port: number;
    /** The folder of its socket, which is how the product reaches the PostgreSQL it ships. */
    socketFolder: string;
    /** A new database with an owner of its own, on the one PostgreSQL that all share. */
    create(name: string): Promise<Access>;
    query(database: string, text: string, values?: unknown[]): Promise<void>;
  };
};

export type Access = { database: string; user: string; password: string };

export type StartTarget = (around: Surroundings) => Promise<Target>;

/** The program that a target needs is not there. */
export class NotInstalled extends Error {
  constructor(program: string, packages: string) {
    super(`${program} is not installed: apt-get install ${packages}`);
  }
}
