import type { PersonId } from '@plaza/base';
import type { ShownMessage, TransferState } from '@plaza/contract';

export type Sent = Extract<ShownMessage, { type: 'transfer' }>;
export type Settled = Extract<ShownMessage, { type: 'transferSettled' }>;

type Outcome = 'sent' | Settled['outcome'];
/** What happened with money, who did it from where the viewer stands, and whom it is about. */
export type Told = { what: Outcome; byMe: boolean; personId: PersonId };

/**
 * How an entry about money is told to a viewer. The payee accepts and returns; the payer takes
 * back, and of what went back by itself they are the sender, because it went to them.
 */
export function tellingOf(said: Sent | Settled, senderId: PersonId, meId: PersonId | null): Told {
  const byMe = senderId === meId;
  if (said.type === 'transferSettled') return { what: said.outcome, byMe, personId: senderId };
  return { what: 'sent', byMe, personId: byMe ? said.payeeId : senderId };
}

/** How a card stands for the viewer: `mine` waits for them, and for nobody else. */
export type Standing = TransferState | 'mine' | 'unknown';

export function standsFor(state: TransferState | null, isOwn: boolean): Standing {
  if (state === null) return 'unknown';
  return state === 'waiting' && !isOwn ? 'mine' : state;
}

/** Its money is held, for the payee or on its way to them. */
export const isHeld = (state: TransferState): boolean =>
  state === 'waiting' || state === 'arriving';
