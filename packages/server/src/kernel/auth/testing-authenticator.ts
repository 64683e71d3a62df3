import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
/** Options and answers as a browser gives them. */
type WebauthnJson = Record<string, unknown>;

// A software authenticator for tests: ES256 keys, attestation "none", and just enough CBOR.

type Value = number | string | Buffer | Map<number | string, Value>;

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}

function cbor(value: Value): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') {
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  }
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value].flatMap(([key, inner]) => [cbor(key), cbor(inner)]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

const base64url = (bytes: Buffer) => bytes.toString('base64url');
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest();

export type Authenticator = ReturnType<typeof createTestAuthenticator>;

/** `verifiesUser` false is a device that skips the finger or the PIN. */
export function createTestAuthenticator({ origin = '', verifiesUser = true } = {}) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const credentialId = randomBytes(32);
  const id = base64url(credentialId);
  let counter = 0;

  function clientData(type: string, challenge: unknown): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  function authenticatorData(
    rpId: string,
    { flags = 0, verifies = verifiesUser, rest = Buffer.alloc(0) } = {},
  ): Buffer {
    counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const present = flags | 1 | (verifies ? 4 : 0);
    return Buffer.concat([sha256(rpId), Buffer.from([present]), count, rest]);
  }

  function credential(type: string, response: Record<string, unknown>): WebauthnJson {
    return { id, rawId: id, type, response, clientExtensionResults: {} };
  }

  return {
    id,
    /** Answers the options of a registration. */
    create(options: WebauthnJson): WebauthnJson {
      const coseKey = new Map<number | string, Value>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]);
      const length = Buffer.from([0, credentialId.length]);
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, cbor(coseKey)]);
      const authData = authenticatorData((options.rp as { id: string }).id, {
        flags: 0x40,
        rest: attested,
      });
      const attestation = new Map<number | string, Value>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]);
      return credential('public-key', {
        clientDataJSON: base64url(clientData('webauthn.create', options.challenge)),
        attestationObject: base64url(cbor(attestation)),
        transports: ['internal'],
      });
    },
    /** Answers the options of a sign-in or an approval, with or without the finger. */
    get(options: WebauthnJson, answering = { verifiesUser }): WebauthnJson {
      const authData = authenticatorData(options.rpId as string, {
        verifies: answering.verifiesUser,
      });
      const data = clientData('webauthn.get', options.challenge);
      const signed = Buffer.concat([authData, sha256(data)]);
      return credential('public-key', {
        clientDataJSON: base64url(data),
        authenticatorData: base64url(authData),
        signature: base64url(sign('sha256', signed, createPrivateKey(pem))),
      });
    },
  };
}
