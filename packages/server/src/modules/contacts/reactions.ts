import type { PersonId } from '@plaza/base';
import { crossingTopic, erasedTopic, profileTopic, type Crossing } from './crossing.ts';
import { onCrossing } from './crossings.ts';
import { findCard, type ContactsDeps } from './deps.ts';
import { forgetPerson, takeTurn } from './side.ts';
import { getContact, listOwners } from './store/contacts.ts';
import { eraseOthersRequests } from './store/erasure.ts';

type AboutPerson = { personId: PersonId };

/** People told of a changed profile in one transaction. */
const ownersPerPage = 200;

/** Calls `run` with all who keep something of a person, page by page. */
async function eachOwners(
  { db }: ContactsDeps,
  personId: PersonId,
  run: (ownerIds: readonly PersonId[]) => Promise<void>,
): Promise<void> {
  let after: PersonId | null = null;
  for (;;) {
    const page: PersonId[] = await listOwners(db.query, { personId, after, limit: ownersPerPage });
    if (page.length > 0) await run(page);
    after = page.at(-1) ?? null;
    if (page.length < ownersPerPage) return;
  }
}

async function onProfile(deps: ContactsDeps, { personId }: AboutPerson): Promise<void> {
  // Read now, not when it changed: of several changes in a row the newest is told.
  const person = await findCard(deps.people, personId);
  if (person === null) return;
  const news = { name: 'identity.personChanged' as const, payload: { person } };
  await eachOwners(deps, personId, (ownerIds) =>
    deps.db.tx((tx) =>
      deps.sync.appendMany(
        tx,
        ownerIds.map((ownerId) => ({ ...news, personId: ownerId })),
      ),
    ),
  );
}

async function onErased(deps: ContactsDeps, { personId }: AboutPerson): Promise<void> {
  await eachOwners(deps, personId, async (ownerIds) => {
    for (const ownerId of ownerIds) {
      await takeTurn(deps, ownerId, async (turn) => {
        const row = await getContact(turn.tx.query, ownerId, personId);
        if (row !== null) await forgetPerson(turn, row);
      });
    }
  });
  await deps.db.tx((tx) => eraseOthersRequests(tx.query, personId));
}

/** Registers what contacts does after the commits of others and of its own. */
export function registerReactions(deps: ContactsDeps): void {
  const { outbox, people } = deps;
  outbox.react(crossingTopic, (payload) => onCrossing(deps, payload as Crossing));
  outbox.react(profileTopic, (payload) => onProfile(deps, payload as AboutPerson));
  outbox.react(erasedTopic, (payload) => onErased(deps, payload as AboutPerson));
  people.onProfileChanged((tx, { personId }) => outbox.add(tx, profileTopic, { personId }));
}
