import { present, type PersonId } from '@plaza/base';
import type { EventPayload, Me } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import type { Context } from './context.ts';
import { cardOf, meOf } from './present.ts';
import { countCredentials, getPerson, type Querying } from './store/index.ts';

export type Notice = EventPayload<'identity.securityNoticed'>['notice'];

/** The person's own record as it is in this transaction. */
export async function readMe(q: Querying, personId: PersonId): Promise<Me> {
  const row = present(await getPerson(q, personId), 'the person exists');
  return meOf(row, await countCredentials(q, personId));
}

/** Tells the person's devices how the own record is now; call it after the last change. */
export async function announceMe(ctx: Context, tx: Tx, personId: PersonId): Promise<Me> {
  const me = await readMe(tx, personId);
  await ctx.sync.append(tx, personId, 'identity.meChanged', { me });
  return me;
}

/** Tells every device of the person what an owner should know. */
export async function notify(
  ctx: Context,
  tx: Tx,
  { personId, notice, detail }: { personId: PersonId; notice: Notice; detail: string },
): Promise<void> {
  const at = ctx.clock.now().toISOString();
  await ctx.sync.append(tx, personId, 'identity.securityNoticed', { notice, detail, at });
}

/** Tells those whose answers depend on which passkeys a person has. */
export async function announcePasskeys(ctx: Context, tx: Tx, personId: PersonId): Promise<void> {
  await announceMe(ctx, tx, personId);
  for (const hook of ctx.passkeysHooks) await hook(tx, personId);
}

/** Tells those who show the person to others that the card changed. */
export async function announceCard(ctx: Context, tx: Tx, personId: PersonId): Promise<void> {
  const card = cardOf(present(await getPerson(tx, personId), 'the person exists'));
  for (const hook of ctx.profileHooks) await hook(tx, card);
}
