import type { LockRule } from '../../kernel/auth/index.ts';
import { durations } from './durations.ts';

// SPEC. Guessing is slowed in two scopes at once: per account and coarse network address, and per
// account for all addresses together. The second scope binds only addresses from which the account
// has no signed-in device: whoever guesses from all over the world locks out the world, but not the
// owner at home.

const minuteMs = 60_000;
const lapseMs = durations.lockLapseMs;

export const lockRules = {
  address: {
    freeTries: 5,
    waitsMs: [1, 5, 15, 60, 240].map((count) => count * minuteMs),
    lapseMs,
  },
  everywhere: {
    freeTries: 50,
    waitsMs: [1, 2, 5, 15].map((count) => count * minuteMs),
    lapseMs,
  },
} as const satisfies Record<string, LockRule>;
