import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Checks } from '@plaza/base/proofs';
import { insertKey, selectKeys } from './store/keys.ts';
import type { ProofsDeps } from './types.ts';

// The key of the city lives in a file and not in the database: whoever may only write into the
// tables cannot sign what they wrote.

/** What the verification of base needs, by Node. */
export const checks: Checks = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  async verifyEd25519(publicKey, message, signature) {
    const x = Buffer.from(publicKey).toString('base64url');
    const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
    return verify(null, message, key, signature);
  },
};

export type SigningKey = { publicKey: Uint8Array; sign(text: string): Uint8Array };

function signingKeyOf(privateKey: KeyObject): SigningKey {
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return {
    publicKey: new Uint8Array(Buffer.from(x, 'base64url')),
    sign: (text) => sign(null, Buffer.from(text), privateKey),
  };
}

async function readKey(file: string): Promise<SigningKey | null> {
  let pem: string;
  try {
    pem = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file} holds no Ed25519 key`);
  return signingKeyOf(key);
}

/** Puts a key where there is none, whole or not at all; whether it was this one that came there. */
async function placeKey(keyFile: string, privateKey: KeyObject): Promise<boolean> {
  await mkdir(path.dirname(keyFile), { recursive: true, mode: 0o700 });
  const own = Buffer.from(signingKeyOf(privateKey).publicKey).toString('hex');
  const unfinished = `${keyFile}.${own}`;
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  await writeFile(unfinished, pem, { mode: 0o600, flag: 'wx' });
  try {
    await link(unfinished, keyFile);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Makes the city's first key; null if a process of another machine was faster. */
async function makeKey({ db, clock, keyFile, log }: ProofsDeps): Promise<SigningKey | null> {
  const isOurs = await placeKey(keyFile, generateKeyPairSync('ed25519').privateKey);
  const key = await readKey(keyFile);
  if (key === null) return null;
  const first = { publicKey: key.publicKey, at: clock.now(), isFirst: true };
  if (await db.tx((tx) => insertKey(tx, first))) {
    if (isOurs) log.info({ keyFile }, 'the city has a key now, with which it signs its books');
    return key;
  }
  if (isOurs) await rm(keyFile, { force: true });
  return null;
}

/**
 * The key that signs, made at the first need; null if the city has one and it is not here. A file
 * with another key takes its place from then on: so a lost key is replaced.
 */
export async function openKey(deps: ProofsDeps): Promise<SigningKey | null> {
  const { db, clock, keyFile, log } = deps;
  const key = await readKey(keyFile);
  const known = await selectKeys(db);
  if (key === null) {
    if (known.length === 0) return makeKey(deps);
    log.warn({ keyFile }, 'the key of the city is not here: this process signs no books');
    return null;
  }
  const isKnown = known.some((one) => one.equals(key.publicKey));
  if (isKnown && !known[0]?.equals(key.publicKey)) {
    log.warn({ keyFile }, 'this key of the city was replaced: this process signs no books');
    return null;
  }
  if (!isKnown) {
    await insertKey(db, { publicKey: key.publicKey, at: clock.now(), isFirst: false });
    if (known.length > 0) log.warn({ keyFile }, 'the city signs its books with another key now');
  }
  return key;
}
