import { truncate, type PersonId } from '@plaza/base';
import type { Allowance, Standing } from '@plaza/contract';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import type { PayContext } from '../context.ts';
import { isThere } from '../operating.ts';
import { upsertStanding } from '../store/limits.ts';
import type { StandingRow } from './types.ts';

type Shown = { standing: Standing; allowances: Allowance[] };
const maxDetailLength = 300;

/** What the operator sees of a person's limits. */
export async function getStanding(
  ctx: PayContext,
  personId: PersonId,
): Promise<Outcome<Shown, 'person_not_found'>> {
  if (!(await isThere(ctx, personId))) return no('person_not_found');
  return yes(await ctx.limits.getStanding(personId));
}

export type NewStanding = {
  actorId: PersonId;
  personId: PersonId;
  class: number;
  isMinor: boolean;
  reason: string;
};

/** Sets how well somebody is known. Nobody says so of themselves. */
export async function setStanding(
  ctx: PayContext,
  given: NewStanding,
): Promise<Outcome<Shown, 'person_not_found' | 'self_action'>> {
  const { actorId, personId, isMinor, reason } = given;
  if (actorId === personId) return no('self_action');
  if (!(await isThere(ctx, personId))) return no('person_not_found');
  const level = given.class as StandingRow['class'];
  const changedAt = ctx.clock.now();
  const words = `class ${level}${isMinor ? ', minor' : ''}: ${reason}`;
  await ctx.db.tx(async (tx) => {
    await upsertStanding(tx, { personId, class: level, isMinor, reason, actorId, changedAt });
    await ctx.audit(tx, {
      ...{ actorId, action: 'set_standing', subjectId: personId },
      detail: truncate(words, maxDetailLength),
    });
  });
  return yes(await ctx.limits.getStanding(personId));
}
