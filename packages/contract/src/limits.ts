import type { Limit } from './method.ts';

// The usual limits, named, so that an unusual one stands out where it is declared.

/** Reading by a signed-in person. */
export const reading: Limit = { person: { count: 600, perSeconds: 60 } };

/** Reading what may be megabytes, all of it at once. */
export const readingMuch: Limit = { person: { count: 60, perSeconds: 60 } };

/** Ordinary changes by a signed-in person. */
export const changing: Limit = { person: { count: 120, perSeconds: 60 } };

/** Anything that a stranger without a session can make the server do. */
export const strangers: Limit = { address: { count: 60, perSeconds: 60 } };

/** Anything that tries a secret: slow per address, and the account has its own lock besides. */
export const guessing: Limit = { address: { count: 20, perSeconds: 60 } };
