import type { Payv3Deps } from '../deps.ts';
import type { Platform } from '../keys/platform.ts';
import { openSecret } from '../keys/secret.ts';
import { asking, type Endpoint } from '../serving/endpoint.ts';
import { encryptText } from '../wire/aead.ts';
import { refuseWith } from '../wire/problems.ts';
import { wireTime } from '../wire/times.ts';
import { randomText } from '../wire/tokens.ts';

/** GET /v3/certificates: the city's certificates, encrypted with the merchant's APIv3 key. */
export function certificateEndpoints(deps: Payv3Deps, platform: Platform): Endpoint[] {
  return [
    asking('/v3/certificates', async ({ access }) => {
      const secret = await openSecret(deps, access);
      if (secret === null) refuseWith('NO_AUTH', { issue: 'there is no APIv3 key yet' });
      const { certificates } = await platform.keys();
      const data = certificates.map(({ serial, pem, notBefore, notAfter }) => ({
        serial_no: serial,
        effective_time: wireTime(notBefore),
        expire_time: wireTime(notAfter),
        encrypt_certificate: encryptText(secret, pem, {
          nonce: randomText(deps.random, 12),
          associatedData: 'certificate',
        }),
      }));
      return { json: { data } };
    }),
  ];
}
