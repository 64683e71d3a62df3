import type { FamilyCardId } from '@plaza/base';
import type { MethodOutput, ShownCode } from '@plaza/contract';
import { privatePrefix } from '../../state/private-keys.ts';

// The codes of the next minutes stay on the device, so that they can be shown without a line, also
// after the app was closed meanwhile. Signing out takes them away.

/** What a device was given, with how far its own clock was from the server's at that time. */
export type KeptCodes = {
  codes: readonly ShownCode[];
  aheadMs: number;
  /** The family card by which they pay; absent: my own wallet. */
  cardId?: FamilyCardId;
};

const name = `${privatePrefix}pay-codes`;

/** Puts the times of the server beside the clock of this device. */
export function keptOf(
  issued: MethodOutput<'codes.issue'>,
  nowMs: number,
  cardId?: FamilyCardId,
): KeptCodes {
  const kept = { codes: issued.codes, aheadMs: Date.parse(issued.at) - nowMs };
  return cardId === undefined ? kept : { ...kept, cardId };
}

/** The code that is shown now, and how many come after it; null: they are over, or not begun. */
export function codeAt(
  { codes, aheadMs }: KeptCodes,
  nowMs: number,
): { code: ShownCode; left: number; leftMs: number } | null {
  const serverMs = nowMs + aheadMs;
  const at = codes.findIndex(
    ({ from, until }) => Date.parse(from) <= serverMs && serverMs < Date.parse(until),
  );
  const code = codes[at];
  if (code === undefined) return null;
  return { code, left: codes.length - at - 1, leftMs: Date.parse(code.until) - serverMs };
}

export function readKept(): KeptCodes | null {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null') as KeptCodes | null;
  } catch {
    return null;
  }
}

export function writeKept(kept: KeptCodes | null): void {
  try {
    if (kept === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(kept));
  } catch {
    // The storage is full or closed: the codes last as long as the page.
  }
}
