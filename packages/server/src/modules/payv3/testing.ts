import {
  createIds,
  manualClock,
  secureRandom,
  type ManualClock,
  type MerchantId,
} from '@plaza/base';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testDatabase, type TestDatabase } from '../../kernel/db/testing.ts';
import { createLimits } from '../../kernel/limits/index.ts';
import { createSeal } from '../../kernel/seal/index.ts';
import type { Payv3Deps } from './deps.ts';

export type Heard = { url: string; headers: IncomingHttpHeaders; body: string; at: Date };
type Answer = { status: number; body?: string; headers?: Record<string, string> } | 'never';

/** The back end of a shop, which answers as it is told. */
export async function openShop(clock: Pick<ManualClock, 'now'>) {
  const heard: Heard[] = [];
  let answer: (told: Heard) => Answer = () => ({ status: 200 });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url = '', headers } = request;
      const told = { url, headers, body: Buffer.concat(chunks).toString(), at: clock.now() };
      heard.push(told);
      const given = answer(told);
      if (given !== 'never') response.writeHead(given.status, given.headers).end(given.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ origin, heard },
    answerBy(by: (told: Heard) => Answer) {
      answer = by;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What the dialect stands on, without merchants: for what they have no part in. */
export async function openTestDeps(callbackOrigins: readonly string[] = []) {
  const dir = path.join(import.meta.dirname, 'migrations');
  const db: TestDatabase = await testDatabase([{ module: 'payv3', dir }]);
  const folder = await mkdtemp(path.join(tmpdir(), 'plaza-payv3-'));
  const clock = manualClock();
  const errors: unknown[] = [];
  const note = (fields: object) => void errors.push(fields);
  const deps: Omit<Payv3Deps, 'merchants'> = {
    ...{ db, clock, random: secureRandom, newId: createIds(clock, secureRandom) },
    log: { error: note, warn: note, info: () => undefined },
    limits: createLimits({ clock, factor: 1 }),
    metrics: { gauge: () => undefined },
    jobs: { every: () => undefined, define: () => undefined, add: async () => undefined },
    seal: createSeal({ keyFile: path.join(folder, 'seal.key'), random: secureRandom }),
    pay: { currencies: { all: [], find: () => undefined } },
    publicUrl: 'http://localhost',
    callbackOrigins,
  };
  return {
    ...{ db, clock, errors, deps: deps as Payv3Deps },
    merchantId: randomUUID() as string as MerchantId,
    async [Symbol.asyncDispose]() {
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
