import type { FamilyCardId, PersonId } from '@plaza/base';
import type { FamilyCard, FamilyRule } from '@plaza/contract';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import type { Outcome } from '../../kernel/rpc/index.ts';
import type { PayCore } from '../pay/index.ts';
import { act, type CardRefusal } from './answering.ts';
import type { CardEvent } from './card.ts';
import type { FamilyDeps } from './deps.ts';
import { approvedOf, change, getRules, offer } from './giving.ts';
import { createFamilyHolding } from './holding.ts';
import { listCards, listPayments } from './reading.ts';
import { createCardSource, type CardSource } from './spending.ts';
import { deletePerson, endAllOf, endBetween, lapseOffers, selectGivers } from './store/cards.ts';
import { registerTelling, tellCard } from './telling.ts';
import type { CardTerms, NewCard } from './types.ts';

/** Family cards: people pay merchants with the wallet of somebody who lets them. */
export type Family = {
  getRules(personId: PersonId): Promise<FamilyRule[]>;
  listCards(personId: PersonId): ReturnType<typeof listCards>;
  listPayments(
    personId: PersonId,
    of: { cardId: FamilyCardId; cursor?: string },
  ): ReturnType<typeof listPayments>;
  beginPasskeyApproval(
    personId: PersonId,
    terms: CardTerms,
  ): ReturnType<PayCore['beginPasskeyApproval']>;
  offer(giverId: PersonId, input: NewCard): ReturnType<typeof offer>;
  change(giverId: PersonId, input: Parameters<typeof change>[2]): ReturnType<typeof change>;
  act(
    personId: PersonId,
    of: { cardId: FamilyCardId; event: CardEvent },
  ): Promise<Outcome<FamilyCard, CardRefusal>>;
  /** For the parts that take payments. */
  cards: CardSource;
  holding: DataHolding;
};

const perSweep = 100;

/** A flow without transfers of its own: it lapses offers, and ends with the accounts of people. */
function registerFlow(deps: FamilyDeps): void {
  const { db, clock, pay } = deps;
  pay.register<null>({
    name: 'family',
    codes: [],
    load: async () => null,
    apply: () => ({}),
    write: async () => [],
    finishers: {},
    async sweep() {
      return db.tx(async (tx) => {
        const lapsed = await lapseOffers(tx, { now: clock.now(), limit: perSweep });
        for (const card of lapsed) await tellCard(deps, tx, card);
        return lapsed.length > 0;
      });
    },
    async finishOf(personId) {
      await db.tx(async (tx) => {
        for (const card of await endAllOf(tx, personId, clock.now())) {
          await tellCard(deps, tx, card);
        }
      });
      return true;
    },
    // Their givers’ statements say who paid.
    namedWith: selectGivers,
    forget: deletePerson,
  });
}

/** Creates the service, and adds it to pay: create it before anything starts. */
export function createFamily(deps: FamilyDeps): Family {
  registerTelling(deps);
  registerFlow(deps);
  deps.contacts.onBlocked(async (tx, { ownerId, personId }) => {
    const ended = await endBetween(tx, [ownerId, personId], deps.clock.now());
    for (const card of ended) await tellCard(deps, tx, card);
  });
  return {
    getRules: (personId) => getRules(deps, personId),
    listCards: (personId) => listCards(deps, personId),
    listPayments: (personId, of) => listPayments(deps, personId, of),
    beginPasskeyApproval: (personId, terms) =>
      deps.pay.beginPasskeyApproval(personId, approvedOf(terms)),
    offer: (giverId, input) => offer(deps, giverId, input),
    change: (giverId, input) => change(deps, giverId, input),
    act: (personId, of) => act(deps, personId, of),
    cards: createCardSource(deps),
    holding: createFamilyHolding(deps),
  };
}
