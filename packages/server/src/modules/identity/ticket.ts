// SPEC. A new device shows a code (waiting). A signed-in phone scans it (scanned) and answers:
// confirmed or declined. The new device takes the session once (used). After two minutes nothing
// moves any more (expired, by the clock, never stored).

export type StoredTicketState = 'waiting' | 'scanned' | 'confirmed' | 'declined' | 'used';
export type TicketState = StoredTicketState | 'expired';
export type TicketEvent = 'scan' | 'allow' | 'decline' | 'take';

/** Total: the state after an event, or null when the event is refused. */
export const ticketTable: Readonly<
  Record<TicketState, Readonly<Record<TicketEvent, StoredTicketState | null>>>
> = {
  waiting: { scan: 'scanned', allow: null, decline: null, take: null },
  // The same phone may scan again, for instance after its app was reloaded.
  scanned: { scan: 'scanned', allow: 'confirmed', decline: 'declined', take: null },
  confirmed: { scan: null, allow: null, decline: null, take: 'used' },
  declined: { scan: null, allow: null, decline: null, take: null },
  used: { scan: null, allow: null, decline: null, take: null },
  expired: { scan: null, allow: null, decline: null, take: null },
};

/** The state as the clock makes it: what was taken or declined stays so. */
export function ticketStateAt(
  ticket: { state: StoredTicketState; expiresAt: Date },
  now: Date,
): TicketState {
  const ended = ticket.state === 'used' || ticket.state === 'declined';
  return !ended && ticket.expiresAt <= now ? 'expired' : ticket.state;
}
