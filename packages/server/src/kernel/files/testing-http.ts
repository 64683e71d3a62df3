import {
  createIds,
  secureRandom,
  shiftedClock,
  systemClock,
  type ShiftedClock,
  type PersonId,
  type SessionId,
} from '@plaza/base';
import type { FastifyInstance } from 'fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestDatabase } from '../db/testing.ts';
import { createAuthenticateRequest, createHttpServer } from '../http/index.ts';
import { createLimits } from '../limits/index.ts';
import { createLog } from '../log/index.ts';
import {
  createFiles,
  createUploads,
  registerFileRoutes,
  type Files,
  type Uploads,
} from './index.ts';

export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };
export type Sent = { headers?: Record<string, string>; body?: Buffer; cutAfter?: number };

/** A server of files with two people, on a port of its own: cuts need a real connection. */
export type FileServer = {
  files: Files;
  uploads: Uploads;
  dir: string;
  clock: ShiftedClock;
  ada: PersonId;
  bo: PersonId;
  asAda: Record<string, string>;
  asBo: Record<string, string>;
  call(method: string, path: string, sent?: Sent): Promise<Answer>;
  app: FastifyInstance;
  close(): Promise<void>;
};

function call(port: number, method: string, path: string, sent: Sent): Promise<Answer> {
  const { headers = {}, body, cutAfter } = sent;
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(body.length) };
    const outgoing = request({ port, method, path, headers: { ...length, ...headers } });
    outgoing.on('response', (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const { statusCode = 0, headers: told } = incoming;
        resolve({ status: statusCode, headers: told, body: Buffer.concat(parts) });
      });
    });
    outgoing.on('error', reject);
    if (cutAfter === undefined) return void outgoing.end(body);
    outgoing.write(body?.subarray(0, cutAfter), () => setTimeout(() => outgoing.destroy(), 100));
    return undefined;
  });
}

export async function openFileServer(
  db: TestDatabase,
  options: { minFreeBytes?: number } = {},
): Promise<FileServer> {
  const dir = await mkdtemp(join(tmpdir(), 'plaza-files-'));
  const clock = shiftedClock();
  const newId = createIds(systemClock, secureRandom);
  const log = createLog({ level: 'silent' });
  const [ada, bo] = [newId<PersonId>(), newId<PersonId>()];
  const people: Record<string, PersonId> = { ['a'.repeat(43)]: ada, ['b'.repeat(43)]: bo };
  const files = createFiles({ db, dir, clock, newId, log });
  const uploads = createUploads({ db, dir, clock, newId, minFreeBytes: 0, ...options });
  const app = createHttpServer({
    ...{ clock: systemClock, log, newId },
    ...{ tls: null, trustProxy: false, hostNames: new Set() },
  });
  const authenticateRequest = createAuthenticateRequest(async (token) => {
    const personId = people[token];
    if (personId === undefined) return null;
    return { personId, sessionId: newId<SessionId>(), role: 'resident' };
  });
  const limits = createLimits({ clock: systemClock, factor: 1 });
  registerFileRoutes(app, { files, uploads, authenticateRequest, limits });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return {
    ...{ files, uploads, dir, clock, ada, bo, app },
    asAda: { authorization: `Bearer ${'a'.repeat(43)}` },
    asBo: { authorization: `Bearer ${'b'.repeat(43)}` },
    call: (method, path, sent = {}) => call(port, method, path, sent),
    async close() {
      await app.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
