import { t } from '@lingui/core/macro';
import { nameOf, type State } from '@plaza/client';
import type { PersonCard, Transfer } from '@plaza/contract';

/** The name under which the viewer knows somebody of a payment; never empty. */
export function nameIn(state: State, card: PersonCard | null): string {
  if (card === null) return t`Deleted account`;
  return nameOf(state, card.personId) || card.displayName || t`Deleted account`;
}

export type Side = { isPayer: boolean; other: PersonCard };

/** How the viewer stands to a transfer. */
export function sideOf(state: State, { payer, payee }: Transfer): Side {
  const isPayer = payer.personId === state.me?.personId;
  return { isPayer, other: isPayer ? payee : payer };
}
