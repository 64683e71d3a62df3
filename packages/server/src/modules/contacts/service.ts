import type { PersonId } from '@plaza/base';
import { findCard, type ContactsDeps } from './deps.ts';
import { createFinding } from './finding.ts';
import { createContactsHolding } from './holding.ts';
import { createLapse } from './lapse.ts';
import { createListing } from './listing.ts';
import { registerReactions } from './reactions.ts';
import { createRequesting } from './requesting.ts';
import { createSide } from './side.ts';
import { lockPerson } from './store/people.ts';

export type Contacts = ReturnType<typeof createContacts>;

/** Creates the service. Its reactions are registered at once, so create it before the outbox starts. */
export function createContacts(deps: ContactsDeps) {
  const { db, people } = deps;
  const side = createSide(deps);
  const finding = createFinding(deps);
  const listing = createListing({ ...deps, side });
  const requesting = createRequesting({ ...deps, side, finding });
  registerReactions({ ...deps, side });

  async function listOnOneSide(ownerId: PersonId, personId: PersonId): Promise<void> {
    const card = await findCard(people, personId);
    if (card === null) return;
    await db.tx(async (tx) => {
      await lockPerson(tx.query, ownerId);
      await side.list(tx, { ownerId, card });
    });
  }

  return {
    ...finding,
    ...listing,
    ...requesting,
    /** How the viewer stands to another person. */
    async relation(viewerId: PersonId, personId: PersonId) {
      const outcome = await finding.getPerson(viewerId, personId);
      return outcome.ok ? outcome.value.relation : 'stranger';
    },
    /** Makes two people contacts without asking: for demo cities and tests. */
    async befriend(a: PersonId, b: PersonId): Promise<void> {
      await listOnOneSide(a, b);
      await listOnOneSide(b, a);
    },
    lapseOverdue: createLapse({ ...deps, side }),
    holding: createContactsHolding(deps),
  };
}
