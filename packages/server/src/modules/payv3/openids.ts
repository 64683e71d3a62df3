import type { PersonId } from '@plaza/base';
import type { Payv3Deps } from './deps.ts';
import { keepOpenid, selectOpenid } from './store/apps.ts';
import { randomText } from './wire/tokens.ts';

/**
 * Who somebody is for an app: a random name, another for each app, so that two shops cannot find
 * out that they have the same customer.
 */
export async function openidOf(
  { db, random, clock }: Pick<Payv3Deps, 'db' | 'random' | 'clock'>,
  appid: string,
  personId: PersonId,
): Promise<string> {
  const known = await selectOpenid(db, appid, personId);
  if (known !== null) return known;
  const openid = `o${randomText(random, 27)}`;
  return keepOpenid(db, { appid, openid, personId, madeAt: clock.now() });
}
