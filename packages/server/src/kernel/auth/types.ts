import type { Caller } from '../rpc/index.ts';

/** Finds who holds a session's secret; null when the session ended or never was. */
export type Authenticate = (secret: string) => Promise<Caller | null>;
