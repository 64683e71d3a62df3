import type { PushContent } from '@plaza/contract';
import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify,
  type ECDH,
} from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

// The other end of Web Push, written from the standards and not from our own code: a browser's
// keys, and a push service on this machine.

type Keys = { ecdh: ECDH; auth: Buffer };

function expand(secret: Uint8Array, salt: Uint8Array, info: Buffer, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, length));
}

/** Opens a message as the browser does (RFC 8188 and 8291), and gives its text. */
function openSealed({ ecdh, auth }: Keys, body: Buffer): string {
  const salt = body.subarray(0, 16);
  const keyEnd = 21 + (body[20] as number);
  const sender = body.subarray(21, keyEnd);
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender]);
  const secret = expand(ecdh.computeSecret(sender), auth, about, 32);
  const key = expand(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = expand(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce, { authTagLength: 16 });
  decipher.setAuthTag(body.subarray(-16));
  const record = Buffer.concat([decipher.update(body.subarray(keyEnd, -16)), decipher.final()]);
  return record.subarray(0, record.lastIndexOf(2)).toString();
}

type Vapid = { aud: string; exp: number; sub: string; k: string };

/** What the city said of itself, if its signature is right. */
function readVapid(authorization: string): Vapid {
  const [, token = '', k = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(k, 'base64url');
  const part = (from: number, to: number) => point.subarray(from, to).toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: part(1, 33), y: part(33, 65) };
  const key = createPublicKey({ format: 'jwk', key: jwk });
  const signed = Buffer.from(`${head}.${claims}`);
  const bytes = Buffer.from(signature, 'base64url');
  const isTrue = verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, bytes);
  if (!isTrue) throw new Error('the signature of the city is wrong');
  const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Omit<Vapid, 'k'>;
  return { ...said, k };
}

export type Received = {
  device: string;
  content: PushContent;
  vapid: Vapid;
  headers: IncomingHttpHeaders;
  bytes: number;
};

/** A browser that subscribed at the service. */
export type TestDevice = {
  name: string;
  subscription: { endpoint: string; p256dh: string; auth: string };
};

/** A push service that takes messages for its devices, opens them, and answers as it is told. */
export async function openPushService() {
  const keys = new Map<string, Keys>();
  const received: Received[] = [];
  const problems: unknown[] = [];
  const answers: { status: number; headers?: Record<string, string> }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status, headers = {} } = answers.shift() ?? { status: 201 };
      response.writeHead(status, headers).end();
      if (status !== 201) return;
      try {
        const device = (request.url ?? '').slice(1);
        const own = keys.get(device);
        if (own === undefined) throw new Error('nobody subscribed with this address');
        const body = Buffer.concat(chunks);
        const content = JSON.parse(openSealed(own, body)) as PushContent;
        const vapid = readVapid(request.headers.authorization ?? '');
        received.push({ device, content, vapid, headers: request.headers, bytes: body.length });
      } catch (error) {
        problems.push(error);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    origin,
    received,
    problems,
    /** The next requests get these answers instead of 201. */
    answerNext: (...next: typeof answers) => void answers.push(...next),
    of: (device: Pick<TestDevice, 'name'>) =>
      received.filter((each) => each.device === device.name).map(({ content }) => content),
    device(name: string): TestDevice {
      const ecdh = createECDH('prime256v1');
      const publicKey = ecdh.generateKeys();
      const auth = randomBytes(16);
      keys.set(name, { ecdh, auth });
      const subscription = {
        endpoint: `${origin}/${name}`,
        p256dh: publicKey.toString('base64url'),
        auth: auth.toString('base64url'),
      };
      return { name, subscription };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type TestPushService = Awaited<ReturnType<typeof openPushService>>;
