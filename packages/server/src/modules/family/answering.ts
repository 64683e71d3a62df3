import { present, type FamilyCardId, type PersonId } from '@plaza/base';
import type { FamilyCard } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { cardTable, isOver, type CardEvent } from './card.ts';
import type { FamilyDeps } from './deps.ts';
import { presentCard } from './present.ts';
import { lockCard, selectCardOf, setState } from './store/cards.ts';
import { tellCard } from './telling.ts';
import type { CardKey, CardRow } from './types.ts';

export type CardRefusal = 'card_unknown' | 'card_over';

/** Whose word an event is. */
const byWhom: Readonly<Record<CardEvent, 'giver' | 'holder' | 'both'>> = {
  accepted: 'holder',
  declined: 'holder',
  lapsed: 'both',
  paused: 'giver',
  resumed: 'giver',
  ended: 'both',
};

/** Moves a card on under its lock; what waited too long is over, before any sweep says so. */
async function move(
  deps: FamilyDeps,
  tx: Tx,
  of: { key: CardKey; event: CardEvent },
): Promise<Outcome<CardRow, CardRefusal>> {
  const now = deps.clock.now();
  const row = await lockCard(tx, of.key);
  if (row === null) return no('card_unknown');
  const effect = cardTable[row.state][of.event];
  if (effect === 'same') return yes(row);
  const isLate = row.state === 'offered' && row.expiresAt <= now;
  if (effect === 'over' || isLate) return no('card_over');
  const endedAt = isOver(effect.to) ? now : null;
  const next = await setState(tx, of.key, { state: effect.to, endedAt });
  await tellCard(deps, tx, of.key);
  return yes(present(next, 'it is locked'));
}

/** What one of its two people does with a card; the same again is the same. */
export async function act(
  deps: FamilyDeps,
  personId: PersonId,
  { cardId, event }: { cardId: FamilyCardId; event: CardEvent },
): Promise<Outcome<FamilyCard, CardRefusal>> {
  const found = await selectCardOf(deps.db, personId, cardId);
  if (found === null) return no('card_unknown');
  const side = found.giverId === personId ? 'giver' : 'holder';
  const whose = byWhom[event];
  // Who is on the other side hears the same as a stranger.
  if (whose !== 'both' && whose !== side) return no('card_unknown');
  const moved = await decide(deps.db, (tx) => move(deps, tx, { key: found, event }));
  return moved.ok ? yes(await presentCard(deps, moved.value)) : moved;
}
