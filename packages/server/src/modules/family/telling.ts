import type { FamilyCardId, PersonId } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import type { SyncItem } from '../sync/index.ts';
import type { FamilyDeps } from './deps.ts';
import { paymentOf, presentCard } from './present.ts';
import { selectCard } from './store/cards.ts';
import type { CardKey, CardRow, PaymentRow } from './types.ts';

const toldTopic = 'family.cardTold';
type Told = { giverId: PersonId; cardId: FamilyCardId };

/** Says, once this transaction is through, how a card stands then: to both of its people. */
export async function tellCard(
  { outbox }: Pick<FamilyDeps, 'outbox'>,
  tx: Tx,
  { giverId, cardId }: CardKey,
): Promise<void> {
  const told: Told = { giverId, cardId };
  await outbox.add(tx, toldTopic, told);
}

/** Of an erased person no log is begun again. */
function thereOf(people: ReadonlyMap<PersonId, PersonCard>, ids: readonly PersonId[]): PersonId[] {
  return ids.filter((id) => (people.get(id)?.displayName ?? '') !== '');
}

/** Registers who tells of cards, read as they are then. */
export function registerTelling(deps: FamilyDeps): void {
  const tell = async (key: Told) => {
    const row = await selectCard(deps.db, key);
    if (row === null) return;
    const payload = { card: await presentCard(deps, row) };
    const both = [row.giverId, row.holderId];
    const people = thereOf(await deps.identity.getCards(both), both);
    const items = people.map((personId): SyncItem => {
      return { personId, name: 'family.cardChanged', payload };
    });
    if (items.length > 0) await deps.db.tx((tx) => deps.sync.appendMany(tx, items));
  };
  deps.outbox.react<Told>(toldTopic, tell, ({ cardId }) => cardId);
}

/** A payment, for both; written with what the projection of pay tells. */
export async function paymentItems(
  deps: FamilyDeps,
  row: PaymentRow,
  { giverId, holderId }: Pick<CardRow, 'giverId' | 'holderId'>,
): Promise<SyncItem[]> {
  const both = [giverId, holderId];
  const payload = { payment: paymentOf(deps, row) };
  return thereOf(await deps.identity.getCards(both), both).map((personId): SyncItem => {
    return { personId, name: 'family.paymentChanged', payload };
  });
}
