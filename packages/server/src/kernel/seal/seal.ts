import type { Random } from '@plaza/base';
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

// Secrets that must come back as they were (keys that are shared with somebody) cannot be hashed.
// They stand sealed in the database; the key is a file, so that whoever reads only the database,
// or a backup of it, has nothing.

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const version = 1;

export type Seal = {
  /** `purpose` is bound in: what was sealed for one place opens in no other. */
  seal(purpose: string, secret: Uint8Array): Promise<Buffer>;
  /** Throws if the file is not the one it was sealed with, or the bytes were changed. */
  open(purpose: string, sealed: Uint8Array): Promise<Buffer>;
};

export type SealDeps = { keyFile: string; random: Pick<Random, 'bytes'> };

async function read(keyFile: string): Promise<Buffer | null> {
  let text: string;
  try {
    text = await readFile(keyFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== keyBytes) throw new Error(`${keyFile} does not hold a key of 32 bytes`);
  return key;
}

/** Puts a key where there is none, whole or not at all; of two that try, one stays. */
async function place({ keyFile, random }: SealDeps): Promise<void> {
  await mkdir(path.dirname(keyFile), { recursive: true, mode: 0o700 });
  const own = Buffer.from(random.bytes(8)).toString('hex');
  const unfinished = `${keyFile}.${own}`;
  const text = `${Buffer.from(random.bytes(keyBytes)).toString('base64')}\n`;
  await writeFile(unfinished, text, { mode: 0o600, flag: 'wx' });
  try {
    await link(unfinished, keyFile);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** The key is read, or made, at the first need. */
export function createSeal(deps: SealDeps): Seal {
  let master: Promise<Buffer> | null = null;
  const find = async () => {
    const known = await read(deps.keyFile);
    if (known !== null) return known;
    await place(deps);
    return (await read(deps.keyFile)) as Buffer;
  };
  async function keyFor(purpose: string): Promise<Buffer> {
    master ??= find().catch((error: unknown) => {
      master = null;
      throw error;
    });
    const info = `plaza seal ${purpose}`;
    return Buffer.from(hkdfSync('sha256', await master, '', info, keyBytes));
  }

  return {
    async seal(purpose, secret) {
      const nonce = Buffer.from(deps.random.bytes(nonceBytes));
      const cipher = createCipheriv('aes-256-gcm', await keyFor(purpose), nonce);
      const body = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
      return Buffer.concat([Buffer.of(version), nonce, body]);
    },
    async open(purpose, sealed) {
      const bytes = Buffer.from(sealed);
      const tagAt = bytes.length - tagBytes;
      if (bytes[0] !== version || tagAt < 1 + nonceBytes) throw new Error('not a sealed secret');
      const nonce = bytes.subarray(1, 1 + nonceBytes);
      const cipher = createDecipheriv('aes-256-gcm', await keyFor(purpose), nonce);
      cipher.setAuthTag(bytes.subarray(tagAt));
      return Buffer.concat([cipher.update(bytes.subarray(1 + nonceBytes, tagAt)), cipher.final()]);
    },
  };
}
