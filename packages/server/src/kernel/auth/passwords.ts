import { boundedQueue, type Random } from '@plaza/base';
import { argon2, timingSafeEqual } from 'node:crypto';

/** The least that OWASP's cheat sheet asks of argon2id; stored with each hash, so it may rise. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const tagLength = 32;
const saltLength = 16;

/** Two hashes at once keep one of two cores, and 38 MB, for everything else. */
const maxRunning = 2;
const maxWaiting = 64;

type Cost = { memory: number; passes: number; parallelism: number };
type Parsed = Cost & { salt: Buffer; hash: Buffer };

/** What a check says; `busy` when too many wait for theirs already. */
export type PasswordCheck = 'right' | 'wrong' | 'busy';

export type Passwords = {
  /** A PHC string to be stored, or null when too many hashes wait already. */
  hash(password: string): Promise<string | null>;
  /** Whether the next password would have to be refused. */
  isBusy(): boolean;
  /** Takes as long for `null` (no such account) as for a hash, so that time tells nothing. */
  check(password: string, phc: string | null): Promise<PasswordCheck>;
  /** Whether a hash was made with less than today's cost and should be made again. */
  isOutdated(phc: string): boolean;
};

/** Creates the one place that hashes and checks passwords, a few at a time. */
export function createPasswords({ random }: { random: Random }): Passwords {
  const { run, isFull } = createTurns();
  const dummySalt = Buffer.from(random.bytes(saltLength));
  const impossible = Buffer.alloc(tagLength);

  return {
    isBusy: isFull,
    async hash(password) {
      const salt = Buffer.from(random.bytes(saltLength));
      const hash = await run(() => derive(password, { ...cost, salt, hash: impossible }));
      return hash === null ? null : formatPhc({ ...cost, salt, hash });
    },
    async check(password, phc) {
      const stored = phc === null ? { ...cost, salt: dummySalt, hash: impossible } : parsePhc(phc);
      const hash = await run(() => derive(password, stored));
      if (hash === null) return 'busy';
      return timingSafeEqual(hash, stored.hash) && phc !== null ? 'right' : 'wrong';
    },
    isOutdated(phc) {
      const { memory, passes, parallelism } = parsePhc(phc);
      return memory < cost.memory || passes < cost.passes || parallelism < cost.parallelism;
    },
  };
}

/** Runs a few jobs at once, lets some wait, and answers null to the rest. */
function createTurns() {
  const waiting = boundedQueue<() => void>(maxWaiting);
  let running = 0;
  async function run<T>(job: () => Promise<T>): Promise<T | null> {
    if (running >= maxRunning) {
      const turn = Promise.withResolvers<void>();
      if (!waiting.push(turn.resolve)) return null;
      // Whoever finishes hands its place over, so `running` does not change here.
      await turn.promise;
    } else {
      running += 1;
    }
    try {
      return await job();
    } finally {
      const [next] = waiting.take(1);
      if (next) next();
      else running -= 1;
    }
  }
  return { run, isFull: () => waiting.size >= maxWaiting };
}

function derive(password: string, stored: Parsed): Promise<Buffer> {
  const { memory, passes, parallelism, salt } = stored;
  // The same text may be typed as different code points; NFKC makes one of them.
  const message = password.normalize('NFKC');
  const parameters = { message, nonce: salt, memory, passes, parallelism };
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, key: Buffer) => (error ? reject(error) : resolve(key));
    argon2('argon2id', { ...parameters, tagLength: stored.hash.length }, done);
  });
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

function formatPhc({ memory, passes, parallelism, salt, hash }: Parsed): string {
  const parameters = `m=${memory},t=${passes},p=${parallelism}`;
  return `$argon2id$v=19$${parameters}$${base64(salt)}$${base64(hash)}`;
}

function parsePhc(phc: string): Parsed {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(phc);
  if (!match) throw new Error('a stored password hash is not in the PHC form of argon2id');
  const [, memory, passes, parallelism, salt = '', hash = ''] = match;
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}
