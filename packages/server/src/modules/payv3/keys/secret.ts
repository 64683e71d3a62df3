import type { MerchantId } from '@plaza/base';
import type { Payv3Deps } from '../deps.ts';
import { updateSecret } from '../store/access.ts';
import type { AccessRow } from '../types.ts';
import { apiV3KeyLength, randomText } from '../wire/tokens.ts';

/** What is sealed for one merchant opens for no other. */
const purposeOf = (merchantId: MerchantId) => `payv3 secret ${merchantId}`;

/** Makes the APIv3 key of a merchant; whoever asks sees it once. */
export async function renewSecret(
  { db, seal, random, clock }: Payv3Deps,
  merchantId: MerchantId,
): Promise<string> {
  const secret = randomText(random, apiV3KeyLength);
  const sealed = await seal.seal(purposeOf(merchantId), Buffer.from(secret));
  await updateSecret(db, merchantId, { sealed, at: clock.now() });
  return secret;
}

/** Null: there is none. */
export async function openSecret(
  { seal }: Pick<Payv3Deps, 'seal'>,
  { merchantId, sealedSecret }: AccessRow,
): Promise<string | null> {
  if (sealedSecret === null) return null;
  return (await seal.open(purposeOf(merchantId), sealedSecret)).toString();
}
