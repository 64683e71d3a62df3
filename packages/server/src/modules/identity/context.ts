import type { Clock, NewId, PersonId, Random } from '@plaza/base';
import type { EventPayload, PersonalEventName, PersonCard } from '@plaza/contract';
import type { Passwords } from '../../kernel/auth/index.ts';
import type { Database, Tx } from '../../kernel/db/index.ts';
import type { Bus } from '../../kernel/events/index.ts';
import type { Files } from '../../kernel/files/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';

/** Writes into the log of what is about one person, in the transaction of the change. */
export type PersonalLog = {
  append<N extends PersonalEventName>(
    tx: Tx,
    personId: PersonId,
    name: N,
    payload: EventPayload<N>,
  ): Promise<unknown>;
};

/** For whom passkeys are made; the id is a host name, never an address. */
export type RelyingParty = { id: string; origins: string[] };

/** Told in the transaction that changes what others see of a person. */
export type ProfileHook = (tx: Tx, card: PersonCard) => Promise<void>;

export type IdentityDeps = {
  db: Database;
  bus: Bus;
  clock: Clock;
  random: Random;
  /** The one place that hashes, shared with whoever else keeps a secret that people type. */
  passwords: Passwords;
  newId: NewId;
  sync: PersonalLog;
  files: Pick<Files, 'allow' | 'claim' | 'release'>;
  jobs: Pick<Jobs, 'every'>;
  /** Null where the server is opened by a bare address: then there are no passkeys. */
  relyingParty: RelyingParty | null;
  /** Where people open the server, without a slash at the end. */
  publicUrl: string;
  /** Whether anybody may sign in as a person of the demo city. */
  demo: boolean;
};

/** Told in the transaction that adds or removes a passkey of a person. */
export type PasskeysHook = (tx: Tx, personId: PersonId) => Promise<void>;

/** What the parts of the module share. */
export type Context = IdentityDeps & {
  profileHooks: ProfileHook[];
  passkeysHooks: PasskeysHook[];
};
