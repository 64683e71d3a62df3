import type { PersonId } from '@plaza/base';
import type { Method, Rate } from '@plaza/contract';

export type Taken = { ok: true } | { ok: false; retryAfterMs: number };

/** Whom a call is counted for; `personId` is null for strangers. */
export type Payer = { personId: PersonId | null; address: string };

export type LimitReport = {
  method: string;
  scope: 'person' | 'address';
  count: number;
  perSeconds: number;
  /** Calls refused for this limit since the process started. */
  refused: number;
};

/** The rate limits of this process. Refused calls cost nothing, so waiting always helps. */
export type Limits = {
  readonly factor: number;
  /** Takes one token of each limit that the method has, or none at all. */
  take(method: Pick<Method, 'name' | 'limit'>, payer: Payer): Taken;
  /** For what is no method: sockets per address, uploads per person. */
  takeKey(name: string, key: string, rate: Rate): Taken;
  report(): LimitReport[];
};
