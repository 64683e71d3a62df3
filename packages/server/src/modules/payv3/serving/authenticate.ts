import { createPublicKey } from 'node:crypto';
import type { MerchantRow } from '../../merchants/index.ts';
import type { Payv3Deps } from '../deps.ts';
import { openAccess } from '../keys/access.ts';
import { insertNonce, selectKey } from '../store/access.ts';
import type { AccessRow } from '../types.ts';
import { clockToleranceSeconds, isFresh, readAuthorization } from '../wire/authorization.ts';
import { refuseWith } from '../wire/problems.ts';
import { isSignedBy, requestMessage } from '../wire/signing.ts';
import type { Asked } from './serve.ts';

const rates = { count: 5_000, perSeconds: 10 };

/** Who asks, if the signature says so. What is wrong is said only where it helps nobody else. */
export async function authenticate(
  deps: Payv3Deps,
  { method, url, headers, body }: Pick<Asked, 'method' | 'url' | 'headers' | 'body'>,
): Promise<{ merchant: MerchantRow; access: AccessRow }> {
  const { db, clock, merchants, limits } = deps;
  const given = readAuthorization(headers['authorization']);
  if (given === null) {
    refuseWith('SIGN_ERROR', { field: 'Authorization', issue: 'the header is not of APIv3' });
  }
  const { mchid, serial, nonce, timestamp, signature } = given;
  if (!isFresh(timestamp, clock.nowMs())) {
    refuseWith('SIGN_ERROR', { field: 'timestamp', issue: 'the clocks differ by five minutes' });
  }
  const merchant = await merchants.findByMchid(mchid);
  const key = merchant === null ? null : await selectKey(db, merchant.merchantId, serial);
  const counts = key !== null && key.endedAt === null && key.notAfter > clock.now();
  if (merchant === null || !counts) {
    refuseWith('SIGN_ERROR', { field: 'serial_no', issue: 'no such key of such a merchant' });
  }
  const publicKey = createPublicKey({ key: key.publicKey, type: 'spki', format: 'der' });
  const message = requestMessage({ method, url, timestamp, nonce, body });
  if (!isSignedBy(publicKey, message, signature)) {
    refuseWith('SIGN_ERROR', { field: 'signature', issue: 'it is not of this request' });
  }
  // Whoever has heard a request cannot make it again, as long as its time would let them.
  const expiresAt = new Date((timestamp + 2 * clockToleranceSeconds) * 1000);
  const { merchantId } = merchant;
  if (!(await insertNonce(db, { merchantId, nonce, expiresAt }))) {
    refuseWith('SIGN_ERROR', { field: 'nonce_str', issue: 'this request was heard already' });
  }
  if (!limits.takeKey('payv3', merchantId, rates).ok) refuseWith('FREQUENCY_LIMITED');
  return { merchant, access: await openAccess(deps, merchantId) };
}
