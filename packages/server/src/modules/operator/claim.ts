import type { PersonId } from '@plaza/base';
import type { Me } from '@plaza/contract';
import { createSecret, hashSecret } from '../../kernel/auth/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { OperatorDeps } from './operator.ts';
import { writeAudit } from './audit.ts';
import * as store from './store.ts';

/**
 * Makes the one-time link of a city that has no operator; null when it has one. Each start makes
 * a new link and ends the one before: of several nodes the last to start has the link that works.
 */
export async function prepareClaim(deps: OperatorDeps): Promise<{ url: string } | null> {
  if (await deps.control.operatorExists()) {
    await store.deleteClaims(deps.db);
    return null;
  }
  const secret = createSecret(deps.random);
  await store.replaceClaim(deps.db, hashSecret(secret), deps.clock.now());
  // Behind the `#`: a link that is opened leaves its secret in no log on the way.
  return { url: `${deps.publicUrl}/claim#${secret}` };
}

/** Makes the caller the operator of a city that has none. */
export async function claim(
  deps: OperatorDeps,
  personId: PersonId,
  secret: string,
): Promise<Outcome<Me, 'claim_rejected'>> {
  return decide(deps.db, async (tx) => {
    // Deleting the only claim comes first: two who try at once queue at its row, and one gets it.
    if (!(await store.takeClaim(tx, hashSecret(secret)))) return no('claim_rejected');
    if (await deps.control.operatorExists(tx)) return no('claim_rejected');
    const me = await deps.control.makeOperator(tx, personId);
    const entry = { actorId: personId, action: 'claim', subjectId: personId, detail: '' } as const;
    await writeAudit(deps, tx, entry);
    return yes(me);
  });
}
