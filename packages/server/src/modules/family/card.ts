import type { FamilyCardState } from '@plaza/contract';

// SPEC. A card is offered, and is the holder’s once they take it. Its giver may pause it; either
// may end it. What is over stays over: another card is offered instead.

/** `ended`: by its giver or its holder, or since one blocked the other or is gone. */
export type CardEvent = 'accepted' | 'declined' | 'lapsed' | 'paused' | 'resumed' | 'ended';

/** `same`: it is so already. `over`: not any more, or not of such a card. */
export type Effect = { to: FamilyCardState } | 'same' | 'over';

const over: Readonly<Record<CardEvent, Effect>> = {
  accepted: 'over',
  declined: 'over',
  lapsed: 'over',
  paused: 'over',
  resumed: 'over',
  ended: 'over',
};

/** Total: what each event does in each state. */
export const cardTable: Readonly<Record<FamilyCardState, Readonly<Record<CardEvent, Effect>>>> = {
  offered: {
    accepted: { to: 'active' },
    declined: { to: 'declined' },
    lapsed: { to: 'lapsed' },
    paused: 'over',
    resumed: 'over',
    ended: { to: 'ended' },
  },
  active: {
    accepted: 'same',
    declined: 'over',
    lapsed: 'over',
    paused: { to: 'paused' },
    resumed: 'same',
    ended: { to: 'ended' },
  },
  paused: {
    accepted: 'same',
    declined: 'over',
    lapsed: 'over',
    paused: 'same',
    resumed: { to: 'active' },
    ended: { to: 'ended' },
  },
  declined: { ...over, declined: 'same' },
  lapsed: over,
  ended: { ...over, ended: 'same' },
};

const finals: ReadonlySet<FamilyCardState> = new Set(['declined', 'lapsed', 'ended']);

export function isOver(state: FamilyCardState): boolean {
  return finals.has(state);
}
