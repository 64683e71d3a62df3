import type { OrderState } from '@plaza/contract';

// SPEC. Until somebody says yes an order is the row's: who changes it first, under its lock, has
// it. `paying` means that one payment is under way; only the ledger ends that. `paid` and `closed`
// stay.

/**
 * `asked`: its payer showed a code and is to say yes. `declined`: they said no. `agreed`: somebody
 * said yes. `moved`: the money is with the merchant. `refused`: the ledger moved nothing.
 */
export type OrderEvent = 'asked' | 'declined' | 'agreed' | 'moved' | 'refused' | 'ended';

/** `no`: whoever wants it is refused. `late`: it was told before. `impossible`: never happens. */
export type Effect = { to: OrderState } | 'no' | 'late' | 'impossible';

const settled: Readonly<Record<OrderEvent, Effect>> = {
  asked: 'no',
  declined: 'no',
  agreed: 'no',
  moved: 'impossible',
  refused: 'late',
  ended: 'no',
};

/** Total: what each event does in each state. */
export const orderTable: Readonly<Record<OrderState, Readonly<Record<OrderEvent, Effect>>>> = {
  open: {
    asked: { to: 'asking' },
    declined: 'no',
    agreed: { to: 'paying' },
    moved: 'impossible',
    refused: 'late',
    ended: { to: 'closed' },
  },
  asking: {
    // Another code was shown: its owner is asked instead.
    asked: { to: 'asking' },
    declined: { to: 'open' },
    agreed: { to: 'paying' },
    moved: 'impossible',
    refused: 'late',
    ended: { to: 'closed' },
  },
  paying: {
    asked: 'no',
    declined: 'no',
    agreed: 'no',
    moved: { to: 'paid' },
    refused: { to: 'open' },
    ended: 'no',
  },
  paid: settled,
  closed: settled,
};

/** In which states an event changes something: what a statement of SQL asks for. */
export function statesFor(event: OrderEvent): OrderState[] {
  return (Object.keys(orderTable) as OrderState[]).filter(
    (state) => typeof orderTable[state][event] === 'object',
  );
}
