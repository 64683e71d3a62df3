import type { PersonId } from '@plaza/base';
import type { DataHolding, ExportedFile } from '../../kernel/holdings/index.ts';
import type { FamilyDeps } from './deps.ts';
import { paymentOf, presentCards } from './present.ts';
import { endAllOf, selectGiven, selectHeld } from './store/cards.ts';
import { selectPayments, type Place } from './store/payments.ts';
import { tables } from './store/tables.ts';
import { tellCard } from './telling.ts';
import type { CardRow } from './types.ts';

const pageSize = 200;
const all = { endedAfter: new Date(0), limit: 10_000 };

async function* exportPayments(deps: FamilyDeps, card: CardRow): AsyncIterable<ExportedFile> {
  let after: Place | null = null;
  for (let page = 1; ; page += 1) {
    const rows = await selectPayments(deps.db, card, { after, limit: pageSize });
    const last = rows.at(-1);
    if (last === undefined) return;
    const path = `family/${card.cardId}-${String(page).padStart(4, '0')}.json`;
    yield { path, content: rows.map((row) => paymentOf(deps, row)) };
    after = { at: last.createdAt, id: last.paymentId };
  }
}

async function* exportCards(deps: FamilyDeps, personId: PersonId): AsyncIterable<ExportedFile> {
  const given = await selectGiven(deps.db, personId, all);
  const held = await selectHeld(deps.db, personId, all);
  if (given.length + held.length === 0) return;
  const content = {
    given: await presentCards(deps, given),
    held: await presentCards(deps, held),
  };
  yield { path: 'family/cards.json', content };
  for (const card of [...given, ...held]) yield* exportPayments(deps, card);
}

/** What the module keeps of a person. The money is the ledger’s. */
export function createFamilyHolding(deps: FamilyDeps): DataHolding {
  return {
    module: 'family',
    title: 'Family cards',
    why: 'To let people pay with your wallet within your caps, and to show both of you what for.',
    keptFor: 'As long as the account of whoever gave the card.',
    onErasure:
      'Your cards end. What you gave is deleted with all that was paid by it; of cards that you ' +
      'held, their givers keep the payments without your name.',
    tables,
    export: (personId) => exportCards(deps, personId),
    // What is on its way ends with pay, and the rows go with the wallets.
    async erase(tx, personId) {
      for (const card of await endAllOf(tx, personId, deps.clock.now())) {
        await tellCard(deps, tx, card);
      }
    },
  };
}
