import type { ClientFrame, ServerFrame, closeCodes as declaredCloseCodes } from '@plaza/contract';

export type { ClientFrame, ServerFrame };

// The contract's values are written again here, checked against its types: importing them would
// carry the schema library into every browser.

/** Why the server closed a socket. */
export const closeCodes = {
  signedOut: 4001,
  badFrame: 4002,
  tooSlow: 4008,
  goingAway: 1001,
} as const satisfies typeof declaredCloseCodes;

/** Reads a frame of the server; null when it is not one, and the socket should be left. */
export function parseFrame(data: unknown): ServerFrame | null {
  if (typeof data !== 'string') return null;
  try {
    const frame: unknown = JSON.parse(data);
    if (typeof frame !== 'object' || frame === null || !('t' in frame)) return null;
    // Unknown kinds pass: a newer server may say more than this client understands.
    return frame as ServerFrame;
  } catch {
    return null;
  }
}
